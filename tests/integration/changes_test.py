"""Sessions that move, are cancelled and end: who is told what, once, in mail and calendar."""
import datetime as dt
import signal
import sys
import unittest

from keste.campaigns import Session
from keste.desk import HEADINGS, Desk
from keste.maildir import read_maildir
from keste.waiting import wait_for

# Debian's packages, for a Python that is not Debian's too.
sys.path.append("/usr/lib/python3/dist-packages")
import icalendar  # noqa: E402

SOON = "2023-09-02T10:06:00+06:00"  # Past the minutes in which changes are gathered.
LATER = "2023-09-02T10:12:00+06:00"


def utc(day, hour, minute=0):
    return dt.datetime(2023, 9, day, hour, minute, tzinfo=dt.timezone.utc)


class Entry:
    """A mail's calendar entry, as the second library reads it."""

    def __init__(self, mail):
        calendar = icalendar.Calendar.from_ical(mail.calendar)
        event, = calendar.walk("VEVENT")
        assert not calendar.errors and not event.errors, (calendar.errors, event.errors)
        self.method = str(calendar["METHOD"])
        self.uid = str(event["UID"])
        self.sequence = int(event["SEQUENCE"])
        self.starts_at = event["DTSTART"].dt.astimezone(dt.timezone.utc)
        self.status = str(event["STATUS"])

    @property
    def summary(self):
        return self.method, self.sequence, self.starts_at


class ChangesTest(Desk):
    admission = "gather_changes_minutes: 0"
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=500),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=2))

    def setUp(self):
        super().setUp()
        self.open()

    def seat(self, count, session="one", **other):
        seated = [self.apply(session, language="en", **other).json for _ in range(count)]
        self.assertEqual({each["state"] for each in seated}, {"seated"})
        self.wait_quiet()
        return seated

    def move(self, starts, session="one"):
        self.desk("session", "move", session, "--starts", starts, "--reason", "the room is taken")

    def cancel(self, session="one"):
        self.desk("session", "cancel", session, "--reason", "no heating")

    def entries(self, application):
        """Every calendar entry that the applicant got, in order."""
        mails = [mail for mail in read_maildir(self.site.maildir)
                 if mail.application == application["id"] and mail.calendar]
        return sorted((Entry(mail) for mail in mails), key=lambda entry: entry.sequence)

    def list_dropped(self):
        return self.client.list_all("/notifications?state=dropped", "notifications")


class Moves(ChangesTest):
    def test_those_concerned_are_told_old_and_new(self):
        mine, other = self.seat(2)
        unconcerned, = self.seat(1, "two")
        self.move("2023-09-20T11:00")
        mails = self.wait_mails("session_changed", 2)
        self.assertEqual({mail.application for mail in mails}, {mine["id"], other["id"]})
        before, now = mails[0].text.split("NOW\n")
        self.assertIn("Start: 10:00", before)
        self.assertIn("Time: 11:00–13:30", now)
        self.assertIn("Last day to answer: ", now)
        self.move("2023-09-21T09:00")
        self.wait_mails("session_changed", 4)
        for application in (mine, other):
            self.assertEqual([entry.summary for entry in self.entries(application)],
                             [("PUBLISH", 0, utc(20, 4)), ("PUBLISH", 1, utc(20, 5)),
                              ("PUBLISH", 2, utc(21, 3))])
        uids = [{entry.uid for entry in self.entries(each)}
                for each in (mine, other, unconcerned)]
        self.assertEqual([len(each) for each in uids], [1, 1, 1])
        self.assertEqual(len(set.union(*uids)), 3)
        self.assertEqual(self.look(mine["ticket"])["due_at"], "2023-09-22T18:00:00+06:00")

    def test_a_move_at_short_notice_leaves_time_to_answer(self):
        mine, other = self.seat(2)
        self.reopen("2023-09-19T12:00:00+06:00")
        self.assertEqual(self.client.withdraw(mine["ticket"]).problem, "cut-off-passed")
        self.move("2023-09-20T15:00")
        self.assertEqual(self.look(mine["ticket"])["change_until"], "2023-09-20T15:00:00+06:00")
        self.assertEqual(self.client.withdraw(mine["ticket"]).status, 200)
        # Silence means keep.
        self.reopen("2023-09-20T15:00:01+06:00")
        self.assertEqual(self.client.withdraw(other["ticket"]).status, 409)
        self.assertEqual(self.look(other["ticket"])["state"], "seated")

    def test_the_reminder_moves_along(self):
        self.seat(1)
        self.move("2023-09-21T15:00")
        self.reopen("2023-09-20T09:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("session_reminder"), [])
        self.reopen("2023-09-21T12:00:00+06:00")
        reminder, = self.wait_mails("session_reminder", 1)
        self.assertIn("15:00", reminder.text)


class Gathered(ChangesTest):
    admission = ""

    def test_there_and_back_is_nothing(self):
        self.seat(2)
        self.move("2023-09-20T11:00")
        self.move("2023-09-20T10:00")
        self.reopen(SOON)
        self.wait_quiet()
        self.assertEqual(self.list_mails("session_changed"), [])
        self.assertEqual({row["reason"] for row in self.list_dropped()},
                         {"in the end nothing has changed"})

    def test_several_changes_are_one_message_with_the_last_state(self):
        mine, = self.seat(1)
        for hour in (11, 14, 16):
            self.move(f"2023-09-20T{hour}:00")
        self.assertEqual(self.list_mails("session_changed"), [])
        self.reopen(SOON)
        mail, = self.wait_mails("session_changed", 1)
        self.assertIn("Start: 10:00", mail.text)
        self.assertIn("Time: 16:00–18:30", mail.text)
        entry = self.entries(mine)[-1]
        self.assertEqual(entry.starts_at, utc(20, 10))

    def test_only_who_was_told_of_the_move_is_told_of_the_way_back(self):
        self.seat(1)
        self.move("2023-09-20T11:00")
        newcomer, = self.seat(1)
        self.move("2023-09-20T10:00")
        self.reopen(SOON)
        self.wait_mails("session_changed", 1, newcomer["id"])
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("session_changed")), 1)

    def test_who_was_told_of_it_hears_that_it_is_as_before(self):
        mine, = self.seat(1)
        self.move("2023-09-20T11:00")
        self.reopen(SOON)
        self.wait_mails("session_changed", 1)
        self.move("2023-09-20T10:00")
        self.reopen(LATER)
        self.wait_mails("session_changed", 2)
        self.assertEqual([entry.summary for entry in self.entries(mine)],
                         [("PUBLISH", 0, utc(20, 4)), ("PUBLISH", 1, utc(20, 5)),
                          ("PUBLISH", 2, utc(20, 4))])


class Cancellations(ChangesTest):
    def test_each_gets_the_next_best_thing(self):
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        there, = self.seat(1, "two")
        lucky, = self.seat(1)
        waiting, = self.seat(1, iin=iin, promo_code=code)
        self.cancel()
        mails = {mail.application: mail for mail in self.wait_mails("session_cancelled", 2)}
        self.assertEqual(set(mails), {lucky["id"], waiting["id"]})
        self.assertIn("NEW SESSION", mails[lucky["id"]].text)
        self.assertIn("waitlist", mails[waiting["id"]].text)
        for mail in mails.values():
            self.assertIn("CANCELLED SESSION\nCity: almaty\nDate: Wednesday, September 20, 2023",
                          mail.text)
        moved, = self.entries(lucky)[1:]
        self.assertEqual(moved.summary, ("PUBLISH", 1, utc(21, 4)))
        gone, = self.entries(waiting)[1:]
        self.assertEqual((gone.summary, gone.status), (("CANCEL", 1, utc(20, 4)), "CANCELLED"))
        self.assertEqual(self.look(lucky["ticket"])["session"], "two")
        self.assertEqual(self.desk("promo", "show", code)["state"], "reserved")
        # With the last session, nobody can be placed any more.
        self.cancel("two")
        self.wait_mails("session_cancelled", 4)
        self.assertEqual([self.look(each["ticket"])["state"] for each in (there, lucky, waiting)],
                         ["unplaced"] * 3)
        self.assertEqual(self.entries(lucky)[-1].summary, ("CANCEL", 2, utc(21, 4)))
        self.assertEqual(self.entries(there)[-1].summary, ("CANCEL", 1, utc(21, 4)))
        self.wait_mails("waitlist_ended", 1, waiting["id"])
        self.assertEqual(self.desk("promo", "show", code)["state"], "released")
        self.reopen("2023-09-21T09:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("session_reminder"), [])
        self.reopen("2023-09-25T09:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("results_due"), [])

    def test_moved_and_cancelled_at_once_is_told_as_cancelled(self):
        self.site.write_campaign(self.make_campaign(""))
        self.reopen("2023-09-02T10:01:00+06:00")
        mine, = self.seat(1)
        self.move("2023-09-20T11:00")
        self.cancel()
        self.reopen("2023-09-02T10:10:00+06:00")
        mail, = self.wait_mails("session_cancelled", 1)
        self.wait_quiet()
        self.assertIn("Start: 10:00", mail.text)
        self.assertEqual(self.list_mails("session_changed"), [])
        self.assertEqual(self.entries(mine)[-1].starts_at, utc(21, 4))

    def test_who_withdrew_hears_nothing(self):
        mine, other = self.seat(2)
        self.client.withdraw(mine["ticket"])
        self.cancel()
        self.wait_mails("session_cancelled", 1, other["id"])
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("session_cancelled")), 1)


class TheEnd(ChangesTest):
    def test_the_actual_end_moves_the_due_date(self):
        mine, = self.seat(1)
        self.assertEqual(mine["due_at"], "2023-09-21T18:00:00+06:00")
        self.reopen("2023-09-21T09:00:00+06:00")
        ended = self.desk("session", "finish", "one", "--ended", "2023-09-21T00:10")
        self.assertEqual(ended["due_at"], "2023-09-22T18:00:00+06:00")
        finished, = self.wait_mails("session_finished", 1)
        self.assertIn("September 22, 2023, 18:00", finished.text)
        self.reopen("2023-09-22T17:59:57+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("results_due"), [])
        due, = self.wait_mails("results_due", 1)
        self.assertGreaterEqual(due.date, utc(22, 12))

    def test_an_end_put_right_is_told_where_it_moves_the_date(self):
        self.seat(1)
        self.reopen("2023-09-21T09:00:00+06:00")
        self.desk("session", "finish", "one", "--ended", "2023-09-20T12:40")
        self.wait_mails("session_finished", 1)
        self.desk("session", "finish", "one", "--ended", "2023-09-20T12:50")
        self.wait_quiet()
        self.assertEqual(self.list_mails("due_date_moved"), [])
        self.desk("session", "finish", "one", "--ended", "2023-09-21T00:10")
        moved, = self.wait_mails("due_date_moved", 1)
        self.assertIn("later than we told you", moved.text)
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("session_finished")), 1)

    def test_who_was_absent_is_not_told(self):
        there, absent = self.seat(2)
        self.reopen("2023-09-20T13:00:00+06:00")
        self.desk("session", "finish", "one", "--ended", "2023-09-20T12:40", "--absent",
                  absent["id"])
        self.wait_mails("session_finished", 1, there["id"])
        self.reopen("2023-09-21T18:00:01+06:00")
        self.wait_mails("results_due", 1, there["id"])
        self.wait_quiet()
        self.assertEqual([mail.application for mail in self.list_mails("session_finished")
                          + self.list_mails("results_due")], [there["id"]] * 2)


class TheCalendar(ChangesTest):
    def change_calendar(self, old, new):
        self.site.edit("calendars/kz.yaml", old, new)
        self.daemon.signal(signal.SIGHUP)

    def test_a_new_holiday_moves_due_dates_and_those_promised_are_told(self):
        mine, = self.seat(1)
        unconcerned, = self.seat(1, "two")
        holiday = ('days:\n  - {on: 2023-09-21, kind: holiday, name: {kk: M, ru: M, en: M}, '
                   'source: "a law"}\n')
        self.change_calendar("days:\n", holiday)
        moved, = self.wait_mails("due_date_moved", 1)
        self.assertEqual(moved.application, mine["id"])
        self.assertIn("Former due date: Thursday, September 21, 2023, 18:00", moved.text)
        self.assertIn("New due date: Friday, September 22, 2023, 18:00", moved.text)
        self.assertEqual(self.look(mine["ticket"])["due_at"], "2023-09-22T18:00:00+06:00")
        self.assertEqual(self.look(unconcerned["ticket"])["due_at"], "2023-09-22T18:00:00+06:00")
        self.change_calendar(holiday, "days:\n")
        _, back = self.wait_mails("due_date_moved", 2)
        self.assertIn("earlier than we told you", back.text)


class Crashes(ChangesTest):
    admission = ""
    MANY = 300

    def seat_many(self):
        rows = [self.row(email=f"a{n}@example.kz") for n in range(self.MANY)]
        self.assertEqual(self.desk("applications", "import",
                                   self.write([HEADINGS, *rows]))["taken"], self.MANY)
        self.wait_quiet()
        return len(self.list_mails("application_received"))

    def crash(self, clock):
        self.client.close()
        self.daemon.kill()
        self.open(clock)

    def test_a_move_survives_a_power_cut_and_is_told_once(self):
        seated = self.seat_many()
        self.move("2023-09-20T11:00")
        # While the changes are being gathered, while they are sent, and after.
        self.crash("2023-09-02T10:01:00+06:00")
        self.assertEqual(self.list_mails("session_changed"), [])
        self.crash(SOON)
        wait_for("the first to be told", lambda: self.list_mails("session_changed"))
        self.crash(LATER)
        self.wait_quiet()
        told = self.list_mails("session_changed")
        self.assertEqual(len({mail.application for mail in told}), seated)
        self.assertEqual(len({mail.id for mail in told}), seated)
        self.crash("2023-09-02T10:20:00+06:00")
        self.wait_quiet()
        self.assertEqual(len({mail.id for mail in self.list_mails("session_changed")}), seated)

    def test_a_cancellation_survives_a_power_cut(self):
        seated = self.seat_many()
        self.cancel()
        self.crash("2023-09-02T10:01:00+06:00")
        self.wait_mails("session_cancelled", seated)
        totals = self.daemon.status()["totals"]["applications"]
        self.assertEqual((totals["seated"], totals["waitlisted"]), (2, seated - 2))


if __name__ == "__main__":
    unittest.main()
