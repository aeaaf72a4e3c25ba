"""Personal data through the real daemon: exported, erased, sealed with a key that must be there."""
import shutil
import stat
import unittest

from keste.campaigns import Session
from keste.database import find_damage, open_copy
from keste.desk import IN_WINDOW, Desk

AFTER = "2023-09-20T14:00:00+06:00"
CONFIG = 78  # sysexits.h
NAME, PHONE, EMAIL = "Ұмытылмас", "+77019998877", "never-forgotten@example.kz"
NEED = "a very special chair"


class PrivacyTest(Desk):
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=20),)

    def setUp(self):
        super().setUp()
        self.open()

    def seat_somebody(self):
        """A person with a code, needs and a name that is easily found; IIN, code, application."""
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        answer = self.apply(iin=iin, promo_code=code, surname=NAME, email=EMAIL, phone=PHONE,
                            needs=NEED)
        self.assertEqual(answer.status, 201, answer)
        self.desk("applications", "needs", answer.json["id"], "--needs", NEED,
                  "--extra-minutes", "30")
        return iin, code, answer.json

    def count_trace(self, *needles):
        """Which of the texts stand in the database that a restart would see."""
        with open_copy(self.site.database) as database:
            content = "\n".join(database.iterdump())
        return [needle for needle in needles if needle in content]

    def erase(self, iin, **other):
        return self.desk("person", "erase", "--iin", iin, "--reason", "asked for it", **other)


class Erasing(PrivacyTest):
    def test_what_is_kept_is_shown_to_the_desk(self):
        iin, _, application = self.seat_somebody()
        kept, = self.desk("person", "export", "--iin", iin)["rows"]
        self.assertEqual(
            (kept["iin"], kept["surname"], kept["email"], kept["phone"], kept["needs"],
             kept["extra_minutes"], kept["application"], kept["consent"]),
            (iin, NAME, EMAIL, PHONE, NEED, 30, application["id"], "1"))
        table = self.daemon.ctl("person", "export", "--iin", iin)
        self.assertIn(NAME, table.stdout)
        self.assertIn("--iin", self.daemon.ctl("person", "export").stderr)

    def test_a_live_application_is_withdrawn_first(self):
        iin, code, application = self.seat_somebody()
        refused = self.erase(iin, exit=65)
        self.assertIn(str(application["id"]), refused)
        self.client.withdraw(application["ticket"])
        self.assertEqual(self.erase(iin)["erased"], 1)
        self.assertEqual(self.look(application["ticket"])["status"], 404)

    def test_nothing_of_a_person_stays_but_the_counts_and_the_chain(self):
        iin, code, application = self.seat_somebody()
        other = self.apply().json
        self.reopen(AFTER)
        self.desk("session", "finish", "one", "--ended", "2023-09-20T12:40")
        sheet = self.write(["IIN,Level,Score,Document number", f"{iin},B1,70,DOC-123456"],
                           "results.csv")
        self.desk("results", "import", sheet)
        self.wait_quiet()
        before = self.daemon.status()["totals"]["applications"]
        session = self.client.find("/cities/almaty/status").json["sessions"]
        self.assertEqual(self.erase(iin)["erased"], 1)
        self.assertTrue(self.desk("audit", "verify")["whole"])
        self.assertEqual(self.daemon.status()["totals"]["applications"], before)
        self.assertEqual(self.client.find("/cities/almaty/status").json["sessions"], session)
        self.desk("person", "export", "--iin", iin, exit=1)
        self.assertEqual(self.look(application["ticket"])["status"], 404)
        self.assertEqual(self.look(other["ticket"])["id"], other["id"])
        self.assertEqual(self.daemon.stop(), 0)
        self.assertEqual(self.count_trace(NAME, EMAIL, PHONE, NEED, iin, "DOC-123456",
                                          application["ticket"].split("-")[1]), [])
        for file in self.site.state.glob("keste.db*"):
            content = file.read_bytes()
            for text in (NAME, EMAIL, PHONE, NEED):
                self.assertNotIn(text.encode(), content, file.name)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})
        self.open("2023-09-20T15:00:00+06:00")
        self.assertTrue(self.desk("audit", "verify")["whole"])

    def test_a_consent_that_is_withdrawn_takes_it_all_along(self):
        iin, code, application = self.seat_somebody()
        address = f"/api/v1/applications/{application['ticket']}/consent"
        answer = self.client.ask("DELETE", address)
        self.assertEqual((answer.status, answer.json), (200, {"consent": "withdrawn"}))
        self.assertEqual(self.client.ask("DELETE", address).status, 404)
        self.desk("person", "export", "--iin", iin, exit=1)
        self.assertTrue(self.desk("audit", "verify")["whole"])
        self.assertEqual(self.daemon.stop(), 0)
        self.assertEqual(self.count_trace(NAME, EMAIL, PHONE, NEED), [])

    def test_what_a_person_wrote_is_in_no_log(self):
        iin, code, _ = self.seat_somebody()
        self.erase(iin, exit=65)
        self.wait_quiet()
        log = self.daemon.log_path.read_text()
        for text in (NAME, EMAIL, PHONE, PHONE[1:], iin, code, NEED):
            self.assertNotIn(text, log)


class Retention(PrivacyTest):
    admission = "keep_personal_data_days: 30"

    def test_on_its_day_it_is_all_gone_and_the_counts_stay(self):
        iin, _, application = self.seat_somebody()
        others = [self.apply().json for _ in range(9)]
        self.client.withdraw(others[0]["ticket"])
        self.reopen(AFTER)
        self.desk("session", "finish", "one", "--ended", "2023-09-20T12:40")
        # The last result is due on the 21st at 18:00, for the online test's window on the 22nd.
        self.reopen("2023-10-20T12:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.desk("person", "export", "--iin", iin)["applications"], 1)
        before = self.daemon.status()["totals"]["applications"]
        self.reopen("2023-10-24T12:00:00+06:00")
        self.wait_quiet()
        self.desk("person", "export", "--iin", iin, exit=1)
        for gone in (application, *others):
            self.assertEqual(self.look(gone["ticket"])["status"], 404)
        self.assertEqual(self.daemon.status()["totals"]["applications"], before)
        self.assertTrue(self.desk("audit", "verify")["whole"])
        self.assertEqual(self.daemon.stop(), 0)
        self.assertEqual(self.count_trace(NAME, EMAIL, PHONE, NEED, "Үміткерұлы"), [])


class TheKey(PrivacyTest):
    def setUp(self):
        super().setUp()
        self.key = self.site.state / "keste.key"
        self.iin, _, _ = self.seat_somebody()
        self.assertEqual(self.daemon.stop(), 0)

    def refuse_to_start(self, *words):
        daemon = self.launch(self.site, IN_WINDOW)
        self.assertEqual(daemon.process.wait(60), CONFIG)
        said = daemon.log_path.read_text()
        for each in words:
            self.assertIn(each, said)

    def test_it_is_made_once_for_its_owner_only(self):
        self.assertEqual(stat.S_IMODE(self.key.stat().st_mode), 0o600)
        made = self.key.read_text()
        self.assertRegex(made, r"\A[0-9a-f]{64}\n\Z")
        self.open()
        self.assertEqual(self.key.read_text(), made)
        self.assertEqual(self.desk("person", "export", "--iin", self.iin)["applications"], 1)

    def test_without_it_nothing_starts_and_no_other_is_made(self):
        kept = self.key.rename(self.key.with_suffix(".away"))
        self.refuse_to_start("keste.key", "put it back from the backup")
        self.assertFalse(self.key.exists())
        kept.rename(self.key)
        self.open()
        self.assertEqual(self.desk("person", "export", "--iin", self.iin)["applications"], 1)

    def test_with_another_one_nothing_starts_and_nothing_is_changed(self):
        kept = self.key.read_text()
        for content, words in ((kept[::-1].strip() + "\n", "key"), ("00" * 32 + "\n", "key"),
                               (kept[:60], "64 hexadecimal digits"), ("", "64 hexadecimal")):
            with self.subTest(content):
                self.key.write_text(content)
                self.refuse_to_start(words)
        self.key.write_text(kept)
        self.open()
        self.assertEqual(self.desk("person", "export", "--iin", self.iin)["applications"], 1)

    def test_others_may_not_read_it(self):
        self.key.chmod(0o640)
        self.refuse_to_start("chmod 600")

    def test_a_service_manager_s_credential_comes_first(self):
        folder = self.folder / "credentials"
        folder.mkdir()
        shutil.move(self.key, folder / "keste.key")
        daemon = self.start(self.site, IN_WINDOW,
                            environment={"CREDENTIALS_DIRECTORY": str(folder)})
        answer = daemon.ctl("person", "export", "--iin", self.iin)
        self.assertEqual(answer.returncode, 0, answer)
        self.assertFalse(self.key.exists())


if __name__ == "__main__":
    unittest.main()
