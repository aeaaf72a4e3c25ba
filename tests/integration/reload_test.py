"""SIGHUP: what hurts nobody is applied, what is wrong or would hurt somebody is not."""
import signal
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.maildir import read_maildir
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"


def make_campaign(**other):
    return Campaign([Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 3)], **other)


class Reload(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=make_campaign())
        self.daemon = self.start(self.site, START)
        self.daemon.wait_event("window_opened")
        self.client = self.connect(self.daemon)
        self.reloads = 0

    def apply(self, session="one"):
        return self.accept(self.client, self.crowd.next_form("almaty", session))

    def reload(self, outcome="reloaded"):
        """Reads the files again; the events that this gave."""
        before = len(self.daemon.list_events())
        self.daemon.signal(signal.SIGHUP)

        def done():
            events = self.daemon.list_events()[before:]
            names = [event["event"] for event in events]
            return events if "reloaded" in names or "reload_refused" in names else None
        events = wait_for("the reload", done)
        self.assertEqual(events[-1]["event"], outcome, events)
        return events[:-1]

    def find_city(self):
        return self.client.find("/cities/almaty").json

    def test_more_seats_and_a_further_session_are_applied_at_once(self):
        for _ in range(3):
            self.apply()
        late = self.crowd.next_form("almaty", "one", waitlist=False)
        self.refuse(self.client, late, "session-full")
        campaign = make_campaign()
        campaign.sessions[0].seats = 4
        campaign.sessions.append(Session("two", "2023-09-07T10:00", "2023-09-07T12:00", 5))
        self.site.write_campaign(campaign)
        self.assertEqual(self.reload(), [])
        self.accept(self.client, late)
        self.assertEqual(self.apply("two")["due_at"], "2023-09-08T18:00:00+06:00")
        kinds = {entry["kind"] for entry in self.client.list_all("/agenda", "entries")
                 if entry.get("session") == "two"}
        self.assertEqual(kinds, {"session_reminder", "waitlist_ends", "session_starts",
                                 "session_ends", "results_due"})
        self.assertTrue(self.client.find("/audit/verification").json["whole"])

    def test_a_longer_window_is_applied_and_a_shorter_one_is_left(self):
        self.site.write_campaign(make_campaign(window_to="2023-09-05"))
        self.assertEqual(self.reload(), [])
        self.assertEqual(self.find_city()["window"]["closes_at"], "2023-09-06T00:00:00+06:00")
        self.site.write_campaign(make_campaign(window_to="2023-09-02"))
        events = self.reload()
        self.assertEqual([event["event"] for event in events], ["schedule_needs_apply"])
        self.assertIn("almaty", events[0]["message"])
        self.assertEqual(self.find_city()["window"]["closes_at"], "2023-09-06T00:00:00+06:00")

    def test_what_would_take_a_seat_from_somebody_is_left(self):
        self.apply()
        self.apply()
        for change in (Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 1),
                       Session("one", "2023-09-07T10:00", "2023-09-07T12:00", 3)):
            self.site.write_campaign(Campaign([change]))
            events = self.reload()
            self.assertEqual([event["event"] for event in events], ["schedule_needs_apply"])
            session = self.find_city()["sessions"][0]
            self.assertEqual((session["starts_at"], session["seats"], session["seats_left"]),
                             ("2023-09-06T10:00:00+06:00", 3, 1))

    def test_a_session_that_is_gone_from_the_file_stays_with_its_people(self):
        campaign = make_campaign()
        campaign.sessions.append(Session("two", "2023-09-07T10:00", "2023-09-07T12:00", 5))
        self.site.write_campaign(campaign)
        self.reload()
        ticket = self.apply("two")["ticket"]
        self.site.write_campaign(make_campaign())
        events = self.reload("reload_refused")
        self.assertEqual([event["event"] for event in events], ["schedule_needs_apply"])
        self.assertIn("two", events[0]["message"])
        self.assertEqual(self.client.find("/applications/" + ticket).json["session"], "two")

    def test_a_due_date_that_was_promised_stays(self):
        self.apply("one")
        before = self.find_city()["sessions"][0]["due_at"]
        self.site.edit("campaigns/trial.yaml", "results_within_working_days: 1",
                       "results_within_working_days: 3")
        events = self.reload()
        self.assertEqual([event["event"] for event in events], ["schedule_needs_apply"])
        self.assertIn("within 1 working days by 18:00", events[0]["message"])
        self.assertEqual(self.find_city()["sessions"][0]["due_at"], before)

    def test_a_file_with_errors_changes_nothing_and_says_where_they_are(self):
        self.site.edit("campaigns/trial.yaml", "seats: 3", "seats: -3, colour: red")
        events = self.reload("reload_refused")
        self.assertEqual({event["event"] for event in events}, {"configuration_error"})
        for event in events:
            self.assertRegex(event["message"], r"trial\.yaml:\d+:\d+: ")
        self.assertEqual(self.find_city()["sessions"][0]["seats"], 3)
        self.apply()

    def test_another_campaign_needs_a_database_of_its_own(self):
        self.site.edit("campaigns/trial.yaml", "id: trial", "id: other")
        self.reload("reload_refused")
        self.assertEqual(self.client.find("/status").json["campaign"], "trial")

    def test_settings_that_need_a_restart_are_named(self):
        self.site.write_settings(mail="maildir:elsewhere")
        events = self.reload()
        self.assertEqual([event["event"] for event in events], ["restart_needed"])
        self.assertIn("mail", events[0]["message"])

    def test_other_texts_are_used_for_the_next_mail(self):
        self.site.edit("messages/kk.yaml", "Өтінішіңіз қабылданды:", "Жаңа тақырып:")
        self.reload()
        self.apply()

        def delivered():
            return self.site.maildir.exists() and list((self.site.maildir / "new").iterdir())
        wait_for("the mail", delivered)
        subject = read_maildir(self.site.maildir)[0].message["Subject"]
        self.assertTrue(subject.startswith("Жаңа тақырып:"), subject)

    def test_applications_go_on_while_it_reloads(self):
        for number in range(10):
            campaign = make_campaign()
            campaign.sessions[0].seats = 4 + number
            self.site.write_campaign(campaign)
            self.daemon.signal(signal.SIGHUP)
            self.assertEqual(self.client.ask("GET", "/healthz").status, 200)
            if number < 3:
                self.apply()

        def settled():
            return self.find_city()["sessions"][0]["seats"] == 13
        # A signal that comes during a reload is not lost, though that one has read the old file.
        wait_for("the last reload", settled)
        self.assertEqual(self.daemon.list_events("reload_refused"), [])


if __name__ == "__main__":
    unittest.main()
