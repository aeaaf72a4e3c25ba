"""A receipt proves when an application came in, to everybody who has the public key."""
import base64
import datetime as dt
import shutil
import subprocess
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.daemon import parse_instant
from keste.processes import KESTECTL, REPOSITORY, run

CLOSES = parse_instant("2023-09-18T00:00:00+06:00")
# A minute of ours is 60 milliseconds of the daemon's.
NEARLY_STANDING = 0.001


def split(receipt):
    """As docs/receipts.md says: the signed bytes, and the signature."""
    text, signature = receipt.rsplit("signature: ", 1)
    return text.encode(), base64.b64decode(signature)


def lines_of(receipt):
    return dict(line.split(": ", 1) for line in receipt.splitlines()[1:])


class Receipts(Case):
    def setUp(self):
        super().setUp()
        sessions = [Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=2)]
        self.site = self.make_site(campaign=Campaign(sessions, window_to="2023-09-17"))

    def open(self, clock, rate=1):
        self.daemon = self.start(self.site, clock, rate)
        self.client = self.connect(self.daemon)

    def reopen(self, clock, rate=1):
        self.client.close()
        self.assertEqual(self.daemon.stop(), 0)
        self.open(clock, rate)

    def form(self, **other):
        return self.crowd.next_form("almaty", "one", **other)

    def fetch_key(self, receipt=None):
        path = "/.well-known/keste-receipt-key.pem"
        if receipt is not None:
            path = "/.well-known/keste-receipt-keys/" + lines_of(receipt)["key"]
        answer = self.client.ask("GET", path)
        self.assertEqual(answer.status, 200, answer)
        return self.write("key.pem", answer.body)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def openssl(self, receipt, key):
        """Stock OpenSSL's verdict."""
        text, signature = split(receipt)
        return subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin",
             "-in", self.write("text.txt", text), "-sigfile", self.write("sig.bin", signature)],
            capture_output=True, check=False).returncode == 0

    def ctl_verify(self, receipt, *words):
        return run(KESTECTL, "receipt", "verify", self.write("receipt.txt", receipt), *words)

    def check_genuine(self, receipt):
        key = self.fetch_key(receipt)
        self.assertTrue(self.openssl(receipt, key), receipt)
        answer = self.ctl_verify(receipt, "--key", key)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return lines_of(receipt)

    def test_who_came_before_the_closing_and_who_did_not_both_have_their_proof(self):
        self.open(CLOSES - dt.timedelta(milliseconds=200), NEARLY_STANDING)
        in_time = self.accept(self.client, self.form(), Prefer="receipt")["receipt"]
        lines = self.check_genuine(in_time)
        self.assertTrue(lines["received"].startswith("2023-09-17T23:59:59."), lines)
        self.assertEqual(parse_instant(lines["received"]), parse_instant(lines["received-utc"]))
        self.assertEqual(lines["decision"], "accepted")
        self.reopen(CLOSES, NEARLY_STANDING)
        late = self.refuse(self.client, self.form(), "window-closed").json["receipt"]
        lines = self.check_genuine(late)
        self.assertTrue(lines["received"].startswith("2023-09-18T00:00:00."), lines)
        self.assertEqual(lines["window-closes"], "2023-09-18T00:00:00.000000+06:00")
        self.assertEqual(lines["problem"], "window-closed")

    def test_the_receipt_of_an_acceptance_stays_as_it_is(self):
        self.open("2023-09-02T10:00:00+06:00")
        made = self.accept(self.client, self.form())
        first = self.client.ask("GET", made["links"]["receipt"]).body.decode()
        lines = self.check_genuine(first)
        self.assertEqual(lines["application"], str(made["id"]))
        self.assertEqual(parse_instant(lines["received"]), parse_instant(made["received_at"]))
        self.assertEqual(lines["window"], "1")
        moved = self.daemon.ctl("window", "close-at", "almaty", "2023-09-19T00:00",
                                "--reason", "Сұраныс көп")
        self.assertEqual(moved.returncode, 0, moved.stderr)
        self.assertEqual(self.client.find("/cities/almaty").json["window"]["version"], 2)
        self.client.withdraw(made["ticket"])
        self.reopen("2023-09-03T10:00:00+06:00")
        self.assertEqual(self.client.ask("GET", made["links"]["receipt"]).body.decode(), first)
        self.assertEqual(self.client.find("/applications/wrong/receipt").status, 404)

    def test_a_repeated_request_gets_the_same_receipt(self):
        self.open("2023-09-18T10:00:00+06:00")
        form = self.form()
        first = self.refuse(self.client, form, "window-closed", Idempotency_Key="k").json
        self.daemon.ctl("window", "close-at", "almaty", "2023-09-19T00:00", "--reason", "Кезек")
        again = self.refuse(self.client, form, "window-closed", Idempotency_Key="k").json
        self.assertEqual(again["receipt"], first["receipt"])
        taken = [self.accept(self.client, form, Idempotency_Key="other", Prefer="receipt")
                 for _ in range(2)]
        self.assertEqual(taken[0]["receipt"], taken[1]["receipt"])
        self.assertEqual(self.check_genuine(taken[0]["receipt"])["window"], "2")

    def test_refusals_in_any_script_have_receipts_that_verify(self):
        self.open("2023-09-02T10:00:00+06:00")
        form = self.form(surname="Әбділдаұлы-Ғұмар", given_name="Ұлпан")
        self.accept(self.client, form)
        for language in ("kk", "ru", "en"):
            answer = self.refuse(self.client, form, "already-applied", Accept_Language=language)
            self.assertEqual(self.check_genuine(answer.json["receipt"])["city"], "almaty")
        stranger = self.form()
        stranger.update(city="qalashyq", session="any")
        stranger = self.refuse(self.client, stranger, "form-incorrect")
        self.assertEqual(self.check_genuine(stranger.json["receipt"])["city"], "-")
        self.assertNotIn(form["iin"], answer.json["receipt"])

    def test_whoever_alters_a_byte_proves_nothing(self):
        self.open("2023-09-18T10:00:00+06:00")
        receipt = self.refuse(self.client, self.form(), "window-closed").json["receipt"]
        key = self.fetch_key()
        self.assertTrue(self.openssl(receipt, key))
        earlier = receipt.replace("2023-09-18T10", "2023-09-17T10")
        self.assertFalse(self.openssl(earlier, key))
        for changed, word in ((earlier, "altered"), (receipt[:-20], "cut"),
                              (receipt.replace("\n", "\r\n"), "line ends"),
                              (receipt + " ", "behind its signature")):
            answer = self.ctl_verify(changed, "--key", key)
            self.assertEqual(answer.returncode, 65, changed)
            self.assertIn(word, answer.stderr)

    def test_openssl_verifies_as_the_docs_show(self):
        self.open("2023-09-18T10:00:00+06:00")
        receipt = self.refuse(self.client, self.form(), "window-closed").json["receipt"]
        self.fetch_key()
        self.write("receipt.txt", receipt)
        section = (REPOSITORY / "docs" / "receipts.md").read_text().split("OpenSSL 3\n", 1)[1]
        commands = [line for line in section.split("\n## ")[0].splitlines()
                    if line.startswith("    ") and "curl" not in line]
        self.assertEqual(len(commands), 4)
        shown = subprocess.run(["bash", "-e", "-c", "\n".join(commands)], cwd=self.folder,
                               capture_output=True, text=True, check=True).stdout
        self.assertIn("Signature Verified Successfully", shown)
        self.assertEqual(shown.split()[-1], lines_of(receipt)["key"])

    def test_a_new_key_leaves_old_receipts_valid(self):
        self.open("2023-09-18T10:00:00+06:00")
        url = f"http://127.0.0.1:{self.daemon.port}"
        old = self.refuse(self.client, self.form(), "window-closed").json["receipt"]
        old_key = self.fetch_key().read_bytes()
        renewed = self.daemon.ctl("receipt", "renew-key", "--reason", "Жыл сайынғы")
        self.assertEqual(renewed.returncode, 0, renewed.stderr)
        fresh_key = self.fetch_key()
        self.assertNotEqual(fresh_key.read_bytes(), old_key)
        fresh = self.refuse(self.client, self.form(), "window-closed").json["receipt"]
        self.assertNotEqual(lines_of(fresh)["key"], lines_of(old)["key"])
        answer = self.ctl_verify(old, "--key", fresh_key)
        self.assertEqual(answer.returncode, 65)
        self.assertIn("another key", answer.stderr)
        for receipt in (old, fresh):
            self.check_genuine(receipt)
            self.assertEqual(self.ctl_verify(receipt, "--url", url).returncode, 0)
        unknown = old.replace(lines_of(old)["key"], "0123456789abcdef")
        self.assertEqual(self.ctl_verify(unknown, "--url", url).returncode, 65)

    def test_the_desk_can_tell_whose_receipt_it_is(self):
        self.open("2023-09-18T10:00:00+06:00")
        form = self.form()
        receipt = self.refuse(self.client, form, "window-closed").json["receipt"]
        answer = self.daemon.ctl("receipt", "applicant", "--iin", form["iin"])
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn(lines_of(receipt)["applicant"], answer.stdout)

    def test_the_key_is_sealed_and_survives_a_restart(self):
        self.open("2023-09-18T10:00:00+06:00")
        before = self.fetch_key().read_bytes()
        self.reopen("2023-09-18T11:00:00+06:00")
        self.assertEqual(self.fetch_key().read_bytes(), before)


if __name__ == "__main__":
    if shutil.which("openssl") is None:
        raise SystemExit("openssl is needed: it must verify what is signed")
    unittest.main()
