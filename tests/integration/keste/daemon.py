"""kested as a child: started, found ready, asked, and ended."""
import datetime as dt
import http.client
import itertools
import json
import signal
import time

from keste.client import Client
from keste.processes import KESTECTL, KESTED, end, run, spawn
from keste.waiting import PATIENCE, wait_for

STARTS = itertools.count(1)


def parse_instant(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Daemon:
    def __init__(self, site, clock_start=None, clock_rate=1, environment=None, clock_origin=None):
        self.site = site
        self.rate = clock_rate
        self.log_path = site.folder / f"kested-{next(STARTS)}.log"
        command = [KESTED, "--etc", site.etc, "--state", site.state]
        if clock_start is not None:
            if isinstance(clock_start, dt.datetime):
                clock_start = clock_start.isoformat()
            command += ["--clock-start", clock_start, "--clock-rate", clock_rate]
        if clock_origin is not None:
            command += ["--clock-origin", clock_origin.isoformat()]
        with open(self.log_path, "wb") as log:
            self.process = spawn(command, stderr=log, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def list_events(self, name=None):
        """The log so far, as far as it is whole lines of JSON."""
        events = []
        for line in self.log_path.read_text().splitlines(keepends=True):
            if line.startswith("{") and line.endswith("}\n"):
                events.append(json.loads(line))
        return [event for event in events if name in (None, event["event"])]

    def wait_event(self, name, within=PATIENCE):
        return wait_for(f"the event {name}", lambda: self.list_events(name), within)[-1]

    def wait_listening(self):
        def listening():
            if self.process.poll() is not None:
                raise AssertionError(f"kested ended with {self.process.returncode}: " +
                                     self.log_path.read_text()[-2000:])
            return self.list_events("listening")
        self.port = int(wait_for("kested to listen", listening)[0]["port"])
        return self

    def wait_ready(self):
        self.wait_listening()

        def ready():
            client = self.connect()
            try:
                return client.ask("GET", "/readyz").status == 200
            except (OSError, http.client.HTTPException):
                return False
            finally:
                client.close()
        wait_for("kested to be ready", ready)
        started = self.wait_event("started")
        self.begun = parse_instant(started["now"]), time.monotonic()
        return self

    def connect(self):
        """Close it, or use it as a context."""
        return Client(self.port, socket_path=self.site.state / "kested.sock")

    def now(self):
        """The daemon's clock, or a little less."""
        at, seen = self.begun
        return at + dt.timedelta(seconds=(time.monotonic() - seen) * self.rate)

    def wait_until(self, instant):
        ahead = (instant - self.now()).total_seconds() / self.rate
        wait_for(f"the clock to show {instant}", lambda: self.now() >= instant,
                 max(0.0, ahead) + PATIENCE)

    def status(self):
        with self.connect() as client:
            return client.find("/status").json

    def ctl(self, *words):
        return run(KESTECTL, *words, "--state", self.site.state)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """Orderly; its exit code."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self):
        """As a power cut would."""
        return end(self.process)
