"""The desk through the real daemon: codes, sheets, sessions, results and persons."""
import json
import unittest

from keste.client import UnixConnection
from keste.desk import HEADINGS, IN_WINDOW, Desk

AFTER_SESSION = "2023-09-20T13:00:00+06:00"


class DeskTest(Desk):
    def setUp(self):
        super().setUp()
        self.open(IN_WINDOW)


class Trust(DeskTest):
    def test_the_desk_is_closed_to_the_network(self):
        for path in ("/promo-codes/report", "/accounting", "/call-list", "/sessions/one/roster"):
            self.assertEqual(self.client.find(path).status, 401, path)
        answer = self.client.ask("POST", "/api/v1/persons:export", {"iin": next(self.iins)})
        self.assertEqual((answer.status, answer.problem), (401, "sign-in-required"))

    def test_secrets_stay_out_of_logs_and_figures(self):
        iin = next(self.iins)
        code = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")["code"]
        self.assertEqual(self.apply(iin=iin, promo_code=code).status, 201)
        self.desk("person", "export", "--iin", iin)
        self.desk("promo", "show", code)
        seen = self.daemon.log_path.read_text() + self.client.ask("GET", "/metrics").body.decode()
        for secret in (iin, code, "Үміткерұлы"):
            self.assertNotIn(secret, seen)


class Codes(DeskTest):
    def test_a_code_is_issued_once_reserved_and_given_back(self):
        iin = next(self.iins)
        issued = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")
        again = self.desk("promo", "issue", "--iin", iin, "--test", "QAZTEST")
        self.assertEqual((issued["fresh"], again["fresh"]), (True, False))
        self.assertEqual(issued["code"], again["code"])
        typed = issued["code"].lower().replace("-", " ")
        answer = self.apply(iin=iin, promo_code=typed)
        self.assertEqual((answer.status, answer.json["attempt"]), (201, "free"))
        self.assertEqual(self.desk("promo", "show", issued["code"])["state"], "reserved")
        self.desk("promo", "void", issued["code"], "--reason", "a mistake", exit=65)
        self.client.withdraw(answer.json["ticket"])
        self.assertEqual(self.desk("promo", "show", issued["code"])["state"], "released")
        void = self.desk("promo", "void", issued["code"], "--reason", "a mistake")
        self.assertEqual(void["state"], "void")

    def test_codes_are_imported_once(self):
        mine, others = next(self.iins), next(self.iins)
        sheet = self.write(["Code,IIN,Test", f"PKR-1,{mine},QAZTEST", f"PKR-2,{others},QAZTEST",
                            "PKR-3,123,QAZTEST"])
        taken = self.desk("promo", "import", sheet, exit=65)
        self.assertEqual((taken["taken"], taken["refused"]), (2, 1))
        self.assertEqual(taken["rows"][0]["problems"][0]["column"], 2)
        self.assertEqual(self.desk("promo", "import", sheet, exit=65)["known"], 2)
        self.assertEqual(self.apply(iin=mine, promo_code="PKR-2").problem, "promo-code-refused")
        self.assertEqual(self.apply(iin=mine, promo_code="PKR-9").problem, "promo-code-refused")
        self.assertEqual(self.apply(iin=mine, promo_code="РКR 1").status, 201)

    def test_who_guesses_waits(self):
        self.desk("promo", "issue", "--iin", next(self.iins), "--test", "QAZTEST")
        statuses = [self.apply(promo_code=f"NO-{n}").status for n in range(15)]
        self.assertEqual(statuses[0], 409)
        self.assertEqual(statuses[-1], 429)
        elsewhere = self.client.apply(self.crowd.next_form("almaty", "one", promo_code="NO-99"),
                                      X_Forwarded_For="203.0.113.7")
        self.assertEqual(elsewhere.status, 409)


class Sheets(DeskTest):
    def test_a_sheet_is_rehearsed_taken_and_known(self):
        rows = [HEADINGS, self.row(), self.row(city="Атлантида"),
                self.row(at="20.08.2023 10:00:00"), self.row(email="no address")]
        sheet = self.write(rows, encoding="cp1251")
        rehearsed = self.desk("applications", "import", sheet, "--dry-run", exit=65)
        outcomes = [row["outcome"] for row in rehearsed["rows"]]
        self.assertEqual(outcomes, ["seated", "refused", "refused", "refused"])
        self.assertEqual(rehearsed["rows"][1]["problems"][0]["column"], 8)
        self.assertEqual(rehearsed["rows"][2]["problem"], "window-not-open")
        self.assertEqual(rehearsed["rows"][3]["problems"][0]["column"], 5)
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 0)
        taken = self.desk("applications", "import", sheet, exit=65)
        self.assertEqual((taken["taken"], taken["known"], taken["refused"]), (1, 0, 3))
        longer = self.write(rows + [self.row(at="02.09.2023 09:30:00")])
        again = self.desk("applications", "import", longer, exit=65)
        self.assertEqual((again["taken"], again["known"]), (1, 1))
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 2)

    def test_the_first_to_answer_is_the_first_to_sit(self):
        rows = [self.row(at=f"01.09.2023 0{9 - n}:00:00") for n in range(3)]
        sheet = self.write([HEADINGS] + rows)
        taken = self.desk("applications", "import", sheet)
        self.assertEqual(sorted(row["application"] for row in taken["rows"]),
                         [row["application"] for row in reversed(taken["rows"])])

    def test_a_table_tells_the_row_and_what_would_be_right(self):
        sheet = self.write([HEADINGS, self.row(city="Атлантида")])
        answer = self.daemon.ctl("applications", "import", sheet)
        self.assertEqual(answer.returncode, 65)
        self.assertIn("1 rows: 0 taken, 0 known, 1 refused", answer.stdout)
        self.assertIn("city", answer.stdout)
        self.assertEqual(answer.stderr, "")

    def test_a_big_body_passes_at_the_desk_and_progress_can_be_watched(self):
        rows = [HEADINGS] + [self.row(at="01.09.2023 08:00:00") for _ in range(3000)]
        connection = UnixConnection(self.site.state / "kested.sock")
        self.addCleanup(connection.close)
        connection.request("POST", "/api/v1/applications:import?id=watched",
                           ("\n".join(rows) + "\n").encode(), {"Content-Type": "text/csv"})
        answer = json.loads(connection.getresponse().read())
        self.assertEqual(answer["total"], 3000)
        connection.request("GET", "/api/v1/imports/watched")
        progress = json.loads(connection.getresponse().read())
        self.assertEqual((progress["rows"], progress["done"], progress["finished"]),
                         (3000, 3000, True))


class Sessions(DeskTest):
    def test_a_seat_that_comes_free_goes_to_who_waits(self):
        seated = [self.apply().json for _ in range(2)]
        waiting = self.apply()
        self.assertEqual((waiting.status, waiting.json["state"]), (201, "waitlisted"))
        self.assertEqual(waiting.json["before"], 0)
        self.assertEqual(self.apply(waitlist=False).problem, "session-full")
        self.desk("session", "seats", "one", "3", "--reason", "a chair more")
        self.assertEqual(self.look(waiting.json["ticket"])["state"], "seated")
        self.desk("session", "seats", "one", "1", "--reason", "a smaller room")
        shown = self.client.find("/cities/almaty/status").json["sessions"][0]
        self.assertEqual((shown["seats_taken"], shown["over"]), (3, 2))
        self.assertEqual(self.look(seated[0]["ticket"])["state"], "seated")

    def test_an_applicant_changes_sessions(self):
        mine = self.apply().json
        change = f"/api/v1/applications/{mine['ticket']}/session"
        changed = self.client.ask("POST", change, {"session": "two"})
        self.assertEqual((changed.status, changed.json["session"]), (200, "two"))
        self.assertEqual(self.client.ask("POST", change, {"session": "two"}).problem,
                         "already-seated")
        self.assertEqual(self.client.ask("POST", change, {"session": "three"}).status, 422)

    def test_a_session_moves_and_is_cancelled(self):
        mine = self.apply().json
        moved = self.desk("session", "move", "one", "--starts", "2023-09-20T11:00",
                          "--reason", "the room is taken")
        self.assertEqual(moved["starts_at"], "2023-09-20T11:00:00+06:00")
        self.assertEqual(self.look(mine["ticket"])["starts_at"], moved["starts_at"])
        self.desk("session", "cancel", "one", "--reason", "no heating")
        self.assertEqual(self.desk("session", "cancel", "one", "--reason", "no heating")["state"],
                         "cancelled")
        self.assertEqual(self.apply().problem, "session-cancelled")
        self.assertIn("no session", self.desk("session", "cancel", "x", "--reason", "why", exit=1))

    def test_a_window_and_a_person_s_own(self):
        answer = self.desk("window", "close-at", "almaty", "2023-09-02T12:00", "--reason", "full")
        self.assertEqual(answer["closes_at"], "2023-09-02T12:00:00+06:00")
        form = self.crowd.next_form("almaty", "one")
        self.desk("window", "extend-person", "--iin", form["iin"], "--city", "almaty", "--until",
                  "2023-09-10T00:00", "--reason", "a power cut")
        self.reopen("2023-09-03T10:00:00+06:00")
        self.assertEqual(self.apply().problem, "window-closed")
        self.assertEqual(self.client.apply(form).status, 201)


class TheDay(DeskTest):
    def test_roster_attendance_results_and_erasure(self):
        iin = next(self.iins)
        there = self.apply(iin=iin).json
        absent = self.apply().json
        self.desk("applications", "needs", there["id"], "--needs", "a ramp",
                  "--extra-minutes", "30")
        roster = self.desk("session", "roster", "one")["rows"]
        self.assertEqual([row["application"] for row in roster], [there["id"], absent["id"]])
        self.assertEqual((roster[0]["iin"], roster[0]["extra_minutes"]), (iin, 30))
        results = self.write(["IIN,Level,Score,Document number,Issued",
                              f"{iin},B1,71.5,KZ-1,2023-09-21"], "results.csv")
        self.assertIn("session-not-started",
                      json.dumps(self.desk("results", "import", results, exit=65)))
        self.reopen(AFTER_SESSION)
        ended = self.desk("session", "finish", "one", "--ended", "2023-09-20T12:45",
                          "--absent", absent["id"])
        self.assertEqual((ended["state"], ended["absent"]), ("ended", 1))
        self.assertEqual(self.look(absent["ticket"])["state"], "absent")
        self.assertEqual(self.desk("results", "import", results)["taken"], 1)
        self.assertEqual(self.desk("results", "import", results)["known"], 1)
        shown = self.look(there["ticket"])
        self.assertEqual(shown["result"], {"level": "B1", "document": "certificate",
                                           "document_number": "KZ-1", "status": "final"})
        kept = self.desk("person", "export", "--iin", iin)["rows"][0]
        self.assertEqual((kept["level"], kept["needs"]), ("B1", "a ramp"))
        erased = self.desk("person", "erase", "--iin", iin, "--reason", "asked")
        self.assertEqual(erased["erased"], 1)
        self.desk("person", "export", "--iin", iin, exit=1)
        self.assertIs(self.desk("audit", "verify")["whole"], True)
        self.assertIs(self.desk("accounting")["accounted_for"], True)


if __name__ == "__main__":
    unittest.main()
