"""Every operation of the OpenAPI document succeeds as it says, and refuses as it says."""
import http.client
import json
import re
import unittest
import urllib.parse

import yaml

import access_test
from keste import contract
from keste.campaigns import Session
from keste.client import Answer
from keste.desk import HEADINGS
from keste.http_sinks import SmscSink
from keste.pages import Reader
from keste.signing_in import Visitor
from keste.site import read_example
from keste.smtp_sink import SmtpSink
from keste.waiting import wait_for

DEAD, DEAD_PHONE = "nobody@example.kz", "+77017770001"
HOOK = "0123456789abcdef"
SECRETS = {"smsc.login": "keste", "smsc.password": "secret", "sms-hook.token": HOOK}
FORM = "application/x-www-form-urlencoded"
REASON = {"reason": "a test of the contract"}
# For each operation, in an order in which each succeeds: the path, and the body. Names in braces
# are of `self.values`; a body is JSON, or the text of a sheet, or (for pages) the fields of a form.
ROWS = {
    "listCities": ("/cities", None),
    "findCity": ("/cities/almaty", None),
    "listChanges": ("/cities/almaty/changes", None),
    "makeCalendarLink": ("/cities/almaty/calendar-link", {}),
    "findCalendar": ("{calendar}", None),
    "findCityStatus": ("/cities/almaty/status", None),
    "findStatus": ("/status", None),
    "apply": ("/applications", "{form}"),
    "findApplication": ("/applications/{own}", None),
    "findReceipt": ("/applications/{own}/receipt", None),
    "changeSession": ("/applications/{own}/session", {"session": "two"}),
    "withdraw": ("/applications/{withdrawn}", None),
    "withdrawConsent": ("/applications/{forgotten}/consent", None),
    "watchEvents": ("/events", None),
    "listAgenda": ("/agenda", None),
    "listNotifications": ("/notifications?state=sent", None),
    "verifyAudit": ("/audit/verification", None),
    "findOpenapi": ("/openapi.yaml", None),
    "findPresentReceiptKey": ("/.well-known/keste-receipt-key.pem", None),
    "findReceiptKey": ("/.well-known/keste-receipt-keys/{key}", None),
    "takeDeliveryHook": ("/hooks/sms/" + HOOK, {"id": "1", "phone": DEAD_PHONE, "status": "1"}),
    "checkHealth": ("/healthz", None),
    "checkReadiness": ("/readyz", None),
    "listMetrics": ("/metrics", None),
    "showFrontPage": ("/", None),
    "findAsset": ("{asset}", None),
    "showPlaces": ("/apply", None),
    "showCityForm": ("/apply/almaty", None),
    "applyInCity": ("/apply/almaty", "{city_fields}"),
    "showOnlineForm": ("/apply/online/QRT", None),
    "applyOnline": ("/apply/online/QRT", "{online_fields}"),
    "showApplication": ("/a/{paged}", None),
    "findCalendarEntry": ("/a/{paged}/calendar.ics", None),
    "showSessionChoice": ("/a/{paged}/session", None),
    "changeSessionByForm": ("/a/{paged}/session", {"session": "two"}),
    "showWithdrawal": ("/a/{paged}/withdraw", None),
    "withdrawByForm": ("/a/{paged}/withdraw", {}),
    "showConsentWithdrawal": ("/a/{paged}/consent", None),
    "withdrawConsentByForm": ("/a/{paged}/consent", {}),
    "showErased": ("/consent-withdrawn", None),
    "issueCode": ("/promo-codes", {"iin": "{iin}", "test": "QAZTEST"}),
    "showCode": ("/promo-codes:show", {"code": "{code}"}),
    "voidCode": ("/promo-codes:void", {"code": "{code}", **REASON}),
    "importCodes": ("/promo-codes:import?id=codes", "{codes}"),
    "reportCodes": ("/promo-codes/report", None),
    "importAnswers": ("/applications:import?id=answers", "{answers}"),
    "findImport": ("/imports/answers", None),
    "setNeeds": ("/applications:needs", {"application": "{own_number}", "needs": "a ramp",
                                         "extra_minutes": 30}),
    "takeResults": ("/results", {"results": [{"application": "{own_number}", "level": "B1",
                                              "score": "60", "status": "final"}]}),
    "listRoster": ("/sessions/two/roster", None),
    "finishSession": ("/sessions/over/finish", {"ended_at": "2023-09-02T09:30"}),
    "markAttendance": ("/sessions/over/attendance", {"present": [], "absent": []}),
    "moveSession": ("/sessions/two/move", {"venue": "Hall", **REASON}),
    "listReleases": ("/releases", None),
    "stopRelease": ("/releases/{release}/stop", REASON),
    "listActions": ("/actions", None),
    "undoAction": ("/actions/{action}/undo", REASON),
    "explainNotification": ("/notifications/{sent}", None),
    "showMessage": ("/notifications/{sent}/message", None),
    "resendNotifications": ("/notifications:resend", {"notifications": ["{sent}"], **REASON}),
    "cancelNotification": ("/notifications/{resent}/cancel", REASON),
    "resendNotification": ("/notifications/{sent}/resend", REASON),
    "explainDue": ("/sessions/two/due", None),
    "readHistory": ("/applications/{own_number}/history", None),
    "cancelSession": ("/sessions/gone/cancel", REASON),
    "changeWindow": ("/cities/almaty/window", {"closes_at": "2023-09-19T00:00", **REASON}),
    "extendPerson": ("/extensions", {"iin": "{iin}", "city": "almaty",
                                     "until": "2023-09-19T12:00", **REASON}),
    "listCalls": ("/call-list", None),
    "markCalled": ("/call-list:called", {"application": "{unreached_number}", "note": "told"}),
    "releaseAddress": ("/addresses:release", {"address": DEAD}),
    "accountForAll": ("/accounting", None),
    "showCampaign": ("/campaign", None),
    "planCampaign": ("/campaign:plan", {"text": "{campaign}"}),
    "applyCampaign": ("/campaign:apply", {"text": "{campaign}", "plan": "{plan}", **REASON}),
    "findApplicantTag": ("/receipts:applicant", {"iin": "{iin}"}),
    "renewReceiptKey": ("/receipts:renew-key", REASON),
    "exportPerson": ("/persons:export", {"iin": "{withdrawn_iin}"}),
    "erasePerson": ("/persons:erase", {"iin": "{withdrawn_iin}", **REASON}),
    "addUser": ("/users", {"name": "dana", "role": "coordinator", "cities": ["almaty"],
                           "password": access_test.PASSWORD}),
    "listUsers": ("/users", None),
    "changeUser": ("/users/dana", {"full_name": "Dana"}),
    "signIn": ("/sign-in", {"name": "dana", "password": access_test.PASSWORD}),
    "findSignIn": ("/sign-in", None),
    "changePassword": ("/sign-in/password", {"old_password": access_test.PASSWORD,
                                             "new_password": "another horse 7"}),
    "signOut": ("/sign-in", None),
    "setSecondFactor": ("/users/dana/second-factor", None),
    "dropSecondFactor": ("/users/dana/second-factor", None),
    "endSignIns": ("/users/dana/sign-ins", None),
    "addToken": ("/tokens", {"name": "cron", "role": "monitor"}),
    "listTokens": ("/tokens", None),
    "revokeToken": ("/tokens/cron", None),
    "showDeskSignIn": ("/desk/sign-in", None),
    "sendDeskSignIn": ("/desk/sign-in", {"csrf": "{csrf}", "name": "aigul",
                                         "password": access_test.PASSWORD}),
    "showDesk": ("/desk", None),
    "showDeskBoard": ("/desk/board", None),
    "showDeskCard": ("/desk/cities/almaty/card", None),
    "showDeskCity": ("/desk/cities/almaty", None),
    "showDeskSession": ("/desk/sessions/two", None),
    "showDeskRoster": ("/desk/sessions/two/roster.html", None),
    "showDeskApplications": ("/desk/applications", None),
    "findDeskApplications": ("/desk/applications", {"csrf": "{csrf}", "q": "{own_number}"}),
    "showDeskApplication": ("/desk/applications/{own_number}", None),
    "showDeskNotifications": ("/desk/notifications", None),
    "showDeskCalls": ("/desk/calls", None),
    "showDeskAgenda": ("/desk/agenda", None),
    "showDeskAudit": ("/desk/audit", None),
    "sendDeskSignOut": ("/desk/sign-out", {"csrf": "{csrf}"}),
}
# Asked with the cookie of a signed-in user.
OF_USERS = ("findSignIn", "changePassword", "signOut")


class ContractTest(access_test.Access):
    cities = ("almaty",)
    online = True
    sessions = (Session("over", "2023-09-02T08:00", "2023-09-02T09:30", seats=2),
                Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=50),
                Session("two", "2023-09-21T10:00", "2023-09-21T12:30", seats=50),
                Session("gone", "2023-09-21T10:00", "2023-09-21T12:30", seats=50),
                Session("full", "2023-09-21T10:00", "2023-09-21T12:30", seats=1))

    def open(self, *arguments, **options):
        """With gateways that reach everybody but one."""
        mail = self.enterContext(SmtpSink(rules={"RCPT": lambda argument: (
            "550 5.1.1 no such mailbox here" if DEAD in argument else None)}))
        sms = self.enterContext(SmscSink(key=SECRETS["smsc.password"]))
        sms.rules[DEAD_PHONE[1:]] = 7  # No such number.
        for name, text in SECRETS.items():
            file = self.site.etc / name
            file.write_text(text + "\n")
            file.chmod(0o600)
        self.site.hold_minutes = 10
        self.site.write_settings(mail=mail.url, more_mail=", tls: none")
        settings = (self.site.etc / "kested.yaml").read_text()
        example = re.sub("  quiet_hours: .*\n", "", read_example("SMSC.kz"))
        self.site.replace("kested.yaml",
                          settings + example.replace("https://smsc.kz", sms.url))
        super().open(*arguments, **options)
        self.token = self.add_token("admin", "admin")
        self.bearer = {"Authorization": "Bearer " + self.token}

    def seat(self, session="one", **other):
        return self.accept(self.client, self.crowd.next_form("almaty", session, **other))


class Successes(ContractTest):
    def setUp(self):
        super().setUp()
        own, withdrawn, forgotten = (self.crowd.next_form("almaty", "one") for _ in range(3))
        unreached = self.seat(email=DEAD, phone=DEAD_PHONE)
        taken = {name: self.accept(self.client, form) for name, form in
                 (("own", own), ("withdrawn", withdrawn), ("forgotten", forgotten),
                  ("paged", self.crowd.next_form("almaty", "one")))}
        self.values = {name: application["ticket"] for name, application in taken.items()}
        code_iin = next(self.iins)
        campaign = self.make_campaign()
        campaign.sessions.append(Session("new", "2023-09-20T10:00", "2023-09-20T12:30"))
        self.values |= {
            "own_number": taken["own"]["id"], "unreached_number": unreached["id"],
            "withdrawn_iin": withdrawn["iin"], "iin": next(self.iins),
            "form": self.crowd.next_form("almaty", "one"),
            "campaign": campaign.to_yaml(),
            "codes": f"Промокод;ИИН;Тест\nZX81-PLUS-77;{code_iin};QAZTEST\n",
            "answers": "\n".join([HEADINGS, self.row(), self.row(city="Атлантида")]) + "\n"}
        wait_for("the call list", lambda: self.inside("GET", "/call-list").json["rows"])
        self.values["sent"] = wait_for("a mail to be sent", self.find_sent)
        self.look_at_pages()
        self.add_user("aigul")
        self.visitor = Visitor(self.client)

    def find_sent(self):
        sent = self.inside("GET", "/notifications?state=sent").json["notifications"]
        return next((each["id"] for each in sent
                     if each["application"] == self.values["own_number"]), None)

    def look_at_pages(self):
        reader = Reader(self.client)
        for name, path, session in (("city_fields", "/apply/almaty", "one"),
                                    ("online_fields", "/apply/online/QRT", None)):
            page = reader.look(path)
            person = self.crowd.next_form("almaty", "one")
            self.values[name] = reader.fill(page, person, session=session)
        self.values["asset"] = re.search('href="(/assets/[^"]*)"', page.source)[1]

    def learn(self, name, answer):
        """What later rows need of an answer."""
        if name == "makeCalendarLink":
            self.values["calendar"] = answer.json["path"].removeprefix("/api/v1")
        elif name == "findReceipt":
            self.values["key"] = re.search(rb"\nkey: ([0-9a-f]{16})\n", answer.body)[1].decode()
        elif name == "issueCode":
            self.values["code"] = answer.json["code"]
        elif name == "planCampaign":
            self.values["plan"] = answer.json["plan"]
        elif name == "moveSession":
            self.values |= {"release": answer.json["release"], "action": answer.json["undo"]}
        elif name == "resendNotifications":
            self.values["resent"] = answer.json["rows"][0]["resent_as"]
        elif name in ("showDeskSignIn", "showDeskApplications"):
            self.values["csrf"] = self.visitor.csrf(answer)
        elif name == "changePassword":
            self.sign_in_again("another horse 7")
        elif name == "signIn":
            self.cookie = {"Cookie": self.cookie_of(answer), "Keste_Csrf": answer.json["csrf"]}

    def sign_in_again(self, password):
        self.learn("signIn", self.sign_in("dana", password))

    def fill(self, body):
        """The body with the values of its names."""
        if isinstance(body, str) and re.fullmatch(r"\{\w+\}", body):
            return self.values[body[1:-1]]
        if isinstance(body, dict):
            return {name: self.fill(value) for name, value in body.items()}
        return [self.fill(each) for each in body] if isinstance(body, list) else body

    def ask_row(self, operation):
        path, body = ROWS[operation.id]
        path, body = operation.base + path.format(**self.values), self.fill(body)
        self.assertTrue(operation.pattern.fullmatch(path.split("?")[0]), (operation, path))
        if path.startswith("/desk"):
            return self.visitor.ask(operation.method, path, body)
        headers = self.cookie if operation.id in OF_USERS else (
            self.bearer if "x-right" in operation.about else {})
        if isinstance(body, str):
            return self.client.ask(operation.method, path, body.encode(),
                                   Content_Type="text/csv", **headers)
        if body is None:
            return self.client.ask(operation.method, path, **headers)
        media_types = operation.about.get("requestBody", {}).get("content", {FORM: {}})
        if FORM in media_types:
            return self.client.ask(operation.method, path, urllib.parse.urlencode(body).encode(),
                                   Content_Type=FORM, **headers)
        errors = contract.list_request_errors(operation, body)
        self.assertEqual(errors, [], operation)
        return self.client.ask(operation.method, path, body, **headers)

    def test_every_operation_succeeds_as_documented(self):
        operations = {each.id: each for each in contract.list_operations()}
        self.assertEqual(set(operations) - set(ROWS), set(), "operations without a row: add them")
        self.assertEqual(set(ROWS) - set(operations), set(), "rows of operations that are gone")
        for name in ROWS:
            with self.subTest(name):
                answer = self.ask_row(operations[name])
                self.assertLess(answer.status, 400, answer)
                self.learn(name, answer)

    def test_the_served_document_is_the_one_that_is_held_against(self):
        served = self.client.find("/openapi.yaml").body
        self.assertTrue(yaml.safe_load(served) == contract.load_document(),
                        "they differ: is the build older than the document?")


class Refusals(ContractTest):
    """`ask` holds each answer against the document."""

    def refuse_all(self, status, requests, **headers):
        for method, path, body in requests:
            with self.subTest(path, status=status):
                if isinstance(body, bytes):
                    answer = self.client.ask(method, path, body, Content_Type="text/plain",
                                             **headers)
                else:
                    answer = self.client.ask(method, path, body, **headers)
                self.assertEqual(answer.status, status, answer)

    def test_whoever_has_not_signed_in(self):
        self.refuse_all(401, [("GET", "/api/v1/status", None), ("GET", "/api/v1/users", None),
                              ("POST", "/api/v1/promo-codes", {}), ("GET", "/metrics", None),
                              ("GET", "/api/v1/events", None),
                              ("POST", "/api/v1/sign-in",
                               {"name": "nobody", "password": "wrong password"})])

    def test_whoever_has_no_right(self):
        token = self.add_token("monitor", "monitor")
        self.refuse_all(403, [("GET", "/api/v1/agenda", None), ("GET", "/api/v1/users", None),
                              ("POST", "/api/v1/promo-codes", {}),
                              ("POST", "/api/v1/campaign:plan", {})],
                        Authorization="Bearer " + token)
        self.refuse_all(403, [("GET", "/metrics", None)],
                        Authorization="Bearer " + self.add_token("issuer", "issuer"))

    def test_what_is_not_there(self):
        self.refuse_all(404, [
            ("GET", "/api/v1/cities/paris", None), ("GET", "/api/v1/applications/none", None),
            ("GET", "/api/v1/cities/paris/status", None), ("GET", "/a/none", None),
            ("GET", "/assets/none", None), ("POST", "/hooks/sms/none", {}),
            ("GET", "/.well-known/keste-receipt-keys/0123456789abcdef", None),
            ("POST", "/api/v1/users/nobody", {"active": False}),
            ("DELETE", "/api/v1/tokens/none", None),
            ("GET", "/api/v1/imports/none", None), ("GET", "/api/v1/sessions/none/roster", None),
            ("POST", "/api/v1/sessions/none/finish", {}),
            ("POST", "/api/v1/persons:export", {"iin": next(self.iins)})], **self.bearer)

    def test_what_the_rules_do_not_allow(self):
        person = self.crowd.next_form("almaty", "full")
        self.accept(self.client, person)
        own = self.seat()
        self.refuse_all(409, [
            ("POST", "/api/v1/applications", person),
            ("POST", f"/api/v1/applications/{own['ticket']}/session", {"session": "full"}),
            ("POST", "/api/v1/tokens", {"name": "admin", "role": "admin"}),
            ("POST", "/api/v1/sessions/over/cancel", REASON),
            ("POST", "/api/v1/campaign:apply", {"text": self.make_campaign().to_yaml(),
                                                "plan": "0" * 64, **REASON})], **self.bearer)

    def test_bodies_of_another_kind(self):
        self.refuse_all(415, [
            ("POST", "/api/v1/applications", b"x"), ("POST", "/api/v1/sign-in", b"x"),
            ("POST", "/api/v1/users", b"x"), ("POST", "/api/v1/promo-codes:import", b"x"),
            ("POST", "/api/v1/promo-codes", b"x"), ("POST", "/apply/almaty", b"x")],
            **self.bearer)

    def test_bodies_that_are_wrong(self):
        self.refuse_all(422, [
            ("POST", "/api/v1/applications", {}), ("POST", "/api/v1/sign-in", {}),
            ("POST", "/api/v1/users", {"surprise": 1}), ("POST", "/api/v1/promo-codes", {}),
            ("POST", "/api/v1/persons:erase", {"iin": next(self.iins), "reason": ""}),
            ("POST", "/api/v1/sessions/two/move", {"seats": -1, **REASON}),
            ("POST", "/api/v1/campaign:plan", {"text": "id: [\n"})], **self.bearer)

    def test_pages_that_are_wrong(self):
        for path, body, status in (("/apply/almaty", b"iin=1", 422), ("/apply/paris", b"", 404)):
            answer = self.client.ask("POST", path, body, Content_Type=FORM, Accept="text/html")
            self.assertEqual((answer.status, answer.headers.get_content_type()),
                             (status, "text/html"))


class Checker(unittest.TestCase):
    """What is not true is found out."""

    def answer(self, status, body, media_type="application/json", **headers):
        message = http.client.HTTPMessage()
        for name, value in {"Content-Type": media_type, **headers}.items():
            message[name] = value
        return Answer(status, message, json.dumps(body).encode())

    def refuse(self, what, *answer, path="/readyz", **headers):
        with self.assertRaisesRegex(AssertionError, what):
            contract.check("GET", path, self.answer(*answer, **headers))

    def test_what_differs_is_told(self):
        problem = {"type": "/problems/x", "title": "x", "status": 418, "detail": "x"}
        contract.check("GET", "/readyz", self.answer(418, problem, "application/problem+json"))
        self.refuse("'surprise' was unexpected", 418, {**problem, "surprise": 1},
                    "application/problem+json")
        self.refuse("'detail' is a required", 418, {"type": "", "title": "", "status": 418},
                    "application/problem+json")
        self.refuse("is not a 'date-time'", 418, {**problem, "opens_at": "tomorrow"},
                    "application/problem+json")
        self.refuse("the content type is text/plain", 418, problem, "text/plain")
        self.refuse("the status is not documented", 204, {})
        self.refuse("no header Retry-After", 503, problem, "application/problem+json",
                    path="/api/v1/events")
        self.refuse("not in the OpenAPI document", 200, {}, path="/api/v1/surprise")


if __name__ == "__main__":
    unittest.main()
