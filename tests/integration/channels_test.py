"""One channel after another through the real daemon, and the call list at the end of the way."""
import base64
import pathlib
import re
import unittest

from keste.campaigns import Session
from keste.database import find_damage, open_copy
from keste.desk import Desk
from keste.http_sinks import HookSink, SmscSink
from keste.site import read_example
from keste.smtp_sink import SmtpSink
from keste.waiting import wait_for

DEAD = "nobody@example.kz"
PHONE, OTHER_PHONE = "+77017770001", "+77017770002"
TOKEN = "0123456789abcdef"
KEY = "whsec_" + base64.b64encode(b"a key of twenty-four bytes").decode()


class ChannelsTest(Desk):
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=20),)
    secrets = {"smsc.login": "keste", "smsc.password": "se cret&", "sms-hook.token": TOKEN,
               "webhook.key": KEY}

    def setUp(self):
        super().setUp()
        self.mail = SmtpSink(rules={"RCPT": self.judge_recipient})
        self.sms = SmscSink(key=self.secrets["smsc.password"])
        self.hook = HookSink([KEY], tolerance=None)
        for sink in (self.mail, self.sms, self.hook):
            self.enterContext(sink)
        for name, text in self.secrets.items():
            file = pathlib.Path(self.site.etc / name)
            file.write_text(text + "\n")
            file.chmod(0o600)
        self.site.write_settings(mail=self.mail.url, more_mail=", tls: none")
        settings = (self.site.etc / "kested.yaml").read_text()
        sms = re.sub("  quiet_hours: .*\n", "", read_example("SMSC.kz"))
        self.site.replace(
            "kested.yaml", settings + sms.replace("https://smsc.kz", self.sms.url) +
            f'webhook: {{url: "{self.hook.url}/hook", secrets: [webhook.key], '
            "allow_private: true}\n")
        self.open()

    @staticmethod
    def judge_recipient(argument):
        return f"550 5.1.1 <{DEAD}>: no such mailbox here" if DEAD in argument else None

    def seat(self, email=DEAD, phone=PHONE, **other):
        answer = self.apply(email=email, phone=phone, **other)
        self.assertEqual(answer.status, 201, answer)
        return answer.json

    def wait_sms(self, count, phone=PHONE):
        return wait_for(f"{count} SMS", lambda: len(found := self.sms.list_messages(phone))
                        >= count and found)

    def list_calls(self):
        return self.desk("calls", "list")["rows"]

    def tell(self, message, status, token=TOKEN):
        """As the gateway does."""
        return self.client.ask("POST", "/hooks/sms/" + token,
                               self.sms.make_event(message, status).encode(),
                               Content_Type="application/x-www-form-urlencoded")


class Fallback(ChannelsTest):
    def test_a_dead_mailbox_gets_an_sms_without_a_secret(self):
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        application = self.seat(iin=iin, promo_code=code)
        message, = self.wait_sms(1)
        self.assertEqual((message.phone, message.sender), (PHONE[1:], "KESTE"))
        self.assertIn(str(application["id"]), message.text)
        for secret in (application["ticket"], application["ticket"].split("-")[1], code,
                       "http", iin):
            self.assertNotIn(secret, message.text)
        self.wait_quiet()
        self.assertEqual(self.mail.list_mails(), [])
        self.assertEqual(self.list_calls(), [])
        # The mailbox is known by now: the next message does not knock there.
        knocks = self.mail.count_of("RCPT")
        self.desk("session", "cancel", "one", "--reason", "no heating")
        self.wait_sms(2)
        self.assertEqual(self.mail.count_of("RCPT"), knocks)
        self.assertIs(self.desk("accounting")["accounted_for"], True)

    def test_whom_nothing_reaches_is_called(self):
        self.sms.rules[PHONE[1:]] = 7  # No such number.
        unreached = self.seat(surname="Ұмытылмас")
        reached = self.seat("somebody@example.kz", OTHER_PHONE)
        wait_for("the call list", self.list_calls)
        self.wait_quiet()
        call, = self.list_calls()
        self.assertEqual((call["application"], call["phone"], call["surname"], call["kind"]),
                         (unreached["id"], PHONE, "Ұмытылмас", "application_received"))
        tries = len(self.sms.tries)
        self.desk("session", "move", "one", "--starts", "2023-09-20T11:00", "--reason", "a room")
        self.reopen("2023-09-02T10:10:00+06:00")
        self.wait_quiet()
        # Neither address is tried again.
        self.assertEqual(len(self.sms.tries), tries)
        self.assertEqual({each["application"] for each in self.list_calls()}, {unreached["id"]})
        accounts = self.desk("accounting")
        self.assertIs(accounts["accounted_for"], True)
        received = next(row for row in accounts["rows"] if row["kind"] == "application_received")
        self.assertEqual((received["applicants"], received["reached"], received["to_call"],
                          received["under_way"]), (2, 1, 1, 0))
        self.assertEqual(self.list_calls()[0]["application"], unreached["id"])
        self.desk("calls", "done", unreached["id"], "--note", "spoke to her mother")
        self.assertEqual(self.list_calls(), [])
        self.assertIs(self.desk("accounting")["accounted_for"], True)
        self.assertNotEqual(reached["id"], unreached["id"])

    def test_without_sms_a_dead_mailbox_is_on_the_call_list_at_once(self):
        self.site.write_settings(mail=self.mail.url, more_mail=", tls: none")
        self.reopen("2023-09-02T11:00:00+06:00")
        application = self.seat()
        wait_for("the call list", self.list_calls)
        self.assertEqual(self.list_calls()[0]["application"], application["id"])
        self.assertEqual(self.sms.tries, [])

    def test_a_full_mailbox_is_tried_again_by_mail(self):
        self.mail.rules["RCPT"] = "452 4.2.2 mailbox full"
        self.seat()
        wait_for("a first try", lambda: self.mail.count_of("RCPT"))
        self.assertEqual(self.sms.tries, [])
        self.mail.rules["RCPT"] = None
        self.reopen("2023-09-02T12:00:00+06:00")
        wait_for("the mail", self.mail.list_mails)
        self.assertEqual(self.list_calls(), [])


class Delivery(ChannelsTest):
    def test_what_was_not_delivered_is_on_the_call_list(self):
        application = self.seat()
        message, = self.wait_sms(1)
        self.wait_quiet()
        for token in ("fedcba9876543210", TOKEN[:-1], TOKEN + "0"):
            self.assertEqual(self.tell(message, 20, token).status, 404)
        self.assertEqual(self.list_calls(), [])
        self.assertEqual(self.tell(message, 0).status, 200)
        self.assertEqual(self.list_calls(), [])
        self.assertEqual(self.tell(message, 20).status, 200)
        wait_for("the call list", self.list_calls)
        self.assertEqual([call["application"] for call in self.list_calls()],
                         [application["id"]])
        # A final state is never left, and nothing is listed twice.
        for status in (1, 20, 0):
            self.assertEqual(self.tell(message, status).status, 200)
        self.assertEqual(len(self.list_calls()), 1)
        row, = [row for row in self.client.list_all("/notifications?state=sent", "notifications")
                if row["channel"] == "sms"]
        self.assertEqual(row["delivery"], "undelivered")

    def test_what_was_delivered_stays_so(self):
        self.seat()
        message, = self.wait_sms(1)
        self.wait_quiet()
        for status in (1, 20):
            self.assertEqual(self.tell(message, status).status, 200)
        self.assertEqual(self.list_calls(), [])
        row, = [row for row in self.client.list_all("/notifications?state=sent", "notifications")
                if row["channel"] == "sms"]
        self.assertEqual(row["delivery"], "delivered")


class Others(ChannelsTest):
    def test_another_system_hears_of_it_signed_and_without_personal_data(self):
        iin = next(self.iins)
        application = self.seat("somebody@example.kz", iin=iin, surname="Ұмытылмас")
        wait_for("the call", self.hook.list_calls)
        call, = self.hook.list_calls()
        self.assertEqual(self.hook.forged, [])
        self.assertEqual(call.json["type"], "keste.application_received")
        self.assertEqual((call.json["data"]["application"], call.json["data"]["session"]),
                         (application["id"], "one"))
        for secret in (iin, "Ұмытылмас", PHONE, "somebody", application["ticket"]):
            self.assertNotIn(secret, call.body.decode())

    def test_one_that_is_down_is_called_again_under_the_same_id(self):
        self.hook.answers = [(503, {})]
        self.seat("somebody@example.kz")
        wait_for("a first call", self.hook.list_calls)
        self.reopen("2023-09-02T11:00:00+06:00")
        first, second = wait_for("a second call", lambda: len(self.hook.list_calls()) > 1
                                 and self.hook.list_calls())
        self.assertEqual(first.id, second.id)
        self.assertEqual(first.json, second.json)
        self.assertEqual(len(wait_for("the mail", self.mail.list_mails)), 1)

    def test_neither_secrets_nor_addresses_are_logged_or_kept(self):
        iin = next(self.iins)
        application = self.seat(iin=iin)
        self.wait_sms(1)
        self.wait_quiet()
        log = self.daemon.log_path.read_text()
        for secret in (*self.secrets.values(), DEAD, PHONE, PHONE[1:], iin,
                       application["ticket"].split("-")[1]):
            if secret != "keste":
                self.assertNotIn(secret, log)
        self.client.withdraw(application["ticket"])
        self.desk("person", "erase", "--iin", iin, "--reason", "asked for it")
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})
            content = "\n".join(database.iterdump())
        for text in (DEAD, PHONE, PHONE[1:], *self.secrets.values()):
            if text != "keste":
                self.assertNotIn(text, content)


if __name__ == "__main__":
    unittest.main()
