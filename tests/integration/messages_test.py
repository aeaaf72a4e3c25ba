"""The shipped texts in every language and state, and calendar entries as icalendar reads them."""
import datetime
import itertools
import json
import sys
import unittest

from keste.case import Case
from keste.processes import KESTECTL, KESTED, run

# Debian's packages, for a Python that is not Debian's too.
sys.path.append("/usr/lib/python3/dist-packages")
import icalendar  # noqa: E402

LANGUAGES = ["kk", "ru", "en"]
# Every kind with the options that choose its words.
STATES = {
    "application_received": [[], ["--extra-minutes", "1"], ["--extra-minutes", "30"],
                             ["--outcome", "waitlisted"]],
    "application_received_online": [[], ["--attempt", "self_funded"]],
    "seat_allotted": [[], ["--extra-minutes", "30"]],
    "waitlisted": [[], ["--had-seat"], ["--attempt", "self_funded"]],
    "waitlist_ended": [[], ["--attempt", "self_funded"]],
    "session_reminder": [[], ["--city", "astana"], ["--city", "aktau"]],
    "session_changed": [[], ["--extra-minutes", "21"]],
    "session_cancelled": [["--outcome", outcome]
                          for outcome in ("reseated", "waitlisted", "unplaced")]
                         + [["--outcome", "unplaced", "--attempt", "self_funded"]],
    "session_finished": [[]],
    "due_date_moved": [[]],
    "results_due": [["--document", document] + test
                    for document in ("none", "certificate", "reference")
                    for test in ([], ["--test", "QRT"])],
    "result_ready": [["--document", document, "--status", status] + test
                     for document, status in (("certificate", "final"), ("reference", "final"),
                                              ("none", "final"), ("certificate", "on_hold"),
                                              ("certificate", "annulled"))
                     for test in ([], ["--test", "QRT"])],
    "window_closed": [[]],
    "results_overdue": [[]],
}
FOR_BRANCHES = {"window_closed", "results_overdue"}


class Messages(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site()

    def ctl(self, *words):
        return run(KESTECTL, "messages", *words, "--etc", self.site.etc)

    def ask(self, *words):
        answer = self.ctl(*words, "--format", "json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return json.loads(answer.stdout)

    def each_state(self, judge):
        """Calls `judge` with each kind and the words that ask for one of its states."""
        for kind, states in STATES.items():
            for options, language in itertools.product(states, LANGUAGES):
                with self.subTest(kind=kind, options=options, language=language):
                    judge(kind, [kind, *options, "--lang", language])


class Check(Messages):
    def test_the_shipped_texts_are_sound_and_fit(self):
        answer = self.ctl("check")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        checked = self.ask("check")
        self.assertEqual([entry["kind"] for entry in checked["kinds"]], list(STATES))
        for entry in checked["kinds"]:
            wanted = set() if entry["kind"] in FOR_BRANCHES else set(LANGUAGES)
            self.assertEqual(set(entry["sms_parts"]), wanted)
            for parts in entry["sms_parts"].values():
                self.assertLessEqual(parts, checked["sms_parts_max"])

    def test_a_city_with_a_long_name_stops_the_check_and_the_start(self):
        self.site.edit("campaigns/pkr-2023.yaml", "ru: Петропавловск",
                       "ru: " + "Петропавловск-на-Есиле " * 8)
        for program in ([KESTECTL, "messages", "check"], [KESTECTL, "check"],
                        [KESTED, "--state", self.site.state]):
            answer = run(*program, "--etc", self.site.etc)
            self.assertEqual(answer.returncode, 78, answer)
            self.assertRegex(answer.stderr, r"messages/ru\.yaml:\d+:\d+: session_reminder: sms: "
                                            r"takes \d parts with the longest names")

    def test_a_secret_in_an_sms_and_a_language_without_it_are_told(self):
        self.site.edit("messages/en.yaml", "Reminder of your test session: {city}, {starts_date}, "
                       "{starts_time}. Please", "{ticket_url} Please")
        self.site.edit("messages/kk.yaml", "  sms: \"Еске саламыз", "  # sms: \"Еске саламыз")
        answer = self.ctl("check")
        self.assertEqual(answer.returncode, 78)
        self.assertRegex(answer.stderr, r"en\.yaml:\d+:\d+: session_reminder: \{ticket_url\}")
        self.assertRegex(answer.stderr, r"kk\.yaml:\d+:\d+: session_reminder: sms is missing")


class Preview(Messages):
    def test_every_mail_reads_well_in_every_state(self):
        def judge(kind, words):
            mail = self.ask("preview", *words)
            for part in (mail["subject"], mail["text"]):
                self.assertNotRegex(part, r"[{}]|\bnone\b|1970")
                # An empty value leaves two spaces, or one at the end of its line.
                self.assertNotRegex(part, r"(?m) $|[^\n ]  +[^ ]|, ,|: ,")
            text = mail["text"]
            self.assertNotIn("\n\n\n", text)
            self.assertTrue(text.endswith("\n") and not text.endswith("\n\n"), text)
            self.assertLess(max(map(len, text.splitlines())), 110)
            wanted = kind.removesuffix("_online")
            self.assertEqual(mail["headers"]["Keste-Kind"], wanted)
            self.assertEqual("Keste-Application" in mail["headers"], kind not in FOR_BRANCHES)
            self.assertEqual("/a/" in text, kind not in FOR_BRANCHES)
        self.each_state(judge)

    def test_every_sms_fits_and_carries_no_secret(self):
        def judge(kind, words):
            if kind in FOR_BRANCHES:
                return
            sms = self.ask("preview", *words, "--channel", "sms")
            self.assertLessEqual(sms["parts"], 3)
            self.assertNotRegex(sms["text"], r"[{}\n]|  |\bnone\b|1970|keste\.example|KT-")
        self.each_state(judge)

    def test_an_online_test_has_its_steps_in_every_language(self):
        for language, last in (("kk", "2023 ж. 22 қыркүйек, жұма (қоса алғанда)"),
                               ("ru", "пятница, 22 сентября 2023 г. (включительно)"),
                               ("en", "Friday, September 22, 2023 (inclusive)")):
            text = self.ask("preview", "application_received_online", "--lang", language)["text"]
            for word in ("Басқасы", "Басқа себеп", "Президенттік жастар кадр резерві", last,
                         "https://www.qrt.kz"):
                self.assertIn(word, text)

    def test_states_say_what_they_should(self):
        for options, says, not_says in (
                (["result_ready", "--document", "reference"], "at your own expense", "Congrat"),
                (["result_ready", "--document", "certificate"], "KT-0001024", "expense"),
                (["result_ready", "--status", "on_hold"], "being examined", "Download"),
                (["result_ready", "--status", "annulled"], "annulled", "Download"),
                (["results_due"], "look again a little later", "Congrat"),
                (["results_due", "--document", "certificate"], "is ready", "look again"),
                (["session_cancelled", "--outcome", "unplaced"], "is free again", "NEW SESSION"),
                (["session_cancelled", "--outcome", "unplaced", "--attempt", "self_funded"],
                 "your payment", "promo code"),
                (["application_received_online", "--attempt", "self_funded"], "HOW TO", "reserved"),
                (["waitlisted", "--had-seat"], "could not be kept", "BEFORE"),
                (["application_received", "--outcome", "waitlisted"], "no free seat", "Venue"),
                (["session_cancelled"], "NEW SESSION", "free again"),
                (["due_date_moved"], "later than we told you", "earlier than"),
                (["session_changed", "--extra-minutes", "30"], "30 extra minutes", "granted  ")):
            with self.subTest(options):
                text = self.ask("preview", *options, "--lang", "en")["text"]
                self.assertIn(says, text)
                self.assertNotIn(not_says, text)


class Calendars(Messages):
    def read(self, *words):
        answer = self.ask("preview", *words, "--channel", "ics")
        calendar = icalendar.Calendar.from_ical(answer["calendar"])
        self.assertEqual(calendar.errors, [])
        self.assertEqual(str(calendar["METHOD"]), answer["method"])
        (event,) = calendar.walk("VEVENT")
        self.assertEqual(event.errors, [])
        return calendar, event

    def test_a_second_library_reads_every_entry(self):
        carried = {}

        def judge(kind, words):
            if self.ctl("preview", *words, "--channel", "ics").returncode != 0:
                return
            calendar, event = self.read(*words)
            outcome = words[2] if "--outcome" in words else ""
            cancelled = outcome in ("waitlisted", "unplaced") or "--had-seat" in words
            carried.setdefault((kind, outcome), str(event["UID"]))
            self.assertEqual(str(calendar["METHOD"]), "CANCEL" if cancelled else "PUBLISH")
            self.assertEqual(str(event["STATUS"]), "CANCELLED" if cancelled else "CONFIRMED")
            changed = kind in ("session_changed", "session_cancelled", "waitlisted")
            self.assertEqual(int(event["SEQUENCE"]), 1 if changed else 0)
            self.assertEqual(str(event["ORGANIZER"]), "mailto:keste@example.kz")
            self.assertEqual(event["DTSTART"].dt.tzinfo.utcoffset(None), datetime.timedelta(0))
            self.assertEqual(len(event.walk("VALARM")), 0 if cancelled else 1)
        self.each_state(judge)
        self.assertEqual(set(carried), {
            ("application_received", ""), ("seat_allotted", ""), ("waitlisted", ""),
            ("session_changed", ""),
            ("session_cancelled", "reseated"), ("session_cancelled", "waitlisted"),
            ("session_cancelled", "unplaced")})
        self.assertEqual(len(set(carried.values())), 1)

    def test_extra_minutes_lengthen_the_event(self):
        _, plain = self.read("seat_allotted", "--city", "astana")
        _, longer = self.read("seat_allotted", "--city", "astana", "--extra-minutes", "45")
        self.assertEqual(longer["DTSTART"].dt, plain["DTSTART"].dt)
        self.assertEqual(longer["DTEND"].dt - plain["DTEND"].dt, datetime.timedelta(minutes=45))

    def test_names_with_commas_come_through(self):
        self.site.edit("campaigns/pkr-2023.yaml", "en: Astana}", 'en: "Astana; \\"E\\", new"}')
        _, event = self.read("seat_allotted", "--city", "astana", "--lang", "en")
        self.assertTrue(str(event["SUMMARY"]).endswith(', Astana; "E", new'), event["SUMMARY"])


if __name__ == "__main__":
    unittest.main()
