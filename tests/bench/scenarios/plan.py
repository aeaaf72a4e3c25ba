"""A plan that moves every session of 20 cities with 10,000 applicants, and its application."""
import http.client
import json
import re
import socket
import time

from harness.keste import Kested, fill
from harness.processes import BenchError
from harness.table import Row, goal, median, number


class Desk(http.client.HTTPConnection):
    """The daemon's Unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(str(self.path))

    def post(self, path, body):
        """(seconds, the answer)"""
        text = json.dumps(body).encode()
        begun = time.perf_counter()
        self.request("POST", "/api/v1" + path, text, {"Content-Type": "application/json"})
        answer = self.getresponse()
        found = json.loads(answer.read())
        if answer.status != 200:
            raise BenchError(f"{path}: {answer.status} {found}")
        return time.perf_counter() - begun, found


def move_all(text):
    """Every session half an hour later."""
    return re.sub(r"(starts|ends): (\d{4}-\d\d-\d\dT\d\d):00", r"\1: \2:30", text)


def measure(bench):
    sizes = bench.sizes
    state = fill(bench, bench.place / "plan", sizes.planned, "sent")
    with Kested(bench, state) as daemon:
        daemon.wait_started()
        desk = Desk(state / "kested.sock")
        cities = len(daemon.load("/cities")["cities"])
        file, = (state / "etc" / "campaigns").glob("*.yaml")
        text = move_all(file.read_text(encoding="utf-8"))
        plans = [desk.post("/campaign:plan", {"text": text}) for _ in range(sizes.plans)]
        seconds = [each for each, _ in plans]
        plan = plans[-1][1]
        touched = sum(change["touched"] for change in plan["changes"])
        applied, _ = desk.post("/campaign:apply", {"text": text, "plan": plan["plan"],
                                                   "reason": "a measurement"})
        desk.close()
    worst = max(seconds)
    return [Row(
        f"plan that moves every session, {number(sizes.planned)} applicants",
        f"{median(seconds) * 1000:.0f} ms", "", "", goal("below 1 s", worst < 1),
        f"{cities} cities, {len(plan['changes'])} changes, {number(touched)} people touched; the "
        f"slowest of {len(seconds)} {worst * 1000:.0f} ms; its application {applied * 1000:.0f} ms,"
        " the messages after it in chunks; by the Unix socket, with the file's upload and the "
        "complete list of people in the answer")]
