#!/usr/bin/env python3
"""The 2023 season in about a minute: kested on a virtual clock, invented applicants over HTTP.

Prints windows, sessions, due results and mails as they happen, then a summary. Both tests are
taken; one session is filled beyond its seats, one is cancelled, who fails retakes at own expense,
and one session's results come late. Needs the release build (scripts/run makes it). Applicants
have numbers for names; their IINs are made up, with right control digits.
"""
import argparse
import collections
import concurrent.futures
import datetime as dt
import email.parser
import email.policy
import http.client
import json
import os
import pathlib
import queue
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import season_desk
import season_people

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("KESTE_BIN", ROOT / "build" / "release" / "bin"))
START = dt.datetime.fromisoformat("2023-08-31T21:00:00+06:00")
END = dt.datetime.fromisoformat("2023-09-29T20:00:00+06:00")
SHOWN = {
    "window_opened": "window opens",
    "session_cancelled": "session cancelled",
    "session_finished_told": "session finished",
    "results_overdue": "RESULTS OVERDUE",
    "results_complete": "results complete",
    "window_closed": "window closes",
    "session_started": "session starts",
    "session_ended": "session ends",
    "session_reminder_queued": "reminders go out",
    "results_due": "results due",
}


class Screen:
    """Lines that scroll, and on a terminal one progress line below them."""

    def __init__(self):
        self.terminal = sys.stdout.isatty()
        self.progress = ""
        self.lock = threading.Lock()

    def line(self, text):
        with self.lock:
            if self.terminal and self.progress:
                sys.stdout.write("\r\x1b[K")
            sys.stdout.write(text + "\n")
            if self.terminal:
                sys.stdout.write(self.progress)
            sys.stdout.flush()

    def show(self, text):
        if not self.terminal:
            return
        with self.lock:
            self.progress = text[: shutil.get_terminal_size().columns - 1]
            sys.stdout.write("\r\x1b[K" + self.progress)
            sys.stdout.flush()

    def clear(self):
        self.show("")


class Daemon:
    """kested as a child; its log lines become events, its virtual clock can be asked."""

    def __init__(self, place, port, rate):
        self.rate = rate
        self.events = queue.Queue()
        self.ready = threading.Event()
        self.started_real = 0.0
        self.log = open(place / "kested.log", "wb")
        command = [BIN / "kested", "--etc", place / "etc", "--state", place / "state",
                   "--clock-start", START.isoformat(), "--clock-rate", str(rate)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
        self.port = port
        self.place = place
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stderr:
            self.log.write(line)
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if event.get("event") == "started":
                self.started_real = time.monotonic()
                self.started_at = dt.datetime.fromisoformat(event["now"].replace("Z", "+00:00"))
                self.ready.set()
            self.events.put(event)
        self.log.flush()
        self.ready.set()
        self.events.put(None)

    def now(self):
        passed = (time.monotonic() - self.started_real) * self.rate
        return self.started_at + dt.timedelta(seconds=passed)

    def wait_until(self, instant):
        ahead = (instant - self.now()).total_seconds() / self.rate
        if ahead > 0:
            time.sleep(ahead)

    def ask(self, method, path, body=None):
        return self.ask_on(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30),
                           method, path, body)

    def ask_inside(self, method, path, body=None):
        """Over the Unix socket, as the daemon's own user."""
        connection = http.client.HTTPConnection("localhost", timeout=30)
        connection.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.sock.connect(str(self.place / "state" / "kested.sock"))
        return self.ask_on(connection, method, path, body)

    @staticmethod
    def ask_on(connection, method, path, body):
        try:
            headers = {"Content-Type": "application/json", "Accept-Language": "en"}
            connection.request(method, "/api/v1" + path, body and json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


def free_port(wanted=8080):
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue
    raise SystemExit("no free port")


def make_place(place, port):
    """A fresh folder: a copy of etc whose kested.yaml listens on our port."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT / "etc", place / "etc")
    (place / "etc" / "kested.yaml").write_text(
        f'http: {{listen: "127.0.0.1:{port}", public_url: "http://127.0.0.1:{port}"}}\n'
        'store: {url: "sqlite:keste.db"}\n'
        'mail: {url: "maildir:outbox", from: "Keste <keste@example.kz>"}\n')
    campaign = place / "etc" / "campaigns" / "pkr-2023.yaml"
    text = campaign.read_text()
    # The season's codes are imported before it begins, so a first attempt can ask for one.
    assert "promo_code: optional" in text
    campaign.write_text(text.replace("promo_code: optional", "promo_code: required", 1))


class Season:
    def __init__(self, daemon, screen, arrivals):
        self.daemon = daemon
        self.screen = screen
        self.arrivals = arrivals
        self.answers = collections.Counter()
        self.chance = random.Random(len(arrivals))
        self.tickets = []
        self.seated = {}
        self.names = {}
        self.totals = {}

    def apply(self, form):
        try:
            status, answer = self.daemon.ask("POST", "/applications", form)
        except OSError as error:
            self.answers[f"no answer ({error.__class__.__name__})"] += 1
            return
        if status == 201:
            self.answers[answer["state"]] += 1
            self.tickets.append(answer["ticket"])
            self.seated.setdefault(answer.get("session"), []).append(answer["ticket"])
            if answer["state"] == "waitlisted" and self.answers["waitlisted"] <= 3:
                self.make_room(answer["session"])
        else:
            self.answers["refused: " + answer.get("type", str(status)).rsplit("/", 1)[-1]] += 1

    def make_room(self, session):
        """Somebody else changes their mind, so that not all who wait do so in vain."""
        self.screen.line(f"  {session} is full: somebody waits, and somebody withdraws")
        self.withdraw(self.seated[session].pop(0))

    def withdraw(self, ticket):
        status, _ = self.daemon.ask("DELETE", "/applications/" + ticket)
        self.answers["withdrawn" if status == 200 else "withdrawn too late: refused"] += 1

    def withdraw_some(self, share):
        """One in a hundred changes their mind; the seat is free for others again."""
        if self.chance.random() < share and self.tickets:
            self.withdraw(self.tickets.pop(self.chance.randrange(len(self.tickets))))

    def arrive(self):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for at, form in self.arrivals:
                self.daemon.wait_until(at)
                if self.daemon.process.poll() is not None:
                    return
                pool.submit(self.apply, form)
                pool.submit(self.withdraw_some, 0.01)

    def watch(self):
        while self.daemon.process.poll() is None and self.daemon.now() < END:
            try:
                _, status = self.daemon.ask_inside("GET", "/status")
            except OSError:
                break
            self.totals = status["totals"]
            self.show_progress()
            time.sleep(0.25)

    def show_progress(self):
        now = self.daemon.now().astimezone(START.tzinfo)
        done = min(1.0, (now - START) / (END - START))
        bar = "█" * int(done * 24) + "░" * (24 - int(done * 24))
        mails = self.totals.get("notifications", {})
        self.screen.show(f"{bar} {now:%d %b %H:%M}  seated {self.totals['applications']['seated']}"
                         f"  mails sent {mails['sent']}  waiting {mails['pending']}")

    def report(self, event):
        what = SHOWN.get(event.get("event"))
        if what is None:
            if event.get("severity") in ("warning", "error"):
                self.screen.line(f"  {event['event']}: {event['message']}")
            return
        at = dt.datetime.fromisoformat(event["entry_at"].replace("Z", "+00:00"))
        zone = self.names.get(event["city"], ("", START.tzinfo))
        late = "  (late)" if event["late"] == "yes" else ""
        where = event["session"] or zone[0] or event["city"]
        self.screen.line(f"{at.astimezone(zone[1]):%a %d %b %H:%M %z}  {what:<17} {where}{late}")

    def learn_names(self):
        _, listing = self.daemon.ask("GET", "/cities")
        for city in listing["cities"]:
            offset = dt.datetime.fromisoformat(city["window"]["opens_at"]).tzinfo
            self.names[city["code"]] = (city["name"]["en"], offset)


def count_mails(maildir):
    kinds = collections.Counter()
    languages = collections.Counter()
    parser = email.parser.BytesHeaderParser(policy=email.policy.default)
    for folder in ("new", "cur"):
        for path in (maildir / folder).glob("*"):
            with open(path, "rb") as file:
                headers = parser.parse(file)
            kinds[headers["Keste-Kind"]] += 1
            languages[headers["Content-Language"]] += 1
    return kinds, languages


def summarize(season, place, took):
    _, status = season.daemon.ask_inside("GET", "/status")
    verify = subprocess.run([BIN / "kestectl", "audit", "verify", "--state", place / "state"],
                            capture_output=True, text=True)
    kinds, languages = count_mails(place / "state" / "outbox")
    print("\nThe season is over.\n")
    columns = ("seated", "withdrawn", "unplaced", "absent", "resulted")
    print(f"{'city':<16}" + "".join(f"{name:>11}" for name in columns)
          + f"{'seats':>8}{'sessions':>10}{'mails':>8}")
    for city in status["cities"]:
        print(f"{city['name']['en']:<16}"
              + "".join(f"{city['applications'][name]:>11}" for name in columns)
              + f"{city['seats']['total']:>8}{city['sessions']:>10}"
                f"{city['notifications']['sent']:>8}")
    for test in status["tests"]:
        print(f"{test['id'] + ' (online)':<16}{test['applications']['accepted']:>11}"
              f"{test['applications']['withdrawn']:>11}{'':>22}"
              f"{test['applications']['resulted']:>11}")
    totals = status["totals"]["notifications"]
    print("\nRequests: " + ", ".join(f"{n} {what}" for what, n in season.answers.most_common()))
    print(f"Mails:    {totals['sent']} sent, {totals['pending']} waiting, "
          f"{totals['failed']} failed, {totals['dropped']} dropped as no longer true")
    print("          " + ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    print("          " + ", ".join(f"{n} in {name}" for name, n in languages.most_common()))
    print("Codes:    " + season_desk.count_codes(BIN, place))
    print(f"Agenda:   {status['engine']['agenda_fired']} entries fired, "
          f"{status['engine']['agenda_late']} late, {status['engine']['agenda_pending']} left")
    print(f"Audit:    {verify.stdout.strip() or verify.stderr.strip()}")
    print(f"\n29 days took {took:.0f} seconds. Where to look:")
    shown = place.relative_to(ROOT) if place.is_relative_to(ROOT) else place
    print(f"  mails     {shown}/state/outbox/new   (any mail reader that opens a maildir)")
    print(f"  database  {shown}/state/keste.db\n  log       {shown}/kested.log")
    print("  due date  build/release/bin/kestectl due --etc etc --city almaty "
          "--ended 2023-09-15T12:30")
    print("  for real  scripts/run --live")


def invite(daemon):
    """Makes a user, so that the dashboard can be looked at while the season runs."""
    password = secrets.token_urlsafe(12)
    status, answer = daemon.ask_inside("POST", "/users", {"name": "admin", "role": "admin",
                                                          "password": password})
    if status != 200:
        raise SystemExit(f"no user could be made: {answer}")
    print(f"  applicants  http://127.0.0.1:{daemon.port}/apply\n"
          f"  dashboard   http://127.0.0.1:{daemon.port}/desk   as admin, password {password}\n",
          flush=True)


def read_arguments():
    parser = argparse.ArgumentParser(prog="scripts/run", description=__doc__)
    parser.add_argument("--live", action="store_true", help="kested on the real clock instead")
    parser.add_argument("--applicants", type=int, default=400, help="how many, about (400)")
    parser.add_argument("--seconds", type=float, default=60, help="how long September takes (60)")
    parser.add_argument("--seed", type=int, default=2023, help="of who arrives when")
    parser.add_argument("--place", type=pathlib.Path, default=ROOT / "var" / "season",
                        help="the folder to make anew (var/season)")
    arguments = parser.parse_args()
    if arguments.applicants < 1 or arguments.seconds < 5:
        parser.error("at least 1 applicant and 5 seconds")
    return arguments


def main():
    arguments = read_arguments()
    place = arguments.place.resolve()
    if place.exists() and not (place / "etc" / "kested.yaml").exists():
        raise SystemExit(f"{place} is not a season's folder; give another --place")
    port = free_port()
    make_place(place, port)
    rate = (END - START).total_seconds() / arguments.seconds
    screen = Screen()
    print(f"The 2023 season, 1 second = {rate / 3600:.1f} hours", flush=True)
    daemon = Daemon(place, port, rate)
    try:
        if not daemon.ready.wait(30) or daemon.process.poll() is not None:
            raise SystemExit(f"kested did not start; its words are in {place}/kested.log")
        invite(daemon)
        begun = time.monotonic()
        arrivals = season_people.invent(daemon, arguments.applicants, arguments.seed, END)
        season_desk.import_codes(BIN, place, arrivals)
        season = Season(daemon, screen, arrivals)
        season.learn_names()
        online = sorted({form["iin"] for _, form in arrivals if form["test"] == "QRT"})
        desk = season_desk.Desk(BIN, place, daemon, screen, online)
        threads = [threading.Thread(target=t, daemon=True)
                   for t in (season.arrive, season.watch, desk.work)]
        for thread in threads:
            thread.start()
        while daemon.process.poll() is None and daemon.now() < END:
            try:
                event = daemon.events.get(timeout=0.1)
            except queue.Empty:
                continue
            if event is not None:
                season.report(event)
                desk.hear(event)
        for thread in threads:
            thread.join(10)
        screen.clear()
        if daemon.process.poll() is not None:
            raise SystemExit(f"kested ended early; its words are in {place}/kested.log")
        summarize(season, place, time.monotonic() - begun)
    except KeyboardInterrupt:
        screen.clear()
        print("Stopped.")
    finally:
        code = daemon.stop()
    return code


if __name__ == "__main__":
    sys.exit(main())
