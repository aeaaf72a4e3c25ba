"""The gateways that etc/kested.yaml shows, against servers in another language that play them."""
import base64
import json
import os
import unittest

from keste.case import Case
from keste.http_sinks import DROP, SILENCE, HookSink, MobizonSink, SmscSink
from keste.processes import KESTECTL, run
from keste.site import read_example

PROBE = os.environ.get("KESTE_GATEWAY_PROBE")
PHONE = "+77011234567"
DIGITS = "77011234567"
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEXT_KEY = "whsec_" + base64.b64encode(b"another key of 24 bytes!").decode()
TOKEN = "0123456789abcdef"


class Gateways(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site()
        self.site.write_settings()

    def add_secret(self, name, text):
        file = self.site.etc / name
        file.write_text(text + "\n")
        file.chmod(0o600)

    def use(self, section):
        self.site.write_settings()
        settings = (self.site.etc / "kested.yaml").read_text()
        self.site.replace("kested.yaml", settings + section)

    def probe(self, *words):
        answer = run(PROBE, self.site.etc, *words)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(answer.stderr, "")
        return json.loads(answer.stdout)

    def send(self, text="Сәлем & 100%", number=1, phone=PHONE):
        return self.probe("sms", phone, text, number)


@unittest.skipUnless(PROBE, "the probe is not built")
class Mobizon(Gateways):
    def begin(self, sink):
        example = read_example("Mobizon")
        self.assertEqual(example.count("https://api.mobizon.kz"), 2)
        self.add_secret("mobizon.key", "secret")
        self.use(example.replace("https://api.mobizon.kz", sink.url))

    def test_a_message_is_taken_and_its_way_is_told(self):
        with MobizonSink() as sink:
            self.begin(sink)
            self.assertEqual(self.send(), {"outcome": "sent", "reason": "", "provider_id": "1"})
            self.assertEqual(self.send("Екінші", 2)["provider_id"], "2")
            first, second = sink.list_messages()
            self.assertEqual((first.phone, first.text, first.sender),
                             (DIGITS, "Сәлем & 100%", "KESTE"))
            first.state, second.state = "DELIVRD", "PDLIVRD"
            self.assertEqual(self.probe("status", "1", "2", "3"),
                             [{"id": "1", "state": "delivered", "reason": "DELIVRD"},
                              {"id": "2", "state": "under_way", "reason": "PDLIVRD"}])
            self.assertEqual(sink.asked, [["1", "2", "3"]])

    def test_what_may_go_wrong(self):
        for rule, outcome, reason in (
                (1, "hard", "HTTP 200, code 1: to [number]"),
                (3, "soft", "HTTP 200, code 3: to [number]"),
                (14, "unavailable", "HTTP 200, code 14: to [number]"),
                ((503, b"busy", {"Retry-After": "90"}), "soft",
                 "HTTP 503, an answer that cannot be read"),
                ((403, b"", {}), "unavailable", "HTTP 403, an answer that cannot be read"),
                ((200, b"<html>", {}), "ambiguous", "HTTP 200, an answer that cannot be read"),
                (DROP, "ambiguous", None), (SILENCE, "ambiguous", None)):
            with self.subTest(rule), MobizonSink(rules={DIGITS: rule}) as sink:
                self.begin(sink)
                answer = self.send()
                self.assertEqual(answer["outcome"], outcome, answer)
                if reason is not None:
                    self.assertEqual(answer["reason"], reason)
                self.assertEqual(len(sink.tries), 1)
                self.assertEqual(answer.get("retry_after"), 90 if outcome == "soft" and
                                 isinstance(rule, tuple) else None)

    def test_a_wrong_key_stops_the_channel_and_is_not_repeated(self):
        with MobizonSink(key="another") as sink:
            self.begin(sink)
            answer = self.send()
        self.assertEqual(answer["outcome"], "unavailable")
        self.assertNotIn("secret", answer["reason"].replace("[secret]", ""))

    def test_nobody_there(self):
        with MobizonSink() as sink:
            self.begin(sink)
        self.assertEqual(self.send()["outcome"], "unavailable")


@unittest.skipUnless(PROBE, "the probe is not built")
class Smsc(Gateways):
    def begin(self, sink):
        self.add_secret("smsc.login", "keste")
        self.add_secret("smsc.password", "se cret&")
        self.add_secret("sms-hook.token", TOKEN)
        self.use(read_example("SMSC.kz").replace("https://smsc.kz", sink.url))

    def test_a_message_is_taken_and_the_gateway_calls(self):
        with SmscSink(key="se cret&") as sink:
            self.begin(sink)
            self.assertEqual(self.send(number=77),
                             {"outcome": "sent", "reason": "", "provider_id": "77"})
            message, = sink.list_messages()
            self.assertEqual((message.phone, message.text, message.own_id),
                             (DIGITS, "Сәлем & 100%", "77"))
            for status, state in ((1, "delivered"), (20, "undelivered"), (0, "under_way"),
                                  (-1, "under_way")):
                event = sink.make_event(message, status)
                self.assertEqual(
                    self.probe("hook", "application/x-www-form-urlencoded", event),
                    [{"id": "77", "state": state, "reason": f"{status} 0"}])

    def test_refusals(self):
        for code, outcome in ((3, "unavailable"), (6, "hard"), (7, "hard"), (9, "soft")):
            with self.subTest(code), SmscSink(key="se cret&", rules={DIGITS: code}) as sink:
                self.begin(sink)
                self.assertEqual(self.send()["outcome"], outcome)


@unittest.skipUnless(PROBE, "the probe is not built")
class Webhook(Gateways):
    def begin(self, sink, secrets=(KEY,), allow=True):
        files = []
        for number, secret in enumerate(secrets):
            files.append(f"{number}.key")
            self.add_secret(files[-1], secret)
        self.use(f'webhook: {{url: "{sink.url}/hook", secrets: [{", ".join(files)}], '
                 f'allow_private: {str(allow).lower()}}}\n')

    def call(self, number="keste.pkr-2023.7", body='{"type":"keste.results_due","ә":1}'):
        return self.probe("webhook", number, body)

    def test_another_implementation_finds_the_signature_right(self):
        with HookSink([KEY]) as sink:
            self.begin(sink)
            self.assertEqual(self.call()["outcome"], "sent")
            call, = sink.list_calls()
        self.assertEqual(call.id, "keste.pkr-2023.7")
        self.assertEqual(call.json, {"type": "keste.results_due", "ә": 1})
        self.assertEqual(len(call.signatures), 1)

    def test_while_keys_are_rotated_either_one_opens(self):
        for known in (KEY, NEXT_KEY):
            with self.subTest(known), HookSink([known]) as sink:
                self.begin(sink, (KEY, NEXT_KEY))
                self.assertEqual(self.call()["outcome"], "sent")
                self.assertEqual(len(sink.list_calls()[0].signatures), 2)

    def test_a_wrong_key_is_found_out(self):
        with HookSink([NEXT_KEY]) as sink:
            self.begin(sink)
            self.assertEqual(self.call(), {"outcome": "soft", "reason": "HTTP 401",
                                           "provider_id": ""})
            self.assertEqual((len(sink.calls), len(sink.forged)), (0, 1))

    def test_what_the_receiver_says(self):
        for answer, outcome, retry_after in (
                ((200, {}), "sent", None), ((302, {"Location": "/other"}), "soft", None),
                ((410, {}), "hard", None), ((429, {"Retry-After": "7"}), "soft", 7),
                (DROP, "ambiguous", None), (SILENCE, "ambiguous", None)):
            with self.subTest(answer), HookSink([KEY]) as sink:
                sink.answers = [answer]
                self.begin(sink)
                told = self.call()
                self.assertEqual((told["outcome"], told.get("retry_after")),
                                 (outcome, retry_after))
                self.assertEqual(len(sink.calls), 1)

    def test_this_machine_is_not_called_unless_that_is_allowed(self):
        with HookSink([KEY]) as sink:
            self.begin(sink, allow=False)
            told = self.call()
            self.assertEqual(told["outcome"], "unavailable")
            self.assertIn("127.0.0.1 is a private address", told["reason"])
            self.assertEqual(sink.calls + sink.forged, [])


class Examples(Gateways):
    def test_all_that_is_shown_is_sound(self):
        for name, text in (("mobizon.key", "k"), ("smsc.login", "l"), ("smsc.password", "p"),
                           ("sms-hook.token", TOKEN), ("webhook.key", KEY)):
            self.add_secret(name, text)
        for title in ("Mobizon", "SMSC.kz", "A system that wants to know"):
            with self.subTest(title):
                example = read_example(title)
                self.assertGreater(example.count("\n"), 2)
                self.use(example)
                answer = run(KESTECTL, "check", "--etc", self.site.etc)
                self.assertEqual((answer.returncode, answer.stderr), (0, ""), answer.stdout)


if __name__ == "__main__":
    unittest.main()
