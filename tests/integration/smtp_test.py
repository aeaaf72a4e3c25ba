"""Mail over SMTP to a server that counts every recipient: down, refusing, dropping, slow, TLS."""
import collections
import datetime as dt
import subprocess
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.ports import find_free_port
from keste.smtp_sink import DROP, SmtpSink
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"
# A minute of backoff passes in a quarter of a second, a day in six minutes.
QUICK = 240
MANY = 40


class Smtp(Case):
    def start_with(self, port, clock_rate=QUICK, more_mail=", tls: none"):
        campaign = Campaign([Session("one", "2023-09-20T10:00", "2023-09-20T12:00", 1_000)],
                            window_to="2023-09-19")
        self.site = self.make_site(campaign=campaign)
        self.site.write_settings(mail=f"smtp://127.0.0.1:{port}", more_mail=more_mail)
        self.daemon = self.start(self.site, START, clock_rate)
        self.client = self.connect(self.daemon)

    def apply(self, count):
        return [self.accept(self.client, self.crowd.next_form("almaty", "one"))
                for _ in range(count)]

    def counts(self):
        return self.daemon.status()["totals"]["notifications"]

    def wait_counts(self, **wanted):
        """Until the outbox stands so, and nothing is on its way."""
        wanted = {"pending": 0, "claimed": 0, **wanted}

        def stands():
            counts = self.counts()
            return all(counts[name] == count for name, count in wanted.items())
        wait_for(f"the outbox to show {wanted}", stands, every=0.05)

    def assert_delivered_once(self, sink, applications):
        keys = collections.Counter(mail.key for mail in sink.list_mails())
        self.assertEqual(keys, {(a["id"], "application_received"): 1 for a in applications})

    def list_in_state(self, state):
        return self.client.list_all(f"/notifications?state={state}", "notifications")


class Healthy(Smtp):
    def test_each_mail_goes_to_its_own_recipient_alone_in_the_language_of_the_form(self):
        with SmtpSink() as sink:
            self.start_with(sink.port)
            applications = self.apply(MANY)
            self.wait_counts(sent=MANY)
            self.assert_delivered_once(sink, applications)
            for mail in sink.list_mails():
                self.assertEqual(mail.recipients, [mail.recipient])
                self.assertEqual(mail.list_defects(), [])
            # Connections stay open: far fewer than there are mails.
            self.assertLess(sink.count_of("CONNECT"), MANY)

    def test_stopping_finishes_what_is_on_the_wire(self):
        with SmtpSink(delay=0.02) as sink:
            self.start_with(sink.port, clock_rate=1)
            applications = self.apply(MANY)
            self.assertEqual(self.daemon.stop(), 0)
            self.assertLessEqual(len(sink.list_mails()), MANY)
            self.daemon = self.start(self.site, "2023-09-02T11:00:00+06:00")
            self.wait_counts(sent=MANY)
            self.assert_delivered_once(sink, applications)

    def test_addresses_beyond_ascii_go_where_they_are_understood(self):
        with SmtpSink() as sink:
            self.start_with(sink.port)
            form = self.crowd.next_form("almaty", "one", email="сынақ@example.kz")
            self.accept(self.client, form)
            self.wait_counts(sent=1)
            self.assertEqual(sink.list_mails()[0].recipients, ["сынақ@example.kz"])


class Trouble(Smtp):
    def test_a_server_that_is_down_delays_and_loses_nothing(self):
        port = find_free_port()
        self.start_with(port, more_mail=", tls: none, connections: 1")
        applications = self.apply(MANY)
        self.daemon.wait_event("channel_down")
        # Applications are taken all the same, so it is ready, but says what waits.
        ready = self.client.ask("GET", "/readyz")
        self.assertEqual(ready.status, 200)
        self.assertEqual(ready.json["parts"]["dispatch"]["state"], "waiting for the mail relay")
        self.assertEqual(self.counts()["sent"], 0)
        with SmtpSink(port) as sink:
            self.wait_counts(sent=MANY)
            self.assert_delivered_once(sink, applications)
            # One connection, so that the backlog leaves in order.
            self.assertEqual([mail.application for mail in sink.list_mails()],
                             [application["id"] for application in applications])
            self.daemon.wait_event("channel_up")
            ready = self.client.ask("GET", "/readyz")
            self.assertEqual(ready.json["parts"]["dispatch"]["state"], "ok")
        self.assertEqual(len(self.daemon.list_events("channel_down")), 1)

    def test_a_recipient_refused_for_now_is_tried_again(self):
        seen = collections.Counter()

        def greylist(argument):
            seen[argument] += 1
            return "450 4.2.0 come again" if seen[argument] < 3 else None
        with SmtpSink(rules={"RCPT": greylist}) as sink:
            self.start_with(sink.port)
            applications = self.apply(MANY)
            self.wait_counts(sent=MANY)
            self.assert_delivered_once(sink, applications)
            self.assertEqual(set(seen.values()), {3})
        self.assertEqual({row["attempts"] for row in self.list_in_state("sent")}, {3})
        # Greylisting is the way of one message, not the end of the channel.
        self.assertEqual(self.daemon.list_events("channel_down"), [])

    def test_a_recipient_refused_for_good_stops_and_shows(self):
        def refuse_second(argument):
            return "550 5.1.1 no such mailbox" if "applicant-2@" in argument else None
        with SmtpSink(rules={"RCPT": refuse_second}) as sink:
            self.start_with(sink.port)
            applications = self.apply(5)
            self.wait_counts(sent=4, failed=1)
            self.assert_delivered_once(sink, applications[:1] + applications[2:])
        failed = self.list_in_state("failed")
        self.assertEqual([row["application"] for row in failed], [applications[1]["id"]])
        self.assertIn("550", failed[0]["reason"])
        self.assertIn("no such mailbox", failed[0]["reason"])
        self.assertNotIn("applicant-2", failed[0]["reason"])
        self.assertIn("550", self.daemon.ctl("outbox", "--state-is", "failed").stdout)

    def test_a_message_refused_after_its_dot_for_good_shows_and_for_now_is_repeated(self):
        answers = collections.deque(["554 5.7.1 not wanted", "451 4.3.0 later"])
        with SmtpSink(rules={".": lambda _: answers.popleft() if answers else None}) as sink:
            self.start_with(sink.port)
            self.apply(3)
            self.wait_counts(sent=2, failed=1)
            self.assertEqual(len(sink.list_mails()), 2)

    def test_a_loss_after_the_dot_is_ambiguous_and_repeated_under_the_same_id(self):
        seen = set()

        def drop_first(recipient):
            fresh = recipient not in seen
            seen.add(recipient)
            return DROP if fresh else None
        with SmtpSink(rules={".": drop_first}) as sink:
            self.start_with(sink.port)
            applications = self.apply(5)
            self.wait_counts(sent=5, ambiguous=5)
            mails = sink.list_mails()
        # This sink had taken each, so each is doubled, in the only gap where that may be.
        self.assertEqual(collections.Counter(mail.application for mail in mails),
                         {a["id"]: 2 for a in applications})
        self.assertEqual(len({mail.id for mail in mails}), 5)

    def test_a_server_that_drops_before_the_dot_gets_nothing_twice(self):
        for command in ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"):
            for rule in (DROP, "421 4.3.2 closing"):
                with self.subTest(command=command, rule=rule), \
                        SmtpSink(rules={command: rule}) as sink:
                    self.start_with(sink.port)
                    applications = self.apply(3)
                    if command not in ("RSET", "QUIT"):
                        wait_for("the drop", lambda: sink.count_of(command))
                    del sink.rules[command]
                    self.wait_counts(sent=3, ambiguous=0)
                    self.assert_delivered_once(sink, applications)
                    self.assertEqual(self.daemon.stop(), 0)

    def test_a_slow_server_gets_all_and_holds_up_no_one_else(self):
        with SmtpSink(delay=0.05) as sink:
            self.start_with(sink.port)
            applications = self.apply(MANY)
            self.assertEqual(self.client.find("/cities/almaty").status, 200)
            self.wait_counts(sent=MANY)
            self.assert_delivered_once(sink, applications)

    def test_what_is_no_longer_true_is_dropped_with_its_reason(self):
        port = find_free_port()
        self.start_with(port)
        applications = self.apply(2)
        self.daemon.wait_event("channel_down")
        self.client.withdraw(applications[0]["ticket"])
        with SmtpSink(port) as sink:
            self.wait_counts(sent=1, dropped=1)
            self.assert_delivered_once(sink, applications[1:])
        self.assertEqual([row["reason"] for row in self.list_in_state("dropped")],
                         ["the application was withdrawn"])

    def test_a_message_that_cannot_be_sent_for_days_is_given_up_and_shown(self):
        with SmtpSink(rules={"RCPT": "450 4.2.0 never"}) as sink:
            # Five days and a little in nine seconds.
            self.start_with(sink.port, clock_rate=dt.timedelta(days=5).total_seconds() / 8)
            self.apply(1)
            self.wait_counts(failed=1)
        self.assertTrue(self.list_in_state("failed")[0]["reason"].startswith("expired: 450"))


class Tls(Smtp):
    def make_certificate(self, name):
        file = self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj",
                        "/CN=" + name, "-addext", "subjectAltName=" + name, "-keyout", file,
                        "-out", self.folder / "public.pem"], check=True, capture_output=True)
        with open(file, "a") as both:
            both.write((self.folder / "public.pem").read_text())
        return file

    def start_required(self, sink):
        public = self.folder / "public.pem"
        self.start_with(sink.port, more_mail=f', tls: required, ca_file: "{public}"')

    def test_starttls_is_used_where_it_is_required(self):
        with SmtpSink(certificate=self.make_certificate("IP:127.0.0.1")) as sink:
            self.start_required(sink)
            applications = self.apply(5)
            self.wait_counts(sent=5)
            self.assert_delivered_once(sink, applications)
            self.assertTrue(all(mail.encrypted for mail in sink.list_mails()))

    def test_a_server_of_another_name_or_without_tls_gets_nothing(self):
        self.make_certificate("DNS:elsewhere.example.kz")
        for certificate in (self.folder / "certificate.pem", None):
            with self.subTest(certificate=certificate), SmtpSink(certificate=certificate) as sink:
                self.start_required(sink)
                self.apply(1)
                wait_for("a try", lambda: sink.count_of("EHLO"))
                down = self.daemon.wait_event("channel_down")
                self.assertTrue(down["reason"])
                self.assertEqual(sink.list_mails(), [])
                self.assertEqual(sink.count_of("MAIL"), 0)
                self.daemon.stop()


if __name__ == "__main__":
    unittest.main()
