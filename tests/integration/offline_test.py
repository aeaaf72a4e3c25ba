"""kestectl without a daemon: check, timeline and due; and kested's own refusal of bad files."""
import json
import re
import unittest

from keste.case import Case
from keste.daemon import parse_instant
from keste.processes import KESTECTL, KESTED, run

KINDS = ["window_opens", "window_closes", "session_starts", "session_ends", "results_due"]
PLACE = re.compile(r"^(?P<file>\S+\.yaml):(?P<line>\d+):(?P<column>\d+): (?P<what>.+)$", re.M)


class Offline(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site()

    def ctl(self, *words):
        return run(KESTECTL, *words, "--etc", self.site.etc)

    def ask(self, *words):
        answer = self.ctl(*words, "--format", "json")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return json.loads(answer.stdout)


class Check(Offline):
    def test_the_shipped_files_are_sound(self):
        answer = self.ctl("check")
        self.assertEqual((answer.returncode, answer.stderr), (0, ""))
        self.assertIn("all files are sound", answer.stdout)
        self.assertIs(self.ask("check")["ok"], True)

    def break_files(self):
        """(file, line, what its message must name), one for each mistake made."""
        campaign, calendar = "campaigns/pkr-2023.yaml", "calendars/kz.yaml"
        self.site.edit(campaign, "pass_level: B1", "pass_level: B1\npass_mark: 60")
        self.site.edit(campaign, "zone: Asia/Aqtobe", "zone: Asia/Aktobe1")
        self.site.edit(campaign, "starts: 2023-09-05T10:00, ends: 2023-09-05T12:30, seats: 90",
                       "starts: 2023-09-05T10:00, ends: 2023-09-05T09:30, seats: 90")
        self.site.edit(campaign, "seats: 60", "seats: 0")
        self.site.edit(campaign, "starts: 2023-09-22T15:00, ends: 2023-09-22T17:30",
                       "starts: 2023-09-31T15:00, ends: 2023-09-22T17:30")
        self.site.edit(calendar, "weekend: [sat, sun]", "weekend: [sat, sun]\nweekend: [sun]")
        self.site.write_settings(more_mail=", connections: many")
        named = []
        for file, words in ((campaign, ("pass_mark", "Asia/Aktobe1", "09:30", "seats: 0",
                                        "09-31")), (calendar, ("weekend: [sun]",)),
                            ("kested.yaml", ("many",))):
            lines = (self.site.etc / file).read_text().splitlines()
            for word in words:
                at = next(n for n, line in enumerate(lines, 1) if word in line)
                named.append((file.rsplit("/", 1)[-1], at))
        return named

    def assert_all_told(self, text, mistakes):
        told = {(match["file"].rsplit("/", 1)[-1], int(match["line"]))
                for match in PLACE.finditer(text)}
        for mistake in mistakes:
            self.assertIn(mistake, told, text)

    def test_all_mistakes_are_told_at_once_with_their_places(self):
        mistakes = self.break_files()
        answer = self.ctl("check")
        self.assertEqual((answer.returncode, answer.stdout), (78, ""))
        self.assert_all_told(answer.stderr, mistakes)
        for line in answer.stderr.splitlines():
            self.assertRegex(line, PLACE)

    def test_the_json_of_check_carries_file_line_and_column(self):
        mistakes = self.break_files()
        answer = self.ctl("check", "--format", "json")
        self.assertEqual(answer.returncode, 78)
        checked = json.loads(answer.stdout)
        self.assertIs(checked["ok"], False)
        told = {(error["file"].rsplit("/", 1)[-1], error["line"]) for error in checked["errors"]}
        self.assertLessEqual(set(mistakes), told)
        for error in checked["errors"]:
            self.assertGreaterEqual(error["column"], 1)

    def test_kested_does_not_start_with_them_and_says_the_same(self):
        mistakes = self.break_files()
        answer = run(KESTED, "--etc", self.site.etc, "--state", self.site.state)
        self.assertEqual(answer.returncode, 78)
        self.assert_all_told(answer.stderr, mistakes)
        self.assertFalse(self.site.state.exists())

    def test_a_missing_etc_is_a_configuration_error(self):
        for program in ([KESTECTL, "check"], [KESTED, "--state", self.site.state]):
            answer = run(*program, "--etc", self.folder / "nowhere")
            self.assertEqual(answer.returncode, 78, answer)
            self.assertIn("nowhere", answer.stderr)

    def test_a_city_without_a_language_and_a_message_without_a_kind_are_told(self):
        self.site.edit("campaigns/pkr-2023.yaml", "{kk: Семей, ru: Семей, en: Semey}",
                       "{kk: Семей, en: Semey}")
        self.site.edit("messages/ru.yaml", "session_reminder:", "session_remainder:")
        answer = self.ctl("check")
        self.assertEqual(answer.returncode, 78)
        files = {match["file"].rsplit("/", 1)[-1] for match in PLACE.finditer(answer.stderr)}
        self.assertEqual(files, {"pkr-2023.yaml", "ru.yaml"})


class Timeline(Offline):
    def setUp(self):
        super().setUp()
        self.moments = self.ask("timeline", "--campaign", "pkr-2023")

    def test_moments_come_in_time_order_then_by_city_then_by_kind(self):
        keys = [(parse_instant(m["at"]), m["city"], KINDS.index(m["kind"])) for m in self.moments]
        self.assertEqual(keys, sorted(keys))

    def test_each_moment_has_just_the_keys_of_the_contract(self):
        for moment in self.moments:
            of_window = moment["kind"].startswith("window_")
            wanted = {"at", "kind", "city"} | (set() if of_window else {"session"})
            self.assertEqual(set(moment), wanted)
            self.assertRegex(moment["at"], r"^2023-09-\d\dT\d\d:\d\d:00\+0[56]:00$")

    def test_every_window_opens_and_closes_at_its_own_midnight(self):
        closes = {m["city"]: m["at"] for m in self.moments if m["kind"] == "window_closes"}
        opens = {m["city"]: m["at"] for m in self.moments if m["kind"] == "window_opens"}
        self.assertEqual(len(closes), 20)
        self.assertEqual(closes["astana"], "2023-09-23T00:00:00+06:00")
        self.assertEqual(closes["almaty"], "2023-09-18T00:00:00+06:00")
        west = {"aktobe", "aktau", "atyrau", "oral", "kyzylorda"}
        for city in closes.keys() - {"astana"}:
            offset = "+05:00" if city in west else "+06:00"
            self.assertEqual(closes[city], "2023-09-18T00:00:00" + offset)
            self.assertEqual(opens[city], "2023-09-01T00:00:00" + offset)

    def test_every_session_starts_ends_and_becomes_due(self):
        starts, ends, dues = ({m["session"]: m["at"] for m in self.moments if m["kind"] == kind}
                              for kind in KINDS[2:])
        self.assertIn("astana-0920-1", starts)
        self.assertEqual((starts.keys(), starts.keys()), (ends.keys(), dues.keys()))
        for session, at in starts.items():
            self.assertLess(at, ends[session])
            self.assertLess(ends[session], dues[session])

    def test_the_table_shows_the_same_moments(self):
        answer = self.ctl("timeline", "--campaign", "pkr-2023")
        self.assertEqual(len(answer.stdout.splitlines()), 1 + len(self.moments))

    def test_an_unknown_campaign_is_named(self):
        answer = self.ctl("timeline", "--campaign", "pkr-1999")
        self.assertNotEqual(answer.returncode, 0)
        self.assertIn("pkr-1999", answer.stderr)


class Due(Offline):
    def due(self, city, ended):
        return self.ask("due", "--campaign", "pkr-2023", "--city", city, "--ended", ended)

    def test_the_example_of_the_contract(self):
        due = self.due("almaty", "2023-09-15T12:30")
        self.assertEqual(due["due_at"], "2023-09-26T18:00:00+06:00")
        self.assertEqual(due["working_days"], 7)
        counted = [(day["date"], day["counts"], day.get("why")) for day in due["days"]]
        self.assertEqual(counted, [
            ("2023-09-16", None, "weekend"), ("2023-09-17", None, "weekend"),
            ("2023-09-18", 1, None), ("2023-09-19", 2, None), ("2023-09-20", 3, None),
            ("2023-09-21", 4, None), ("2023-09-22", 5, None),
            ("2023-09-23", None, "weekend"), ("2023-09-24", None, "weekend"),
            ("2023-09-25", 6, None), ("2023-09-26", 7, None)])

    def test_each_city_has_its_rule_and_its_offset(self):
        for city, ended, wanted in (("astana", "2023-09-15T12:30", "2023-09-19T18:00:00+06:00"),
                                    ("aktobe", "2023-09-15T12:30", "2023-09-26T18:00:00+05:00"),
                                    ("almaty", "2023-09-20T23:59", "2023-09-29T18:00:00+06:00")):
            self.assertEqual(self.due(city, ended)["due_at"], wanted)

    def test_a_holiday_and_a_moved_day_say_their_name_and_source(self):
        days = self.due("astana", "2023-03-06T12:00")["days"]
        holiday = next(day for day in days if day["date"] == "2023-03-08")
        self.assertEqual((holiday["counts"], holiday["why"]), (None, "holiday"))
        self.assertTrue(holiday["source"])
        self.assertEqual(set(holiday["name"]), {"kk", "ru", "en"})

    def test_a_due_date_beyond_the_calendar_is_an_error_and_no_guess(self):
        answer = self.ctl("due", "--campaign", "pkr-2023", "--city", "almaty",
                          "--ended", "2027-12-30T12:00", "--format", "json")
        self.assertNotEqual(answer.returncode, 0)
        self.assertEqual(answer.stdout, "")
        self.assertIn("2027-12-31", answer.stderr)

    def test_what_cannot_be_asked_is_told(self):
        for city, ended, named in (("paris", "2023-09-15T12:30", "paris"),
                                   ("almaty", "2023-09-31T12:30", "2023-09-31"),
                                   ("almaty", "2023-09-15T12:30+06:00", "+06:00")):
            answer = self.ctl("due", "--campaign", "pkr-2023", "--city", city, "--ended", ended)
            self.assertNotEqual(answer.returncode, 0)
            self.assertIn(named, answer.stderr)

    def test_the_table_ends_in_the_due_date(self):
        answer = self.ctl("due", "--city", "almaty", "--ended", "2023-09-15T12:30")
        self.assertIn("due at 2023-09-26T18:00:00+06:00, within 7 working days", answer.stdout)


if __name__ == "__main__":
    unittest.main()
