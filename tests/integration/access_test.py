"""Who may come in: sign-in, users, tokens, and every route for every role."""
import base64
import concurrent.futures
import hashlib
import hmac
import http.client
import json
import re
import socket
import struct
import time
import unittest

import yaml

from keste.campaigns import Session
from keste.client import Answer, Client, UnixConnection
from keste.database import open_copy
from keste.desk import Desk

PASSWORD = "correct horse battery"
ROLES = ("admin", "coordinator", "auditor", "issuer", "monitor")
# Who has a right, as the OpenAPI document says.
RIGHTS = {"everybody": ROLES, "signed_in": ROLES,
          "watch": ("admin", "coordinator", "auditor", "monitor"),
          "figures": ("admin", "auditor", "monitor"), "read": ("admin", "coordinator", "auditor"),
          "run": ("admin", "coordinator"), "codes": ("admin", "issuer"),
          "code_report": ("admin", "issuer", "auditor"), "oversee": ("admin", "auditor"),
          "manage": ("admin",)}
REASON = {"reason": "a test of rights"}
# For each operation of the document: how it is asked about the coordinator's own city, and, where
# it names a city's object, about another's. "{own}" and "{other}" are the numbers of applications.
ROWS = {
    "findCityStatus": ("/cities/almaty/status", "/cities/aktobe/status", None),
    "findStatus": ("/status", None, None),
    "watchEvents": ("/events", "/events?city=aktobe", None),
    "listAgenda": ("/agenda", None, None),
    "listNotifications": ("/notifications", None, None),
    "verifyAudit": ("/audit/verification", None, None),
    "listMetrics": ("/metrics", None, None),
    "issueCode": ("/promo-codes", None, {}),
    "importCodes": ("/promo-codes:import", None, "x"),
    "voidCode": ("/promo-codes:void", None, {}),
    "showCode": ("/promo-codes:show", None, {}),
    "reportCodes": ("/promo-codes/report", None, None),
    "importAnswers": ("/applications:import", None, "x"),
    "setNeeds": ("/applications:needs", "/applications:needs",
                 {"application": "{own}", "needs": "", "extra_minutes": 0}),
    "findImport": ("/imports/nothing", None, None),
    "renewReceiptKey": ("/receipts:renew-key", None, {}),
    "showCampaign": ("/campaign", None, None),
    "planCampaign": ("/campaign:plan", None, {}),
    "applyCampaign": ("/campaign:apply", None, {}),
    "findApplicantTag": ("/receipts:applicant", None, {}),
    "makeCalendarLink": ("/cities/almaty/calendar-link", "/cities/aktobe/calendar-link", {}),
    "takeResults": ("/results", "/results", {"results": [
        {"application": "{own}", "level": "B1", "score": "1", "status": "final"}]}),
    "listRoster": ("/sessions/one/roster", "/sessions/far/roster", None),
    "finishSession": ("/sessions/one/finish", "/sessions/far/finish", {}),
    "markAttendance": ("/sessions/one/attendance", "/sessions/far/attendance", {}),
    "moveSession": ("/sessions/one/move", "/sessions/far/move", {"seats": 3, **REASON}),
    "cancelSession": ("/sessions/gone/cancel", "/sessions/far/cancel", REASON),
    "changeWindow": ("/cities/almaty/window", "/cities/aktobe/window",
                     {"closes_at": "2023-09-19T00:00", **REASON}),
    "extendPerson": ("/extensions", None, {}),
    "listReleases": ("/releases", None, None),
    "stopRelease": ("/releases/{own_release}/stop", "/releases/{other_release}/stop", REASON),
    "listActions": ("/actions", None, None),
    "undoAction": ("/actions/{own_action}/undo", "/actions/{other_action}/undo", REASON),
    "resendNotifications": ("/notifications:resend", "/notifications:resend",
                            {"notifications": ["{own}"], **REASON}),
    "explainNotification": ("/notifications/{own}", "/notifications/{other}", None),
    "showMessage": ("/notifications/{own}/message", "/notifications/{other}/message", None),
    "resendNotification": ("/notifications/{own}/resend", "/notifications/{other}/resend", REASON),
    "cancelNotification": ("/notifications/{own}/cancel", "/notifications/{other}/cancel", REASON),
    "explainDue": ("/sessions/one/due", "/sessions/far/due", None),
    "readHistory": ("/applications/{own}/history", "/applications/{other}/history", None),
    "listCalls": ("/call-list", "/call-list?city=aktobe", None),
    "markCalled": ("/call-list:called", "/call-list:called", {"application": "{own}", "note": "x"}),
    "releaseAddress": ("/addresses:release", None, {}),
    "accountForAll": ("/accounting", None, None),
    "exportPerson": ("/persons:export", None, {}),
    "erasePerson": ("/persons:erase", None, {}),
    "findSignIn": ("/sign-in", None, None),
    "signOut": ("/sign-in", None, None),
    "changePassword": ("/sign-in/password", None, {}),
    "listUsers": ("/users", None, None),
    "addUser": ("/users", None, {}),
    "changeUser": ("/users/nobody", None, {}),
    "setSecondFactor": ("/users/nobody/second-factor", None, {}),
    "dropSecondFactor": ("/users/nobody/second-factor", None, None),
    "endSignIns": ("/users/nobody/sign-ins", None, None),
    "listTokens": ("/tokens", None, None),
    "addToken": ("/tokens", None, {}),
    "revokeToken": ("/tokens/nothing", None, None),
}


def make_totp(key, at):
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    mac = hmac.new(secret, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place:place + 4])[0] & 0x7fffffff) % 1_000_000:06d}"


class Access(Desk):
    cities = ("almaty", "aktobe")

    def setUp(self):
        super().setUp()
        self.open()

    def open(self, *arguments, **options):
        super().open(*arguments, **options)
        # One that never takes the way of the Unix socket.
        self.client = Client(self.daemon.port)
        self.addCleanup(self.client.close)

    def inside(self, method, path, body=None):
        """As root, over the Unix socket."""
        connection = UnixConnection(self.site.state / "kested.sock")
        self.addCleanup(connection.close)
        sent = None if body is None else json.dumps(body)
        connection.request(method, "/api/v1" + path, sent, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def add_user(self, name, role="admin", cities=(), password=PASSWORD):
        answer = self.inside("POST", "/users", {"name": name, "role": role, "password": password,
                                                "cities": list(cities)})
        self.assertEqual(answer.status, 200, answer)

    def add_token(self, name, role, cities=(), **more):
        answer = self.inside("POST", "/tokens", {"name": name, "role": role,
                                                 "cities": list(cities), **more})
        self.assertEqual(answer.status, 201, answer)
        return answer.json["token"]

    def sign_in(self, name, password=PASSWORD, client=None, **more):
        return (client or self.client).ask("POST", "/api/v1/sign-in",
                                           {"name": name, "password": password, **more})

    def cookie_of(self, answer):
        self.assertEqual(answer.status, 200, answer)
        return answer.headers["Set-Cookie"].split(";")[0]

    def list_audit(self, action):
        with open_copy(self.site.database) as database:
            return list(database.execute("SELECT actor, subject, detail FROM audit "
                                         f"WHERE action = '{action}' ORDER BY id"))


class Users(Access):
    def test_the_first_admin_is_made_on_the_socket_and_signs_in(self):
        answer = self.daemon.ctl("user", "list", "--format", "json")
        self.assertEqual(json.loads(answer.stdout), {"users": []})
        self.add_user("aigul")
        answer = self.sign_in("aigul")
        self.assertEqual((answer.json["role"], answer.json["name"]), ("admin", "aigul"))
        cookie = answer.headers["Set-Cookie"]
        for attribute in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
            self.assertIn(attribute, cookie)
        me = self.client.find("/sign-in", Cookie=self.cookie_of(answer)).json
        self.assertEqual((me["kind"], me["name"], me["csrf"]),
                         ("user", "aigul", answer.json["csrf"]))

    def test_wrong_names_and_passwords_get_one_answer_and_are_slowed(self):
        self.add_user("aigul")
        wrong = [self.sign_in("aigul", "wrong password 1"), self.sign_in("nobody", PASSWORD)]
        self.assertEqual({(each.status, each.body) for each in wrong}, {(401, wrong[0].body)})
        answers = [self.sign_in("aigul", f"wrong password {n}").status for n in range(14)]
        self.assertEqual(answers[:8], [401] * 8)
        self.assertEqual(answers[-1], 429)
        # The right one waits too, or it would tell that it is right.
        self.assertEqual(self.sign_in("aigul").problem, "too-many-sign-ins")
        self.assertIn("Retry-After", self.sign_in("aigul").headers)

    def test_a_change_needs_the_value_that_another_site_cannot_know(self):
        self.add_user("aigul")
        answer = self.sign_in("aigul")
        cookie, csrf = self.cookie_of(answer), answer.json["csrf"]
        body = {"name": "cron", "role": "monitor"}
        for value in (None, "", "0" * 32, csrf[:-1]):
            more = {} if value is None else {"Keste_Csrf": value}
            refused = self.client.ask("POST", "/api/v1/tokens", body, Cookie=cookie, **more)
            self.assertEqual((refused.status, refused.problem), (403, "foreign-page"))
        self.assertEqual(self.client.ask("POST", "/api/v1/tokens", body, Cookie=cookie,
                                         Keste_Csrf=csrf).status, 201)

    def test_signing_out_here_and_everywhere(self):
        self.add_user("aigul")
        first, second, third = (self.sign_in("aigul") for _ in range(3))
        out = self.client.ask("DELETE", "/api/v1/sign-in", Cookie=self.cookie_of(first),
                              Keste_Csrf=first.json["csrf"])
        self.assertIn("Max-Age=0", out.headers["Set-Cookie"])
        alive = [self.client.find("/sign-in", Cookie=self.cookie_of(each)).status
                 for each in (first, second, third)]
        self.assertEqual(alive, [401, 200, 200])
        self.client.ask("DELETE", "/api/v1/sign-in?everywhere", Cookie=self.cookie_of(second),
                        Keste_Csrf=second.json["csrf"])
        self.assertEqual(self.client.find("/sign-in", Cookie=self.cookie_of(third)).status, 401)

    def test_a_new_sign_in_ends_the_one_before_in_that_browser(self):
        self.add_user("aigul")
        old = self.cookie_of(self.sign_in("aigul"))
        answer = self.client.ask("POST", "/api/v1/sign-in",
                                 {"name": "aigul", "password": PASSWORD}, Cookie=old)
        self.assertNotEqual(self.cookie_of(answer), old)
        self.assertEqual(self.client.find("/sign-in", Cookie=old).status, 401)

    def test_a_role_that_is_taken_away_acts_at_once(self):
        self.add_user("aigul")
        self.add_user("dana", "coordinator", ["almaty"])
        cookie = self.cookie_of(self.sign_in("dana"))
        self.assertEqual(self.client.find("/agenda", Cookie=cookie).status, 200)
        self.inside("POST", "/users/dana", {"role": "monitor"})
        self.assertEqual(self.client.find("/agenda", Cookie=cookie).status, 403)
        self.inside("POST", "/users/dana", {"role": "coordinator", "cities": ["aktobe"]})
        self.assertEqual(self.client.find("/cities/almaty/status", Cookie=cookie).status, 404)
        self.inside("POST", "/users/dana", {"active": False})
        self.assertEqual(self.client.find("/agenda", Cookie=cookie).status, 401)
        self.assertEqual(self.sign_in("dana").status, 401)

    def test_the_last_admin_stays_one(self):
        self.add_user("aigul")
        for change in ({"role": "auditor"}, {"active": False}):
            answer = self.inside("POST", "/users/aigul", change)
            self.assertEqual((answer.status, answer.problem), (409, "last-admin"))
        self.add_user("dana")
        self.assertEqual(self.inside("POST", "/users/aigul", {"role": "auditor"}).status, 200)
        self.assertEqual(self.inside("POST", "/users/dana", {"active": False}).problem,
                         "last-admin")

    def test_a_second_factor_is_asked_for_and_signs_in_once(self):
        self.add_user("aigul")
        made = self.inside("POST", "/users/aigul/second-factor").json
        self.assertIn("otpauth://totp/Keste:aigul?secret=" + made["key"], made["uri"])
        self.assertEqual(self.sign_in("aigul").problem, "second-factor-needed")
        self.assertEqual(self.sign_in("aigul", code="000000").problem, "sign-in-refused")
        code = make_totp(made["key"], time.time())
        self.assertEqual(self.sign_in("aigul", code=code).status, 200)
        self.assertEqual(self.sign_in("aigul", code=code).problem, "sign-in-refused")
        self.inside("DELETE", "/users/aigul/second-factor")
        self.assertEqual(self.sign_in("aigul").status, 200)

    def test_sign_ins_and_roles_outlive_a_restart_and_passwords_are_not_kept(self):
        self.add_user("aigul")
        cookie = self.cookie_of(self.sign_in("aigul"))
        token = self.add_token("cron", "auditor")
        self.reopen("2023-09-02T11:00:00+06:00")
        self.assertEqual(self.client.find("/sign-in", Cookie=cookie).json["name"], "aigul")
        me = self.client.find("/sign-in", Authorization="Bearer " + token).json
        self.assertEqual((me["kind"], me["name"], me["role"]), ("token", "cron", "auditor"))
        self.daemon.stop()
        for secret in (PASSWORD, cookie.split("=")[1], token, token.rsplit("_", 1)[-1]):
            for path in self.site.state.rglob("*"):
                if path.is_file():
                    self.assertNotIn(secret.encode(), path.read_bytes(), path)

    def test_ones_own_password_is_changed_with_the_old_one(self):
        self.add_user("dana", "monitor")
        answer = self.sign_in("dana")
        ask = {"Cookie": self.cookie_of(answer), "Keste_Csrf": answer.json["csrf"]}

        def change(old, new):
            return self.client.ask("POST", "/api/v1/sign-in/password",
                                   {"old_password": old, "new_password": new}, **ask)
        self.assertEqual(change("wrong", "another horse 7").status, 401)
        self.assertEqual(change(PASSWORD, "short").json["errors"][0]["code"], "password_short")
        self.assertEqual(change(PASSWORD, "another horse 7").status, 200)
        self.assertEqual(self.client.find("/sign-in", Cookie=ask["Cookie"]).status, 401)
        self.assertEqual(self.sign_in("dana").status, 401)
        self.assertEqual(self.sign_in("dana", "another horse 7").status, 200)

    def test_wrong_users_are_refused_with_what_would_be_right(self):
        right = {"name": "dana", "role": "monitor", "password": PASSWORD}
        for change, problem in (({"name": "Dana"}, "name-wrong"),
                                ({"role": "king"}, "role-unknown"),
                                ({"role": "coordinator"}, "cities-missing"),
                                ({"cities": ["almaty"]}, "cities-not-for-role"),
                                ({"role": "coordinator", "cities": ["paris"]}, "city-unknown"),
                                ({"password": "danadanadana1"}, "form-incorrect"),
                                ({"surprise": 1}, "form-incorrect")):
            answer = self.inside("POST", "/users", {**right, **change})
            self.assertEqual(answer.problem, problem, answer)
        self.assertEqual(self.inside("GET", "/users").json["users"], [])

    def test_who_did_it_stands_in_the_audit_log(self):
        self.add_user("aigul")
        self.sign_in("aigul", "wrong password 1")
        answer = self.sign_in("aigul")
        self.client.ask("POST", "/api/v1/cities/almaty/window",
                        {"closes_at": "2023-09-19T00:00", **REASON},
                        Cookie=self.cookie_of(answer), Keste_Csrf=answer.json["csrf"])
        self.daemon.stop()
        self.assertEqual(self.list_audit("window_changed")[0][0], "user aigul")
        self.assertEqual(self.list_audit("user_added")[0][0], "desk")
        self.assertEqual(self.list_audit("signed_in")[0][:2], ("user aigul", "user aigul"))
        self.assertEqual(self.list_audit("sign_in_failed")[0][1], "user aigul")


class Tokens(Access):
    def test_a_token_is_shown_once_used_and_revoked(self):
        made = self.desk("token", "add", "cron", "--role", "monitor", "--days", "30")
        token = made["token"]
        self.assertTrue(re.fullmatch(r"keste_monitor_[A-Za-z0-9_-]{43}", token), token)
        bearer = {"Authorization": "Bearer " + token}
        self.assertEqual(self.client.find("/status", **bearer).status, 200)
        self.assertEqual(self.client.find("/agenda", **bearer).status, 403)
        listed = self.desk("token", "list")["tokens"][0]
        self.assertEqual((listed["name"], listed["state"], "token" in listed),
                         ("cron", "valid", False))
        self.desk("token", "revoke", "cron")
        self.assertEqual(self.client.find("/status", **bearer).status, 401)
        self.assertEqual(self.desk("token", "list")["tokens"][0]["state"], "revoked")
        error = self.desk("token", "add", "cron", "--role", "monitor", exit=65)
        self.assertIn("another name", error)

    def test_a_long_sheet_is_taken_from_whoever_has_the_right(self):
        results = {"results": [{"application": 1000 + n, "level": "B1", "score": "50",
                                "status": "final"} for n in range(1500)]}
        self.assertGreater(len(json.dumps(results)), 64 * 1024)
        statuses = []
        for role in ("admin", "monitor"):
            token = self.add_token(role, role)
            # A body that is not read ends the connection.
            with Client(self.daemon.port) as client:
                statuses.append(client.ask("POST", "/api/v1/results", results,
                                           Authorization="Bearer " + token).status)
        self.assertEqual(statuses, [200, 413])

    def test_its_last_use_is_kept(self):
        token = self.add_token("cron", "monitor")
        self.client.find("/status", Authorization="Bearer " + token)
        # Over the same engine, after the use was noted.
        self.inside("DELETE", "/tokens/nothing")
        self.assertIn("used_at", self.desk("token", "list")["tokens"][0])


class Attacks(Access):
    """What somebody who means harm sends."""

    def find_all(self, *roles):
        cities = {"coordinator": ["almaty"]}
        return [{"Authorization": "Bearer " + self.add_token(role, role, cities.get(role, ()))}
                for role in roles]

    def test_an_encoded_slash_makes_no_other_path(self):
        (admin,) = self.find_all("admin")
        inside = "/cities/almaty/status"
        self.assertEqual(self.client.find(inside, **admin).status, 200)
        for path in ("/cities/almaty%2Fstatus", "/cities/almaty%2fstatus%0a", "/cities/almaty%00"):
            self.assertEqual(self.client.find(path).status, 404, path)
        self.assertEqual(self.client.find(inside).status, 401)

    def test_nothing_that_is_asked_becomes_a_header_field(self):
        answer = self.client.ask("POST", "/a/x%0d%0aSet-Cookie:%20keste=a/session", b"",
                                 Content_Type="application/x-www-form-urlencoded")
        self.assertEqual((answer.status, answer.headers["Set-Cookie"]), (404, None))

    def test_a_part_is_not_taken_for_the_whole(self):
        admin, coordinator = self.find_all("admin", "coordinator")
        whole = self.client.find("/status", **admin)
        part = self.client.find("/status", If_None_Match=whole.headers["ETag"], **coordinator)
        self.assertEqual(part.status, 200)
        self.assertEqual(len(part.json["cities"]), 1)
        self.assertIn("private", part.headers["Cache-Control"])
        self.assertIn("Authorization", part.headers["Vary"])

    def test_many_guesses_at_once_are_not_more_than_many_in_a_row(self):
        self.add_user("aigul")

        def guess(number):
            with Client(self.daemon.port) as client:
                return self.sign_in("aigul", f"wrong password {number}", client).status
        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            answers = list(pool.map(guess, range(40)))
        self.assertLessEqual(answers.count(401), 14, answers)
        self.assertEqual(set(answers) - {401, 429, 503}, set())

    def test_what_is_too_long_for_a_name_is_refused_like_any(self):
        for name, password in (("a" * 60_000, PASSWORD), ("aigul", "x" * 60_000)):
            self.assertEqual(self.sign_in(name, password).status, 401)

    def test_an_old_password_does_not_undo_a_reset(self):
        self.add_user("dana", "monitor")
        answer = self.sign_in("dana")
        ask = {"Cookie": self.cookie_of(answer), "Keste_Csrf": answer.json["csrf"]}
        self.inside("POST", "/users/dana", {"password": "set by an admin 1"})
        change = self.client.ask("POST", "/api/v1/sign-in/password",
                                 {"old_password": PASSWORD, "new_password": "kept by a thief 1"},
                                 **ask)
        self.assertEqual(change.status, 401)
        self.assertEqual(self.sign_in("dana", "set by an admin 1").status, 200)

    def test_a_request_behind_a_stream_of_events_is_not_answered_and_harms_nobody(self):
        (monitor,) = self.find_all("monitor")
        head = f"Host: a\r\nAuthorization: {monitor['Authorization']}\r\n\r\n"
        both = f"GET /api/v1/events HTTP/1.1\r\n{head}GET /healthz HTTP/1.1\r\n{head}"
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", self.daemon.port), 10) as connection:
                connection.sendall(both.encode())
                self.assertIn(b"text/event-stream", connection.recv(4096))
        self.assertEqual(self.apply().status, 201)
        self.assertEqual(self.client.ask("GET", "/healthz").status, 200)
        self.assertEqual(self.apply().status, 201)

    def test_who_reads_a_promo_code_stands_in_the_audit_log(self):
        iin = next(self.iins)
        for _ in range(2):
            self.inside("POST", "/promo-codes", {"iin": iin, "test": "QAZTEST"})
        self.daemon.stop()
        self.assertEqual(len(self.list_audit("promo_code_issued")), 1)
        self.assertEqual(len(self.list_audit("promo_code_shown")), 1)


class Matrix(Access):
    """Every operation of the OpenAPI document, for every role, about one's own city and another."""
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=2),
                Session("gone", "2023-09-21T10:00", "2023-09-21T12:30", seats=2),
                Session("far", "2023-09-20T10:00", "2023-09-20T12:30", seats=2, city="aktobe"))

    def setUp(self):
        super().setUp()
        self.own = self.accept(self.client, self.crowd.next_form("almaty", "one"))["id"]
        self.other = self.accept(self.client, self.crowd.next_form("aktobe", "far"))["id"]
        self.numbers = {"own": self.own, "other": self.other}
        for whose, session in (("own", "one"), ("other", "far")):
            moved = self.inside("POST", f"/sessions/{session}/move", {"venue": "Hall", **REASON})
            self.numbers |= {whose + "_release": moved.json["release"],
                             whose + "_action": moved.json["undo"]}
        self.tokens = {role: self.add_token(role, role,
                                            ["almaty"] if role == "coordinator" else [])
                       for role in ROLES}
        self.document = yaml.safe_load(self.client.find("/openapi.yaml").body)

    def operations(self):
        for path, item in self.document["paths"].items():
            for method in ("get", "post", "delete"):
                if method in item:
                    base = item[method].get("servers", item.get("servers"))
                    yield method.upper(), "" if base else "/api/v1", path, item[method]

    def ask(self, role, method, path, body, about):
        sent = body
        path = path.format(**self.numbers)
        headers = {} if role is None else {"Authorization": "Bearer " + self.tokens[role]}
        if isinstance(body, dict):
            sent = json.loads(json.dumps(body).replace('"{own}"', str(about)))
        elif isinstance(body, str):
            headers["Content-Type"] = "text/csv"
            sent = body.encode()
        return self.client.ask(method, path, sent, **headers)

    def test_every_route_for_every_role(self):
        seen = set()
        for method, base, path, operation in self.operations():
            right = operation.get("x-right", "everybody")
            if right == "everybody" or "pages" in operation["tags"]:
                continue
            name = operation["operationId"]
            self.assertIn(name, ROWS, f"{method} {path} has no row in this test: add one")
            own, foreign, body = ROWS[name]
            seen.add(name)
            # Whoever may do most comes last, so that nobody finds it done.
            for role in (None, "monitor", "issuer", "auditor", "coordinator", "admin"):
                with self.subTest(operation=name, role=role):
                    answer = self.ask(role, method, base + own, body, self.own)
                    self.check_right(answer, role, right)
                    if role == "coordinator" and answer.status == 200 and method == "GET":
                        self.assertNotIn(b"aktobe", answer.body)
            if foreign and "coordinator" in RIGHTS[right]:
                with self.subTest(operation=name, role="coordinator", city="foreign"):
                    answer = self.ask("coordinator", method, base + foreign, body, self.other)
                    self.check_foreign(answer)
        self.assertEqual(set(ROWS) - seen, set(), "rows of operations that are gone")

    def check_right(self, answer, role, right):
        if role is None:
            self.assertEqual((answer.status, answer.problem), (401, "sign-in-required"))
        elif role in RIGHTS[right]:
            self.assertNotIn(answer.problem, ("sign-in-required", "forbidden") if right !=
                             "signed_in" else ("sign-in-required",), answer)
            self.assertLess(answer.status, 500, answer)
        else:
            self.assertEqual((answer.status, answer.problem), (403, "forbidden"))

    def check_foreign(self, answer):
        """404, or, where a list of things was named, each of them as if it were not there."""
        if answer.status == 200:
            self.assertIn([row["problem"] for row in answer.json["rows"]],
                          (["application-unknown"], ["notification-unknown"]))
        else:
            self.assertEqual(answer.status, 404, answer)

    def test_nothing_of_another_city_was_changed(self):
        for _, (own, foreign, body) in ROWS.items():
            if foreign and body is not None:
                self.ask("coordinator", "POST", "/api/v1" + foreign, body, self.other)
        far = self.inside("GET", "/cities/aktobe/status").json
        self.assertEqual((far["sessions"][0]["state"], far["sessions"][0]["seats"]),
                         ("planned", 2))
        self.assertEqual(far["applications"]["resulted"], 0)
        self.assertEqual(far["window"]["closes_at"], "2023-09-19T00:00:00+05:00")


if __name__ == "__main__":
    unittest.main()
