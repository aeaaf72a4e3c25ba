"""Loads from outside: wrk, and applicants at a steady rate."""
import json
import pathlib
import sys

from harness.processes import find_program

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "load"


def wrk(bench, url, seconds, threads=1, posts=None, connections=64, first=10_000_000_000,
        token=None):
    """One run of wrk; what load.lua reports. `posts` is a list of places to apply for, by people
    whose serial numbers begin with `first`; `token` is shown with each request."""
    command = [find_program("wrk"), f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "-s",
               FOLDER / "load.lua"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    command.append(url)
    if posts:
        command += ["--", str(first), ",".join(posts)]
    found = json.loads(bench.processes.run(command, seconds + 60).splitlines()[-1])
    found["per_second"] = found["requests"] / found["seconds"]
    return found


class Applicants:
    """applicants.py beside the driver; `answers` waits for its end."""

    def __init__(self, bench, daemon, rate, seconds, city="", first=50_000_000_000):
        """Only to one city's sessions, if one is given; serial numbers from `first` on."""
        self.out = daemon.state / "applicants.jsonl"
        places = ",".join(place for place in daemon.open_places() if place.startswith(city))
        self.seconds = seconds
        self.processes = bench.processes
        self.process = bench.processes.start(
            [sys.executable, "-B", FOLDER / "applicants.py", "--port", daemon.port, "--rate", rate,
             "--seconds", seconds, "--first", first, "--places", places, "--out",
             self.out], daemon.state / "applicants.log")

    def answers(self):
        self.process.wait(self.seconds + 30)
        self.processes.stop(self.process)
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]
