"""What the desk tells people waits and can be stopped; what it does can be undone."""
import json
import unittest

from keste.campaigns import Session
from keste.client import UnixConnection
from keste.database import open_copy
from keste.desk import Desk
from keste.waiting import wait_for

REASON = ("--reason", "the room is taken")


class Actions(Desk):
    admission = "gather_changes_minutes: 5"
    cities = ("almaty", "aktobe")
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=10),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=10),
                Session("far", "2023-09-20T10:00", "2023-09-20T12:30", seats=2, city="aktobe"))

    def setUp(self):
        super().setUp()
        self.site.hold_minutes = 10
        self.site.write_settings()
        # So slow a clock that what is to happen within a minute does not.
        self.open(rate=0.001)
        self.seated = [self.apply("one", language="en").json for _ in range(3)]
        self.wait_mails("application_received", 3)

    def post(self, path, body):
        """At the desk: over the Unix socket."""
        connection = UnixConnection(self.site.state / "kested.sock")
        self.addCleanup(connection.close)
        connection.request("POST", "/api/v1" + path, json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        return json.loads(answer.read())

    def move(self, starts="2023-09-20T15:00", *more):
        return self.desk("session", "move", "one", "--starts", starts, *REASON, *more)

    def release(self, number):
        return next(row for row in self.desk("release", "list")["rows"] if row["id"] == number)

    def stop(self, number, exit=0):
        return self.desk("release", "stop", str(number), *REASON, exit=exit)

    def undo(self, number, exit=0):
        return self.desk("action", "undo", str(number), *REASON, exit=exit)

    def at(self, clock):
        self.reopen(clock, rate=0.001)
        self.wait_quiet()

    def status_of(self, session):
        city = self.client.find("/cities/almaty/status").json
        return next(each for each in city["sessions"] if each["id"] == session)

    def list_audit(self, action):
        self.daemon.stop()
        with open_copy(self.site.database) as database:
            return list(database.execute("SELECT actor, subject, detail, note FROM audit "
                                         f"WHERE action = '{action}' ORDER BY id"))


class Releases(Actions):
    def test_what_is_told_waits_ten_minutes_and_says_so(self):
        moved = self.move()
        self.assertEqual((moved["people"], moved["told"]), (3, True))
        self.assertEqual(moved["sends_at"][:16], "2023-09-02T10:10")
        self.assertEqual(self.release(moved["release"])["state"], "waiting")
        self.at("2023-09-02T10:09:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])
        self.at("2023-09-02T10:10:30+06:00")
        self.wait_mails("session_changed", 3)
        release = self.release(moved["release"])
        self.assertEqual((release["state"], release["sent"]), ("sent", 3))
        error = self.stop(moved["release"], exit=65)
        self.assertIn("3 messages had left", error)

    def test_stopped_in_time_nothing_is_sent_and_the_change_stays(self):
        moved = self.move()
        stopped = self.stop(moved["release"])
        self.assertEqual((stopped["stopped"], stopped["left"], stopped["change_stays"]),
                         (3, 0, True))
        self.assertIn("desk stopped it at", self.stop(moved["release"], exit=65))
        self.at("2023-09-02T10:30:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])
        self.assertEqual(self.status_of("one")["starts_at"], "2023-09-20T15:00:00+06:00")
        (_, subject, detail, note), = self.list_audit("release_stopped")
        self.assertEqual((subject, detail, note),
                         (f"release {moved['release']}", "0 had left", REASON[1]))

    def test_the_hold_outlives_a_kill(self):
        moved = self.move()
        self.client.close()
        self.daemon.kill()
        self.open("2023-09-02T10:05:00+06:00", rate=0.001)
        self.assertEqual(self.release(moved["release"])["state"], "waiting")
        self.assertEqual(self.stop(moved["release"])["stopped"], 3)
        self.at("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])

    def test_there_and_back_before_it_leaves_is_nothing(self):
        first = self.move()
        second = self.move("2023-09-20T10:00")
        self.assertEqual(self.release(first["release"])["state"], "replaced")
        self.assertIn(f"Release {second['release']}", self.stop(first["release"], exit=65))
        self.at("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])

    def test_results_wait_too_and_are_stopped_by_city(self):
        self.at("2023-09-20T13:00:00+06:00")
        ids = [each["id"] for each in self.seated]
        taken = self.post("/results", {"results": [
            {"application": one, "level": "B1"} for one in ids]})
        self.assertEqual((taken["taken"], self.release(taken["release"])["people"]), (3, 3))
        self.assertEqual(self.stop(taken["release"])["stopped"], 3)
        self.at("2023-09-20T14:00:00+06:00")
        self.assertEqual(self.list_mails("result_ready"), [])


class Preview(Actions):
    def test_a_dry_run_says_whom_it_tells_what_and_changes_nothing(self):
        shown = self.move("2023-09-20T15:00", "--dry-run")
        self.assertEqual((shown["people"], shown["dry_run"]), (3, True))
        self.assertEqual([row["application"] for row in shown["rows"]],
                         [each["id"] for each in self.seated])
        self.assertEqual({message["language"] for message in shown["messages"]},
                         {"kk", "ru", "en"})
        english = next(each for each in shown["messages"] if each["language"] == "en")
        self.assertIn("Time: 15:00", english["text"])
        # The ticket's secret is nobody's but the applicant's.
        self.assertNotIn(self.seated[0]["ticket"], json.dumps(shown))
        self.assertEqual(self.status_of("one")["starts_at"], "2023-09-20T10:00:00+06:00")
        self.assertEqual(self.desk("release", "list")["rows"], [])

    def test_a_cancellation_shows_where_people_would_go(self):
        shown = self.desk("session", "cancel", "one", *REASON, "--dry-run")
        self.assertEqual({row["session"] for row in shown["rows"]}, {"two"})
        self.assertEqual({row["kind"] for row in shown["rows"]}, {"session_cancelled"})
        self.assertEqual(self.status_of("one")["state"], "planned")
        self.assertEqual(self.status_of("two")["seats_taken"], 0)


class Undo(Actions):
    def test_a_cancellation_is_undone_while_it_waits(self):
        cancelled = self.desk("session", "cancel", "one", *REASON)
        self.assertEqual(self.status_of("one")["state"], "cancelled")
        undone = self.undo(cancelled["undo"])
        self.assertEqual(undone["undone"], cancelled["undo"])
        self.assertIn("already", self.undo(cancelled["undo"], exit=65))
        one = self.status_of("one")
        self.assertEqual((one["state"], one["seats_taken"]), ("planned", 3))
        self.at("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.list_mails("session_cancelled"), [])
        self.at("2023-09-19T10:00:01+06:00")
        self.wait_mails("session_reminder", 3)

    def test_a_cancellation_that_was_told_stays(self):
        cancelled = self.desk("session", "cancel", "one", *REASON)
        self.at("2023-09-02T10:10:30+06:00")
        self.wait_mails("session_cancelled", 3)
        self.assertIn("people-moved", self.undo(cancelled["undo"], exit=65))

    def test_a_move_is_undone_and_nobody_hears_of_either(self):
        moved = self.move()
        back = self.undo(moved["undo"])
        self.assertEqual(back["starts_at"], "2023-09-20T10:00:00+06:00")
        self.at("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])

    def test_another_change_since_is_not_overwritten(self):
        first = self.move()
        self.move("2023-09-20T16:00")
        self.assertIn("undo that one first", self.undo(first["undo"], exit=65))

    def test_windows_needs_and_attendance_go_back(self):
        closed = self.desk("window", "close-at", "almaty", "2023-09-25T00:00", *REASON)
        self.assertEqual(self.undo(closed["undo"])["closes_at"], "2023-09-19T00:00:00+06:00")
        number = self.seated[0]["id"]
        needs = self.post("/applications:needs", {
            "application": number, "needs": "a ramp", "extra_minutes": 30})
        self.undo(needs["undo"])
        self.at("2023-09-20T10:30:00+06:00")
        roster = self.desk("session", "roster", "one")["rows"]
        self.assertEqual({(row["needs"], row["extra_minutes"]) for row in roster}, {("", 0)})
        marked = self.desk("session", "attendance", "one", "--absent", str(number))
        self.assertEqual(marked["absent"], 1)
        self.assertEqual(self.undo(marked["undo"])["absent"], 0)
        self.assertEqual(len(self.list_audit("undone")), 3)


class Messages(Actions):
    def test_one_is_shown_resent_and_cancelled(self):
        number = self.client.find("/notifications?state=sent").json["notifications"][0]["id"]
        shown = self.desk("notification", "show", str(number))
        message, = shown["messages"]
        self.assertEqual(message["language"], "en")
        self.assertIn("-0000000000000000", message["text"])
        self.assertNotIn(self.seated[0]["ticket"], message["text"])
        again = self.desk("notification", "resend", str(number), *REASON)
        copy = again["rows"][0]["resent_as"]
        self.desk("notification", "cancel", str(copy), *REASON)
        self.assertIn("nothing to stop",
                      self.desk("notification", "cancel", str(copy), *REASON, exit=65))
        steps = self.desk("explain", "notification", str(copy))["rows"]
        self.assertEqual([step["event"] for step in steps],
                         ["queued", "held", "dropped", "notification_cancelled"])
        self.desk("notification", "resend", str(number), *REASON)
        self.at("2023-09-02T10:30:00+06:00")
        self.wait_mails("application_received", 4)

    def test_of_many_those_that_cannot_be_are_named(self):
        def all_sent():
            sent = self.client.find("/notifications?state=sent").json["notifications"]
            return sent if len(sent) == 3 else None
        ids = [row["id"] for row in wait_for("all to be known as sent", all_sent)]
        many = ",".join(str(each) for each in ids + [999])
        answer = self.desk("notification", "resend", many, *REASON, exit=65)
        self.assertEqual((answer["resent"], answer["refused"]), (3, 1))
        self.assertEqual([row["notification"] for row in answer["rows"] if "problem" in row],
                         [999])


class Explanations(Actions):
    def test_a_due_date_is_counted_day_by_day(self):
        due = self.desk("explain", "due", "one")
        self.assertEqual(due["due_at"], "2023-09-21T18:00:00+06:00")
        self.assertEqual([(day["date"], day.get("counts")) for day in due["rows"]],
                         [("2023-09-21", 1)])

    def test_an_application_has_a_history_and_reading_it_is_noted(self):
        number = self.seated[0]["id"]
        lines = self.desk("explain", "application", str(number))["rows"]
        self.assertEqual({line["source"] for line in lines}, {"audit", "notification"})
        self.assertIn("application_received", [line["what"] for line in lines])
        (_, subject, _, _), = self.list_audit("history_read")
        self.assertEqual(subject, f"application {number}")

    def test_a_refusal_names_its_rule(self):
        self.at("2023-09-19T00:00:01+06:00")
        refused = self.apply("two")
        self.assertEqual(refused.problem, "window-closed")
        self.assertEqual(refused.json["rule"], {"name": "window.closes_at",
                                                "value": "2023-09-19T00:00:00+06:00"})


if __name__ == "__main__":
    unittest.main()
