"""The questionnaire's sheets, as LibreOffice made them and as people mangle them, taken whole."""
import subprocess
import unittest

from keste.campaigns import Session
from keste.case import Case
from keste.database import list_tables, open_copy
from keste.desk import HEADINGS, Desk
from keste.processes import KESTECTL, REPOSITORY, end, spawn
from keste.waiting import wait_for

FILES = REPOSITORY / "tests" / "unit" / "sheet" / "files"
# Row by row: what becomes of it, and the columns of what is wrong, as a spreadsheet counts them.
OUTCOMES = {
    "libreoffice-utf8-comma.csv": [
        ("seated", "konaev", []), ("seated", "astana-0920-1", []), ("seated", "oral", []),
        ("refused", "", [10]), ("refused", "", [14])],
    "libreoffice-windows1251-semicolon.csv": [
        ("seated", "konaev", []), ("seated", "almaty", []), ("refused", "", [3, 4, 13])],
    "libreoffice-dates-tab.csv": [
        ("seated", "oral", []), ("seated", "konaev", []), ("refused", "", [13])],
    "libreoffice-utf16-tab.csv": [
        ("seated", "oral", []), ("seated", "konaev", []), ("refused", "", [13])],
    "mangled.csv": [
        ("seated", "konaev", []), ("refused", "", [6]), ("refused", "", [2, 8, 10]),
        ("seated", "oral", []), ("refused", "", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("refused", "", [6, 7, 8])],
}
READ_AS = {"libreoffice-utf8-comma.csv": ("UTF-8", ","),
           "libreoffice-windows1251-semicolon.csv": ("Windows-1251", ";"),
           "libreoffice-dates-tab.csv": ("UTF-8", "tab"),
           "libreoffice-utf16-tab.csv": ("UTF-16", "tab"), "mangled.csv": ("UTF-8", ";")}
MAILED = {name: sum(outcome == "seated" for outcome, _, _ in rows)
          for name, rows in OUTCOMES.items()}


class Shipped(Desk):
    """Against the shipped campaign, some days before the sheets' first sessions."""

    def setUp(self):
        Case.setUp(self)
        self.site = self.make_site()
        self.iins = self.crowd.iins
        self.open("2023-09-17T23:59:59+06:00")

    def read_database(self):
        """What a dry run must leave as it is."""
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            tables = set(list_tables(database)) - {"runs", "agenda", "audit", "campaigns"}
            return {name: sorted(map(str, database.execute(f"SELECT * FROM {name}").fetchall()))
                    for name in tables}

    def take(self, path, *words):
        broken = 65 if any(outcome == "refused" for outcome, _, _ in OUTCOMES[path.name]) else 0
        return self.desk("applications", "import", path, *words, exit=broken)

    def judge(self, answer, name):
        seen = [(row["outcome"], row.get("session", ""),
                 sorted(problem["column"] for problem in row.get("problems", [])))
                for row in answer["rows"]]
        for row, (outcome, session, columns) in zip(seen, OUTCOMES[name]):
            self.assertEqual((row[0], row[2]), (outcome, columns), (name, answer))
            self.assertTrue(row[1].startswith(session), row)
        self.assertEqual(len(seen), len(OUTCOMES[name]))
        self.assertEqual((answer["sheet"]["charset"], answer["sheet"]["delimiter"]), READ_AS[name])

    def test_each_is_rehearsed_without_a_trace_then_taken_then_known(self):
        self.reopen("2023-09-18T00:00:01+06:00")
        self.wait_quiet()  # The windows' closing is told to the branches.
        before = self.read_database()
        self.open("2023-09-18T00:00:02+06:00")
        for name in OUTCOMES:
            with self.subTest(name):
                self.judge(self.take(FILES / name, "--dry-run"), name)
        self.wait_quiet()
        self.assertEqual(self.list_mails("application_received"), [])
        self.assertEqual(self.read_database(), before)
        self.open("2023-09-18T00:00:03+06:00")
        for name in ("libreoffice-utf8-comma.csv", "libreoffice-windows1251-semicolon.csv"):
            with self.subTest(name):
                taken = self.take(FILES / name)
                self.judge(taken, name)
                self.assertEqual(taken["taken"], MAILED[name])
                again = self.take(FILES / name)
                self.assertEqual((again["taken"], again["known"]), (0, MAILED[name]))
        mails = self.wait_mails("application_received", 5)
        self.assertEqual({mail.language for mail in mails}, {"kk", "ru"})
        self.wait_quiet()
        self.assertEqual(len(self.list_mails("application_received")), 5)

    def test_the_mangled_one_and_the_dates_of_another_country(self):
        for name in ("mangled.csv", "libreoffice-dates-tab.csv"):
            with self.subTest(name):
                taken = self.take(FILES / name)
                self.assertEqual(taken["total"], len(OUTCOMES[name]))
                self.assertEqual(taken["taken"] + taken["known"] + taken["refused"],
                                 taken["total"])
        again = self.take(FILES / "libreoffice-utf16-tab.csv")
        self.assertEqual(again["taken"], 0)

    def test_what_was_understood_is_what_is_kept(self):
        self.take(FILES / "libreoffice-utf8-comma.csv")
        kept = self.desk("person", "export", "--iin", "001231600038")["rows"][0]
        self.assertEqual((kept["surname"], kept["patronymic"], kept["phone"], kept["city"]),
                         ("Примерова", "", "+77010000003", "oral"))
        self.assertEqual(kept["needs"], "Үлкен әріппен, екінші қабат емес")
        # Nine in Almaty, where the form's clock stands, is eight in Oral.
        self.assertEqual(kept["received_at"], "2023-09-11T08:00:30+05:00")


class Growing(Desk):
    sessions = (Session("one", "2023-09-22T10:00", "2023-09-22T12:30", seats=1000),)

    def setUp(self):
        super().setUp()
        self.open("2023-09-19T10:00:00+06:00")

    def take(self, rows, **other):
        return self.desk("applications", "import", self.write([HEADINGS, *rows]), **other)

    def test_the_answer_s_own_time_decides(self):
        # The window is from the 1st to the 18th, and the form's clock stands in Almaty.
        edges = [("31.08.2023 23:59:59", "window-not-open"), ("01.09.2023 00:00:00", ""),
                 ("18.09.2023 23:59:59", ""), ("19.09.2023 00:00:00", "window-closed"),
                 ("2023-09-18T17:59:59Z", ""), ("2023-09-18T18:00:00Z", "window-closed"),
                 ("2023-09-18T22:59:59+05:00", ""), ("2023-09-19 09:59:59", "window-closed"),
                 ("2023-09-19 10:30:00", "answered-in-the-future")]
        answer = self.take([self.row(at=at) for at, _ in edges], exit=65)
        self.assertEqual([(edges[row["row"] - 2][0], row.get("problem", ""))
                          for row in answer["rows"]], edges)

    def test_a_longer_export_takes_the_new_rows_only(self):
        rows = [self.row(at=f"02.09.2023 09:{n:02}:00") for n in range(40)]
        self.assertEqual(self.take(rows[:20])["taken"], 20)
        # Sorted anew, and with another delimiter.
        rows.reverse()
        rows = [row.replace(";", "\t") for row in rows]
        sheet = self.write([HEADINGS.replace(";", "\t"), *rows], "longer.tsv")
        answer = self.desk("applications", "import", sheet)
        self.assertEqual((answer["taken"], answer["known"]), (20, 20))
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 40)

    def test_who_withdrew_is_not_brought_back_by_the_same_sheet(self):
        rows = [self.row()]
        taken = self.take(rows)
        iin = rows[0].split(";")[1]
        self.assertEqual(len(taken["rows"]), 1)
        kept = self.desk("person", "export", "--iin", iin)["rows"]
        self.assertEqual(len(kept), 1)
        self.wait_quiet()
        mail, = self.list_mails("application_received")
        ticket = mail.text.split("/a/")[1].split()[0]
        self.assertEqual(self.client.withdraw(ticket).status, 200)
        self.assertEqual(self.take(rows)["known"], 1)
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 0)

    def test_a_bad_row_harms_no_other_and_is_named_with_its_column(self):
        rows = [self.row() for _ in range(50)]
        for broken in range(0, 50, 5):
            rows[broken] = self.row(email="nowhere", city="Атлантида")
        answer = self.take(rows, exit=65)
        self.assertEqual((answer["taken"], answer["refused"]), (40, 10))
        refused = [row for row in answer["rows"] if row["outcome"] == "refused"]
        self.assertEqual([row["row"] for row in refused], [n + 2 for n in range(0, 50, 5)])
        for row in refused:
            self.assertEqual({problem["column"] for problem in row["problems"]}, {5, 8})

    def test_an_import_that_is_cut_off_can_be_repeated(self):
        rows = [self.row(at="02.09.2023 09:00:00") for _ in range(900)]
        sheet = self.write([HEADINGS, *rows])
        pending = self.run_aside("applications", "import", sheet)
        wait_for("some rows to be taken",
                 lambda: self.daemon.status()["totals"]["applications"]["seated"] > 0
                 or pending.poll() is not None)
        self.client.close()
        self.daemon.kill()
        pending.wait(60)
        self.open("2023-09-19T10:10:00+06:00")
        answer = self.desk("applications", "import", sheet)
        self.assertEqual(answer["taken"] + answer["known"], 900)
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 900)

    def run_aside(self, *words):
        child = spawn([KESTECTL, *words, "--state", self.site.state],
                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(end, child)
        return child


class NoSheet(Desk):
    def test_what_is_no_sheet_is_refused_with_a_reason_and_leaves_nothing(self):
        self.open()
        cases = [b"", b"\x00\x01\x02\x03", b"just some words\n", (HEADINGS + "\n").encode(),
                 b"IIN;IIN;City\n1;2;3\n", "ЖСН;Қала\n1;2\n".encode()]
        for content in cases:
            with self.subTest(content):
                path = self.folder / "no-sheet.csv"
                path.write_bytes(content)
                answer = self.daemon.ctl("applications", "import", path)
                self.assertNotIn("bug", answer.stderr)
                self.assertIn(answer.returncode, (0, 65), answer)
                self.assertTrue(answer.stdout or answer.stderr)
        missing = self.daemon.ctl("applications", "import", self.folder / "none.csv")
        self.assertNotEqual(missing.returncode, 0)
        self.assertIn("none.csv", missing.stderr)
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 0)


if __name__ == "__main__":
    unittest.main()
