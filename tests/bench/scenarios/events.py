"""Status of one city while many watch the stream of events, beside the same without watchers."""
import itertools
import json
import sys

from harness.keste import Kested
from harness.load import FOLDER, Applicants, wrk
from harness.processes import wait_for
from harness.table import Row, goal, median, rate, ratio

PATH = "/api/v1/cities/astana/status"
SERIALS = itertools.count(50_000_000_000, 1_000_000)
CHANGES = 20  # Applications a second: more than the stream tells one by one.


def measure(bench):
    found = {"alone": [], "watched": []}
    told = []
    with Kested(bench, bench.place / "events") as daemon:
        daemon.wait_started()
        for turn in range(bench.sizes.rounds):
            bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
            found["alone"].append(run(bench, daemon))
            told.append(watch(bench, daemon, lambda: found["watched"].append(run(bench, daemon))))
    alone, watched = (median(r["per_second"] for r in found[name]) for name in found)
    late = [max(r["p99_ms"] for r in found[name]) for name in found]
    events = median(each["events"] / bench.sizes.seconds for each in told)
    return [Row(
        f"GET one city's status beside {bench.sizes.watchers} watchers", rate(watched),
        rate(alone), ratio(watched, alone), goal("0.9 of none watching", watched >= 0.9 * alone),
        f"{events:.0f} events a second in all, {sum(each['cut'] for each in told)} streams cut; "
        f"p99 {late[1]:.2f} and {late[0]:.2f} ms")]


def run(bench, daemon):
    applicants = Applicants(bench, daemon, CHANGES, bench.sizes.seconds, first=next(SERIALS))
    found = wrk(bench, f"http://127.0.0.1:{daemon.port}{PATH}", bench.sizes.seconds,
                token=daemon.token)
    applicants.answers()
    return found


def watch(bench, daemon, action):
    """Runs the action while all watch; what they were told."""
    log = daemon.state / "watchers.log"
    log.unlink(missing_ok=True)
    process = bench.processes.start(
        [sys.executable, "-B", FOLDER / "watchers.py", "--port", daemon.port, "--count",
         bench.sizes.watchers, "--token", daemon.token], log)

    def all_watch():
        return f"keste_http_event_streams {bench.sizes.watchers}\n" in daemon.ask(
            "/metrics")[1].decode()
    wait_for("all to watch", all_watch)
    action()
    bench.processes.stop(process)
    return json.loads(log.read_text(encoding="ascii").splitlines()[-1])
