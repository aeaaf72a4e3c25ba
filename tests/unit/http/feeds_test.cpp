// A city's changes and calendar over HTTP.
#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

const std::string changes = "/api/v1/cities/astana/changes";
const std::string ics = "/api/v1/cities/astana/calendar.ics";

Instant at(std::string_view text) { return parse_instant(text).value(); }

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

engine::ChangesPage make_page() {
  engine::ChangesPage page;
  page.last = 9;
  page.rows.push_back({8, at("2023-09-15T18:04:11.5+06:00"), "", "closes_at",
                       "2023-09-18T00:00:00+06:00", "2023-09-19T00:00:00+06:00", "Сұраныс"});
  page.rows.push_back(
      {9, at("2023-09-15T18:20:00+06:00"), "astana-0920-1", "seats", "60", "80", ""});
  return page;
}

engine::CityCalendar make_calendar() {
  engine::CityCalendar made;
  made.city = "astana";
  made.window.opens_at = at("2023-09-01T00:00:00+06:00");
  made.window.closes_at = at("2023-09-23T00:00:00+06:00");
  made.window_revision = {8, at("2023-09-15T18:04:11+06:00")};
  for (const char* code : {"astana-0920-1", "astana-0920-2"}) {
    engine::CalendarSession session;
    session.row.code = code;
    session.row.starts_at = at("2023-09-20T10:00:00+06:00");
    session.row.ends_at = at("2023-09-20T12:30:00+06:00");
    session.row.due_at = at("2023-09-22T18:00:00+06:00");
    session.row.seats = 60;
    session.row.state = "planned";
    session.revision = {0, at("2023-09-02T09:00:00+06:00")};
    made.sessions.push_back(session);
  }
  made.sessions[0].row.venue = "Лицей";
  made.sessions[1].row.state = "cancelled";
  made.sessions[1].revision = {9, at("2023-09-15T18:20:00+06:00")};
  return made;
}

/// The lines of the event with that UID.
std::string event(const std::string& text, const std::string& uid) {
  const auto begin = text.find("UID:" + uid + "\r\n");
  REQUIRE(begin != std::string::npos);
  return text.substr(begin, text.find("END:VEVENT", begin) - begin);
}

bool has(const std::string& text, const std::string& line) {
  return text.find(line + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("changes are listed as the contract says", "[http][feeds]") {
  World world;
  world.changes_outcome = make_page();
  const Answer answer = world.ask(get(changes + "?cursor=7&limit=2"));
  REQUIRE(answer.status == 200);
  CHECK(world.asked_after == 7);
  CHECK(world.asked_limit == 2);
  CHECK(answer.body ==
        R"({"city":"astana","last":9,"changes":[{"number":8,)"
        R"("at":"2023-09-15T18:04:11.500000+06:00","what":"window","field":"closes_at",)"
        R"("was":"2023-09-18T00:00:00+06:00","is":"2023-09-19T00:00:00+06:00",)"
        R"("reason":"Сұраныс"},{"number":9,"at":"2023-09-15T18:20:00+06:00","what":"session",)"
        R"("session":"astana-0920-1","field":"seats","was":60,"is":80,"reason":null}],)"
        R"("next_cursor":"9"})");
  CHECK(body_of(world.ask(get(changes))).at("next_cursor").is_null());
  CHECK(world.asked_after == 0);
  CHECK(world.asked_limit == 100);
}

TEST_CASE("changes keep their entity tag until there is another one", "[http][feeds]") {
  World world;
  world.changes_outcome = make_page();
  const std::string etag = world.ask(get(changes)).fields.at("etag");
  CHECK(world.ask(get(changes, "If-None-Match: " + etag + "\r\n")).status == 304);
  engine::ChangesPage more = make_page();
  more.rows.push_back(more.rows.back());
  world.changes_outcome = more;
  CHECK(world.ask(get(changes, "If-None-Match: " + etag + "\r\n")).status == 200);
}

TEST_CASE("wrong questions about changes are told", "[http][feeds]") {
  World world;
  for (const char* query : {"?limit=0", "?limit=1001", "?cursor=-1", "?cursor=x", "?after=7"}) {
    INFO(query);
    CHECK(world.ask(get(changes + query)).status == 400);
  }
  CHECK(world.ask(get("/api/v1/cities/paris/changes")).status == 404);
  world.changes_outcome = engine::Trouble::storage_failed;
  CHECK(world.ask(get(changes)).status == 503);
}

TEST_CASE("a calendar has the window, the sessions and their due dates", "[http][feeds]") {
  World world;
  world.calendar_outcome = make_calendar();
  const Answer answer = world.ask(get(ics + "?key=s3cr3t&utm_source=phone"));
  REQUIRE(answer.status == 200);
  CHECK(world.asked_ticket == "s3cr3t");
  CHECK(answer.fields.at("content-type") == "text/calendar; charset=utf-8");
  const std::string window = event(answer.body, "keste.pkr-2023.astana.window");
  CHECK(has(window, "DTSTART:20230831T180000Z"));
  CHECK(has(window, "DTEND:20230922T180000Z"));
  CHECK(has(window, "SEQUENCE:8"));
  CHECK(has(window, "SUMMARY:Өтініш қабылдау: Астана"));
  const std::string session = event(answer.body, "keste.pkr-2023.astana.session.astana-0920-1");
  CHECK(has(session, "STATUS:CONFIRMED"));
  CHECK(has(session, "SEQUENCE:0"));
  CHECK(has(session, "LOCATION:Лицей"));
  const std::string due = event(answer.body, "keste.pkr-2023.astana.due.astana-0920-1");
  CHECK(has(due, "DTSTART:20230922T120000Z"));
  CHECK(due.find("DTEND") == std::string::npos);
  const std::string gone = event(answer.body, "keste.pkr-2023.astana.session.astana-0920-2");
  CHECK(has(gone, "STATUS:CANCELLED"));
  CHECK(has(gone, "SEQUENCE:9"));
  CHECK(has(event(answer.body, "keste.pkr-2023.astana.due.astana-0920-2"), "STATUS:CANCELLED"));
}

TEST_CASE("a calendar speaks the language of its address, whatever the client prefers",
          "[http][feeds]") {
  World world;
  world.calendar_outcome = make_calendar();
  const auto ask = [&](const std::string& query) {
    return world.ask(get(ics + query, "Accept-Language: en\r\n"));
  };
  CHECK(ask("?key=k").body.find("Өтініш қабылдау") != std::string::npos);
  CHECK(ask("?key=k&lang=ru").body.find("Приём заявок") != std::string::npos);
  CHECK(ask("?key=k&lang=en").body.find("Applications are taken") != std::string::npos);
  CHECK(ask("?key=k&lang=de").status == 400);
  const std::string etag = ask("?key=k").fields.at("etag");
  CHECK(world.ask(get(ics + "?key=k", "If-None-Match: " + etag + "\r\n")).status == 304);
}

TEST_CASE("a wrong key and an unknown city look the same", "[http][feeds]") {
  World world;
  const Answer wrong = world.ask(get(ics + "?key=wrong"));
  CHECK(wrong.status == 404);
  CHECK(world.ask(get(ics)).body == wrong.body);
  world.calendar_outcome = make_calendar();
  const Answer unknown = world.ask(get("/api/v1/cities/paris/calendar.ics?key=wrong"));
  CHECK(unknown.status == 404);
  CHECK(unknown.body == wrong.body);
}

TEST_CASE("the desk is told the whole address of a calendar", "[http][feeds]") {
  ServerSettings settings = test_settings();
  settings.public_url = "https://keste.example.kz";
  World world(std::move(settings));
  world.desk_answer = [](const engine::DeskCommand&) {
    engine::DeskReport report;
    report.facts = {{"path", std::string("/p?key=1")}};
    return report;
  };
  const std::string link = "/api/v1/cities/astana/calendar-link";
  const Answer answer = world.ask_at_desk(post(link, R"({"renew":true})"));
  REQUIRE(answer.status == 200);
  CHECK(body_of(answer).at("url").as_string() == "https://keste.example.kz/p?key=1");
  const auto& command = std::get<engine::MakeCalendarLink>(world.performed.back());
  CHECK(command.city == "astana");
  CHECK(command.renew);
  REQUIRE(world.ask_at_desk(post(link, "{}")).status == 200);
  CHECK_FALSE(std::get<engine::MakeCalendarLink>(world.performed.back()).renew);
  CHECK(world.ask_at_desk(post(link, R"({"renew":"yes"})")).status == 422);
}
