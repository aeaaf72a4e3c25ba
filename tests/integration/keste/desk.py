"""TestCase for the desk: a campaign with two sessions, kestectl, sheets and mails."""
import datetime as dt
import json
import time

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.daemon import parse_instant
from keste.maildir import read_maildir
from keste.waiting import wait_for

IN_WINDOW = "2023-09-02T10:00:00+06:00"
HEADINGS = "Timestamp;IIN;Surname;Given name;E-mail;Phone;Test;City;Promo code;Consent"
# Sheets have the time of Almaty.
QUESTIONNAIRE = "questionnaire: {zone: Asia/Almaty}\n"


class Desk(Case):
    """Call `open` to start the daemon. Classes may say what their campaign has."""
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=2),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=50))
    admission = ""
    online = False
    branches = False
    cities = ("almaty",)

    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=self.make_campaign())
        self.iins = self.crowd.iins

    def make_campaign(self, admission=None):
        admission = self.admission if admission is None else admission
        more = QUESTIONNAIRE + (f"admission: {{{admission}}}\n" if admission else "")
        return Campaign(list(self.sessions), window_to="2023-09-18", cities=list(self.cities),
                        online=self.online, branches=self.branches, more=more)

    def open(self, clock=IN_WINDOW, rate=1):
        # Before it starts, so that its clock can never be ahead of what is worked out from here.
        self.opened = parse_instant(clock), time.monotonic(), rate
        self.daemon = self.start(self.site, clock, rate)
        self.client = self.connect(self.daemon)

    def reopen(self, clock, rate=1):
        self.client.close()
        self.assertEqual(self.daemon.stop(), 0)
        self.open(clock, rate)

    def desk(self, *words, exit=0):
        """The answer of a subcommand as JSON; its error when it is to fail."""
        answer = self.daemon.ctl(*words, "--format", "json")
        self.assertEqual(answer.returncode, exit, answer.stderr + answer.stdout)
        return json.loads(answer.stdout) if answer.stdout else answer.stderr

    def apply(self, session="one", **other):
        return self.client.apply(self.crowd.next_form("almaty", session, **other))

    def look(self, ticket):
        return self.client.find("/applications/" + ticket).json

    def write(self, rows, name="sheet.csv", encoding="utf-8"):
        path = self.folder / name
        path.write_bytes("\n".join(rows).encode(encoding) + b"\n")
        return path

    def row(self, at="02.09.2023 09:00:00", city="almaty", code="", email="a@example.kz", iin=None):
        return (f"{at};{iin or next(self.iins)};Кандидатов;Тест;{email};8 701 000 00 00;QAZTEST;"
                f"{city};{code};да")

    def list_mails(self, kind, application=None):
        return [mail for mail in read_maildir(self.site.maildir)
                if mail.kind == kind and application in (None, mail.application)]

    def wait_mails(self, kind, count, application=None):
        """Waits for as many of a kind; in the order in which they were written."""
        def arrived():
            mails = self.list_mails(kind, application)
            return mails if len(mails) >= count else None
        mails = wait_for(f"{count} {kind}", arrived)
        self.assertEqual(len(mails), count, f"{kind} to {[mail.application for mail in mails]}")
        return sorted(mails, key=lambda mail: int(mail.message["Date"].datetime.timestamp()))

    def latest_now(self):
        """The daemon's clock, or a little more: what was due just now is not taken for later."""
        at, seen, rate = self.opened
        return at + dt.timedelta(seconds=(time.monotonic() - seen) * rate)

    def wait_quiet(self):
        """Until nothing is due; what has not gone by then does not go."""
        def quiet():
            now = self.latest_now()
            # In the order of the way of each thing, so that none slips by between two looks.
            coming = self.client.find("/agenda?limit=1").json["entries"]
            firing = self.client.find("/agenda?limit=1&state=firing").json["entries"]
            if firing or any(parse_instant(entry["at"]) <= now for entry in coming):
                return False
            pending = self.client.list_all("/notifications?state=pending", "notifications")
            if any(parse_instant(row["not_before"]) <= now for row in pending):
                return False
            return not self.client.find("/notifications?limit=1&state=claimed").json[
                "notifications"]
        wait_for("nothing to be due", quiet)
