"""Several daemons on one PostgreSQL: one campaign, whatever becomes of one of them."""
import collections
import glob
import os
import random
import shutil
import signal
import sys
import threading
import time
import unittest

from keste import postgresql
from keste.client import apply_at_once
from keste.daemon import parse_instant
from keste.database import open_copy
from keste.many import Many, load_cluster
from keste.processes import KESTECTL, run
from keste.waiting import wait_for

BEFORE_REMINDERS = parse_instant("2023-09-05T09:59:50+06:00")
KINDS = {"application_received", "session_reminder", "results_due"}
# A run without a heartbeat is dead after 10 s, and looked for every 2 s.
FREED_WITHIN = 15
# At least, in seconds; a longer one shows no more, and takes longer.
PAUSE = float(os.environ.get("KESTE_PAUSE", "0"))
FAKE_TIME, = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")


class OneCampaign(Many):
    def test_what_one_takes_the_others_know(self):
        daemons = self.open_group()
        clients = [self.connect(daemon) for daemon in daemons]
        view = self.accept(clients[0], self.crowd.next_form("almaty", "hall"))
        self.assertEqual(clients[1].find("/applications/" + view["ticket"]).status, 200)

        def seen():
            return all(daemon.status()["totals"]["applications"]["seated"] == 1
                       for daemon in daemons)
        wait_for("the others' status to follow", seen, within=5)
        runs = {daemon.status()["engine"]["run"] for daemon in daemons}
        self.assertEqual(len(runs), 3)
        for daemon in daemons:
            self.assertLess(abs(daemon.status()["engine"]["clock_ahead_us"]), 1_000_000)

    def test_the_last_seats_and_one_code_are_given_once(self):
        daemons = self.open_group()
        forms = [[self.crowd.next_form("almaty", "small", waitlist=False) for _ in range(30)]
                 for _ in daemons]
        self.assertEqual(self.apply_everywhere(daemons, forms)[201], 10)
        forms = [[self.crowd.next_form("almaty", "hall", promo_code="ONE-CODE-77")
                  for _ in range(30)] for _ in daemons]
        self.assertEqual(self.apply_everywhere(daemons, forms)[201], 1)
        for daemon in daemons:
            self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()

    def apply_everywhere(self, daemons, forms):
        answers = [[] for _ in daemons]

        def ask(index):
            answers[index] = apply_at_once(daemons[index], forms[index])
        threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(daemons))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return collections.Counter(answer.status for each in answers for answer in each)


class Crashes(Many):
    """A season in which a daemon is killed every few seconds."""
    rate = 6_000
    people = 400

    def send(self, wait_until_done):
        """People who go on to whichever daemon answers, with their own key."""
        while (person := self.next_person()) is not None:
            form, key = person
            while not wait_until_done.is_set():
                try:
                    with self.chance.choice(self.live).connect() as client:
                        answer = client.apply(form, Idempotency_Key=key)
                except Exception:
                    continue
                if answer.status == 201:
                    with self.lock:
                        self.accepted[answer.json["id"]] = answer.json["ticket"]
                    break
                if answer.status < 500 and answer.status != 409:
                    return

    def next_person(self):
        with self.lock:
            if self.crowd.count == self.people:
                return None
            form = self.crowd.next_form("almaty", "hall")
            return form, f"key-{self.crowd.count}"

    def test_nothing_is_lost_and_nothing_is_done_twice(self):
        self.chance = random.Random(int(os.environ.get("KESTE_SEED", random.randrange(1 << 30))))
        self.lock = threading.Lock()
        self.accepted = {}
        self.live = self.open_group(rate=self.rate)
        done = threading.Event()
        threads = [threading.Thread(target=self.send, args=(done,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            moment = time.monotonic() + self.chance.uniform(1, 3)
            wait_for("the moment to kill", lambda: time.monotonic() >= moment, every=0.01)
            index = self.chance.randrange(3)
            self.live[index].kill()
            self.live[index] = self.open(self.group[index], rate=self.rate)
        done.set()
        for thread in threads:
            thread.join(60)
        self.assertGreater(len(self.accepted), 100)
        last = self.live[0]

        def over():
            with last.connect() as client:
                return not [entry for entry in client.list_all("/agenda", "entries")
                            if entry["kind"] != "personal_data_erased"]
        wait_for("the season's end", over, within=120, every=0.2)
        self.wait_quiet(last)
        with last.connect() as client:
            for ticket in self.accepted.values():
                self.assertEqual(client.find("/applications/" + ticket).status, 200)
            self.assertTrue(client.find("/audit/verification").json["whole"])
        for daemon in self.live:
            self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()
        self.assert_all_told()

    def assert_all_told(self):
        """Doubles only where a try was cut off before its outcome was on disk."""
        counts = self.count_mails()
        with open_copy(self.group[0].schema) as database:
            rows = database.execute("SELECT application_id, kind, state, attempts FROM outbox "
                                    "WHERE application_id IS NOT NULL").fetchall()
        tried_again = {(application, kind) for application, kind, _, attempts in rows
                       if attempts > 1}
        wanted = {(application, kind) for application, kind, state, _ in rows if state == "sent"}
        self.assertEqual({key for key in wanted if not counts[key]}, set())
        self.assertEqual({key for key in counts if key not in wanted}, set())
        self.assertEqual({key for key, count in counts.items() if count > 1} - tried_again, set())
        for application in self.accepted:
            self.assertLessEqual(KINDS - {kind for id, kind, state, _ in rows
                                          if id == application and state == "sent"},
                                 {"session_reminder"})


class Pauses(Many):
    people = 1_500

    def test_a_paused_daemon_wakes_up_and_finds_its_claims_gone(self):
        first, second = self.open_group(2)
        forms = [self.crowd.next_form("almaty", "hall") for _ in range(self.people)]
        self.assertTrue(all(answer.status == 201 for answer in apply_at_once(first, forms)))
        self.wait_quiet(first)
        for daemon in (first, second):
            self.assertEqual(daemon.stop(), 0)
        # The reminders of all of them become due at once, ten seconds on.
        self.begun = None
        first, second = [self.open(site, clock=BEFORE_REMINDERS) for site in self.group]
        mine = len(self.count_mails())

        def has_begun():
            return len(self.count_mails()) > mine + 20
        wait_for("the reminders to leave", has_begun, within=30, every=0.001)
        first.signal(signal.SIGSTOP)
        paused_at = time.monotonic()
        self.wait_quiet(second, within=60)
        self.assertLess(time.monotonic() - paused_at, FREED_WITHIN + 10)
        wait_for("the pause to be over", lambda: time.monotonic() >= paused_at + PAUSE, PAUSE + 10)
        first.signal(signal.SIGCONT)
        first.wait_event("run_found_dead")
        self.assertEqual(self.connect(first).ask("GET", "/readyz").status, 200)
        self.wait_quiet(first)
        counts = self.count_mails()
        reminded = [key for key in counts if key[1] == "session_reminder"]
        self.assertEqual(len(reminded), self.people)
        # Those that were on their way when it stopped, and no other.
        doubles = [key for key, count in counts.items() if count > 1]
        self.assertLessEqual(len(doubles), 256, len(doubles))
        for daemon in (first, second):
            self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()


class Clocks(Many):
    def test_a_daemon_whose_clock_is_wrong_takes_nothing(self):
        right = self.open(self.add_site())
        wrong = self.launch_beside(self.add_site(), environment={
            **os.environ, "LD_PRELOAD": FAKE_TIME, "FAKETIME": "+5s",
            "DONT_FAKE_MONOTONIC": "1",
            # A sanitized daemon would want its own library to come first.
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"})
        wrong.wait_listening().wait_event("clock_wrong")
        form = self.crowd.next_form("almaty", "hall")
        refused = self.refuse(self.connect(wrong), form, "clock-wrong")
        self.assertEqual((refused.status, refused.headers["Retry-After"]), (503, "1"))
        self.assert_unready(wrong, "clock_wrong")
        self.assertAlmostEqual(wrong.status()["engine"]["clock_ahead_us"] / 1e6, 5, delta=1)
        self.accept(self.connect(right), form)

        def follows():
            return wrong.status()["totals"]["applications"]["seated"] == 1
        wait_for("its status to follow all the same", follows, within=10)


class Outages(Many):
    def test_a_server_that_is_away_for_a_while_costs_nothing(self):
        cluster = load_cluster()()
        cluster.make()
        cluster.start()
        self.addCleanup(cluster.end)
        daemon = self.open(self.add_site(postgresql.Schema(cluster.query)))
        client = self.connect(daemon)
        view = self.accept(client, self.crowd.next_form("almaty", "hall"))
        cluster.stop("fast")
        form = self.crowd.next_form("almaty", "hall")
        answer = client.apply(form, Idempotency_Key="a-key")
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "1"), answer)
        self.assertEqual(client.find("/status").status, 200)
        self.assert_unready(daemon, "failing")
        cluster.start()

        def accepted():
            return client.apply(form, Idempotency_Key="a-key").status == 201
        wait_for("the daemon to find its server again", accepted, within=20, every=0.2)
        self.assertEqual(client.find("/applications/" + view["ticket"]).status, 200)
        self.wait_quiet(daemon)
        self.assertEqual(client.ask("GET", "/readyz").status, 200)
        self.assertEqual(daemon.stop(), 0)
        self.assert_undamaged()


class Moving(Many):
    def copy(self, source, target):
        return run(KESTECTL, "db", "copy", source, target)

    def test_a_campaign_moves_to_a_server_and_goes_on(self):
        site = self.add_site()
        schema, site.schema = site.schema, None
        site.write_settings()
        file = f"sqlite:{site.state / 'keste.db'}"
        daemon = self.open(site)
        view = self.accept(self.connect(daemon), self.crowd.next_form("almaty", "hall"))
        busy = self.copy(file, schema.url)
        self.assertEqual((busy.returncode, busy.stdout), (69, ""), busy)
        self.wait_quiet(daemon)
        self.assertEqual(daemon.stop(), 0)
        done = self.copy(file, schema.url)
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("The audit log is whole", done.stdout)
        site.schema = schema
        site.write_settings()
        daemon = self.open(site)
        client = self.connect(daemon)
        found = client.find("/applications/" + view["ticket"])
        self.assertEqual((found.status, found.json["state"]), (200, "seated"))
        self.accept(client, self.crowd.next_form("almaty", "hall"))
        live = self.copy(schema.url, f"sqlite:{self.folder / 'back.db'}")
        self.assertEqual(live.returncode, 65, live)
        self.assertIn("stop all of them", live.stderr)
        self.wait_quiet(daemon)
        self.assertEqual(daemon.stop(), 0)
        back = self.copy(schema.url, f"sqlite:{self.folder / 'back.db'}")
        self.assertEqual(back.returncode, 0, back)
        missing = self.copy("sqlite:/nowhere/keste.db", schema.url)
        self.assertEqual((missing.returncode, missing.stderr),
                         (66, "kestectl: there is no /nowhere/keste.db\n"))
        self.assert_undamaged()


class Failover(Many):
    """A primary with a synchronous standby, lost in the middle of intake."""

    def start_pair(self):
        make = load_cluster()
        primary, standby = make(), make()
        for cluster in (primary, standby):
            self.addCleanup(cluster.end)
        primary.make("synchronous_standby_names = '*'\n")
        primary.start()
        standby.follow(primary, "synchronous_standby_names = ''\n")
        standby.start()
        schema = postgresql.Schema(primary.query)
        schema.url = schema.url.replace(f"host={primary.folder}",
                                        f"host={primary.folder},{standby.folder}")
        return primary, standby, schema

    def send(self):
        while not self.done.is_set():
            with self.lock:
                form = self.crowd.next_form("almaty", "hall")
                key = f"key-{self.crowd.count}"
            while True:
                try:
                    with self.daemon.connect() as client:
                        answer = client.apply(form, Idempotency_Key=key)
                except Exception:
                    continue
                if answer.status == 201:
                    break
            with self.lock:
                self.accepted[answer.json["id"]] = answer.json["ticket"], time.monotonic()

    def test_a_promoted_standby_has_every_acknowledged_application(self):
        primary, standby, schema = self.start_pair()
        self.daemon = self.open(self.add_site(schema))
        self.lock, self.done, self.accepted = threading.Lock(), threading.Event(), {}
        threads = [threading.Thread(target=self.send) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_for("some applications", lambda: len(self.accepted) > 200)
        primary.stop("immediate")
        before = len(self.accepted)
        standby.promote()
        wait_for("as many again", lambda: len(self.accepted) > before + 200)
        self.done.set()
        for thread in threads:
            thread.join(60)
        instants = sorted(at for _, at in self.accepted.values())
        gap = max(later - earlier for earlier, later in zip(instants, instants[1:]))
        print(f"{gap:.2f} s without writes", file=sys.stderr)
        self.assertLess(gap, 15)
        with self.daemon.connect() as client:
            for ticket, _ in self.accepted.values():
                self.assertEqual(client.find("/applications/" + ticket).status, 200)
        self.wait_quiet(self.daemon)
        self.assertEqual(self.daemon.stop(), 0)
        self.assert_undamaged()
        self.assertEqual(self.count_of_applications(), len(self.accepted))

    def count_of_applications(self):
        with open_copy(self.group[0].schema) as database:
            return database.execute("SELECT count(*) AS n FROM applications").fetchone()[0]


if __name__ == "__main__":
    unittest.main()
