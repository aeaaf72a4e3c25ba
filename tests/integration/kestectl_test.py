"""kestectl as people and scripts use it: tables on a terminal, JSON, errors, exit codes."""
import json
import os
import re
import unittest

from keste.case import Case
from keste.manual import Help
from keste.processes import KESTECTL, REPOSITORY, run
from keste.terminal import Terminal, display_width

IN_WINDOW = "2023-09-02T10:00:00+06:00"
# Of the API's routes, by what handles them: what asks it, or why nothing does.
COMMANDS = {
    "cities": "cities", "city": "cities", "city_status": "status", "status": "status",
    "apply": "applications submit", "find_application": "applications show",
    "withdraw": "applications withdraw", "change_session": "applications change",
    "withdraw_consent": "applications withdraw-consent", "agenda": "agenda",
    "notifications": "outbox", "audit_verification": "audit verify", "openapi": "openapi",
    "healthz": "health", "readyz": "health", "metrics": "metrics",
    "issue_code": "promo issue", "import_codes": "promo import", "void_code": "promo void",
    "show_code": "promo show", "code_report": "promo report",
    "import_answers": "applications import", "set_needs": "applications needs",
    "find_import": "imports show", "results": "results import", "roster": "session roster",
    "finish_session": "session finish", "attendance": "session attendance",
    "move_session": "session move", "cancel_session": "session cancel",
    "change_window": "window close-at", "extend_person": "window extend-person",
    "call_list": "calls list", "mark_called": "calls done", "release_address": "address release",
    "accounting": "accounting", "export_person": "person export", "erase_person": "person erase",
    "list_users": "user list", "add_user": "user add", "change_user": "user change",
    "set_totp": "user second-factor", "drop_totp": "user second-factor",
    "end_sign_ins": "user sign-out", "list_tokens": "token list", "add_token": "token add",
    "revoke_token": "token revoke",
    "changes": "city changes", "calendar_link": "city calendar-link",
    "applicant_tag": "receipt applicant", "renew_receipt_key": "receipt renew-key",
    "list_releases": "release list", "stop_release": "release stop",
    "list_actions": "action list", "undo_action": "action undo",
    "resend_notification": "notification resend", "resend_many": "notification resend",
    "cancel_notification": "notification cancel", "show_message": "notification show",
    "explain_notification": "explain notification", "explain_due": "explain due",
    "history": "explain application",
    "show_campaign": "campaign show", "plan_campaign": "campaign plan",
    "apply_campaign": "campaign apply",
}
FOR_OTHERS = {
    "sms_hook": "an SMS gateway calls it",
    "events": "for pages that stay open", "calendar": "for calendar programs",
    "find_receipt": "the applicant's; receipt verify checks one",
    "who_am_i": "for browsers; kestectl comes by the socket",
    "sign_in": "for browsers", "sign_out": "for browsers",
    "change_password": "one's own; user password sets anybody's",
}


class Api(unittest.TestCase):
    def test_every_route_has_a_command(self):
        router = (REPOSITORY / "lib" / "http" / "router.cpp").read_text()
        routes = re.findall(r'\{"(/[^"]+)",\s*Method::\w+,\s*handle_(\w+)', router)
        handlers = {handler for path, handler in routes
                    if re.match(r"/(api/|hooks/|healthz|readyz|metrics)", path)}
        self.assertEqual(handlers, COMMANDS.keys() | FOR_OTHERS.keys())

    def test_every_such_command_is_there(self):
        for words in set(COMMANDS.values()):
            self.assertIn(f"Usage: kestectl {words}", Help(tuple(words.split())).text)


class Errors(Case):
    """Wrong command lines: 64, on the standard error, with what would be right."""
    CASES = [
        ((), "Usage: kestectl COMMAND"),
        (("session",), "Usage: kestectl session COMMAND"),
        (("sesion", "move"), r"no subcommand 'sesion' \(session\?\): one of check, "),
        (("session", "mve"), r"kestectl session: no subcommand 'mve' \(move\?\): one of roster, "),
        (("check", "--fromat", "json"), "check: no option '--fromat'; did you mean '--format'?"),
        (("session", "move", "one", "--resaon", "x"), "no option '--resaon'; .*'--reason'"),
        (("session", "move", "one"), "move: --reason TEXT is missing: Everybody can read it"),
        (("session", "move"), "SESSION is missing: "),
        (("status", "--format", "jsn"), "--format jsn: must be one of table, json; .* json?"),
        (("agenda", "--limit", "0"), "--limit 0: must be a number, 1 to 1000000"),
        (("agenda", "--limit", "many"), "--limit many: must be a number"),
        (("agenda", "--limit"), "--limit NUMBER needs a value: How many"),
        (("calls", "done", "x"), "APPLICATION x: must be a whole number"),
        (("timeline", "extra"), "'extra' is too much: it takes options only"),
        (("window", "close-at", "almaty", "now", "then", "--reason", "x"),
         "'then' is too much: it takes CITY INSTANT and options"),
    ]

    def test_each_names_the_word_and_what_would_be_right(self):
        for words, told in self.CASES:
            with self.subTest(words=words):
                answer = run(KESTECTL, *words)
                self.assertEqual((answer.returncode, answer.stdout), (64, ""))
                self.assertRegex(answer.stderr, told)

    def test_a_usage_error_points_to_the_help_that_there_is(self):
        told = run(KESTECTL, "session", "move").stderr
        self.assertIn("See: kestectl session move --help\n", told)
        self.assertEqual(run(KESTECTL, "session", "move", "--help").returncode, 0)

    def test_the_other_exit_codes(self):
        site = self.make_site()
        where = ("--state", site.state, "--etc", site.etc)
        sheet = self.folder / "none.csv"
        for words, code in ((("timeline", "--campaign", "none", *where[2:]), 1),
                            (("results", "import", sheet, *where), 66),
                            (("status", *where), 69), (("health", *where), 69),
                            (("check", "--etc", self.folder / "nowhere"), 78)):
            answer = run(KESTECTL, *words)
            self.assertEqual((answer.returncode, answer.stdout), (code, ""), words)
            self.assertNotEqual(answer.stderr, "")
        answer = run("sh", "-c", '"$0" "$@" >/dev/full', KESTECTL, "timeline", "--etc", site.etc)
        self.assertEqual(answer.returncode, 74)


class Terminals(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site()

    def show(self, columns, *words):
        with Terminal([KESTECTL, *words, "--etc", self.site.etc], columns) as terminal:
            return terminal.read_all().splitlines()

    def test_no_line_is_wider_than_the_terminal(self):
        asked = ("due", "--city", "astana", "--ended", "2023-08-29T12:30")
        for columns in (200, 80, 60, 30, 12):
            lines = self.show(columns, *asked)
            table = lines[:lines.index("")]
            self.assertGreater(len(table), 3)
            for line in table:
                self.assertLessEqual(display_width(line), columns, line)
            cut = any("…" in line for line in table)
            self.assertEqual(cut, columns < 150, columns)

    def test_piped_it_is_whole(self):
        whole = run(KESTECTL, "due", "--city", "astana", "--ended", "2023-08-29T12:30", "--etc",
                    self.site.etc).stdout
        self.assertNotIn("…", whole)
        self.assertGreater(max(map(display_width, whole.splitlines())), 100)

    def test_letters_of_any_script_stand_in_their_columns(self):
        self.site.edit("campaigns/pkr-2023.yaml", "{kk: Астана, ru: Астана, en: Astana}",
                       "{kk: 'Ә\u0301стана東京', ru: 'Астана\u0306', en: Astana}")
        self.start(self.site)
        with Terminal([KESTECTL, "cities", "--state", self.site.state], 70) as terminal:
            lines = terminal.read_all().splitlines()
        for line in lines:
            self.assertLessEqual(display_width(line), 70)
        column = lines[0].index("zone")
        for line in lines[1:]:
            before = next(n for n in range(len(line)) if display_width(line[:n + 1]) > column)
            self.assertTrue(line[before:].startswith("Asia/"), line)

    def test_help_is_wrapped_to_the_terminal(self):
        for columns in (100, 50):
            lines = self.show(columns, "session", "move", "--help")
            self.assertLessEqual(max(map(len, lines)), columns)


class Running(Case):
    """What only a daemon can answer."""

    def setUp(self):
        super().setUp()
        self.site = self.make_site()
        self.daemon = self.start(self.site, IN_WINDOW)

    def ctl(self, *words, code=0, **options):
        answer = run(KESTECTL, *words, "--state", self.site.state, **options)
        self.assertEqual(answer.returncode, code, answer.stderr)
        return answer

    def ask(self, *words, **options):
        return json.loads(self.ctl(*words, "--format", "json", **options).stdout)

    def test_health_metrics_and_the_document(self):
        self.assertIs(self.ask("health")["ready"], True)
        self.assertRegex(self.ctl("health").stdout, r"engine +yes +ok")
        self.assertIn("# HELP keste_", self.ctl("metrics").stdout)
        samples = self.ask("metrics")
        self.assertIn({"sample", "value"}, [set(sample) for sample in samples])
        self.assertTrue(self.ctl("openapi").stdout.startswith("openapi: 3.1.0\n"))
        self.assertEqual(self.ask("openapi")["yaml"], self.ctl("openapi").stdout)
        self.ctl("imports", "show", "no-such", code=1)

    def test_one_city_as_applicants_see_it(self):
        city = self.ask("cities", "astana")
        self.assertEqual(city["code"], "astana")
        shown = self.ctl("cities", "astana").stdout
        self.assertIn("astana-0920-1", shown)
        self.assertRegex(shown, r"seats +left\n")
        self.ctl("cities", "nowhere", code=1)

    def test_an_application_from_its_form_to_its_end(self):
        form = self.crowd.next_form("astana", "astana-0920-1")
        path = self.folder / "form.json"
        path.write_text(json.dumps(form))
        made = self.ask("applications", "submit", path, "--key", "once")
        self.assertEqual(made["state"], "seated")
        self.assertEqual(self.ask("applications", "submit", path, "--key", "once"), made)
        self.ctl("applications", "submit", path, code=65)
        ticket = made["ticket"]
        shown = self.ask("applications", "show", "-", input=ticket + "\n")
        self.assertEqual(shown["session"], "astana-0920-1")
        self.assertIn("astana-0920-1", self.ctl("applications", "show", ticket).stdout)
        other = next(session["id"] for session in self.ask("cities", "astana")["sessions"]
                     if session["state"] == "planned" and session["id"] != "astana-0920-1")
        changed = self.ask("applications", "change", ticket, other)
        self.assertEqual(changed["session"], other)
        self.assertEqual(self.ask("applications", "withdraw", ticket)["state"], "withdrawn")
        self.assertEqual(self.ask("applications", "withdraw-consent", ticket),
                         {"consent": "withdrawn"})
        self.ctl("applications", "show", ticket, code=1)

    def test_long_lists_go_over_pages(self):
        whole = self.ask("agenda", "--limit", "100000")
        self.assertIsNone(whole["next_cursor"])
        self.assertGreater(len(whole["entries"]), 100)
        some = self.ctl("agenda", "--limit", "5")
        self.assertEqual(len(some.stdout.splitlines()), 6)
        self.assertEqual(some.stderr, "There are more; raise --limit.\n")

    def test_results_may_be_json(self):
        form = self.crowd.next_form("astana", "astana-0920-1")
        made = self.accept(self.connect(self.daemon), form)
        path = self.folder / "results.json"
        path.write_text(json.dumps({"results": [{"application": application, "level": "B1"}
                                                for application in (made["id"], 999)]}))
        answer = self.ask("results", "import", path, code=65)
        self.assertEqual((answer["total"], answer["refused"] > 0), (2, True))

    def test_the_daemon_explains_in_the_language_of_the_locale(self):
        told = {}
        for locale in ("kk_KZ.UTF-8", "ru_RU.UTF-8", "C"):
            environment = {**os.environ, "LC_ALL": locale}
            told[locale] = self.ctl("cities", "nowhere", code=1, env=environment).stderr
        self.assertEqual(len(set(told.values())), 3, told)
        self.assertRegex(told["ru_RU.UTF-8"], "[а-я]{4}")

    def test_every_table_has_a_json_of_the_same_exit_code(self):
        for words in (("status",), ("status", "--city", "astana"), ("cities",),
                      ("agenda", "--limit", "9999"), ("outbox",), ("audit", "verify"),
                      ("accounting",), ("calls", "list"), ("promo", "report"),
                      ("session", "roster", "astana-0920-1"), ("health",), ("metrics",),
                      ("openapi",)):
            with self.subTest(words=words):
                self.ask(*words)
                self.assertEqual(self.ctl(*words).stderr, "")


if __name__ == "__main__":
    unittest.main()
