"""The season of 2023 on the virtual clock, from before its first window to its last result."""
import datetime as dt
import json
import unittest

from keste.case import Case
from keste.daemon import parse_instant
from keste.database import find_damage, open_copy
from keste.maildir import read_maildir
from keste.waiting import wait_for

START = "2023-08-28T00:00:00+06:00"
# A day and a half of a season in a second: the time between a reminder and its session is far
# more than a busy machine needs to send it.
RATE = 100_000
CITIES = ("astana", "almaty", "shymkent", "aktobe", "atyrau", "aktau")
LANGUAGES = ("kk", "ru", "en")
EACH = 10
KINDS = {"application_received", "session_reminder", "results_due"}
SUBJECTS = {
    "kk": {"application_received": "Өтінішіңіз қабылданды: ",
           "session_reminder": "Тестілеу сессиясын еске саламыз: ",
           "results_due": "Нәтиже беру мерзімі жетті: "},
    "ru": {"application_received": "Ваша заявка принята: ",
           "session_reminder": "Напоминание о сеансе тестирования: ",
           "results_due": "Срок выдачи результата наступил: "},
    "en": {"application_received": "Application received: ",
           "session_reminder": "Reminder of your test session: ",
           "results_due": "Your test result is due: "}}
DAY = dt.timedelta(days=1)
END = dt.datetime.fromisoformat("2023-10-03T00:00:00+06:00")


class Season(Case):
    def test_every_applicant_hears_three_times_and_every_window_closes(self):
        site = self.make_site()
        self.daemon = self.start(site, START, RATE)
        self.client = self.connect(self.daemon)
        cities = {code: self.client.find("/cities/" + code).json for code in CITIES}
        self.refuse_before_opening(cities)
        self.wait_open()
        applications = self.apply_everywhere(cities)
        self.watch_to_the_end()
        self.check_commands(len(applications))
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(site.database) as database:
            self.assertEqual(find_damage(database), {})
        mails = [mail for mail in read_maildir(site.maildir) if mail.application is not None]
        self.check_mails(mails, applications)

    def refuse_before_opening(self, cities):
        for city in cities.values():
            self.assertEqual(city["window"]["state"], "not_open")
        form = self.crowd.next_form("astana", "astana-0920-1")
        self.refuse(self.client, form, "window-not-open")

    def wait_open(self):
        def all_open():
            cities = self.client.find("/cities").json["cities"]
            return all(city["window"]["state"] == "open" for city in cities)
        wait_for("all windows to open", all_open)

    def apply_everywhere(self, cities):
        applications = {}
        for code, city in cities.items():
            sessions = [s for s in city["sessions"] if s["starts_at"] > "2023-09-11"]
            for number in range(EACH):
                session = sessions[number % len(sessions)]
                form = self.crowd.next_form(code, session["id"], LANGUAGES[number % 3])
                answer = self.accept(self.client, form)
                self.assertEqual(answer["due_at"], session["due_at"])
                applications[answer["id"]] = {"form": form, "answer": answer, "session": session}
        return applications

    def watch_to_the_end(self):
        """States only ever go forward, and the end is reached."""
        order = ("not_open", "open", "closed")
        furthest = {}

        def over():
            status = self.client.find("/status").json
            for city in status["cities"]:
                place = order.index(city["window"]["state"])
                self.assertGreaterEqual(place, furthest.get(city["code"], 0))
                furthest[city["code"]] = place
            left = status["totals"]["notifications"]
            # Nobody brings results, so the branches are asked for them without end.
            return (self.daemon.now() > END and left["pending"] == 0 and left["claimed"] == 0 and
                    {e["kind"] for e in self.client.find("/agenda?state=pending").json["entries"]}
                    == {"results_overdue", "personal_data_erased"})
        wait_for("the end of the season", over, within=200, every=0.1)
        self.assertEqual(set(furthest.values()), {2})
        self.refuse(self.client, self.crowd.next_form("almaty", "almaty-0920-1"), "window-closed")
        self.assertEqual(self.client.list_all("/agenda?state=firing", "entries"), [])
        done = self.client.list_all("/agenda?state=done", "entries")
        self.assertEqual(len({(e["kind"], e["city"], e.get("session")) for e in done}), len(done))
        for entry in done:
            self.assertLessEqual(parse_instant(entry["at"]), parse_instant(entry["fired_at"]))

    def ask_ctl(self, *words):
        answer = self.daemon.ctl(*words, "--format", "json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return json.loads(answer.stdout)

    def check_commands(self, count):
        status = self.ask_ctl("status")
        self.assertEqual(status["totals"]["applications"]["seated"], count)
        self.assertEqual(status["totals"]["notifications"]["failed"], 0)
        self.assertEqual(self.ask_ctl("status", "--city", "astana")["applications"]["seated"], EACH)
        self.assertEqual(len(self.ask_ctl("cities")["cities"]), 20)
        done = self.ask_ctl("agenda", "--state-is", "done", "--limit", "1000")["entries"]
        self.assertEqual(sum(e["kind"] == "window_closes" for e in done), 20)
        sent = self.ask_ctl("outbox", "--state-is", "sent", "--limit", "1000")["notifications"]
        self.assertEqual(sum(n["application"] is not None for n in sent), 3 * count)
        self.assertEqual(sum(n["kind"] == "window_closed" for n in sent), 20)
        self.assertTrue(self.ask_ctl("audit", "verify")["whole"])
        self.check_tables(count)

    def check_tables(self, count):
        for words, expected in ((["status"], f"seated {count} of 5417 seats"),
                                (["status", "--city", "aktobe"], "window closed"),
                                (["cities"], "Asia/Aqtobe"),
                                (["agenda", "--state-is", "done"], "window_opens"),
                                (["outbox", "--state-is", "sent"], "application_received"),
                                (["audit", "verify"], "The audit log is whole")):
            answer = self.daemon.ctl(*words)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            self.assertIn(expected, answer.stdout, words)
            # Nothing that a pipe would carry into a terminal as an escape sequence.
            self.assertNotIn("\x1b", answer.stdout)

    def check_mails(self, mails, applications):
        self.assertEqual(sorted(mail.key for mail in mails),
                         sorted((id, kind) for id in applications for kind in KINDS))
        self.assertEqual(len({mail.id for mail in mails}), len(mails))
        for mail in mails:
            with self.subTest(mail=mail.id):
                self.check_mail(mail, applications[mail.application])

    def check_mail(self, mail, application):
        form, answer, session = (application[part] for part in ("form", "answer", "session"))
        self.assertEqual(mail.list_defects(), [])
        self.assertRegex(mail.id, r"^<keste\.pkr-2023\.\d+@example\.kz>$")
        self.assertEqual(mail.language, form["language"])
        self.assertTrue(mail.message["Subject"].startswith(SUBJECTS[form["language"]][mail.kind]),
                        mail.message["Subject"])
        self.assertEqual(mail.recipient, form["email"])
        self.assertIn(form["given_name"], mail.text)
        self.assertEqual(mail.message["Auto-Submitted"], "auto-generated")
        self.assertEqual(mail.date.utcoffset(), parse_instant(session["starts_at"]).utcoffset())
        self.check_date(mail, answer, session)
        if mail.kind == "results_due":
            self.assertIn("https://app.testcenter.kz/auth", mail.text)
        else:
            self.assertIn(answer["ticket"], mail.text)
        self.assertEqual(mail.calendar is not None, mail.kind == "application_received")
        if mail.calendar:
            starts = parse_instant(session["starts_at"]).astimezone(dt.timezone.utc)
            self.assertIn(f"DTSTART:{starts:%Y%m%dT%H%M%SZ}\r\n", mail.calendar)
            self.assertIn("METHOD:PUBLISH\r\n", mail.calendar)

    def check_date(self, mail, answer, session):
        """On the daemon's clock, and never before what it tells of. A Date has whole seconds."""
        second = dt.timedelta(seconds=1)
        starts = parse_instant(session["starts_at"])
        earliest, latest = {
            "application_received": (parse_instant(answer["received_at"]), starts),
            "session_reminder": (starts - DAY, starts),
            "results_due": (parse_instant(session["due_at"]), starts + 60 * DAY)}[mail.kind]
        self.assertLess(earliest - second, mail.date)
        self.assertLess(mail.date, latest)


if __name__ == "__main__":
    unittest.main()
