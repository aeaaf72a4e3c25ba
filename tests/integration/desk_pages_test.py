"""The coordinators' pages without scripts: sign-in, each role's view, lists, searches, and what is
written down of them."""
import re
import unittest

from keste.campaigns import Session
from keste.client import Client
from keste.database import open_copy
from keste.desk import Desk
from keste.signing_in import PASSWORD, Visitor, add_user
from keste.waiting import wait_for


class Pages(Desk):
    cities = ("almaty", "aktobe")
    sessions = (Session("one", "2023-09-20T10:00", "2023-09-20T12:30", seats=200),
                Session("far", "2023-09-20T10:00", "2023-09-20T12:30", seats=200, city="aktobe"))

    def setUp(self):
        super().setUp()
        self.open()
        for name, role, cities in (("aigul", "admin", ()), ("dana", "coordinator", ["almaty"]),
                                   ("erlan", "auditor", ()), ("issuer", "issuer", ()),
                                   ("screen", "monitor", ())):
            add_user(self.daemon, name, role, cities)

    def visitor(self):
        client = Client(self.daemon.port)
        self.addCleanup(client.close)
        return Visitor(client)

    def enter(self, name):
        visitor = self.visitor()
        answer = visitor.sign_in(name)
        self.assertEqual(answer.status, 303, answer)
        return visitor

    def show(self, visitor, path, status=200):
        answer = visitor.get(path, Accept_Language="en")
        self.assertEqual(answer.status, status, f"{path}: {answer}")
        self.assertIn("text/html", answer.headers["Content-Type"])
        return answer.text

    def find(self, visitor, **criteria):
        form = visitor.get("/desk/applications")
        answer = visitor.ask("POST", "/desk/applications",
                             {"csrf": visitor.csrf(form), **criteria}, Accept_Language="en")
        self.assertEqual(answer.status, 200, answer)
        return answer

    def numbers(self, answer):
        return [int(number) for number in
                re.findall(r'<th scope="row" class="num"><a href="/desk/applications/(\d+)"',
                           answer.text)]

    def audit(self, action):
        self.daemon.stop()
        with open_copy(self.site.database) as database:
            return list(database.execute("SELECT actor, subject, detail FROM audit "
                                         f"WHERE action = '{action}' ORDER BY id"))


class SigningIn(Pages):
    def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(self):
        visitor = self.visitor()
        answer = visitor.get("/desk/applications?city=almaty")
        self.assertEqual(answer.status, 303)
        where = answer.headers["Location"]
        self.assertEqual(where, "/desk/sign-in?back=/desk/applications%3Fcity%3Dalmaty")
        form = visitor.get(where)
        answer = visitor.ask("POST", "/desk/sign-in", {
            "csrf": visitor.csrf(form), "name": "dana", "password": PASSWORD,
            "back": re.search('name="back" value="([^"]*)"', form.text)[1]})
        self.assertEqual((answer.status, answer.headers["Location"]),
                         (303, "/desk/applications?city=almaty"))
        self.assertEqual(visitor.get("/desk/sign-in").headers["Location"], "/desk")

    def test_back_leads_nowhere_else(self):
        visitor = self.visitor()
        for back in ("https://example.com/", "//example.com", "/desk\\..", "/deskless",
                     "/desk/%0d%0aSet-Cookie:x=1", "/desk/sign-out"):
            form = visitor.get("/desk/sign-in?back=" + back.replace("?", "%3F"))
            self.assertIn('name="back" value="/desk"', form.text, back)

    def test_a_program_gets_a_problem_and_no_form(self):
        answer = self.visitor().get("/desk", Accept="application/json")
        self.assertEqual((answer.status, answer.problem), (401, "sign-in-required"))
        answer = self.visitor().get("/desk/board", Keste_Background="1")
        self.assertEqual(answer.status, 401)

    def test_a_wrong_password_is_said_in_ones_language_and_slowed(self):
        visitor = self.visitor()
        answers = [visitor.sign_in("dana", f"wrong password {n}") for n in range(14)]
        self.assertEqual(answers[0].status, 401)
        self.assertIn("Аты, құпиясөзі немесе коды дұрыс емес.", answers[0].text)
        self.assertIn('value="dana"', answers[0].text)
        self.assertNotIn("wrong password", answers[0].text)
        self.assertEqual(answers[-1].status, 429)
        self.assertIn("Retry-After", answers[-1].headers)
        self.assertEqual(visitor.sign_in("dana").status, 429)

    def test_a_form_from_elsewhere_signs_nobody_in(self):
        visitor = self.visitor()
        visitor.get("/desk/sign-in")
        for fields in ({}, {"csrf": "0" * 32}, {"csrf": ""}):
            answer = visitor.ask("POST", "/desk/sign-in",
                                 {"name": "dana", "password": PASSWORD, **fields})
            self.assertEqual(answer.status, 403, answer)
        self.assertEqual(visitor.get("/desk").status, 303)

    def test_signing_out_needs_ones_own_page(self):
        visitor = self.enter("dana")
        page = visitor.get("/desk")
        self.assertEqual(visitor.ask("POST", "/desk/sign-out", {"csrf": "0" * 32}).status, 403)
        self.assertEqual(visitor.get("/desk").status, 200)
        answer = visitor.ask("POST", "/desk/sign-out", {"csrf": visitor.csrf(page)})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/desk/sign-in"))
        self.assertEqual(visitor.get("/desk").status, 303)


class Views(Pages):
    def test_each_role_has_its_view(self):
        readers = ("/desk/applications", "/desk/notifications", "/desk/calls", "/desk/agenda",
                   "/desk/sessions/one", "/desk/sessions/one/roster.html")
        for name, overview, lists, audit in (("aigul", 200, 200, 200), ("dana", 200, 200, 403),
                                             ("erlan", 200, 200, 200), ("screen", 200, 403, 403),
                                             ("issuer", 403, 403, 403)):
            visitor = self.enter(name)
            for path in ("/desk", "/desk/board", "/desk/cities/almaty/card", "/desk/cities/almaty",
                         "/desk?wall=1"):
                with self.subTest(name=name, path=path):
                    self.show(visitor, path, overview)
            for path in readers:
                with self.subTest(name=name, path=path):
                    self.show(visitor, path, lists)
            self.show(visitor, "/desk/audit", audit)

    def test_another_city_looks_as_if_it_were_not_there(self):
        number = self.accept(self.client, self.crowd.next_form("aktobe", "far"))["id"]
        visitor = self.enter("dana")
        for path in ("/desk/cities/aktobe", "/desk/cities/aktobe/card", "/desk/cities/atlantis",
                     "/desk/sessions/far", "/desk/sessions/far/roster.html",
                     "/desk/applications?city=aktobe", "/desk/applications?session=far",
                     f"/desk/applications/{number}", "/desk/applications/999",
                     "/desk/calls?city=aktobe"):
            with self.subTest(path=path):
                self.show(visitor, path, 404)
        for path in ("/desk", "/desk/board", "/desk/agenda", "/desk/notifications?state=sent",
                     "/desk/applications"):
            self.assertNotIn("aktobe", self.show(visitor, path), path)
        self.assertEqual(self.numbers(self.find(visitor, q=str(number))), [])

    def test_a_part_is_not_sent_twice(self):
        visitor = self.enter("dana")
        first = visitor.get("/desk/cities/almaty/card")
        etag = first.headers["ETag"]
        self.assertIn(visitor.get("/desk/cities/almaty/card", If_None_Match=etag).status,
                      (304, 200))
        other = self.enter("aigul").get("/desk/cities/almaty/card", If_None_Match=etag)
        self.assertEqual(other.status, 200)
        self.accept(self.client, self.crowd.next_form("almaty", "one"))
        wait_for("the card to change", lambda: visitor.get(
            "/desk/cities/almaty/card", If_None_Match=etag).status == 200)

    def test_nothing_runs_inline(self):
        visitor = self.enter("aigul")
        for path in ("/desk", "/desk/cities/almaty", "/desk/applications"):
            answer = visitor.get(path)
            self.assertNotIn("style=", answer.text)
            self.assertIn("script-src 'self'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["Cache-Control"], "no-store")


class Searches(Pages):
    def fill(self, count, **more):
        return [self.accept(self.client, self.crowd.next_form("almaty", "one", **more))["id"]
                for _ in range(count)]

    def test_people_are_found_by_number_iin_and_surname(self):
        iin = next(self.iins)
        wanted = self.accept(self.client, self.crowd.next_form("almaty", "one", iin=iin,
                                                               surname="Әуезов"))["id"]
        others = self.fill(3)
        visitor = self.enter("dana")
        self.assertEqual(self.numbers(self.find(visitor, q=str(wanted))), [wanted])
        self.assertEqual(self.numbers(self.find(visitor, q=iin)), [wanted])
        # Folded: another case, a look-alike letter.
        for words in ("Әуезов", "әуе", "əуе", "  ӘУ "):
            self.assertEqual(self.numbers(self.find(visitor, q=words)), [wanted], words)
        self.assertEqual(self.numbers(self.find(visitor, q="Үміткер")), others)
        self.assertEqual(self.numbers(self.find(visitor, q="nobody")), [])
        self.assertEqual(self.numbers(self.find(visitor, q="")), [*reversed(others), wanted])
        self.assertEqual(self.numbers(self.find(visitor, state="withdrawn")), [])
        page = self.show(visitor, f"/desk/applications/{wanted}")
        self.assertIn(iin, page)
        looks = self.audit("applications_listed")
        self.assertIn(("user dana", "all", "by IIN"), looks)
        self.assertIn(("user dana", "all", "by surname"), looks)
        self.assertNotIn(iin, str(looks))

    def test_reading_one_application_and_a_roster_is_written_down(self):
        number = self.fill(1)[0]
        visitor = self.enter("dana")
        self.show(visitor, f"/desk/applications/{number}")
        self.show(visitor, "/desk/sessions/one")
        self.assertEqual(self.audit("application_read"),
                         [("user dana", f"application {number}", "")])
        with open_copy(self.site.database) as database:
            self.assertEqual(list(database.execute(
                "SELECT actor, subject FROM audit WHERE action = 'roster_read'")),
                [("user dana", "session one")])

    def test_pages_go_on_where_the_last_one_ended(self):
        numbers = self.fill(120)
        for name, criteria in (("aigul", {}), ("dana", {}), ("aigul", {"session": "one"}),
                               ("dana", {"q": "үміткер"})):
            visitor = self.enter(name)
            seen, answer = [], self.find(visitor, **criteria)
            while True:
                seen += self.numbers(answer)
                fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"',
                                         answer.text.split("</table>")[-1]))
                if "after" not in fields:
                    break
                answer = visitor.ask("POST", "/desk/applications", fields)
            order = numbers if criteria.get("q") else numbers[::-1]
            self.assertEqual(seen, order, (name, criteria))

    def test_whoever_was_erased_is_found_by_no_name(self):
        iin = next(self.iins)
        form = self.crowd.next_form("almaty", "one", iin=iin, surname="Әуезов")
        ticket = self.accept(self.client, form)["ticket"]
        visitor = self.enter("aigul")
        self.assertEqual(len(self.numbers(self.find(visitor, q="әуез"))), 1)
        self.client.withdraw(ticket)
        self.desk("person", "erase", "--iin", iin, "--reason", "asked for it")
        self.assertEqual(self.numbers(self.find(visitor, q="әуез")), [])
        self.daemon.stop()
        with open_copy(self.site.database) as database:
            self.assertEqual(list(database.execute("SELECT * FROM surnames")), [])

    def test_names_are_shown_as_they_were_typed_and_run_nothing(self):
        self.accept(self.client, self.crowd.next_form("almaty", "one", surname="O'Нил"))
        visitor = self.enter("aigul")
        answer = self.find(visitor, q="O'")
        self.assertNotIn("O'Нил", answer.text)
        self.assertRegex(answer.text, "O(&#39;|&apos;)Нил")

    def test_the_sheet_to_sign_is_by_name(self):
        for surname in ("Яковлев", "Әлиев", "Абаев"):
            self.fill(1, surname=surname)
        page = self.show(self.enter("dana"), "/desk/sessions/one/roster.html")
        places = [page.index(name) for name in ("Абаев", "Әлиев", "Яковлев")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Signature", page)


if __name__ == "__main__":
    unittest.main()
