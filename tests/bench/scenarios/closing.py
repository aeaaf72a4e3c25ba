"""A window's closing: how late it fires, and that nobody gets in at or after it."""
import sqlite3
import shutil
import time

from harness.keste import Kested, instant
from harness.load import Applicants
from harness.processes import BenchError
from harness.table import Row, goal, number, percentile

CITY = "almaty"
CLOSING = "2023-09-18T00:00:00+06:00"
BEFORE = "2023-09-17T23:59:58+06:00"
LOAD_SECONDS = 3


def wait_for_closing(daemon):
    """Sleeps until shortly after the instant; microseconds by which the entry was late."""
    time.sleep(max(0.0, daemon.machine_time(CLOSING) - time.time() + 0.1))
    give_up = time.time() + 10
    while daemon.load(f"/cities/{CITY}/status")["window"]["state"] != "closed":
        if time.time() > give_up:
            raise BenchError("the window did not close")
        time.sleep(0.01)
    return daemon.load("/status")["engine"]["agenda_lateness_us"]


def close_idle(bench, state):
    with Kested(bench, state, BEFORE) as daemon:
        late = wait_for_closing(daemon.wait_started())
    shutil.rmtree(state)
    return late


def count_accepted(state):
    """Who was accepted (before, at or after) the closing, by what is in the database."""
    closes = int(instant(CLOSING).timestamp()) * 1_000_000
    database = sqlite3.connect(f"file:{state / 'keste.db'}?mode=ro", uri=True)
    try:
        question = ("SELECT count(*) FILTER (WHERE received_at < ?1), "
                    "count(*) FILTER (WHERE received_at >= ?1) FROM applications a "
                    "JOIN sessions s ON s.id = a.session_id WHERE s.city = ?2")
        return database.execute(question, (closes, CITY)).fetchone()
    finally:
        database.close()


def close_under_load(bench, state):
    """(accepted before, accepted too late, refused as closed, lateness)"""
    with Kested(bench, state, BEFORE) as daemon:
        daemon.wait_started()
        load = Applicants(bench, daemon, bench.sizes.arrivals, LOAD_SECONDS, CITY)
        late = wait_for_closing(daemon)
        answers = load.answers()
    before, after = count_accepted(state)
    said = sum(answer["status"] == 201 for answer in answers)
    if said != before + after:
        raise BenchError(f"{said} were accepted, {before + after} are stored")
    shutil.rmtree(state)
    return before, after, sum(a["problem"] == "window-closed" for a in answers), late


def measure(bench):
    late = []
    for turn in range(bench.sizes.closings):
        bench.say(f"closing {turn + 1} of {bench.sizes.closings}")
        late.append(close_idle(bench, bench.place / "closing"))
    hammered = [close_under_load(bench, bench.place / "closing-load")
                for _ in range(bench.sizes.rounds)]
    before, after, refused = (sum(run[i] for run in hammered) for i in range(3))
    worst = max(late)
    return [
        Row("a window closes, idle machine", f"p99 {number(percentile(late, 0.99))} us", "", "",
            goal("within 1 ms", worst < 1000),
            f"{len(late)} closings: p50 {number(percentile(late, 0.5))} us, max {number(worst)} us "
            f"late; with {bench.sizes.arrivals} applications/s beside it at most "
            f"{number(max(run[3] for run in hammered))} us"),
        Row("  accepted at or after the closing", str(after), "", "", goal("none", after == 0),
            f"{before} accepted before it and {refused} refused as too late, by the received_at "
            "of what is stored"),
    ]
