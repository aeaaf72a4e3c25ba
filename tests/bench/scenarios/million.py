"""A million applications in the store, beside an empty one: start, memory, status."""
import http.client
import os
import time

from harness.keste import Kested, fill
from harness.load import wrk
from harness.processes import BenchError, memory_kb
from harness.table import Row, goal, median, rate, ratio

PATH = "/api/v1/cities/astana/status"
MAIL = "maildir:outbox"
SETTLE_SECONDS = 2


def forget_pages(state):
    """Lets the kernel drop the database's pages, as after a reboot."""
    for path in state.glob("keste.db*"):
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(file)


def start_time(bench, state, cold=False):
    """Seconds from the process's making to its first 200 on /readyz."""
    if cold:
        forget_pages(state)
    begun = time.monotonic()
    with Kested(bench, state, mail=MAIL) as daemon:
        while True:
            try:
                if daemon.ask("/readyz")[0] == 200:
                    return time.monotonic() - begun
            except (OSError, http.client.HTTPException):
                if daemon.process.poll() is not None or time.monotonic() > begun + 120:
                    raise BenchError("kested did not become ready") from None
            time.sleep(0.001)


def watch(bench, daemon):
    """Megabytes at rest: resident, and the part of it that no file backs."""
    time.sleep(SETTLE_SECONDS)
    return [memory_kb(daemon.process.pid, field) / 1024 for field in ("VmRSS", "RssAnon")]


def measure_status(bench, full, empty):
    """Memory and status rates of both, side by side."""
    rates = {"full": [], "empty": []}
    with Kested(bench, full, mail=MAIL) as one, Kested(bench, empty, mail=MAIL) as other:
        one.wait_started()
        other.wait_started()
        memory = {"full": watch(bench, one), "empty": watch(bench, other)}
        for turn in range(bench.sizes.rounds):
            bench.say(f"status, round {turn + 1} of {bench.sizes.rounds}")
            for name, daemon in (("full", one), ("empty", other)):
                run = wrk(bench, f"http://127.0.0.1:{daemon.port}{PATH}", bench.sizes.seconds)
                rates[name].append(run["per_second"])
    return memory, {name: median(found) for name, found in rates.items()}


def measure(bench):
    count = bench.sizes.applications
    bench.say(f"filling a database with {count:,} applications")
    full = fill(bench, bench.place / "million", count, "sent")
    empty = fill(bench, bench.place / "million-empty", 0)
    size = (full / "keste.db").stat().st_size / 2**20
    starts = {}
    for name, state, cold in (("full", full, False), ("cold", full, True), ("empty", empty, False)):
        starts[name] = median(start_time(bench, state, cold) for _ in range(bench.sizes.starts))
    memory, rates = measure_status(bench, full, empty)
    share = rates["full"] / rates["empty"]
    return [
        Row(f"{count:,} applications: start to ready", in_ms(starts["full"]),
            in_ms(starts["empty"]), "", goal("below 0.5 s", max(starts.values()) < 0.5),
            f"beside an empty store (as in the next two lines); {in_ms(starts['cold'])} with none "
            f"of the database ({size:.0f} MB) in memory"),
        Row("  memory at rest", f"{memory['full'][0]:.1f} MB", f"{memory['empty'][0]:.1f} MB", "",
            goal("below 100 MB, empty 25 MB", memory["full"][0] < 100 and memory["empty"][0] < 25),
            f"resident, {SETTLE_SECONDS} s after the start; of it {memory['full'][1]:.1f} and "
            f"{memory['empty'][1]:.1f} MB are the process's own, the rest pages of its files"),
        Row("  GET one city's status", rate(rates["full"]), rate(rates["empty"]),
            ratio(rates["full"], rates["empty"]), goal("as fast", share >= 0.95),
            "within 5 percent counts as equal"),
    ]


def in_ms(seconds):
    return f"{seconds * 1e3:.0f} ms"
