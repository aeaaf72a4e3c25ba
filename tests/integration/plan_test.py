"""Another campaign file, planned and applied: through kestectl, across restarts and crashes."""
import json
import signal
import threading
import unittest

from keste.campaigns import Session
from keste.client import UnixConnection
from keste.database import find_damage, open_copy
from keste.desk import Desk
from keste.many import Many
from keste.waiting import wait_for

CLOCK = "2023-09-02T10:00:00+06:00"
REASON = ("--reason", "the hall was flooded")
FLAWED = """\
id: trial
title: {kk: Сынақ, ru: Проба, en: Trial}
calendar: kz
testing: {from: 2023-09-01, to: 2023-09-22}
pass_level: B1
tests: {QAZTEST: {mode: mobile, results_url: "https://results.example.kz"}}
rules:
  quick: {window: {from: 2023-09-01, to: 2023-09-18}, results_within_working_days: -1}
cities:
  - {code: almaty, name: {kk: a, ru: a, en: a}, zone: Asia/Almaty, rule: quick, colour: red}
sessions:
  - {id: one, city: almaty, starts: 2023-09-20T10:00, ends: 2023-09-20T09:30, seats: 0}
"""


class PlanTest(Desk):
    admission = "gather_changes_minutes: 0"

    def setUp(self):
        super().setUp()
        self.open(CLOCK)

    def campaign(self, one="2023-09-20T10:00", seats=2, more_sessions=(), **other):
        """The campaign of the test, or nearly so."""
        campaign = self.make_campaign()
        if one is None:
            campaign.sessions = campaign.sessions[1:]
        else:
            day, hour = one.split("T")
            campaign.sessions[0] = Session("one", one, f"{day}T{int(hour[:2]) + 2}:30", seats)
        campaign.sessions += list(more_sessions)
        for name, value in other.items():
            setattr(campaign, name, value)
        return campaign

    def write_file(self, campaign, name="new.yaml"):
        path = self.folder / name
        path.write_text(campaign if isinstance(campaign, str) else campaign.to_yaml())
        return path

    def plan(self, campaign, exit=0):
        return self.desk("campaign", "plan", self.write_file(campaign), exit=exit)

    def apply_plan(self, campaign, plan, exit=0):
        return self.desk("campaign", "apply", self.write_file(campaign), "--plan", plan["plan"],
                         *REASON, exit=exit)

    def change_to(self, campaign):
        plan = self.plan(campaign)
        applied = self.apply_plan(campaign, plan)
        self.assertEqual(applied["plan"], plan["plan"])
        return plan

    def kinds(self, plan):
        return [change["kind"] for change in plan["changes"]]

    def session(self, name="one"):
        return next(session for session in self.client.find("/cities/almaty").json["sessions"]
                    if session["id"] == name)


class Plans(PlanTest):
    def test_a_file_that_says_the_same_gives_an_empty_plan(self):
        self.apply()
        same = self.make_campaign()
        self.assertTrue(self.plan(same)["empty"])
        text = same.to_yaml()
        lines = text.splitlines(keepends=True)
        first, second = (next(i for i, line in enumerate(lines) if f"id: {name}," in line)
                         for name in ("one", "two"))
        lines[first], lines[second] = lines[second], lines[first]
        reordered = "# Another order.\n" + "".join(lines).replace("seats: 2}", "seats:   2 }")
        self.assertNotEqual(reordered, text)
        plan = self.plan(reordered)
        self.assertTrue(plan["empty"])
        self.assertEqual((plan["changes"], plan["messages"]), ([], []))
        self.assertIn("nothing changes", self.daemon.ctl(
            "campaign", "plan", self.write_file(reordered)).stdout)

    def test_a_session_that_moves_is_told_once(self):
        mine = self.apply().json
        self.wait_mails("application_received", 1)
        moved = self.campaign("2023-09-20T14:00")
        plan = self.change_to(moved)
        self.assertEqual(self.kinds(plan), ["session_moved"])
        self.assertEqual(plan["changes"][0]["people"],
                         [{"application": mine["id"], "how": "moved"}])
        self.assertEqual([(row["kind"], row["channel"], row["count"]) for row in plan["messages"]],
                         [("session_changed", "email", 1)])
        self.wait_mails("session_changed", 1, mine["id"])
        self.assertEqual(self.look(mine["ticket"])["starts_at"], "2023-09-20T14:00:00+06:00")
        again = self.apply_plan(moved, plan, exit=65)
        self.assertIn("applied", again)
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("session_changed")), 1)

    def test_a_session_that_is_gone_places_its_people_as_planned(self):
        mine = [self.apply().json for _ in range(2)]
        self.wait_mails("application_received", 2)
        plan = self.change_to(self.campaign(None))
        self.assertEqual(self.kinds(plan), ["session_cancelled"])
        self.assertEqual({(person["how"], person["session"])
                          for person in plan["changes"][0]["people"]}, {("reseated", "two")})
        self.wait_mails("session_cancelled", 2)
        self.assertEqual({self.look(one["ticket"])["session"] for one in mine}, {"two"})

    def test_a_renamed_city_is_a_rename(self):
        renamed = self.make_campaign().to_yaml().replace("ru: almaty", "ru: Алма-Ата")
        plan = self.change_to(renamed)
        self.assertEqual(self.kinds(plan), ["city_renamed"])
        self.assertEqual((plan["changes"][0]["was_ru"], plan["changes"][0]["is_ru"]),
                         ("almaty", "Алма-Ата"))
        self.assertEqual(self.client.find("/cities/almaty").json["name"]["ru"], "Алма-Ата")

    def test_a_window_that_should_be_over_closes_and_nobody_is_lost(self):
        mine = self.apply().json
        plan = self.change_to(self.campaign(window_to="2023-09-01"))
        self.assertEqual([row["problem"] for row in plan["warnings"]], ["window-closes-at-once"])

        def closed():
            return self.client.find("/cities/almaty").json["window"]["state"] == "closed"
        wait_for("the window to close", closed)
        self.assertEqual(self.look(mine["ticket"])["state"], "seated")
        self.assertEqual(self.apply().problem, "window-closed")

    def test_every_error_of_a_file_is_told_with_its_place(self):
        answer = self.daemon.ctl("campaign", "plan", self.write_file(FLAWED))
        self.assertEqual(answer.returncode, 65)
        for place in (r"new\.yaml:8:\d+: ", r"new\.yaml:10:\d+: ", r"new\.yaml:12:\d+: "):
            self.assertRegex(answer.stderr, place)
        self.assertTrue(self.plan(self.make_campaign())["empty"])

    def test_what_cannot_be_done_is_refused_as_a_whole(self):
        self.apply()
        campaign = self.make_campaign()
        text = campaign.to_yaml().replace("almaty", "alma-ata").replace("Asia/Alma-ata",
                                                                         "Asia/Almaty")
        plan = self.plan(text, exit=65)
        self.assertFalse(plan["can_be_applied"])
        self.assertIn("city-has-people", [row["problem"] for row in plan["problems"]])
        self.apply_plan(text, plan, exit=65)
        self.assertTrue(self.plan(campaign)["empty"])

    def test_the_second_of_two_plans_is_stale(self):
        first, second = self.campaign("2023-09-20T14:00"), self.campaign(seats=3)
        plans = self.plan(first), self.plan(second)
        self.apply_plan(first, plans[0])
        refused = self.apply_plan(second, plans[1], exit=65)
        self.assertIn("campaign in force", refused)
        self.assertEqual(self.session()["seats"], 2)

    def test_a_plan_can_be_applied_while_people_apply(self):
        self.apply("two")
        moved = self.make_campaign()
        moved.sessions[1] = Session("two", "2023-09-21T14:00", "2023-09-21T16:30", 50)
        plan = self.plan(moved)
        for _ in range(5):
            self.apply("two")
        applied = self.apply_plan(moved, plan)
        self.assertEqual((plan["changes"][0]["touched"], applied["changes"][0]["touched"]), (1, 6))

    def test_a_reason_is_needed_and_stands_in_the_log(self):
        moved = self.campaign(seats=3)
        plan = self.plan(moved)
        self.desk("campaign", "apply", self.write_file(moved), "--plan", plan["plan"],
                  "--reason", "x", exit=65)
        self.apply_plan(moved, plan)
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            rows = database.execute("SELECT detail, note FROM audit WHERE action = "
                                    "'campaign_applied'").fetchall()
        self.assertEqual(rows, [(f"plan {plan['plan']}", REASON[1])])

    def test_it_is_closed_to_the_network(self):
        for path in ("/campaign:plan", "/campaign:apply"):
            self.assertEqual(self.client.ask("POST", "/api/v1" + path, {}).problem,
                             "sign-in-required")
        self.assertEqual(self.client.find("/campaign").problem, "sign-in-required")


class InForce(PlanTest):
    """What is applied stays, whatever etc holds."""

    def reload(self, event):
        count = len(self.daemon.list_events(event))
        self.daemon.signal(signal.SIGHUP)
        wait_for(event, lambda: len(self.daemon.list_events(event)) > count)

    def test_an_uploaded_file_outlives_restarts_and_reloads(self):
        self.apply()
        self.change_to(self.campaign("2023-09-20T14:00"))
        self.reload("reloaded")
        self.assertEqual(self.session()["starts_at"], "2023-09-20T14:00:00+06:00")
        self.assertEqual(self.daemon.list_events("schedule_needs_apply"), [])
        self.reopen("2023-09-02T11:00:00+06:00")
        self.daemon.wait_event("campaign_file_old")
        self.assertEqual(self.session()["starts_at"], "2023-09-20T14:00:00+06:00")
        self.assertTrue(self.plan(self.campaign("2023-09-20T14:00"))["empty"])
        self.assertIn("T14:00", self.daemon.ctl("campaign", "show").stdout)
        self.assertEqual(self.daemon.list_events("schedule_needs_apply"), [])

    def test_an_earlier_file_that_etc_still_holds_undoes_nothing(self):
        self.apply()
        second = self.campaign("2023-09-20T14:00", seats=3)
        self.change_to(second)
        self.site.write_campaign(second)
        self.change_to(self.campaign("2023-09-20T14:00", seats=9, window_to="2023-09-10"))
        self.reload("reloaded")
        self.daemon.wait_event("campaign_file_old")
        self.assertEqual(self.session()["seats"], 9)
        self.assertIn("2023-09-11", self.client.find("/cities/almaty").json["window"]["closes_at"])

    def test_a_rule_changes_nothing_of_what_is_over(self):
        self.client.close()
        self.assertEqual(self.daemon.stop(), 0)
        over = self.campaign("2023-09-04T10:00")
        self.site = self.make_site(campaign=over)
        self.open(CLOCK)
        self.apply()
        self.reopen("2023-09-12T10:00:00+06:00")
        self.wait_quiet()
        due_at = self.session()["due_at"]
        slower = over.to_yaml().replace("working_days: 1", "working_days: 2")
        self.change_to(slower)
        self.assertEqual(self.session()["due_at"], due_at)

    def test_the_cut_off_that_is_shown_is_the_one_in_force(self):
        self.admission = "gather_changes_minutes: 0, change_until_hours_before: 48"
        mine = self.apply().json
        self.change_to(self.campaign())
        self.assertEqual(self.look(mine["ticket"])["change_until"], "2023-09-18T10:00:00+06:00")

    def test_a_new_file_in_etc_is_taken_as_before(self):
        self.change_to(self.campaign("2023-09-20T14:00"))
        self.site.write_campaign(self.campaign("2023-09-20T14:00", seats=9))
        self.reload("reloaded")
        self.assertEqual(self.session()["seats"], 9)
        self.site.write_campaign(self.campaign("2023-09-20T14:00", seats=11))
        self.reopen("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.session()["seats"], 11)

    def test_the_file_in_etc_is_planned_and_applied_in_place(self):
        self.apply()
        self.site.write_campaign(self.campaign("2023-09-20T14:00"))
        self.reload("reloaded")
        shown = self.daemon.list_events("schedule_needs_apply")[-1]["message"]
        self.assertIn("kestectl campaign plan", shown)
        plan = self.desk("campaign", "plan", "--etc", self.site.etc)
        self.assertEqual(self.kinds(plan), ["session_moved"])
        self.desk("campaign", "apply", "--etc", self.site.etc, "--plan", plan["plan"], *REASON)
        self.reload("reloaded")
        self.assertEqual(len(self.daemon.list_events("schedule_needs_apply")), 1)
        self.reopen("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.daemon.list_events("schedule_needs_apply"), [])
        self.assertEqual(self.session()["starts_at"], "2023-09-20T14:00:00+06:00")

    def test_a_restart_takes_no_file_that_breaks_a_promise(self):
        mine = self.apply().json
        self.site.write_campaign(self.campaign(None))
        self.reopen("2023-09-02T11:00:00+06:00")
        self.daemon.wait_event("campaign_file_waits")
        self.assertEqual(self.look(mine["ticket"])["session"], "one")
        plan = self.desk("campaign", "plan", "--etc", self.site.etc)
        self.assertEqual(self.kinds(plan), ["session_cancelled"])

    def test_killed_while_it_applies_all_or_nothing_is_there(self):
        for _ in range(2):
            self.apply()
        hours = iter(range(11, 18))
        for at in (0.0, 0.002, 0.005, 0.01, 0.02):
            moved = self.campaign(f"2023-09-20T{next(hours)}:00")
            plan = self.plan(moved)
            before = self.session()["starts_at"]
            body = {"text": moved.to_yaml(), "plan": plan["plan"], "reason": REASON[1]}
            sent = threading.Event()

            def send():
                connection = UnixConnection(self.site.state / "kested.sock")
                try:
                    connection.request("POST", "/api/v1/campaign:apply", json.dumps(body).encode(),
                                       {"Content-Type": "application/json"})
                    sent.set()
                    connection.getresponse().read()
                except Exception:
                    pass
                finally:
                    connection.close()
            thread = threading.Thread(target=send)
            thread.start()
            sent.wait(10)
            threading.Event().wait(at)
            self.daemon.kill()
            thread.join()
            self.client.close()
            self.open("2023-09-02T11:00:00+06:00")
            after = self.session()["starts_at"]
            applied = self.plan(moved)["empty"]
            self.assertEqual(applied, after != before)
        self.wait_quiet()
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual({name: rows for name, rows in find_damage(database).items()
                              if name != "fired twice"}, {})


class SeveralDaemons(Many):
    """One of them applies; all of them serve it."""

    def test_what_one_applies_the_others_take_up(self):
        daemons = self.open_group()
        with daemons[0].connect() as client:
            self.accept(client, self.crowd.next_form("almaty", "hall"))
        moved = self.campaign.to_yaml().replace("2023-09-06T1", "2023-09-08T1").replace(
            "ru: almaty", "ru: Алма-Ата")
        path = self.folder / "new.yaml"
        path.write_text(moved)
        plan = json.loads(daemons[0].ctl("campaign", "plan", path, "--format", "json").stdout)
        applied = daemons[0].ctl("campaign", "apply", path, "--plan", plan["plan"], *REASON)
        self.assertEqual(applied.returncode, 0, applied.stderr)

        def followed():
            return all(self.shows(daemon) == ("2023-09-08T10:00:00+06:00", "Алма-Ата")
                       for daemon in daemons)
        wait_for("all to serve the new file", followed)
        for daemon in daemons[1:]:
            daemon.wait_event("campaign_followed")
        stale = daemons[1].ctl("campaign", "apply", path, "--plan", plan["plan"], *REASON)
        self.assertEqual(stale.returncode, 65)
        for daemon in daemons:
            with daemon.connect() as client:
                self.accept(client, self.crowd.next_form("almaty", "hall"))
        # Its own etc has the old file still.
        self.assertEqual(daemons[2].stop(), 0)
        daemons[2] = self.open(self.group[2])
        self.assertTrue(followed())
        for daemon in daemons:
            self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()

    @staticmethod
    def shows(daemon):
        with daemon.connect() as client:
            city = client.find("/cities/almaty").json
        return city["sessions"][-1]["starts_at"], city["name"]["ru"]


if __name__ == "__main__":
    unittest.main()
