"""Seats and those who wait for one, through the real daemon: order, cut-offs, windows."""
import concurrent.futures
import signal
import unittest

from keste.campaigns import Session
from keste.client import apply_at_once
from keste.daemon import parse_instant
from keste.database import find_damage, open_copy
from keste.desk import Desk
from keste.waiting import wait_for

CUT_OFF = "2023-09-19T10:00:00+06:00"  # Of session one.
BEFORE_CUT_OFF = "2023-09-19T09:59:57+06:00"


class WaitlistTest(Desk):
    branches = True

    def setUp(self):
        super().setUp()
        self.open()

    def fill(self, session="one", count=2):
        seated = [self.apply(session).json for _ in range(count)]
        self.assertEqual({each["state"] for each in seated}, {"seated"})
        return seated

    def wait_in_line(self, count, session="one"):
        waiting = [self.apply(session).json for _ in range(count)]
        self.assertEqual([each["state"] for each in waiting], ["waitlisted"] * count)
        return waiting

    def states(self, applications):
        return [self.look(each["ticket"])["state"] for each in applications]

    def withdraw(self, application):
        answer = self.client.withdraw(application["ticket"])
        self.assertEqual(answer.status, 200, answer)

    def choose(self, application, session):
        return self.client.ask("POST", f"/api/v1/applications/{application['ticket']}/session",
                               {"session": session})

    def shown(self, session="one"):
        sessions = self.client.find("/cities/almaty/status").json["sessions"]
        return next(each for each in sessions if each["id"] == session)

    def assert_undamaged(self):
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})


class LastSeat(WaitlistTest):
    def test_of_100_one_is_seated_and_the_others_wait_in_order(self):
        first, = self.fill(count=1)
        forms = [self.crowd.next_form("almaty", "one") for _ in range(100)]
        answers = apply_at_once(self.daemon, forms)
        self.assertEqual({answer.status for answer in answers}, {201})
        line = sorted((answer.json for answer in answers), key=lambda each: each["id"])
        self.assertEqual([each["state"] for each in line], ["seated"] + ["waitlisted"] * 99)
        self.assertEqual([each["before"] for each in line[1:]], list(range(99)))
        self.assertEqual(self.shown()["seats_taken"], 2)
        for place, gone in enumerate((first, line[0], line[1], line[2])):
            self.withdraw(gone)
            self.assertEqual(self.states(line[place + 1:place + 3]), ["seated", "waitlisted"])
        self.assertEqual(self.look(line[5]["ticket"])["before"], 0)
        told = self.wait_mails("seat_allotted", 4)
        self.assertEqual(sorted(mail.application for mail in told),
                         [each["id"] for each in line[1:5]])
        self.assertEqual(self.shown()["seats_taken"], 2)
        self.assert_undamaged()

    def test_seats_are_never_oversold_while_people_come_and_go(self):
        seated = self.fill("two", 50)
        waiting = self.wait_in_line(20, "two")

        def go(application):
            with self.daemon.connect() as client:
                return client.withdraw(application["ticket"]).status
        with concurrent.futures.ThreadPoolExecutor(70) as pool:
            going = pool.map(go, seated[:30] + waiting[10:])
            comers = apply_at_once(self.daemon, [self.crowd.next_form("almaty", "two")
                                                 for _ in range(30)])
            self.assertEqual(set(going), {200})
        self.assertEqual({answer.status for answer in comers}, {201})
        self.assertEqual(self.shown("two")["seats_taken"], 50)
        self.assertEqual(self.states(waiting[:10]), ["seated"] * 10)
        line = sorted((answer.json for answer in comers), key=lambda each: each["id"])
        states = self.states(line)
        self.assertEqual(states, ["seated"] * 20 + ["waitlisted"] * 10)
        self.assert_undamaged()

    def test_who_applies_again_goes_to_the_end_of_the_line(self):
        first, _ = self.fill()
        form = self.crowd.next_form("almaty", "one")
        hasty = self.client.apply(form).json
        patient, = self.wait_in_line(1)
        self.withdraw(hasty)
        again = self.client.apply(form).json
        self.assertEqual(again["before"], 1)
        self.withdraw(first)
        self.assertEqual(self.states([patient, again, hasty]),
                         ["seated", "waitlisted", "withdrawn"])


class Changes(WaitlistTest):
    def test_a_seat_given_up_for_another_goes_to_who_waits(self):
        mine, _ = self.fill()
        next_one, last = self.wait_in_line(2)
        self.wait_mails("application_received", 2)
        self.assertEqual(self.choose(mine, "two").json["session"], "two")
        self.assertEqual(self.states([next_one, last]), ["seated", "waitlisted"])
        self.wait_mails("seat_allotted", 1, next_one["id"])
        changed, = self.wait_mails("session_changed", 1, mine["id"])
        self.assertIn("DTSTART:20230921T040000Z", changed.calendar)
        self.assertIn("SEQUENCE:1", changed.calendar)
        self.assertEqual(self.choose(mine, "one").problem, "session-full")
        self.assertEqual(self.look(mine["ticket"])["session"], "two")

    def test_who_waits_may_wish_otherwise_and_keeps_their_place(self):
        first, _ = self.fill()
        early, late = self.wait_in_line(2)
        self.assertEqual(self.choose(early, "any").json["state"], "seated")
        self.assertEqual(self.look(early["ticket"])["session"], "two")
        self.withdraw(first)
        self.assertEqual(self.look(late["ticket"])["session"], "one")
        self.assertEqual(self.choose(late, "any").problem, "already-seated")

    def test_who_is_seated_waits_nowhere_else(self):
        first, second = self.fill()
        waiting, = self.wait_in_line(1)
        self.withdraw(first)
        self.assertEqual(self.look(waiting["ticket"])["state"], "seated")
        self.withdraw(second)
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("seat_allotted")), 1)
        self.assertEqual(self.shown()["seats_taken"], 1)

    def test_fewer_seats_than_taken_drop_nobody_and_take_nobody(self):
        seated = self.fill("two", 5)
        self.desk("session", "seats", "two", "2", "--reason", "a smaller room")
        self.assertEqual((self.shown("two")["over"], self.shown("two")["seats_taken"]), (3, 5))
        waiting, = self.wait_in_line(1, "two")
        for gone in seated[:3]:
            self.withdraw(gone)
            self.assertEqual(self.states([waiting]), ["waitlisted"])
        self.assertEqual(self.shown("two")["seats_taken"], 2)
        self.assertFalse(self.shown("two").get("over"))
        self.withdraw(seated[3])
        self.assertEqual(self.states([waiting]), ["seated"])
        self.assert_undamaged()

    def test_a_new_session_seats_those_who_wait_for_any(self):
        self.fill("two", 50)
        self.fill()
        wishes, = self.wait_in_line(1)
        anywhere, = self.wait_in_line(1, "any")
        campaign = self.make_campaign()
        campaign.sessions.append(Session("three", "2023-09-22T10:00", "2023-09-22T12:30", 5))
        self.site.write_campaign(campaign)
        self.daemon.signal(signal.SIGHUP)
        wait_for("the new session", lambda: self.look(anywhere["ticket"])["state"] == "seated")
        self.assertEqual(self.look(anywhere["ticket"])["session"], "three")
        self.assertEqual(self.look(wishes["ticket"])["state"], "waitlisted")
        self.wait_mails("seat_allotted", 1, anywhere["id"])


class CutOff(WaitlistTest):
    def test_at_the_very_instant_it_is_too_late(self):
        mine, other = self.fill()
        early, late = self.wait_in_line(2)
        self.assertEqual(mine["change_until"], CUT_OFF)
        self.reopen(BEFORE_CUT_OFF)
        self.withdraw(mine)
        self.assertEqual(self.states([early, late]), ["seated", "waitlisted"])
        before = self.daemon.now()
        self.assertLess(before, parse_instant(CUT_OFF), "the machine is too slow for this")
        self.wait_mails("seat_allotted", 1, early["id"])
        self.daemon.wait_until(parse_instant(CUT_OFF))
        self.assertEqual(self.client.withdraw(other["ticket"]).problem, "cut-off-passed")
        self.assertEqual(self.choose(other, "two").problem, "cut-off-passed")
        ended, = self.wait_mails("waitlist_ended", 1)
        self.assertEqual(ended.application, late["id"])
        self.assertGreaterEqual(ended.date, parse_instant(CUT_OFF))
        self.assertEqual(self.states([other, early, late]), ["seated", "seated", "unplaced"])
        # Seats that come now are nobody's who waited.
        self.desk("session", "seats", "one", "9", "--reason", "a larger room")
        self.assertEqual(self.states([late]), ["unplaced"])
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("seat_allotted")), 1)

    def test_who_waits_for_any_waits_until_the_last_cut_off(self):
        self.fill()
        self.fill("two", 50)
        sheet = self.write(["Code,IIN,Test", f"PKR-9,{(iin := next(self.iins))},QAZTEST"])
        self.desk("promo", "import", sheet)
        anywhere = self.apply("any", iin=iin, promo_code="PKR-9").json
        self.assertEqual(anywhere["state"], "waitlisted")
        self.reopen("2023-09-20T09:59:59+06:00")
        self.assertEqual(self.states([anywhere]), ["waitlisted"])
        self.daemon.wait_until(parse_instant("2023-09-20T10:00:00+06:00"))
        self.wait_mails("waitlist_ended", 1, anywhere["id"])
        self.assertEqual(self.states([anywhere]), ["unplaced"])
        self.assertEqual(self.desk("promo", "show", "PKR-9")["state"], "released")

    def test_another_span_is_the_campaign_s_to_say(self):
        self.site.write_campaign(self.make_campaign("change_until_hours_before: 48"))
        self.reopen("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.apply().json["change_until"], "2023-09-18T10:00:00+06:00")


class Windows(WaitlistTest):
    online = True
    cities = ("almaty", "aktobe")

    def extend(self, iin, city, until, **other):
        return self.desk("window", "extend-person", "--iin", iin, "--city", city,
                         "--until", until, "--reason", "a power cut", **other)

    def test_an_extension_is_for_one_person_one_place_and_one_span(self):
        iin = next(self.iins)
        self.extend(iin, "almaty", "2023-09-19T12:00")
        self.reopen("2023-09-19T11:59:57+06:00")
        self.assertEqual(self.apply("two").problem, "window-closed")
        mine = self.apply("two", iin=iin)
        self.assertEqual(mine.status, 201, mine)
        self.withdraw(mine.json)
        self.refuse(self.client, self.crowd.next_form("aktobe", "any", iin=iin), "window-closed")
        self.daemon.wait_until(parse_instant("2023-09-19T12:00:00+06:00"))
        self.assertEqual(self.apply("two", iin=iin).problem, "window-closed")

    def test_an_online_test_can_be_extended_too(self):
        form = self.crowd.next_form(None, None, test="QRT")
        self.extend(form["iin"], "QRT", "2023-09-23T12:00")
        self.reopen("2023-09-23T10:00:00+06:00")
        self.refuse(self.client, self.crowd.next_form(None, None, test="QRT"), "window-closed")
        self.accept(self.client, form)

    def test_an_extension_needs_a_reason_and_is_in_the_audit_log(self):
        iin = next(self.iins)
        refused = self.daemon.ctl("window", "extend-person", "--iin", iin, "--city", "almaty",
                                  "--until", "2023-09-19T12:00", "--reason", " ")
        self.assertEqual(refused.returncode, 65, refused)
        self.extend(iin, "almaty", "2023-09-19T12:00")
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            lines = database.execute(
                "SELECT count(*) FROM audit WHERE action LIKE '%exten%'").fetchone()
        self.assertEqual(lines[0], 1)

    def test_a_window_is_closed_reopened_and_the_branch_told_what_is_true(self):
        self.fill()
        self.wait_in_line(1)
        self.desk("window", "close-at", "almaty", "2023-09-03T00:00", "--reason", "all seats gone")
        self.reopen("2023-09-03T09:00:00+06:00")
        self.assertEqual(self.apply("two").problem, "window-closed")
        closed, = self.wait_mails("window_closed", 1)
        self.assertEqual((closed.recipient, closed.application),
                         ("almaty@branch.example.kz", None))
        answer = self.desk("window", "close-at", "almaty", "2023-09-05T00:00",
                           "--reason", "another room")
        self.assertEqual(answer["closes_at"], "2023-09-05T00:00:00+06:00")
        self.assertEqual(self.client.find("/cities/almaty").json["window"]["state"], "open")
        self.assertEqual(self.apply("two").status, 201)
        self.reopen("2023-09-04T23:59:57+06:00")
        self.assertEqual(self.apply("two").status, 201)
        self.daemon.wait_until(parse_instant("2023-09-05T00:00:00+06:00"))
        self.assertEqual(self.apply("two").problem, "window-closed")
        _, again = self.wait_mails("window_closed", 2)
        figures = [line for line in again.text.splitlines() if line[-1:].isdigit()]
        self.assertEqual([line.rsplit(": ")[1] for line in figures], ["5", "4", "1", "0"])


if __name__ == "__main__":
    unittest.main()
