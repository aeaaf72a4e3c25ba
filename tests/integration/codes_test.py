"""Promo codes through the real daemon: spent once, typed as people do, guessed at, secret."""
import itertools
import unittest

from keste.client import apply_at_once
from keste.campaigns import Session
from keste.database import open_copy
from keste.desk import Desk

MANY = 500
AFTER_ONE = "2023-09-07T10:00:00+06:00"
CODE = "CABINET-77"


def client_of(number):
    """As a proxy tells of another client."""
    return {"X_Forwarded_For": f"198.51.{number // 250}.{number % 250 + 1}"}


class CodesTest(Desk):
    sessions = (Session("one", "2023-09-06T10:00", "2023-09-06T12:30", seats=600),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=600))
    online = True

    def setUp(self):
        super().setUp()
        self.open()

    def import_code(self, code=CODE, test="QAZTEST"):
        """A listed code and its holder's IIN."""
        iin = next(self.iins)
        sheet = self.write(["Code,IIN,Test", f"{code},{iin},{test}"], "codes.csv")
        self.assertEqual(self.desk("promo", "import", sheet)["taken"], 1)
        return iin

    def apply_online(self, **other):
        form = self.crowd.next_form(None, None, test="QRT", **other)
        return self.client.apply(form)

    def state_of(self, code=CODE):
        return self.desk("promo", "show", code)["state"]

    def take_result(self, iin, level, **other):
        sheet = self.write(["IIN,Level,Document number", f"{iin},{level},KZ-{iin[:6]}"],
                           "results.csv")
        return self.desk("results", "import", sheet, **other)


class AtOnce(CodesTest):
    def test_of_500_persons_with_one_code_only_its_holder_gets_it(self):
        iin = self.import_code()
        forms = [self.crowd.next_form("almaty", "two", promo_code=CODE) for _ in range(MANY)]
        forms[MANY // 2]["iin"] = iin
        answers = apply_at_once(self.daemon, forms, [client_of(n) for n in range(MANY)])
        holders = answers.pop(MANY // 2)
        self.assertEqual((holders.status, holders.json["attempt"]), (201, "free"))
        self.assertEqual({answer.status for answer in answers}, {409})
        self.assertTrue(all(answer.words == answers[0].words for answer in answers))
        self.assertEqual(answers[0].problem, "promo-code-refused")
        # A code that does not exist is refused in the same words.
        unknown = self.client.apply(self.crowd.next_form("almaty", "two", promo_code="NO-SUCH"),
                                    **client_of(MANY))
        self.assertEqual(unknown.words, answers[0].words)
        self.assertEqual(self.desk("promo", "show", CODE)["application"], holders.json["id"])
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 1)

    def test_of_500_requests_of_its_holder_one_spends_it(self):
        iin = self.import_code()
        form = self.crowd.next_form("almaty", "two", promo_code=CODE, iin=iin)
        answers = apply_at_once(self.daemon, [form] * MANY,
                                [{"Idempotency_Key": f"key-{n}"} for n in range(MANY)])
        refused = [answer for answer in answers if answer.status != 201]
        self.assertEqual(len(refused), MANY - 1)
        self.assertEqual({answer.problem for answer in refused}, {"already-applied"})
        self.assertEqual(self.state_of(), "reserved")
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 1)


class Typing(CodesTest):
    def test_a_code_is_found_however_it_is_typed(self):
        iin = self.import_code()
        # Cyrillic С А В Е Т look like the Latin letters.
        for typed in ("cabinet-77", " CABINET 77 ", "САВINЕТ-77", "с а в i n е т 7 7",
                      "CABINET–77", "cabinet\u00a077"):
            with self.subTest(typed):
                answer = self.apply("two", iin=iin, promo_code=typed)
                self.assertEqual((answer.status, answer.json["attempt"]), (201, "free"), answer)
                self.assertEqual(self.state_of(), "reserved")
                self.assertEqual(self.client.withdraw(answer.json["ticket"]).status, 200)
                self.assertEqual(self.state_of(), "released")

    def test_own_codes_mistyped_are_told_and_cost_nothing(self):
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        for place in (place for place, symbol in enumerate(code) if symbol != "-"):
            wrong = code[:place] + ("7" if code[place] != "7" else "8") + code[place + 1:]
            answer = self.apply("two", iin=iin, promo_code=wrong, language="ru")
            self.assertEqual((answer.status, answer.problem), (422, "promo-code-mistyped"), wrong)
            self.assertEqual(answer.json["errors"][0]["field"], "promo_code")
        self.assertIn("check symbol", self.desk("promo", "show", wrong, exit=65))
        self.assertEqual(self.apply("two", iin=iin, promo_code=code).status, 201)

    def test_a_code_serves_one_application(self):
        iin = self.import_code()
        first = self.apply("two", iin=iin, promo_code=CODE)
        self.assertEqual(first.status, 201)
        self.assertEqual(self.apply("one", iin=iin, promo_code=CODE).problem, "already-applied")
        for state in ("withdrawn", "withdrawn"):
            self.assertEqual(self.client.withdraw(first.json["ticket"]).json["state"], state)
        self.assertEqual(self.apply("one", iin=iin, promo_code=CODE).status, 201)


class Guessing(CodesTest):
    def guess(self, number, client, **other):
        form = self.crowd.next_form("almaty", "two", promo_code=f"NO-{number}", **other)
        return self.client.apply(form, X_Forwarded_For=client)

    def test_who_guesses_waits_and_nobody_else(self):
        iin = self.import_code()
        for number in range(30):
            answer = self.guess(number, "203.0.113.5")
            if answer.status == 429:
                break
            self.assertEqual(answer.problem, "promo-code-refused")
        self.assertEqual((number, answer.status), (11, 429))
        self.assertGreater(int(answer.headers["Retry-After"]), 0)
        # Not even a right code is looked up there for now; without a code the way is free.
        form = self.crowd.next_form("almaty", "two", promo_code=CODE, iin=iin)
        self.assertEqual(self.client.apply(form, X_Forwarded_For="203.0.113.5").status, 429)
        self.assertEqual(self.client.apply(self.crowd.next_form("almaty", "two"),
                                           X_Forwarded_For="203.0.113.5").status, 201)
        self.assertEqual(self.guess(98, "203.0.113.6").status, 409)
        self.assertEqual(self.client.apply(form, X_Forwarded_For="203.0.113.6").status, 201)

    def test_guessing_at_a_person_does_not_keep_them_out(self):
        iin = self.import_code()
        for number in range(40):
            self.assertIn(self.guess(number, f"203.0.113.{number}", iin=iin).status, (409, 429))
        form = self.crowd.next_form("almaty", "two", promo_code=CODE, iin=iin)
        self.assertEqual(self.client.apply(form, X_Forwarded_For="203.0.113.99").status, 201)


class Attempts(CodesTest):
    def test_the_free_attempt_is_one_for_both_tests(self):
        iin = self.import_code()
        refused = self.desk("promo", "issue", "--iin", iin, "--test", "QRT", exit=65)
        self.assertIn("QAZTEST", refused)
        second = self.write(["Code,IIN,Test", f"OTHER-1,{iin},QRT"], "more.csv")
        self.assertEqual(self.desk("promo", "import", second, exit=65)["refused"], 1)
        self.assertEqual(self.apply_online(iin=iin, promo_code=CODE).problem,
                         "promo-code-other-test")
        seated = self.apply(iin=iin, promo_code=CODE).json
        self.assertEqual(self.apply_online(iin=iin, promo_code=CODE).problem, "free-attempt-used")
        self.client.withdraw(seated["ticket"])
        self.assertEqual(self.apply_online(iin=iin, promo_code=CODE).problem,
                         "promo-code-other-test")

    def test_an_online_test_takes_its_code(self):
        iin = self.import_code(test="QRT")
        taken = self.apply_online(iin=iin, promo_code=CODE).json
        self.assertEqual((taken["state"], taken["attempt"], taken["url"]),
                         ("accepted", "free", "https://qrt.example.kz"))
        self.assertEqual(self.state_of(), "reserved")
        self.client.withdraw(taken["ticket"])
        self.assertEqual(self.state_of(), "released")

    def test_who_failed_retakes_at_their_own_expense(self):
        iin = self.import_code()
        self.assertEqual(self.apply(iin=iin, promo_code=CODE).status, 201)
        self.reopen(AFTER_ONE)
        self.assertEqual(self.take_result(iin, "A2")["taken"], 1)
        self.assertEqual(self.state_of(), "redeemed")
        self.assertIn(self.apply("two", iin=iin, promo_code=CODE).problem,
                      ("free-attempt-used", "promo-code-used"))
        retake = self.apply("two", iin=iin, payment_reference="KASPI-1")
        self.assertEqual((retake.status, retake.json["attempt"]), (201, "self_funded"))
        self.reopen("2023-09-22T10:00:00+06:00")
        self.assertEqual(self.take_result(iin, "B1")["taken"], 1)

    def test_an_absent_holder_keeps_the_code(self):
        iin = self.import_code()
        missed = self.apply(iin=iin, promo_code=CODE).json
        self.reopen(AFTER_ONE)
        self.desk("session", "finish", "one", "--absent", missed["id"])
        self.assertEqual((self.look(missed["ticket"])["state"], self.state_of()),
                         ("absent", "released"))
        self.assertEqual(self.apply("two", iin=iin, promo_code=CODE).status, 201)

    def test_a_void_code_is_told_to_its_holder_only(self):
        iin = self.import_code()
        self.desk("promo", "void", CODE, "--reason", "made twice")
        self.assertEqual(self.apply(iin=iin, promo_code=CODE).problem, "promo-code-void")
        self.assertEqual(self.apply(promo_code=CODE).problem, "promo-code-refused")


class StrictAttempts(CodesTest):
    admission = "promo_code: required, self_funded: retake, no_show: spends_code"

    def test_a_code_first_and_a_payment_afterwards(self):
        self.assertEqual(self.apply().problem, "promo-code-required")
        self.assertEqual(self.apply(payment_reference="KASPI-1").problem, "promo-code-required")
        iin = self.import_code()
        self.assertEqual(self.apply(iin=iin, promo_code=CODE).status, 201)
        self.reopen(AFTER_ONE)
        self.take_result(iin, "A2")
        self.assertEqual(self.apply("two", iin=iin).problem, "payment-required")
        retake = self.apply("two", iin=iin, payment_reference="KASPI-1")
        self.assertEqual((retake.status, retake.json["attempt"]), (201, "self_funded"))

    def test_after_passing_there_is_no_other_attempt(self):
        iin = self.import_code()
        self.assertEqual(self.apply(iin=iin, promo_code=CODE).status, 201)
        self.reopen(AFTER_ONE)
        self.take_result(iin, "B2")
        for right in ({"payment_reference": "KASPI-1"}, {"promo_code": CODE}):
            self.assertEqual(self.apply("two", iin=iin, **right).problem, "already-passed")

    def test_an_absent_holder_has_spent_the_code(self):
        iin = self.import_code()
        missed = self.apply(iin=iin, promo_code=CODE).json
        self.reopen(AFTER_ONE)
        self.desk("session", "finish", "one", "--absent", missed["id"])
        self.assertEqual(self.state_of(), "redeemed")
        self.assertIn(self.apply("two", iin=iin, promo_code=CODE).problem,
                      ("free-attempt-used", "promo-code-used"))
        self.assertEqual(self.apply("two", iin=iin, payment_reference="KASPI-1").status, 201)


class Lists(CodesTest):
    def test_a_sheet_tells_each_row_that_it_does_not_take(self):
        holder, other = next(self.iins), next(self.iins)
        self.desk("promo", "import", self.write(["Code,IIN,Test", f"A-1,{holder},QAZTEST"]))
        rows = ["ЖСН;Промокод;Тест", f"{holder};A-1;QAZTEST", f"{other};A-1;QAZTEST",
                f"{holder};A-2;QAZTEST", f"{next(self.iins)};A-3;TOEFL", f"{next(self.iins)};;QRT",
                f"{next(self.iins)};A-4;QRT"]
        answer = self.desk("promo", "import", self.write(rows, encoding="cp1251"), exit=65)
        self.assertEqual((answer["taken"], answer["known"], answer["refused"]), (1, 1, 4))
        self.assertEqual([row["row"] for row in answer["rows"]], [3, 4, 5, 6])
        table = self.daemon.ctl("promo", "import", self.folder / "sheet.csv")
        self.assertEqual(table.returncode, 65)
        self.assertIn("4 refused", table.stdout)

    def test_the_report_counts_by_test_origin_and_state(self):
        self.import_code()
        self.import_code("QRT-1", "QRT")
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        self.desk("promo", "void", "QRT-1", "--reason", "a mistake")
        self.assertEqual(self.apply(iin=iin, promo_code=code).status, 201)
        report = self.desk("promo", "report")
        counts = {(row["test"], row["made"], row["state"]): row["count"] for row in report["rows"]}
        self.assertEqual(counts, {("QAZTEST", "imported", "issued"): 1,
                                  ("QRT", "imported", "void"): 1,
                                  ("QAZTEST", "issued", "reserved"): 1})
        self.assertEqual(report["total"], 3)
        table = self.daemon.ctl("promo", "report")
        self.assertEqual((table.returncode, table.stderr), (0, ""))
        self.assertIn("reserved", table.stdout)


class Secrets(CodesTest):
    def test_neither_iin_nor_code_is_written_anywhere(self):
        iin = self.import_code()
        stranger = next(self.iins)
        code = self.desk("promo", "issue", "--iin", stranger, "--test", "QAZTEST")["code"]
        self.assertEqual(self.apply(iin=iin, promo_code=CODE).status, 201)
        self.assertEqual(self.apply("two", iin=stranger, promo_code=CODE).status, 409)
        self.assertEqual(self.apply("two", iin=stranger, promo_code=code).status, 201)
        self.desk("session", "roster", "one")
        self.desk("person", "export", "--iin", iin)
        sheet = self.write([
            "Timestamp;IIN;Surname;Given name;E-mail;Phone;City;Promo code;Consent",
            f"02.09.2023 09:00:00;{iin[:-1]}x;A;B;a@example.kz;87010000000;almaty;{CODE};да"])
        self.desk("applications", "import", sheet, exit=65)
        self.wait_quiet()
        # A log that still waits to be written into the database file, and one that does not.
        self.daemon.kill()
        self.search(iin, stranger, code)
        self.open()
        self.assertEqual(self.daemon.stop(), 0)
        self.search(iin, stranger, code)

    def search(self, *secrets):
        needles = [text.encode() for text in
                   itertools.chain(secrets, (secrets[-1].replace("-", ""), CODE, "CABINET77"))]
        logs = list(self.site.folder.glob("kested-*.log"))
        files = list(self.site.state.glob("keste.db*"))
        contents = [file.read_bytes() for file in logs + files]
        if not files:
            with open_copy(self.site.database) as database:
                contents += [row.encode() for row in database.iterdump()]
        self.assertGreaterEqual(len(contents), 2)
        for content, needle in itertools.product(contents, needles):
            self.assertNotIn(needle, content)


if __name__ == "__main__":
    unittest.main()
