"""One agenda entry that concerns very many applicants, with intake going on beside it."""
import shutil
import time

from harness.keste import Kested, fill
from harness.load import Applicants
from harness.processes import BenchError
from harness.table import Row, goal, median, number, percentile

# Seven working days after 6 September: its results are due while the windows are still open.
CITY = "almaty"
SESSION = "almaty-0906-1"
DUE = "2023-09-15T18:00:00+06:00"
START = "2023-09-15T17:59:55+06:00"
LOAD_SECONDS = 10


def waiting(daemon):
    """The session's notifications that wait; nobody applies for it any more."""
    for session in daemon.load(f"/cities/{CITY}/status")["sessions"]:
        if session["id"] == SESSION:
            return session["notifications"]["pending"] + session["notifications"]["claimed"]
    raise BenchError(f"{SESSION} is not in the season")


def fan_out(bench, prepared, count):
    state = bench.place / "fanout"
    shutil.copytree(prepared, state)
    with Kested(bench, state, START) as daemon:
        daemon.wait_started()
        due = daemon.machine_time(DUE)
        load = Applicants(bench, daemon, bench.sizes.arrivals, LOAD_SECONDS)
        while waiting(daemon) < count:
            if time.time() > due + 120:
                raise BenchError(f"{waiting(daemon)} of {count} notifications came")
            time.sleep(0.005)
        done = time.time()
        answers = load.answers()
    shutil.rmtree(state)
    to_wall = time.time() - time.monotonic()
    beside = [a["ms"] for a in answers if due <= a["at"] + to_wall <= done]
    before = [a["ms"] for a in answers if a["at"] + to_wall < due]
    if not beside or not before:
        raise BenchError("nobody applied beside the fan-out")
    refused = sum(answer["status"] != 201 for answer in answers)
    return {"seconds": done - due, "p99": percentile(beside, 0.99), "max": max(beside),
            "beside": len(beside), "p99_before": percentile(before, 0.99), "refused": refused}


def measure(bench):
    count = bench.sizes.fanout
    prepared = fill(bench, bench.place / "fanout-prepared", count, f"session={SESSION}", "sent")
    runs = []
    for turn in range(bench.sizes.rounds):
        bench.say(f"round {turn + 1} of {bench.sizes.rounds}")
        runs.append(fan_out(bench, prepared, count))
    took = median(run["seconds"] for run in runs)
    p99 = median(run["p99"] for run in runs)
    return [
        Row(f"fan-out of {count:,} notifications", f"{took:.2f} s", "", "",
            goal("below 2 s", took < 2),
            f"{number(count / took)}/s, from the due instant until status shows all, on disk"),
        Row("  POST p99 meanwhile", f"{p99:.1f} ms", "", "", goal("below 50 ms", p99 < 50),
            f"{bench.sizes.arrivals}/s arrive whatever the server does ({runs[-1]['beside']} of "
            f"them meanwhile); max {max(run['max'] for run in runs):.0f} ms; p99 before it "
            f"{median(run['p99_before'] for run in runs):.1f} ms; "
            f"{sum(run['refused'] for run in runs)} refused"),
    ]
