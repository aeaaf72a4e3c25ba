"""Results through the real daemon: the watched folder, corrections, and what people are told."""
import json
import time
import unittest

from keste.campaigns import Session
from keste.client import UnixConnection
from keste.daemon import parse_instant
from keste.database import open_copy
from keste.desk import Desk
from keste.waiting import wait_for

AFTER = "2023-09-20T14:00:00+06:00"
DUE = "2023-09-21T18:00:00+06:00"
GROWS_FOR = 5.0  # Seconds; longer than the daemon waits between two looks.
HEADINGS = "IIN,Level,Score,Document number,Issued,Status"


class ResultsTest(Desk):
    """People who sat session one, whose results are due on Thursday the 21st at 18:00."""
    online = True
    branches = True
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=500),)
    seated = 2

    def setUp(self):
        super().setUp()
        self.open()
        self.people = [next(self.iins) for _ in range(self.seated)]
        self.applications = [self.apply(iin=iin, language="en").json for iin in self.people]
        self.wait_quiet()

    def row(self, person, level="B1", status="", score="70", number="KZ-7"):
        return f"{self.people[person]},{level},{score},{number},2023-09-21,{status}"

    def take(self, *rows, exit=0, headings=HEADINGS):
        return self.desk("results", "import", self.write([headings, *rows], "results.csv"),
                         exit=exit)

    def result_of(self, person):
        return self.look(self.applications[person]["ticket"]).get("result")

    def list_told(self, person):
        self.wait_quiet()
        number = self.applications[person]["id"]
        return [mail for kind in ("result_ready", "results_due")
                for mail in self.list_mails(kind, number)]


class Telling(ResultsTest):
    def test_a_result_before_its_time_is_told_at_once_and_not_again(self):
        self.reopen(AFTER)
        self.assertEqual(self.take(self.row(0), self.row(1, "A2"))["taken"], 2)
        passed, = self.wait_mails("result_ready", 1, self.applications[0]["id"])
        self.assertIn("Congratulations!", passed.text)
        self.assertIn("Document number: KZ-7", passed.text)
        self.assertNotIn("retake", passed.text)
        failed, = self.wait_mails("result_ready", 1, self.applications[1]["id"])
        self.assertIn("Level B1 was not reached, so\na reference is issued", failed.text)
        self.assertIn("retake the test at your own expense", failed.text)
        self.assertEqual(self.result_of(0)["document"], "certificate")
        self.assertEqual(self.result_of(1)["document"], "reference")
        self.reopen("2023-09-21T18:00:01+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("results_due"), [])
        self.reopen("2023-09-26T10:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("results_overdue"), [])

    def test_due_and_not_there_is_told_and_the_branch_asked_each_working_day(self):
        self.reopen("2023-09-21T18:00:01+06:00")
        due, _ = self.wait_mails("results_due", 2)
        self.assertIn("https://results.example.kz", due.text)
        self.assertIn("the result should be ready", due.text)
        self.assertEqual(self.take(self.row(0))["taken"], 1)
        self.wait_mails("result_ready", 1, self.applications[0]["id"])
        for clock, count in (("2023-09-22T08:59:00+06:00", 0), ("2023-09-22T09:00:01+06:00", 1),
                             ("2023-09-25T08:59:00+06:00", 1), ("2023-09-25T09:00:01+06:00", 2)):
            self.reopen(clock)
            self.wait_quiet()
            asked = self.list_mails("results_overdue")
            self.assertEqual(len(asked), count, clock)
        self.assertEqual({mail.recipient for mail in asked}, {"almaty@branch.example.kz"})
        for mail in asked:
            self.assertIn(": 1\n", mail.text)
        self.take(self.row(1))
        late, = self.wait_mails("result_ready", 1, self.applications[1]["id"])
        self.assertGreater(late.date, parse_instant(DUE))
        self.reopen("2023-09-27T10:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("results_overdue")), 2)

    def test_the_last_minute_of_the_due_day_is_in_time(self):
        self.reopen("2023-09-21T23:59:00+06:00")
        self.take(self.row(0), self.row(1))
        self.reopen("2023-09-23T10:00:00+06:00")
        self.wait_quiet()
        self.assertEqual(self.list_mails("results_overdue"), [])

    def test_held_then_final(self):
        self.reopen(AFTER)
        self.take(self.row(0, "", "on_hold", "", ""))
        self.assertEqual(self.list_told(0), [])
        self.assertEqual(self.result_of(0), {"status": "on_hold"})
        self.take(self.row(0))
        told, = self.list_told(0)
        self.assertIn("Congratulations!", told.text)

    def test_held_beyond_the_due_date_is_said(self):
        self.reopen("2023-09-22T08:00:00+06:00")
        self.assertEqual([mail.kind for mail in self.list_told(0)], ["results_due"])
        self.take(self.row(0, "", "on_hold", "", ""))
        ready, = self.wait_mails("result_ready", 1)
        self.assertIn("it is being examined", ready.text)
        self.assertNotIn("Download", ready.text)

    def test_annulled(self):
        self.reopen(AFTER)
        self.take(self.row(0, "B2"))
        self.wait_mails("result_ready", 1)
        self.assertEqual(self.take(self.row(0, "B2", "annulled"))["corrected"], 1)
        _, annulled = self.wait_mails("result_ready", 2)
        self.assertIn("annulled, and no document is issued", annulled.text)
        self.assertNotIn("Congratulations", annulled.text)
        self.assertEqual(self.result_of(0)["status"], "annulled")


class Taking(ResultsTest):
    def test_the_same_again_is_known_and_another_corrects_and_both_are_kept(self):
        self.reopen(AFTER)
        self.assertEqual(self.take(self.row(0, "A2"))["taken"], 1)
        self.assertEqual(self.take(self.row(0, "A2"))["known"], 1)
        self.assertEqual(self.take(self.row(0, "B1"))["corrected"], 1)
        self.assertEqual([mail.kind for mail in self.list_told(0)], ["result_ready"] * 2)
        self.assertEqual(self.result_of(0)["level"], "B1")
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            kept = database.execute("SELECT level FROM results ORDER BY id").fetchall()
        self.assertEqual(kept, [("A2",), ("B1",)])

    def test_a_number_serves_as_well_and_bad_rows_harm_no_other(self):
        self.reopen(AFTER)
        number = self.applications[0]["id"]
        rows = [f"{number};C1;88,5", f"{number + 98};B1;60", f"{self.applications[1]['id']};B9;60"]
        answer = self.take(*rows, headings="Өтініш нөмірі;Деңгейі;Балл", exit=65)
        self.assertEqual((answer["taken"], answer["refused"]), (1, 2))
        self.assertEqual({row["row"] for row in answer["rows"]}, {3, 4})
        self.assertEqual(self.result_of(0)["level"], "C1")

    def test_a_program_may_send_them(self):
        self.reopen(AFTER)
        body = {"results": [{"iin": self.people[0], "level": "B1"},
                            {"application": self.applications[1]["id"], "level": "A1"}]}
        connection = UnixConnection(self.site.state / "kested.sock")
        self.addCleanup(connection.close)
        connection.request("POST", "/api/v1/results", json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        self.assertEqual((answer["taken"], answer["refused"]), (2, 0))
        self.assertEqual(self.client.ask("POST", "/api/v1/results", body).status, 401)

    def test_a_result_shows_that_somebody_was_there(self):
        self.reopen(AFTER)
        self.desk("session", "finish", "one", "--absent", self.applications[0]["id"])
        self.take(self.row(0))
        self.assertEqual(self.look(self.applications[0]["ticket"])["state"], "tested")

    def test_the_online_test_from_the_steps_to_a_retake(self):
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QRT")["code"]
        form = self.crowd.next_form(None, None, language="ru", test="QRT", iin=iin,
                                    promo_code=code)
        online = self.accept(self.client, form)
        received, = self.wait_mails("application_received", 1, online["id"])
        for words in ("Причина: резерв", "https://qrt.example.kz", "22 сентября"):
            self.assertIn(words, received.text)
        self.assertIsNone(received.calendar)
        self.reopen("2023-09-10T10:00:00+06:00")
        self.take(f"{iin},A2,40,,2023-09-09,")
        ready, = self.wait_mails("result_ready", 1, online["id"])
        self.assertIn("за свой счёт", ready.text)
        self.assertEqual(self.look(online["ticket"])["result"]["document"], "reference")
        self.assertEqual(self.desk("promo", "show", code)["state"], "redeemed")
        self.assertEqual(self.apply(iin=iin, payment_reference="KASPI-1").json["attempt"],
                         "self_funded")


class Folder(ResultsTest):
    seated = 200

    def setUp(self):
        super().setUp()
        self.reopen(AFTER)
        self.results = self.site.state / "results.d"

    def lay(self, name, *rows):
        """As a careful program does: written elsewhere, then renamed."""
        draft = self.results / ("." + name)
        draft.write_text("\n".join([HEADINGS, *rows]) + "\n")
        draft.rename(self.results / name)

    def wait_filed(self, folder, name):
        filed = self.results / folder / name
        wait_for(f"{filed}", filed.exists)
        return (self.results / folder / (name + ".report.txt")).read_text()

    def test_files_are_taken_whole_and_filed_with_a_report(self):
        for name in (".hidden.csv", "part.csv.part", "readme.txt"):
            (self.results / name).write_text(HEADINGS + "\n" + self.row(0) + "\n")
        (self.results / "done" / "a.csv").touch()
        self.lay("a.csv", self.row(1), self.row(2, "A1"))
        self.lay("b.csv", self.row(3), self.row(4, "B9"), "123,B1,50,,,", self.row(1))
        (self.results / "c.csv").write_text("nothing of use\n")
        with open(self.results / "growing.csv", "w") as file:
            file.write(HEADINGS + "\n")
            until = time.monotonic() + GROWS_FOR
            rows = iter(range(10, self.seated))

            def grow():
                person = next(rows, None)
                if person is not None:
                    file.write(self.row(person) + "\n")
                    file.flush()
                return time.monotonic() >= until
            wait_for("the file to have grown", grow, every=GROWS_FOR / self.seated)
            self.assertTrue((self.results / "growing.csv").exists())
            for person in rows:
                file.write(self.row(person) + "\n")
        self.assertIn("taken: 2\n", self.wait_filed("done", "a-2.csv"))
        report = self.wait_filed("failed", "b.csv")
        self.assertIn("taken: 1\n", report)
        self.assertIn("known already: 1\nrefused: 2\n", report)
        self.assertIn("row 3, column 2 ", report)
        self.assertIn("row 4", report)
        self.assertIn("not read", self.wait_filed("failed", "c.csv"))
        self.assertIn("taken: 190\n", self.wait_filed("done", "growing.csv"))
        self.assertEqual(sorted(path.name for path in self.results.iterdir()),
                         [".hidden.csv", "done", "failed", "part.csv.part", "readme.txt"])
        self.assertIsNone(self.result_of(0))
        self.assertEqual(self.result_of(3)["level"], "B1")
        for secret in (self.people[4], self.people[1]):
            self.assertNotIn(secret, self.daemon.log_path.read_text())
            self.assertNotIn(secret, report)

    def test_a_file_that_came_while_nobody_looked_is_taken_at_the_start(self):
        self.client.close()
        self.daemon.kill()
        self.lay("late.csv", *[self.row(person) for person in range(self.seated)])
        self.open(AFTER)
        self.assertIn(f"taken: {self.seated}\n", self.wait_filed("done", "late.csv"))


if __name__ == "__main__":
    unittest.main()
