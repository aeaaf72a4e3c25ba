"""What is changed of a city is told to everybody, and to the calendars that subscribe."""
import re
import unittest
from urllib.parse import urlsplit

from keste.campaigns import Session
from keste.daemon import parse_instant
from keste.desk import Desk


def unfold(calendar):
    return calendar.replace("\r\n ", "")


class Feeds(Desk):
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=2),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=50))
    cities = ("almaty", "aktobe")

    def changes(self, city="almaty", after=0):
        page = self.client.find(f"/cities/{city}/changes?cursor={after}").json
        numbers = [change["number"] for change in page["changes"]]
        self.assertEqual(numbers, list(range(after + 1, page["last"] + 1)))
        return page["changes"]

    def move(self, session, starts, reason):
        self.desk("session", "move", session, "--starts", starts, "--reason", reason)

    def test_every_change_has_a_number_and_says_what_was_and_is(self):
        self.open()
        self.assertEqual(self.changes(), [])
        self.desk("window", "close-at", "almaty", "2023-09-19T12:00", "--reason", "Сұраныс көп")
        self.desk("session", "seats", "one", "5", "--reason", "Үлкен зал")
        window, seats = self.changes()
        self.assertEqual((window["what"], window["field"]), ("window", "closes_at"))
        self.assertEqual(parse_instant(window["was"]), parse_instant("2023-09-19T00:00:00+06:00"))
        self.assertEqual(window["is"], "2023-09-19T12:00:00+06:00")
        self.assertEqual(window["reason"], "Сұраныс көп")
        self.assertEqual((seats["session"], seats["was"], seats["is"]), ("one", 2, 5))
        self.assertEqual(self.changes("aktobe"), [])
        self.assertEqual(self.changes(after=1), [seats])
        self.assertEqual(self.client.find("/cities/paris/changes").status, 404)
        table = self.daemon.ctl("city", "changes", "almaty").stdout
        self.assertIn("Үлкен зал", table)
        self.assertIn("(window)", table)

    def test_there_and_back_again_are_two_changes(self):
        self.open()
        self.move("one", "2023-09-19T10:00", "Жөндеу")
        self.move("one", "2023-09-20T10:00", "Жөндеу бітті")
        starts = [change for change in self.changes() if change["field"] == "starts_at"]
        self.assertEqual(len(starts), 2)
        self.assertEqual(starts[0]["was"], starts[1]["is"])
        self.assertEqual(starts[1]["reason"], "Жөндеу бітті")

    def test_a_reload_adds_sessions_to_the_feed_and_a_restart_adds_nothing(self):
        self.open()
        self.sessions = (*self.sessions,
                         Session("three", "2023-09-22T10:00", "2023-09-22T12:30", seats=9))
        self.site.write_campaign(self.make_campaign())
        self.daemon.signal(1)
        self.daemon.wait_event("reloaded")
        added, = self.changes()
        self.assertEqual((added["session"], added["field"], added["was"], added["is"],
                          added["reason"]), ("three", "state", None, "planned", None))
        self.reopen("2023-09-03T10:00:00+06:00")
        self.assertEqual(self.changes(), [added])

    def test_the_feed_keeps_its_tag_until_something_changes(self):
        self.open()
        path = "/cities/almaty/changes"
        tag = self.client.find(path).headers["ETag"]
        self.assertEqual(self.client.find(path, If_None_Match=tag).status, 304)
        self.desk("session", "cancel", "two", "--reason", "Су басты")
        again = self.client.find(path, If_None_Match=tag)
        self.assertEqual(again.status, 200)
        self.assertEqual(again.json["changes"][0]["is"], "cancelled")

    def link(self, *words):
        url = urlsplit(self.daemon.ctl("city", "calendar-link", "almaty", *words).stdout.strip())
        self.assertEqual(url.netloc, "keste.example.kz")
        return f"{url.path}?{url.query}"

    def events(self, path):
        answer = self.client.ask("GET", path)
        self.assertEqual(answer.status, 200, answer)
        text = unfold(answer.body.decode())
        self.assertTrue(text.startswith("BEGIN:VCALENDAR\r\n"))
        return {re.search("UID:(.*)\r\n", event)[1].split(".", 3)[3]:
                dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line)
                for event in text.split("BEGIN:VEVENT")[1:]}

    def test_a_calendar_follows_the_schedule(self):
        self.open()
        path = self.link()
        before = self.events(path)
        self.assertEqual(set(before), {"window", "session.one", "due.one", "session.two",
                                       "due.two"})
        self.assertEqual(before["session.one"]["DTSTART"], "20230920T040000Z")
        tag = self.client.ask("GET", path).headers["ETag"]
        self.assertEqual(self.client.ask("GET", path, If_None_Match=tag).status, 304)
        self.move("one", "2023-09-19T10:00", "Жөндеу")
        self.desk("session", "cancel", "two", "--reason", "Су басты")
        after = self.events(path)
        self.assertNotEqual(self.client.ask("GET", path).headers["ETag"], tag)
        self.assertEqual(after["session.one"]["DTSTART"], "20230919T040000Z")
        self.assertGreater(int(after["session.one"]["SEQUENCE"]),
                           int(before["session.one"]["SEQUENCE"]))
        self.assertEqual(after["session.two"]["STATUS"], "CANCELLED")
        self.assertEqual(after["due.two"]["STATUS"], "CANCELLED")
        self.assertEqual(after["window"], before["window"])
        self.move("one", "2023-09-20T10:00", "Жөндеу бітті")
        self.assertGreater(int(self.events(path)["session.one"]["SEQUENCE"]),
                           int(after["session.one"]["SEQUENCE"]))

    def test_a_calendar_opens_by_its_secret_only(self):
        self.open()
        path = self.link()
        self.assertEqual(self.link(), path)
        self.assertIn("Applications are taken", self.client.ask(
            "GET", path + "&lang=en").body.decode())
        wrong = self.client.ask("GET", path[:-1] + ("a" if path[-1] != "a" else "b"))
        self.assertEqual(wrong.status, 404)
        for other in (path.replace("almaty", "paris"), path.replace("almaty", "aktobe"),
                      path.split("?")[0]):
            answer = self.client.ask("GET", other)
            self.assertEqual((answer.status, answer.body), (404, wrong.body))
        renewed = self.link("--renew")
        self.assertNotEqual(renewed, path)
        self.assertEqual(self.client.ask("GET", path).status, 404)
        self.reopen("2023-09-03T10:00:00+06:00")
        self.assertEqual(self.client.ask("GET", renewed).status, 200)


if __name__ == "__main__":
    unittest.main()
