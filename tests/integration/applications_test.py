"""Applications as people send them: forms, refusals in three languages, seats, repetitions."""
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.client import apply_at_once
from keste.database import find_damage, open_copy

LANGUAGES = ("kk", "ru", "en")
# A sign of each language: a letter that only it has among the three, or plain English.
SIGNS = {"kk": "[әіңғүұқөһ]", "ru": "[а-я]", "en": "[a-z]"}


def make_campaign():
    return Campaign([Session("large", "2023-09-06T10:00", "2023-09-06T12:00"),
                     Session("small", "2023-09-06T14:00", "2023-09-06T16:00", 10),
                     Session("west", "2023-09-06T10:00", "2023-09-06T12:00", 5, "aktobe"),
                     Session("first", "2023-09-01T10:00", "2023-09-01T12:00")],
                    cities=["almaty", "aktobe"])


class Applications(Case):
    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=make_campaign())
        self.daemon = self.start(self.site, "2023-09-02T10:00:00+06:00")
        self.client = self.connect(self.daemon)

    def next_form(self, session="large", **other):
        city = "aktobe" if session == "west" else "almaty"
        # These want a seat or nothing; who waits is tried elsewhere.
        return self.crowd.next_form(city, session, **{"waitlist": False, **other})

    def apply_at_once(self, forms, headers=None):
        return apply_at_once(self.daemon, forms, headers)

    def assert_undamaged(self):
        self.assertEqual(self.daemon.stop(), 0)
        with open_copy(self.site.database) as database:
            self.assertEqual(find_damage(database), {})


class Seats(Applications):
    def test_the_last_seats_go_to_as_many_as_there_are(self):
        answers = self.apply_at_once([self.next_form("small") for _ in range(50)])
        self.assertEqual(sum(answer.status == 201 for answer in answers), 10)
        for answer in answers:
            if answer.status != 201:
                self.assertEqual((answer.status, answer.problem), (409, "session-full"), answer)
        session = self.client.find("/cities/almaty").json["sessions"][-1]
        self.assertEqual((session["id"], session["seats_left"]), ("small", 0))
        self.assert_undamaged()

    def test_one_person_a_hundred_times_has_one_seat(self):
        form = self.next_form()
        answers = self.apply_at_once([form] * 100)
        accepted = [answer for answer in answers if answer.status == 201]
        self.assertEqual(len(accepted), 1)
        for answer in answers:
            if answer is not accepted[0]:
                self.assertEqual((answer.status, answer.problem), (409, "already-applied"), answer)
        self.assert_undamaged()

    def test_who_withdraws_frees_the_seat_and_may_apply_again(self):
        form = self.next_form("small")
        for other in [form] + [self.next_form("small") for _ in range(9)]:
            application = self.accept(self.client, other)
            if other is form:
                mine = application
        late = self.next_form("small")
        self.refuse(self.client, late, "session-full")
        # Who has a seat is told so first.
        self.refuse(self.client, form, "already-applied")
        for _ in range(2):
            gone = self.client.withdraw(mine["ticket"])
            self.assertEqual((gone.status, gone.json["state"]), (200, "withdrawn"))
        self.accept(self.client, late)
        self.refuse(self.client, form, "session-full")
        again = self.accept(self.client, dict(form, session="large"))
        self.assertNotEqual(again["ticket"], mine["ticket"])
        old = self.client.find("/applications/" + mine["ticket"])
        self.assertEqual(old.json["state"], "withdrawn")
        self.assert_undamaged()

    def test_an_application_is_read_back_as_it_was_answered(self):
        application = self.accept(self.client, self.next_form("west", language="ru"))
        self.assertEqual(application["starts_at"], "2023-09-06T10:00:00+05:00")
        self.assertEqual(application["due_at"], "2023-09-07T18:00:00+05:00")
        self.assertEqual((application["state"], application["language"]), ("seated", "ru"))
        self.assertEqual(self.client.ask("GET", application["links"]["self"]).json, application)

    def test_a_wrong_ticket_looks_like_a_foreign_one(self):
        ticket = self.accept(self.client, self.next_form())["ticket"]
        other = self.accept(self.client, self.next_form())["ticket"]
        last = "0" if ticket[-1] != "0" else "1"
        wrong = [ticket[:-1] + last, ticket[:-3] + other[-3:], ticket + "0", "x", "0" * len(ticket),
                 "%D3%99", "a'%20OR%201=1"]
        answers = {(answer.status, answer.body) for answer in
                   [self.client.find("/applications/" + each) for each in wrong] +
                   [self.client.withdraw(each) for each in wrong]}
        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(answers.pop()[0], 404)
        self.assertEqual(self.client.find("/applications/" + ticket).json["state"], "seated")


class Refusals(Applications):
    def test_each_reason_has_its_own_problem(self):
        cases = [({"session": "nowhere"}, 422, "form-incorrect"),
                 ({"city": "paris"}, 422, "form-incorrect"),
                 ({"session": "west"}, 409, "session-elsewhere"),
                 ({"session": "first"}, 409, "session-started")]
        for other, status, problem in cases:
            answer = self.client.apply(dict(self.next_form(), **other))
            self.assertEqual((answer.status, answer.problem), (status, problem), answer)

    def test_problems_speak_the_language_that_is_asked_for(self):
        form = dict(self.next_form(), session="first")
        details = {}
        for language, asked in (("kk", "kk-KZ, ru;q=0.5"), ("ru", "de, ru;q=0.9, en;q=0.3"),
                                ("en", "en-GB")):
            answer = self.refuse(self.client, form, "session-started", Accept_Language=asked)
            self.assertEqual(answer.headers["Content-Language"], language)
            self.assertRegex(answer.json["detail"], SIGNS[language])
            self.assertEqual((answer.json["status"], answer.json["session"]), (409, "first"))
            details[language] = answer.json["detail"]
        self.assertEqual(len(set(details.values())), 3)
        silent = self.refuse(self.client, form, "session-started")
        self.assertEqual(silent.json["detail"], details["kk"])

    def test_every_wrong_field_is_named(self):
        form = dict(self.next_form(), iin="12345", surname=" ", email="nowhere",
                    phone="112", language="de", consent=False, session="A B")
        answer = self.refuse(self.client, form, "form-incorrect", Accept_Language="en")
        self.assertEqual(answer.status, 422)
        self.assertEqual({error["field"] for error in answer.json["errors"]},
                         {"iin", "surname", "email", "phone", "language", "consent", "session"})
        for error in answer.json["errors"]:
            self.assertRegex(error["detail"], SIGNS["en"])

    def test_the_control_digit_is_judged_and_the_birth_date_is_not(self):
        form = self.next_form()
        wrong = form["iin"][:-1] + str((int(form["iin"][-1]) + 1) % 10)
        for iin in (wrong, form["iin"][:-1], form["iin"] + "0", "abcdefghijkl"):
            answer = self.refuse(self.client, dict(form, iin=iin), "form-incorrect")
            self.assertEqual([error["field"] for error in answer.json["errors"]], ["iin"])
        # The date part of this one is the 99th day of the 99th month.
        self.accept(self.client, dict(form, iin="999999000002"))

    def test_bodies_that_are_no_form_are_told(self):
        cases = [(b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b'{"iin": 1}', 422),
                 (b"[" * 5000, 400), (b"\xff\xfe{}", 400),
                 (b'{"surprise": 1}', 422)]
        for body, status in cases:
            answer = self.client.ask("POST", "/api/v1/applications", body,
                                     Content_Type="application/json")
            self.assertEqual(answer.status, status, (body[:40], answer))
            self.assertTrue(answer.problem)
        answer = self.client.ask("POST", "/api/v1/applications", b"iin=1",
                                 Content_Type="application/x-www-form-urlencoded")
        self.assertEqual((answer.status, answer.problem), (415, "unsupported-media-type"))


class Repetition(Applications):
    def test_the_same_key_gives_the_same_answer_and_one_record(self):
        form = self.next_form()
        first = self.client.apply(form, Idempotency_Key="k-1")
        self.assertEqual(first.status, 201)
        again = self.client.apply(form, Idempotency_Key="k-1")
        self.assertEqual((again.status, again.body), (201, first.body))
        self.assertEqual(again.headers["Location"], first.headers["Location"])
        self.assertEqual(self.daemon.status()["totals"]["applications"]["seated"], 1)
        self.client.withdraw(first.json["ticket"])
        late = self.client.apply(form, Idempotency_Key="k-1")
        self.assertEqual((late.status, late.body), (201, first.body))

    def test_a_refusal_is_repeated_too(self):
        form = self.next_form("small")
        others = [self.next_form("small") for _ in range(10)]
        tickets = [self.accept(self.client, other)["ticket"] for other in others]
        refused = self.refuse(self.client, form, "session-full", Idempotency_Key="k-2")
        self.client.withdraw(tickets[0])
        again = self.refuse(self.client, form, "session-full", Idempotency_Key="k-2")
        self.assertEqual(again.json["type"], refused.json["type"])
        self.accept(self.client, form, Idempotency_Key="k-3")

    def test_another_body_under_the_same_key_is_refused(self):
        self.accept(self.client, self.next_form(), Idempotency_Key="k-4")
        answer = self.client.apply(self.next_form(), Idempotency_Key="k-4")
        self.assertEqual((answer.status, answer.problem), (422, "idempotency-key-reused"))

    def test_a_key_that_cannot_be_one_is_refused(self):
        for key in ("", "a b", "x" * 256):
            answer = self.client.apply(self.next_form(), Idempotency_Key=key)
            self.assertEqual((answer.status, answer.problem), (400, "bad-idempotency-key"), key)

    def test_the_same_request_at_the_same_time_is_one_application(self):
        form = self.next_form()
        answers = self.apply_at_once([form] * 30, [{"Idempotency_Key": "k-5"}] * 30)
        accepted = {answer.body for answer in answers if answer.status == 201}
        self.assertEqual(len(accepted), 1)
        for answer in answers:
            if answer.status != 201:
                self.assertEqual((answer.status, answer.problem),
                                 (409, "idempotency-key-in-flight"), answer)
        self.assert_undamaged()

    def test_answers_outlive_a_restart_for_a_day_and_no_longer(self):
        form = self.next_form()
        first = self.client.apply(form, Idempotency_Key="k-6")
        self.assertEqual(self.daemon.stop(), 0)
        for clock, status in (("2023-09-03T09:59:00+06:00", 201),
                              ("2023-09-03T10:01:00+06:00", 409)):
            daemon = self.start(self.site, clock)
            with daemon.connect() as client:
                answer = client.apply(form, Idempotency_Key="k-6")
            self.assertEqual(answer.status, status, answer)
            if status == 201:
                self.assertEqual(answer.body, first.body)
            daemon.stop()


if __name__ == "__main__":
    unittest.main()
