"""A window closes at its instant, for everyone, and stays closed."""
import datetime as dt
import threading
import time
import unittest
from dataclasses import dataclass

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.daemon import parse_instant
from keste.database import find_damage, open_copy
from keste.waiting import wait_for

CLOSES = parse_instant("2023-09-04T00:00:00+06:00")
APPLICANTS_AT_ONCE = 8


@dataclass
class Try:
    sent: float
    answered: float
    answer: object


def make_campaign():
    sessions = [Session("late", "2023-09-06T10:00", "2023-09-06T12:00", seats=100_000)]
    return Campaign(sessions)


def to_instant(seconds):
    return dt.datetime.fromtimestamp(0, dt.timezone.utc) + dt.timedelta(seconds=seconds)


class Window(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=make_campaign())
        self.lock = threading.Lock()

    def next_form(self):
        with self.lock:
            return self.crowd.next_form("almaty", "late")

    def apply_until_refused(self, daemon, tries):
        with daemon.connect() as client:
            while True:
                form = self.next_form()
                sent = time.monotonic()
                answer = client.apply(form)
                tries.append(Try(sent, time.monotonic(), answer))
                if answer.status != 201 or daemon.process.poll() is not None:
                    return

    def crowd_around_the_closing(self, daemon):
        tries = []
        threads = [threading.Thread(target=self.apply_until_refused, args=(daemon, tries))
                   for _ in range(APPLICANTS_AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return tries

    def test_the_instant_of_receipt_decides_and_nothing_else(self):
        daemon = self.start(self.site, CLOSES - dt.timedelta(seconds=5))
        daemon.wait_until(CLOSES - dt.timedelta(seconds=0.4))
        tries = self.crowd_around_the_closing(daemon)
        accepted = [t for t in tries if t.answer.status == 201]
        refused = [t for t in tries if t.answer.status != 201]
        self.assertGreater(len(accepted), APPLICANTS_AT_ONCE)
        self.assertEqual(len(refused), APPLICANTS_AT_ONCE)
        for each in accepted:
            self.assertLess(parse_instant(each.answer.json["received_at"]), CLOSES)
        for each in refused:
            self.assertEqual(each.answer.problem, "window-closed", each.answer)
            self.assertEqual(parse_instant(each.answer.json["closes_at"]), CLOSES)
        self.check_refusals_came_later(accepted, refused)
        self.check_all_refused_later(daemon)
        self.check_stays_closed_when_the_clock_is_set_back(daemon, len(accepted))

    def check_refusals_came_later(self, accepted, refused):
        """What was received lies between sending and answer, so each application bounds how far
        the daemon's clock is ahead of ours; together they do so to a fraction of a millisecond."""
        ahead = [parse_instant(t.answer.json["received_at"]).timestamp() - t.sent
                 for t in accepted]
        for each in refused:
            latest_receipt = to_instant(each.answered + min(ahead))
            self.assertGreaterEqual(latest_receipt, CLOSES)

    def check_all_refused_later(self, daemon):
        wait_for("the closing to be recorded", lambda: daemon.list_events("window_closed"))
        with daemon.connect() as client:
            for _ in range(20):
                self.refuse(client, self.next_form(), "window-closed")
            self.assertEqual(client.find("/cities/almaty").json["window"]["state"], "closed")

    def check_stays_closed_when_the_clock_is_set_back(self, daemon, count):
        self.assertEqual(daemon.stop(), 0)
        again = self.start(self.site, CLOSES - dt.timedelta(days=1))
        with again.connect() as client:
            for _ in range(5):
                self.refuse(client, self.next_form(), "window-closed")
            city = client.find("/cities/almaty/status").json
        self.assertEqual(city["window"]["state"], "closed")
        self.assertEqual(city["applications"]["seated"], count)
        self.assertEqual(again.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})

    def test_a_daemon_that_slept_over_the_closing_lets_nobody_in(self):
        before = self.start(self.site, CLOSES - dt.timedelta(hours=1))
        with before.connect() as client:
            self.accept(client, self.next_form())
        before.kill()
        after = self.start(self.site, CLOSES)
        with after.connect() as client:
            self.refuse(client, self.next_form(), "window-closed")
        closed = after.wait_event("window_closed")
        self.assertEqual(parse_instant(closed["entry_at"]), CLOSES)

    def test_closes_at_narrows_the_last_day(self):
        campaign = make_campaign()
        campaign.closes_at = "18:00"
        site = self.make_site(campaign=campaign)
        daemon = self.start(site, "2023-09-03T18:00:00+06:00")
        with daemon.connect() as client:
            answer = self.refuse(client, self.next_form(), "window-closed")
        self.assertEqual(answer.json["closes_at"], "2023-09-03T18:00:00+06:00")

    def test_each_city_closes_at_its_own_midnight(self):
        campaign = make_campaign()
        campaign.cities.append("aktobe")
        campaign.sessions.append(Session("west", "2023-09-06T10:00", "2023-09-06T12:00", 10,
                                         "aktobe"))
        daemon = self.start(self.make_site(campaign=campaign), CLOSES + dt.timedelta(minutes=30))
        with daemon.connect() as client:
            self.refuse(client, self.next_form(), "window-closed")
            self.accept(client, self.crowd.next_form("aktobe", "west"))


if __name__ == "__main__":
    unittest.main()
