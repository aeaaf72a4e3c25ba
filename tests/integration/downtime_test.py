"""A daemon that was off, or whose clock was set: what is due fires once, in order, marked late."""
import json
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.daemon import parse_instant
from keste.database import find_damage, open_copy
from keste.maildir import read_maildir
from keste.waiting import wait_for

OPEN = "2023-09-02T10:00:00+06:00"
BEFORE_DUE = "2023-09-07T17:59:00+06:00"
LONG_AFTER = "2023-09-20T10:00:00+06:00"


class Downtime(Case):
    def setUp(self):
        super().setUp()
        sessions = [Session("one", "2023-09-06T10:00", "2023-09-06T12:00"),
                    Session("two", "2023-09-06T11:00", "2023-09-06T13:00")]
        self.site = self.make_site(campaign=Campaign(sessions))
        with self.start(self.site, OPEN) as daemon, daemon.connect() as client:
            self.ids = [self.accept(client, self.crowd.next_form("almaty", session))["id"]
                        for session in ("one", "two", "one")]
            wait_for("three receipts", lambda: self.count_sent(daemon) == 3)

    def count_sent(self, daemon):
        return daemon.status()["totals"]["notifications"]["sent"]

    def wait_caught_up(self, daemon):
        def caught_up():
            status = daemon.status()
            counts = status["totals"]["notifications"]
            return (status["engine"]["agenda_pending"] == 0 and
                    counts["pending"] + counts["claimed"] == 0)
        wait_for("the agenda to be done", caught_up)

    def list_fired(self, daemon):
        """(instant, event, late) of each entry that this life fired."""
        return [(parse_instant(event["entry_at"]), event["event"], event["late"])
                for event in daemon.list_events() if "entry_at" in event]

    def test_what_was_missed_fires_in_order_and_marked_late(self):
        with self.start(self.site, LONG_AFTER) as daemon:
            self.wait_caught_up(daemon)
            fired = self.list_fired(daemon)
            self.assertEqual([at for at, _, _ in fired], sorted(at for at, _, _ in fired))
            self.assertEqual([name for _, name, _ in fired],
                             ["window_closed"] +
                             ["waitlist_ended", "session_reminder_skipped"] * 2 +
                             ["session_started"] * 2 + ["session_ended"] * 2 + ["results_due"] * 2)
            self.assertEqual({late for _, _, late in fired}, {"yes"})
            entries = json.loads(daemon.ctl("agenda", "--state-is", "done", "--format",
                                            "json").stdout)["entries"]
        self.assertEqual(sum(entry["late"] for entry in entries), len(fired) + 1)
        # Nobody is reminded of what is over, and everybody is told of their result.
        mails = sorted(mail.key for mail in read_maildir(self.site.maildir))
        self.assertEqual(mails, sorted((id, kind) for id in self.ids
                                       for kind in ("application_received", "results_due")))

    def test_a_clock_set_back_and_forth_fires_nothing_twice(self):
        for clock in (BEFORE_DUE, OPEN, LONG_AFTER, OPEN, LONG_AFTER):
            with self.start(self.site, clock) as daemon:
                wait_for("this clock's entries", lambda: not self.list_due(daemon))
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})
        due = [mail.key for mail in read_maildir(self.site.maildir) if mail.kind == "results_due"]
        self.assertEqual(sorted(due), [(id, "results_due") for id in sorted(self.ids)])

    def list_due(self, daemon):
        """What should have fired or left by this clock, and has not."""
        now = daemon.now()
        with daemon.connect() as client:
            entries = client.list_all("/agenda", "entries")
            waiting = client.list_all("/notifications", "notifications")
        return ([entry for entry in entries if parse_instant(entry["at"]) <= now] +
                [row for row in waiting if parse_instant(row["not_before"]) <= now])


if __name__ == "__main__":
    unittest.main()
