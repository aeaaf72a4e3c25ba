"""A full disk: nothing half-written, reads go on, and all recovers when there is space again."""
import os
import subprocess
import unittest

from keste import namespaces
from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.database import find_damage, open_copy
from keste.maildir import read_maildir
from keste.processes import KESTED, run
from keste.waiting import wait_for

START = "2023-09-02T10:00:00+06:00"
QUICK = 240
SIZE = 4 << 20
SPARE = 512 << 10
REFUSAL = None


def setUpModule():
    global REFUSAL
    REFUSAL = namespaces.enter_own_mounts()


class Disk(Case):
    def setUp(self):
        super().setUp()
        campaign = Campaign([Session("one", "2023-09-20T10:00", "2023-09-20T12:00", 10_000)],
                            window_to="2023-09-19")
        self.site = self.make_site(campaign=campaign)
        self.site.state.mkdir()
        self.mount_small_disk()
        self.ballast = self.site.state / "ballast"
        self.accepted = []

    def mount_small_disk(self):
        if REFUSAL is not None:
            self.skipTest("a small disk cannot be mounted here: " + REFUSAL)
        try:
            namespaces.mount("-t", "tmpfs", "-o", f"size={SIZE}", "keste-test", self.site.state)
        except subprocess.CalledProcessError as error:
            self.skipTest("a small disk cannot be mounted here: " + error.stderr.decode())
        self.addCleanup(run, "umount", "--lazy", self.site.state)

    def fill(self, spare):
        """Leaves this much space."""
        free = os.statvfs(self.site.state)
        with open(self.ballast, "wb") as ballast:
            ballast.write(bytes(max(0, free.f_bavail * free.f_frsize - spare)))

    def apply_until_full(self):
        """The form that was refused, and the key that it was sent under."""
        for number in range(3_000):
            form = self.crowd.next_form("almaty", "one")
            key = f"key-{self.crowd.count}"
            answer = self.client.apply(form, Idempotency_Key=key, Accept_Language="en")
            if answer.status != 201:
                self.assertEqual((answer.status, answer.problem), (503, "storage-full"), answer)
                self.assertGreater(int(answer.headers["Retry-After"]), 0)
                self.assertIn("nothing was stored", answer.json["detail"])
                return form, key
            self.accepted.append(answer.json)
        raise AssertionError("the disk never became full")

    def shows_full(self):
        """A smaller write may have found room after the one that did not."""
        self.apply_until_full()
        return "The disk is full" in self.daemon.ctl("status").stdout

    def is_not_ready(self):
        self.apply_until_full()
        ready = self.client.ask("GET", "/readyz")
        store = ready.json["parts"]["store"]
        return ready.status == 503 and store == {"ready": False, "state": "full"}

    def assert_reads_go_on(self):
        wait_for("the full disk to be shown", self.shows_full)
        wait_for("the store to be unready", self.is_not_ready)
        self.assertEqual(self.client.ask("GET", "/healthz").status, 200)
        status = self.client.find("/status").json
        self.assertEqual(status["totals"]["applications"]["seated"], len(self.accepted))
        for application in self.accepted[-5:]:
            found = self.client.find("/applications/" + application["ticket"])
            self.assertEqual((found.status, found.json), (200, application))

    def assert_recovers(self, form, key):
        self.ballast.unlink()

        def accepted_again():
            answer = self.client.apply(form, Idempotency_Key=key)
            return answer if answer.status == 201 else None
        self.accepted.append(wait_for("the store to take writes", accepted_again, every=0.1).json)
        wait_for("kested to be ready", lambda: self.client.ask("GET", "/readyz").status == 200)
        self.assertTrue(self.client.find("/audit/verification").json["whole"])

    def test_it_refuses_while_full_and_goes_on_when_there_is_space(self):
        self.daemon = self.start(self.site, START, QUICK)
        self.client = self.connect(self.daemon)
        for _ in range(2):
            self.fill(SPARE)
            form, key = self.apply_until_full()
            self.assert_reads_go_on()
            self.assert_recovers(form, key)
        self.check_the_end()

    def check_the_end(self):
        def all_sent():
            return self.daemon.status()["totals"]["notifications"]["sent"] == len(self.accepted)
        wait_for("every mail to leave", all_sent, every=0.1)
        keys = sorted(mail.key for mail in read_maildir(self.site.maildir))
        self.assertEqual(keys, sorted((a["id"], "application_received") for a in self.accepted))
        self.assertEqual(list((self.site.maildir / "tmp").iterdir()), [])
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})
            count, = database.execute("SELECT count(*) FROM applications").fetchone()
        self.assertEqual(count, len(self.accepted))

    def test_killed_while_full_it_starts_again_when_there_is_space(self):
        self.daemon = self.start(self.site, START, QUICK)
        self.client = self.connect(self.daemon)
        self.fill(SPARE)
        form, key = self.apply_until_full()
        self.daemon.kill()
        self.ballast.unlink()
        self.daemon = self.start(self.site, "2023-09-02T12:00:00+06:00", QUICK)
        self.client = self.connect(self.daemon)
        self.accepted.append(self.accept(self.client, form, Idempotency_Key=key))
        self.check_the_end()

    def test_it_does_not_begin_without_space_and_says_why(self):
        self.fill(0)
        refused = run(KESTED, "--etc", self.site.etc, "--state", self.site.state)
        self.assertEqual(refused.returncode, 74, refused.stderr)
        self.assertRegex(refused.stderr, "full|space")


if __name__ == "__main__":
    unittest.main()
