"""The branch's desk in the season: codes imported, a session cancelled, results brought in.

Everything goes through kestectl, as a coordinator would do it.
"""
import csv
import datetime as dt
import json
import queue
import random
import subprocess

CANCELLED = "almaty-0913-1"
CANCELLED_AT = dt.datetime.fromisoformat("2023-09-09T11:00:00+06:00")
# Its results come a week after they were due; the branch is asked for them each working day.
OVERDUE = "turkistan-0906-1"
ONLINE_RESULTS_AT = dt.datetime.fromisoformat("2023-09-25T12:00:00+06:00")
LEVELS = ("A2", "B1", "B1", "B2", "C1")
BEFORE_DUE = dt.timedelta(hours=20)


def run(binaries, place, *words, **how):
    command = [binaries / "kestectl", *words, "--state", place / "state"]
    return subprocess.run(command, capture_output=True, text=True, **how)


def import_codes(binaries, place, arrivals):
    """The list that the cabinet made: one code for each person. The spoilt forms have none."""
    path = place / "promo-codes.csv"
    holders = {}
    for _, form in arrivals:
        holders.setdefault(form["promo_code"], form)
    with open(path, "w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file, delimiter=";")
        sheet.writerow(["code", "IIN", "test"])
        for code, form in holders.items():
            if code != "LATE":
                sheet.writerow([code, form["iin"], form["test"]])
    done = run(binaries, place, "promo", "import", path)
    # Forms with a mistyped IIN have lines of their own here, which are refused: they are told so.
    print(done.stdout.strip() or done.stderr.strip(), flush=True)


def count_codes(binaries, place):
    report = json.loads(run(binaries, place, "promo", "report", "--format", "json").stdout)
    counts = {}
    for row in report["rows"]:
        counts[row["state"]] = counts.get(row["state"], 0) + row["count"]
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))


class Desk:
    """Hears what the daemon logs, and acts when its hour has come."""

    def __init__(self, binaries, place, daemon, screen, online):
        self.binaries = binaries
        self.place = place
        self.daemon = daemon
        self.screen = screen
        self.online = online
        self.chance = random.Random(1)
        self.plans = queue.PriorityQueue()
        self.number = 0
        self.plan(CANCELLED_AT, self.cancel)
        self.plan(ONLINE_RESULTS_AT, self.bring_online_results)

    def plan(self, at, deed, *arguments):
        self.number += 1
        self.plans.put((at, self.number, deed, arguments))

    def hear(self, event):
        if event.get("event") != "session_ended":
            return
        ended = dt.datetime.fromisoformat(event["entry_at"].replace("Z", "+00:00"))
        self.plan(ended + dt.timedelta(minutes=30), self.finish, event["session"])

    def work(self):
        while self.daemon.process.poll() is None:
            try:
                at, number, deed, arguments = self.plans.get(timeout=0.1)
            except queue.Empty:
                continue
            if self.daemon.now() < at:
                self.plans.put((at, number, deed, arguments))
                self.daemon.wait_until(min(at, self.daemon.now() + dt.timedelta(hours=1)))
                continue
            deed(*arguments)

    def kestectl(self, *words):
        done = run(self.binaries, self.place, *words, "--format", "json")
        if done.returncode not in (0, 65):
            self.screen.line(f"  kestectl {' '.join(map(str, words))}: {done.stderr.strip()}")
            return None
        return json.loads(done.stdout)

    def cancel(self):
        self.kestectl("session", "cancel", CANCELLED, "--reason", "the hall is flooded")

    def finish(self, session):
        """One in fifteen did not come; the session ended half an hour late."""
        roster = self.kestectl("session", "roster", session)
        if roster is None:
            return
        people = [row["application"] for row in roster["rows"]]
        absent = [str(a) for a in people if self.chance.random() < 1 / 15]
        words = ["session", "finish", session]
        if absent:
            words += ["--absent", ",".join(absent)]
        finished = self.kestectl(*words)
        if finished is None:
            return
        due = dt.datetime.fromisoformat(finished["due_at"])
        late = dt.timedelta(days=7) if session == OVERDUE else -BEFORE_DUE
        present = [row for row in roster["rows"] if str(row["application"]) not in absent]
        self.plan(due + late, self.bring_results, session, present)

    def bring_results(self, session, people):
        path = self.place / f"results-{session}.csv"
        with open(path, "w", newline="", encoding="utf-8-sig") as file:
            sheet = csv.writer(file)
            sheet.writerow(["application", "level", "score", "document number", "issued at"])
            for row in people:
                level = self.chance.choice(LEVELS)
                score = {"A2": 64, "B1": 108, "B2": 121, "C1": 140}[level]
                sheet.writerow([row["application"], level, score,
                                f"KZ-{row['application']:06d}",
                                self.daemon.now().date().isoformat()])
                if level == "A2" and self.chance.random() < 0.3:
                    self.retake(row)
        self.kestectl("results", "import", path)

    def bring_online_results(self):
        """The other test's outcome, by IIN: it knows no numbers of ours."""
        path = self.place / "results-qrt.csv"
        with open(path, "w", newline="", encoding="utf-8-sig") as file:
            sheet = csv.writer(file, delimiter=";")
            sheet.writerow(["IIN", "test", "level", "score", "document number"])
            for iin in self.online:
                sheet.writerow([iin, "QRT", self.chance.choice(LEVELS), "81,5", f"QRT-{iin[-6:]}"])
        self.kestectl("results", "import", path)

    def retake(self, row):
        """Who fails may come again at own expense, where the window is still open: in Astana."""
        form = {name: row[name] for name in ("iin", "surname", "given_name", "phone", "language")}
        form.update(email=f"retake-{row['application']}@example.kz", test="QAZTEST",
                    city="astana", session="any", consent=True,
                    payment_reference=f"payment {row['application']}")
        self.plan(self.daemon.now() + dt.timedelta(hours=20), self.apply, form)

    def apply(self, form):
        status, answer = self.daemon.ask("POST", "/applications", form)
        if status == 201:
            self.screen.line(f"  a retake at own expense: {answer['session'] or 'waiting'}")
