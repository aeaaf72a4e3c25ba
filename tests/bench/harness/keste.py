"""kested as a child: its etc, its life, what it says; and databases filled beforehand."""
import datetime as dt
import http.client
import json
import re
import shutil
import signal

from harness.processes import BenchError, free_port, wait_for

# Nobody listens there: what goes into the outbox stays.
NOWHERE = "smtp://127.0.0.1:1"
OPEN = "2023-09-01T12:00:00+06:00"      # Every window is open, no session has started.
SEASON_END = "2023-09-29T20:00:00+06:00"  # Every result is due.


def instant(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def make_etc(bench, folder, port=0, mail=NOWHERE, seats=100_000, store="sqlite:keste.db"):
    """The season of etc/ with room for everybody."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(bench.root / "etc", folder)
    for path in (folder / "campaigns").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\bseats: \d+", f"seats: {seats}", text), encoding="utf-8")
    tls = ", tls: none" if mail.startswith("smtp:") else ""
    (folder / "kested.yaml").write_text(
        f'http: {{listen: "127.0.0.1:{port}", public_url: "http://127.0.0.1:{port}"}}\n'
        f'store: {{url: "{store}"}}\n'
        f'mail: {{url: "{mail}", from: "Keste <keste@example.kz>", connections: 16{tls}}}\n',
        encoding="utf-8")
    return folder


def fill(bench, folder, count, *options, at=OPEN):
    """A state folder whose database holds `count` applications (tests/bench/fill)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    etc = make_etc(bench, bench.place / "fill-etc")
    bench.processes.run([bench.bin / "bench_fill", etc, folder / "keste.db", str(count), at,
                         *options], seconds=1800)
    return folder


class Kested:
    """Starts on a virtual clock at the usual pace; `with` ends it."""

    def __init__(self, bench, state, at=OPEN, mail=NOWHERE, store="sqlite:keste.db"):
        self.bench = bench
        self.state = state
        self.port = free_port()
        state.mkdir(exist_ok=True)
        etc = make_etc(bench, state / "etc", self.port, mail, store=store)
        self.log = state / "kested.log"
        self.log.unlink(missing_ok=True)
        self.connection = None
        self.token = ""  # From its start on.
        self.process = bench.processes.start(
            [bench.bin / "kested", "--etc", etc, "--state", state, "--clock-start", at,
             "--clock-rate", "1"], self.log)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, how=signal.SIGTERM):
        if self.connection:
            self.connection.close()
            self.connection = None
        self.bench.processes.stop(self.process, how)

    def events(self, name):
        """The log's events of this name so far."""
        found = []
        for line in self.log.read_bytes().splitlines():
            if f'"event":"{name}"'.encode() in line:
                found.append(json.loads(line))
        return found

    def wait_started(self):
        """Waits until the daemon is ready and has fired what was overdue; learns its clock."""
        def started():
            if self.process.poll() is not None:
                tail = self.log.read_text(encoding="utf-8", errors="replace")[-400:]
                raise BenchError(f"kested ended with {self.process.returncode}: {tail}")
            return self.events("started")

        event = wait_for("kested's start", started, 60, 0.005)[0]
        self.started_at = instant(event["at"]).timestamp()
        self.ahead = instant(event["now"]) - instant(event["at"])
        made = self.bench.processes.run([self.bench.bin / "kestectl", "token", "add",
                                         f"bench-{int(self.started_at)}", "--role", "auditor",
                                         "--state", str(self.state), "--format", "json"])
        self.token = json.loads(made)["token"]
        wait_for("the end of what was overdue", self.has_caught_up, 60, 0.005)
        return self

    def now(self):
        return dt.datetime.now(dt.timezone.utc) + self.ahead

    def has_caught_up(self):
        """Whether the windows and sessions stand as they should at this instant."""
        coming = self.load("/status")["next"]
        return not coming or instant(coming[0]["at"]) > self.now()

    def machine_time(self, at):
        """The machine's clock (seconds since 1970) at an instant of the daemon's clock."""
        return (instant(at) - self.ahead).timestamp()

    def ask(self, path):
        """GET over one kept connection."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            self.connection.request("GET", path,
                                    headers={"Authorization": f"Bearer {self.token}"})
            answer = self.connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        return answer.status, body

    def load(self, path):
        status, body = self.ask("/api/v1" + path)
        if status != 200:
            raise BenchError(f"{path} answered {status}")
        return json.loads(body)

    def notifications(self):
        return self.load("/status")["totals"]["notifications"]

    def open_places(self):
        """City/session of every session that can be applied for now."""
        now = self.now()
        places = []
        for listed in self.load("/cities")["cities"]:
            city = self.load("/cities/" + listed["code"])
            if city["window"]["state"] != "open":
                continue
            places += [f"{city['code']}/{session['id']}" for session in city["sessions"]
                       if session["seats_left"] > 0 and instant(session["starts_at"]) > now]
        if not places:
            raise BenchError("no session can be applied for")
        return places
