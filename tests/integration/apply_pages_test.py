"""The applicant's pages without scripts: from the list of cities to the end of an application."""
import re
import sys
import unittest

from keste.campaigns import Campaign, Session
from keste.case import Case
from keste.client import apply_at_once
from keste.pages import LANGUAGES, Page, Reader

# Debian's packages, for a Python that is not Debian's too.
sys.path.append("/usr/lib/python3/dist-packages")
from icalendar import Calendar  # noqa: E402

SIGNS = {"kk": "[әіңғүұқөһ]", "ru": "[ыэщ]", "en": "[a-z]"}
TICKET = re.compile(r"/a/[0-9a-z]+-[0-9a-z]{16}$")


def make_campaign(**more):
    return Campaign([Session("large", "2023-09-06T10:00", "2023-09-06T12:00"),
                     Session("small", "2023-09-07T10:00", "2023-09-07T12:00", 1),
                     Session("west", "2023-09-06T10:00", "2023-09-06T12:00", 5, "aktobe")],
                    cities=["almaty", "aktobe"], online=True, **more)


class Pages(Case):
    clock = "2023-09-02T10:00:00+06:00"
    rate = 1

    def setUp(self):
        super().setUp()
        self.site = self.make_site(campaign=self.make_campaign())
        self.daemon = self.start(self.site, self.clock, self.rate)
        self.client = self.connect(self.daemon)
        self.reader = Reader(self.client)

    def make_campaign(self):
        return make_campaign()

    def person(self, **other):
        return self.crowd.next_form("almaty", "any", **other)

    def apply(self, reader=None, **more):
        """A person with a seat; the path of their application."""
        reader = reader or self.reader
        form = reader.look("/apply/almaty")
        answer = reader.post(form.action, reader.fill(form, self.person(), **more))
        self.assertEqual(answer.status, 303, answer)
        self.assertRegex(answer.headers["Location"], TICKET)
        return answer.headers["Location"]

    def count_seated(self):
        return self.daemon.status()["totals"]["applications"]["seated"]


class TheWay(Pages):
    def test_the_front_page_leads_to_the_cities(self):
        answer = self.reader.ask("GET", "/")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/apply"))
        page = self.reader.look("/apply")
        self.assertLessEqual({"/apply/almaty", "/apply/aktobe", "/apply/online/QRT"},
                             set(page.links))
        # The last day is named with its 24th hour, by the city's own clock.
        self.assertIn("3 қыркүйек, жексенбі, 24:00 (UTC+6)", page.words)
        self.assertIn("3 қыркүйек, жексенбі, 24:00 (UTC+5)", page.words)
        self.assertIn("2 сессия, 101 бос орын", page.words)

    def test_every_step_in_three_languages(self):
        for language in LANGUAGES:
            reader = Reader(self.client, language)
            path = self.apply(reader, language=language, session="large")
            for step in ("/apply", "/apply/almaty", "/apply/online/QRT", path, path + "/session",
                         path + "/withdraw", path + "/consent", "/consent-withdrawn"):
                page = reader.look(step)
                self.assertEqual((page.status, page.language), (200, language), step)
                self.assertRegex(page.words, SIGNS[language])
                self.assertNotIn("{", page.words, step)

    def test_the_ticket_speaks_the_language_of_the_application(self):
        path = self.apply(language="ru")
        self.assertEqual(Reader(self.client, "en").look(path).language, "ru")
        self.assertEqual(self.reader.look(path + "?lang=en").language, "en")
        # Chosen once, it stays.
        self.assertEqual(self.reader.look("/apply").language, "en")

    def test_a_seat_is_shown_with_its_due_date_day_by_day(self):
        page = self.reader.look(self.apply(session="large"))
        self.assertIn("6 қыркүйек, сәрсенбі, 10:00–12:00 (UTC+6)", page.words)
        self.assertIn("2023 ж. 7 қыркүйек, бейсенбі, 18:00 (UTC+6)", page.words)
        self.assertIn("7 қыркүйек, бейсенбі 1-жұмыс күні", page.words)

    def test_a_place_that_is_not_there(self):
        for path in ("/apply/paris", "/apply/online/NONE", "/nowhere"):
            page = self.reader.look(path)
            self.assertEqual((page.status, page.heading), (404, "Табылмады"), path)
        self.assertEqual(self.client.ask("GET", "/nowhere").problem, "not-found")

    def test_the_online_test(self):
        form = self.reader.look("/apply/online/QRT")
        self.assertEqual(form.choices, {})
        answer = self.reader.post(form.action, self.reader.fill(form, self.person()))
        self.assertEqual(answer.status, 303)
        page = self.reader.look(answer.headers["Location"])
        self.assertIn("Себебі: резерв", page.words)
        self.assertNotIn(answer.headers["Location"] + "/session", page.links)
        self.assertIn("https://qrt.example.kz", page.links)

    def test_the_header_fields_keep_a_page_to_itself(self):
        answer = self.reader.ask("GET", self.apply())
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        policy = answer.headers["Content-Security-Policy"]
        self.assertTrue(policy.startswith("default-src 'none'"))
        self.assertNotIn("unsafe", policy)


class WrongForms(Pages):
    def test_each_wrong_field_is_told_beside_it_and_what_was_typed_stays(self):
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person(), iin="123", email="<b>nowhere",
                                  surname="О'Қизы", consent=None, session="large")
        page = self.reader.send(form.action, fields)
        self.assertEqual(page.status, 422)
        self.assertEqual(set(page.wrong), {"iin", "email", "consent"})
        self.assertEqual(page.wrong["iin"], "ЖСН 12 цифрдан тұруы керек.")
        for name in ("iin", "email", "surname", "session", "phone"):
            self.assertEqual(page.fields[name], fields[name], name)
        self.assertIn("#iin", page.links)
        self.assertIn('aria-describedby="hint-iin wrong-iin"', page.source)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        answer = self.reader.post(page.action, self.reader.fill(page, self.person()))
        self.assertEqual(answer.status, 303)

    def test_a_refusal_is_a_sentence_and_what_was_typed_stays(self):
        person = self.person()
        form = self.reader.look("/apply/almaty")
        self.reader.post(form.action, self.reader.fill(form, person))
        page = self.reader.look("/apply/almaty")
        again = self.reader.send(page.action, self.reader.fill(page, person, form_key="other"))
        self.assertEqual(again.status, 409)
        self.assertIn("Өтініш берілген", again.words)
        self.assertEqual(again.fields["iin"], person["iin"])
        self.assertEqual(self.count_seated(), 1)

    def test_bodies_that_are_no_form(self):
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person())
        twice = list(fields.items()) + [("session", "small")]
        self.assertEqual(self.reader.send(form.action, twice).status, 400)
        self.assertEqual(self.reader.send(form.action, dict(fields, surprise="1")).status, 422)
        answer = self.reader.ask("POST", form.action, b"%zz=1",
                                 Content_Type="application/x-www-form-urlencoded")
        self.assertEqual(answer.status, 400)
        answer = self.reader.ask("POST", form.action, b"{}", Content_Type="application/json")
        self.assertEqual((Page(answer).status, Page(answer).language), (415, "kk"))
        self.assertEqual(self.count_seated(), 0)

    def test_a_body_that_is_too_large_is_told_as_a_page(self):
        answer = self.reader.ask("POST", "/apply/almaty", b"x" * 70_000,
                                 Content_Type="application/x-www-form-urlencoded")
        self.assertEqual(answer.status, 413)
        self.assertEqual(Page(answer).heading, "Сұрау денесі тым үлкен")

    def test_the_address_says_where_whatever_the_body_says(self):
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person(), city="aktobe", test="QAZTEST")
        path = self.reader.post(form.action, fields).headers["Location"]
        self.assertIn("almaty", self.reader.look(path).words)

    def test_many_wrong_codes_are_slowed_in_words(self):
        page = None
        for number in range(30):
            form = self.reader.look("/apply/almaty")
            fields = self.reader.fill(form, self.person(), promo_code=f"WRONG{number}")
            page = self.reader.send(form.action, fields)
            if page.status == 429:
                break
        self.assertEqual(page.status, 429)
        self.assertIn("Қате промокодтар тым көп", page.words)
        self.assertEqual(page.headers["Retry-After"], "60")

    def make_campaign(self):
        return make_campaign(more="admission: {promo_codes: listed}\n")


class Repetition(Pages):
    def test_a_double_click_is_one_application(self):
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person())
        first, second = (self.reader.post(form.action, fields) for _ in range(2))
        self.assertEqual((first.status, second.status), (303, 303))
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(self.count_seated(), 1)

    def test_many_clicks_at_once_are_one_application(self):
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person())
        daemon = self.daemon

        class Clicker:
            """Stands for a form to `apply_at_once`: posts a page's form in place of JSON."""
            def __init__(self, client):
                self.connection = client.connection
                self.client = client

            def __enter__(self):
                return self

            def __exit__(self, *_):
                self.client.close()

            def apply(self, clicked):
                return Reader(self.client).post(form.action, clicked)

        class Door:
            def connect(self):
                return Clicker(daemon.connect())
        answers = apply_at_once(Door(), [fields] * 20)
        self.assertEqual({answer.status for answer in answers}, {303}, answers)
        self.assertEqual(len({answer.headers["Location"] for answer in answers}), 1)
        self.assertEqual(self.count_seated(), 1)

    def test_a_refused_form_may_be_sent_again_when_there_is_a_seat(self):
        first = self.apply(session="small", waitlist=None)
        form = self.reader.look("/apply/almaty")
        fields = self.reader.fill(form, self.person(), session="small", waitlist=None)
        full = self.reader.send(form.action, fields)
        self.assertEqual(full.status, 409)
        self.assertIn("бос орын жоқ", full.words)
        self.assertEqual(self.reader.post(first + "/withdraw", {}).status, 303)
        again = self.reader.post(full.action, dict(fields, form_key=full.fields["form_key"]))
        self.assertEqual(again.status, 303)

    def test_forms_that_are_shown_have_keys_of_their_own(self):
        page = self.reader.look("/apply/almaty")
        refused = self.reader.send(page.action, {"form_key": page.fields["form_key"]})
        self.assertNotEqual(page.fields["form_key"], refused.fields["form_key"])


class Closing(Pages):
    clock = "2023-09-03T23:59:00+06:00"
    rate = 20

    def test_the_window_closes_while_the_form_is_open(self):
        form = self.reader.look("/apply/almaty")
        self.assertEqual(form.action, "/apply/almaty")
        person = self.person()
        self.daemon.wait_until(self.daemon.now().replace(hour=18, minute=0, second=0))
        page = self.reader.send(form.action, self.reader.fill(form, person, session="large"))
        self.assertEqual(page.status, 409)
        self.assertIn("Өтініш қабылдау аяқталды", page.words)
        self.assertIn("2023-09-04 00:00 (UTC+06:00)", page.words)
        self.assertEqual(page.fields["surname"], person["surname"])
        self.assertEqual(page.fields["session"], "large")
        self.assertEqual(self.count_seated(), 0)
        self.assertEqual(self.daemon.status()["engine"]["accepted"], 0)

    def test_a_personal_extension_finds_its_form_after_the_closing(self):
        self.daemon.wait_until(self.daemon.now().replace(hour=18, minute=0, second=0))
        page = self.reader.look("/apply/almaty")
        self.assertIn("Маған өтініш беру мерзімі ұзартылған", page.words)
        self.assertEqual(page.action, "/apply/almaty")


class OwnApplication(Pages):
    def test_wrong_and_foreign_tickets_look_the_same(self):
        path, other = self.apply(), self.apply()
        last = "0" if path[-1] != "0" else "1"
        wrong = [path[:-1] + last, path[:-3] + other[-3:], path + "0", "/a/x",
                 "/a/" + "0" * 20, "/a/%D3%99"]
        answers = set()
        for each in wrong:
            for tail in ("", "/session", "/withdraw", "/consent", "/calendar.ics"):
                answer = self.reader.ask("GET", each + tail)
                answers.add((answer.status, answer.body))
            for tail in ("/withdraw", "/consent"):
                answer = self.reader.post(each + tail, {})
                answers.add((answer.status, answer.body))
            answer = self.reader.post(each + "/session", {"session": "large"})
            answers.add((answer.status, answer.body))
        self.assertEqual(len(answers), 1, [body[:200] for _, body in answers])
        self.assertEqual(answers.pop()[0], 404)

    def test_looking_changes_nothing(self):
        path = self.apply(session="large")
        before = self.client.find("/applications/" + path[3:]).json
        for tail in ("", "/session", "/withdraw", "/consent", "/calendar.ics"):
            for method in ("GET", "HEAD"):
                answer = self.reader.ask(method, path + tail + "?lang=kk")
                self.assertEqual(answer.status, 200, tail)
        self.assertEqual(self.client.find("/applications/" + path[3:]).json, before)

    def test_the_session_is_changed(self):
        path = self.apply(session="large")
        choice = self.reader.look(path + "/session")
        self.assertEqual(choice.choices, {"small": False})
        self.assertEqual(self.reader.post(choice.action, {"session": "small"}).status, 303)
        self.assertIn("7 қыркүйек, бейсенбі", self.reader.look(path).words)
        other = self.apply(session="large")
        self.assertEqual(self.reader.look(other + "/session").choices, {"small": True})
        refused = self.reader.send(other + "/session", {"session": "small"})
        self.assertEqual(refused.status, 409)
        self.assertIn("small: бос орын жоқ", refused.words)
        self.assertIn("6 қыркүйек, сәрсенбі", refused.words)

    def test_withdrawing_asks_once_more(self):
        path = self.apply()
        page = self.reader.look(path + "/withdraw")
        self.assertEqual((page.action, self.count_seated()), (path + "/withdraw", 1))
        answer = self.reader.post(page.action, {})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, path))
        self.assertIn("Қайтарып алынды", self.reader.look(path).words)
        self.assertEqual(self.count_seated(), 0)
        # Once more, as a refreshed page would: nothing else happens.
        self.assertEqual(self.reader.post(page.action, {}).status, 303)
        self.assertEqual(self.reader.ask("GET", path + "/withdraw").status, 303)

    def test_after_the_consent_is_withdrawn_the_ticket_opens_nothing(self):
        path = self.apply()
        page = self.reader.look(path + "/consent")
        answer = self.reader.post(page.action, {})
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/consent-withdrawn"))
        self.assertIn("Келісіміңіз қайтарып алынды",
                      self.reader.look(answer.headers["Location"]).words)
        self.assertEqual(self.reader.look(path).status, 404)

    def test_the_calendar_entry(self):
        path = self.apply(session="large")
        answer = self.reader.ask("GET", path + "/calendar.ics")
        self.assertEqual(answer.headers["Content-Type"], "text/calendar; charset=utf-8")
        event = Calendar.from_ical(answer.body).walk("VEVENT")[0]
        self.assertEqual(event["DTSTART"].dt.isoformat(), "2023-09-06T04:00:00+00:00")
        self.assertEqual(event["URL"], "http://keste.example.kz" + path)
        self.assertEqual(event["SEQUENCE"], 0)
        self.assertEqual(event["UID"], "keste.trial.application.1@example.kz")
        self.reader.post(path + "/session", {"session": "small"})
        moved = Calendar.from_ical(self.reader.ask("GET", path + "/calendar.ics").body)
        after = moved.walk("VEVENT")[0]
        self.assertEqual(after["UID"], event["UID"])
        self.assertGreaterEqual(after["SEQUENCE"], event["SEQUENCE"])
        self.reader.post(path + "/withdraw", {})
        self.assertEqual(self.reader.ask("GET", path + "/calendar.ics").status, 404)

    def test_who_waits_is_told_the_place_in_the_line(self):
        self.apply(session="small")
        path = self.apply(session="small")
        page = self.reader.look(path)
        self.assertIn("Күту тізімінде", page.words)
        self.assertEqual(self.reader.look(path + "/session").choices["any"], False)


if __name__ == "__main__":
    unittest.main()
