"""The stream of events: every change arrives, after any break, at many watchers, and slow ones
hold nobody up."""
import json
import select
import time
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.certificates import Certificate
from keste.event_stream import EventStream
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"
WATCHERS = 200


class Events(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=Campaign(
            [Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 1000),
             Session("two", "2023-09-06T10:00", "2023-09-06T12:00", 1000, city="aktobe")],
            cities=["almaty", "aktobe"]))

    def run_daemon(self):
        self.daemon = self.start(self.site, START)
        wait_for("both windows", lambda: len(self.daemon.list_events("window_opened")) == 2)
        self.client = self.connect(self.daemon)
        self.token = self.add_token("watchers", "auditor")

    def add_token(self, name, role, *more):
        made = self.daemon.ctl("token", "add", name, "--role", role, *more, "--format", "json")
        self.assertEqual(made.returncode, 0, made)
        return json.loads(made.stdout)["token"]

    def watch(self, query="", **options):
        options.setdefault("token", self.token)
        stream = EventStream(self.daemon.port, query, **options)
        self.addCleanup(stream.close)
        return stream

    def apply(self, city="almaty"):
        session = {"almaty": "one", "aktobe": "two"}[city]
        self.accept(self.client, self.crowd.next_form(city, session))

    def is_quiet(self, stream, seconds=1.2):
        """Nothing but what has been read comes within more than two looks of the daemon."""
        return not select.select([stream.socket], [], [], seconds)[0] and not stream.rest


class Watching(Events):
    def setUp(self):
        super().setUp()
        self.run_daemon()

    def test_a_change_of_a_city_is_told_with_what_it_is_found_under(self):
        stream = self.watch()
        self.assertIn("Content-Type: text/event-stream", stream.head)
        started = stream.wait_for("start", campaign="trial")
        self.apply()
        city = stream.wait_for("city", city="almaty")
        campaign = stream.wait_for("campaign")
        self.assertGreater(city["version"], started["version"])
        self.assertGreaterEqual(campaign["version"], city["version"])
        self.assertTrue(stream.last_id.endswith(f"-{campaign['version']}"))
        self.assertEqual(self.client.find("/cities/almaty/status").json["applications"]["seated"],
                         1)

    def test_many_changes_come_together(self):
        stream = self.watch("?city=almaty")
        stream.wait_for("start")
        begun = time.monotonic()
        for _ in range(60):
            self.apply()
        took = time.monotonic() - begun
        # The mails are sent by and by, which is a change of the city too.
        told = 0
        while select.select([stream.socket], [], [], 1.5)[0] or b"\n\n" in stream.rest:
            if time.monotonic() > begun + 20:
                break
            stream.wait_for("city", city="almaty")
            told += 1
        self.assertGreaterEqual(told, 1)
        self.assertLessEqual(told, (time.monotonic() - begun) / 0.5 + 2, took)

    def test_who_comes_back_misses_no_city(self):
        stream = self.watch()
        stream.wait_for("start")
        self.apply()
        stream.wait_for("campaign")
        stream.close()
        self.apply("aktobe")
        self.apply("almaty")
        back = self.watch(last_id=stream.last_id)
        names = set()
        while True:
            name, data = back.next()
            if name == "campaign":
                break
            names.add((name, data["city"]))
        self.assertEqual(names, {("city", "almaty"), ("city", "aktobe")})

    def test_a_watcher_of_one_city_hears_of_no_other(self):
        stream = self.watch("?city=aktobe")
        stream.wait_for("start")
        self.apply("almaty")
        self.assertTrue(self.is_quiet(stream))
        self.apply("aktobe")
        self.assertEqual(stream.next()[1]["city"], "aktobe")
        paris = self.client.find("/events?city=paris", Authorization=f"Bearer {self.token}")
        self.assertEqual(paris.problem, "city-not-found")
        self.assertEqual(self.client.find("/events").status, 401)

    def test_a_coordinator_hears_of_their_own_city_only_and_not_after_their_token(self):
        token = self.add_token("branch", "coordinator", "--city", "aktobe")
        stream = self.watch(token=token)
        stream.wait_for("start")
        foreign = self.client.find("/events?city=almaty", Authorization=f"Bearer {token}")
        self.assertEqual(foreign.problem, "city-not-found")
        self.apply("almaty")
        self.assertTrue(self.is_quiet(stream))
        self.apply("aktobe")
        self.assertEqual(stream.next()[1]["city"], "aktobe")
        revoked = self.daemon.ctl("token", "revoke", "branch")
        self.assertEqual(revoked.returncode, 0, revoked)
        while event := stream.next():
            self.assertEqual(event[1]["city"], "aktobe")
        again = self.client.find("/events", Authorization=f"Bearer {token}")
        self.assertEqual(again.status, 401)

    def test_an_id_of_another_life_asks_for_all_anew(self):
        stream = self.watch()
        stream.wait_for("start")
        old = stream.last_id
        self.assertEqual(self.daemon.stop(), 0)
        self.assertIsNone(stream.next())
        self.daemon = self.start(self.site, START)
        for wrong in (old, "nonsense", old.split("-")[0] + "-1"):
            again = self.watch(last_id=wrong)
            self.assertEqual(again.next()[0], "reset")
            self.assertNotEqual(again.last_id, wrong)

    def test_the_stop_ends_all_streams_at_once(self):
        streams = [self.watch() for _ in range(20)]
        for stream in streams:
            stream.wait_for("start")
        begun = time.monotonic()
        self.assertEqual(self.daemon.stop(), 0)
        self.assertLess(time.monotonic() - begun, 5)
        for stream in streams:
            self.assertIsNone(stream.next())

    def test_many_watchers_are_all_told_while_some_read_nothing(self):
        slow = [self.watch(receive_buffer=2048) for _ in range(20)]
        streams = [self.watch() for _ in range(WATCHERS)]
        for stream in streams:
            stream.wait_for("start")
        for city in ("almaty", "aktobe"):
            self.apply(city)
            for stream in streams:
                stream.wait_for("city", city=city)
        figures = self.client.ask("GET", "/metrics").body.decode()
        self.assertIn(f"keste_http_event_streams {WATCHERS + len(slow)}\n", figures)
        for stream in streams:
            stream.close()

        def only_the_slow_ones():
            text = self.client.ask("GET", "/metrics").body.decode()
            return f"keste_http_event_streams {len(slow)}\n" in text
        wait_for("the streams to be gone", only_the_slow_ones)
        # They find everything when they read at last.
        slow[0].wait_for("city", city="aktobe")


class Secure(Events):
    def test_the_stream_goes_through_tls_to_its_clean_end(self):
        certificate = Certificate(self.site.etc)
        self.site.edit("kested.yaml", "http: {",
                       "http: {tls: {certificate: server.crt, key: server.key}, ")
        self.daemon = self.launch(self.site, START).wait_listening()
        wait_for("both windows", lambda: len(self.daemon.list_events("window_opened")) == 2)
        self.token = self.add_token("watchers", "monitor")
        stream = self.watch(context=certificate.trust())
        version = stream.wait_for("start")["version"]
        self.site.write_campaign(Campaign(
            [Session("one", "2023-09-06T10:00", "2023-09-06T12:00", 2000),
             Session("two", "2023-09-06T10:00", "2023-09-06T12:00", 1000, city="aktobe")],
            cities=["almaty", "aktobe"]))
        self.daemon.signal(1)
        self.assertGreater(stream.wait_for("city", city="almaty")["version"], version)
        self.assertEqual(self.daemon.stop(), 0)
        # An end without TLS's own word for it would be an error.
        while stream.next():
            pass


if __name__ == "__main__":
    unittest.main()
