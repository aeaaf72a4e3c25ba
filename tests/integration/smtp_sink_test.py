"""Mail against Postfix's smtp-sink: its whole matrix of refusals and drops, then a healthy one."""
import collections
import unittest

from keste import postfix_sink
from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.ports import find_free_port
from keste.postfix_sink import PostfixSink
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"
QUICK = 240
COMMANDS = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", ".")
SOME = 5


@unittest.skipUnless(postfix_sink.PROGRAM, "smtp-sink is not installed (Debian: postfix)")
class Matrix(Case):
    def setUp(self):
        super().setUp()
        self.port = find_free_port()
        # smtp-sink gives up root; this lets it pass to its own folder below.
        self.folder.chmod(0o755)
        self.dumps = self.folder / "dumps"
        self.campaign = Campaign([Session("one", "2023-09-20T10:00", "2023-09-20T12:00", 1_000)],
                                 window_to="2023-09-19")

    def sink(self, *options):
        return PostfixSink(self.dumps, self.port, options)

    def begin(self):
        site = self.make_site(f"smtp://127.0.0.1:{self.port}", self.campaign)
        self.daemon = self.start(site, START, QUICK)
        self.client = self.connect(self.daemon)

    def apply(self, count=SOME):
        return [self.accept(self.client, self.crowd.next_form("almaty", "one"))["id"]
                for _ in range(count)]

    def counts(self):
        return self.daemon.status()["totals"]["notifications"]

    def wait_settled(self):
        def settled():
            counts = self.counts()
            return counts["pending"] + counts["claimed"] == 0
        wait_for("everything to be settled", settled, every=0.05)

    def assert_taken(self, sink, numbers):
        wait_for("all to be written down", lambda: len(sink.list_numbers()) >= len(numbers))
        self.assertEqual(sink.list_numbers(), sorted(numbers))

    def test_a_healthy_one_takes_all_once(self):
        with self.sink() as sink:
            self.begin()
            numbers = self.apply(100)
            self.wait_settled()
            self.assertEqual(self.counts()["sent"], 100)
            self.assert_taken(sink, numbers)

    def trouble(self, option, command):
        """Two tries at least against a bad sink, then a healthy one on the same port."""
        with self.sink(option, command):
            self.begin()
            numbers = self.apply()

            def tried():
                rows = self.client.list_all("/notifications", "notifications")
                return (self.daemon.list_events("channel_down") or
                        any(row["attempts"] >= 2 for row in rows))
            wait_for("some tries", tried, every=0.05)
        return numbers

    def end_well(self, numbers):
        with self.sink() as good:
            self.wait_settled()
            counts = self.counts()
            self.assertEqual((counts["sent"], counts["failed"]), (SOME, 0))
            wait_for("all to be written down", lambda: set(good.list_numbers()) == set(numbers))
            taken = collections.Counter(good.list_numbers())
        self.assertEqual(self.daemon.stop(), 0)
        for dump in self.dumps.iterdir():
            dump.unlink()
        return counts, taken

    def test_dropping_without_a_word_loses_nothing_and_doubles_only_after_the_dot(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                numbers = self.trouble("-q", command)
                counts, taken = self.end_well(numbers)
                if command != ".":
                    self.assertEqual((counts["ambiguous"], set(taken.values())), (0, {1}))
                else:
                    self.assertGreaterEqual(counts["ambiguous"], 1)

    def test_421_and_a_drop_lose_nothing_and_double_nothing(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                numbers = self.trouble("-Q", command)
                # 421 says that it was not taken, also after the dot.
                counts, _ = self.end_well(numbers)
                self.assertEqual(counts["ambiguous"], 0)

    def test_refusing_for_now_loses_nothing(self):
        for command in COMMANDS:
            with self.subTest(command=command):
                numbers = self.trouble("-r", command)
                counts, _ = self.end_well(numbers)
                self.assertEqual(counts["ambiguous"], 0)

    def test_refusing_a_mail_for_good_fails_it_with_its_reason(self):
        for command in ("MAIL", "RCPT", "DATA", "."):
            with self.subTest(command=command), self.sink("-f", command):
                self.begin()
                numbers = self.apply()
                self.wait_settled()
                failed = self.client.list_all("/notifications?state=failed", "notifications")
                self.assertEqual([row["application"] for row in failed], numbers)
                for row in failed:
                    self.assertIn("500 5.3.0 Error: command failed", row["reason"])
                self.assertEqual(self.daemon.stop(), 0)

    def test_refusing_the_connection_for_good_is_trouble_of_the_channel(self):
        self.end_well(self.trouble("-f", "CONNECT"))

    def test_one_that_knows_no_ehlo_is_spoken_to_with_helo(self):
        with self.sink("-f", "EHLO") as sink:
            self.begin()
            numbers = self.apply()
            self.wait_settled()
            self.assert_taken(sink, numbers)

    def test_one_that_is_slow_at_data_gets_all(self):
        with self.sink("-w", "1") as sink:
            self.begin()
            numbers = self.apply(20)
            self.wait_settled()
            self.assertEqual(self.counts()["sent"], 20)
            self.assert_taken(sink, numbers)


if __name__ == "__main__":
    unittest.main()
