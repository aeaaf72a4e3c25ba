// Campaigns, windows, sessions, their sittings, and the roster.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/person.hpp"

namespace keste::store {
namespace {

WindowRow window_of(const std::string& city, std::int64_t opens_at, std::int64_t closes_at) {
  WindowRow window;
  window.city = city;
  window.opens_at = at(opens_at);
  window.closes_at = at(closes_at);
  return window;
}

SessionRow find_session(Season& season, const std::string& code) {
  for (const SessionRow& session : list_sessions(season.database, season.campaign)) {
    if (session.code == code) return session;
  }
  throw std::logic_error("no such session");
}

TEST_CASE("a campaign keeps its number, and knows of others", "[schedule]") {
  Season season;
  CHECK(upsert_campaign(season.database, "pkr-2023") == season.campaign);
  CHECK_FALSE(find_other_campaign(season.database, season.campaign));
  const CampaignId other = upsert_campaign(season.database, "күз-2024");
  CHECK(other != season.campaign);
  CHECK(find_other_campaign(season.database, season.campaign) == "күз-2024");
  CHECK(find_other_campaign(season.database, other) == "pkr-2023");
  CHECK(list_sessions(season.database, other).empty());
}

TEST_CASE("a new window is not open, and as the file said", "[schedule]") {
  Season season;
  insert_window(season.database, season.campaign, window_of("astana", 10, 20));
  insert_window(season.database, season.campaign, window_of("almaty", 11, 21));
  const auto windows = list_windows(season.database, season.campaign);
  REQUIRE(windows.size() == 2);
  const WindowRow& astana = windows[windows[0].city == "astana" ? 0 : 1];
  CHECK(astana.state == "not_open");
  CHECK(astana.opens_at == at(10));
  CHECK(astana.closes_at == at(20));
  CHECK(astana.filed_opens_at == at(10));
  CHECK(astana.filed_closes_at == at(20));
  CHECK(list_windows(season.database, upsert_campaign(season.database, "other")).empty());
}

TEST_CASE("a window opens once and closes once", "[schedule]") {
  Season season;
  insert_window(season.database, season.campaign, window_of("astana", 10, 20));
  insert_window(season.database, season.campaign, window_of("almaty", 10, 20));
  CHECK(mark_window_open(season.database, season.campaign, "astana"));
  CHECK_FALSE(mark_window_open(season.database, season.campaign, "astana"));
  CHECK(mark_window_closed(season.database, season.campaign, "astana"));
  CHECK_FALSE(mark_window_closed(season.database, season.campaign, "astana"));
  CHECK_FALSE(mark_window_open(season.database, season.campaign, "astana"));
  CHECK(mark_window_closed(season.database, season.campaign, "almaty"));
  CHECK_FALSE(mark_window_open(season.database, season.campaign, "none"));
}

TEST_CASE("a window that is rescheduled keeps all that it is given", "[schedule]") {
  Season season;
  insert_window(season.database, season.campaign, window_of("astana", 10, 20));
  insert_window(season.database, season.campaign, window_of("almaty", 10, 20));
  WindowRow window = window_of("astana", 12, 25);
  window.filed_opens_at = at(11);
  window.filed_closes_at = at(24);
  window.state = "open";
  reschedule_window(season.database, season.campaign, window);
  for (const WindowRow& row : list_windows(season.database, season.campaign)) {
    const bool is_moved = row.city == "astana";
    CHECK(row.opens_at == at(is_moved ? 12 : 10));
    CHECK(row.closes_at == at(is_moved ? 25 : 20));
    CHECK(row.filed_opens_at == at(is_moved ? 11 : 10));
    CHECK(row.filed_closes_at == at(is_moved ? 24 : 20));
    CHECK(row.state == (is_moved ? "open" : "not_open"));
  }
}

TEST_CASE("a new session has its first sitting and its tally", "[schedule]") {
  Season season;
  const SessionRow& made = season.morning.session;
  CHECK(made.id);
  CHECK(made.sitting);
  const SessionRow session = find_session(season, "astana-0905");
  CHECK(session.id == made.id);
  CHECK(session.sitting == made.sitting);
  CHECK(session.city == "astana");
  CHECK(session.state == "planned");
  CHECK(session.seats == 3);
  CHECK(session.filed_seats == 3);
  CHECK(session.filed_starts_at == at(1'000));
  CHECK(session.filed_ends_at == at(2'000));
  CHECK(session.due_at == at(3'000));
  CHECK_FALSE(session.due_provisional);
  CHECK_FALSE(session.finished_at);
  CHECK(session.due_working_days == 2);
  CHECK(session.due_time == std::chrono::hours(18));
  CHECK(session.venue == "Мектеп № 7");
  CHECK(session.address == "Абай даңғылы, 7");
  CHECK(session.answer_by == Instant{});
  const auto tallies = list_tallies(season.database, season.campaign);
  CHECK(std::count_if(tallies.begin(), tallies.end(), [&](const TallyRow& tally) {
          return tally.place.session == made.id && tally.place.city == "astana" &&
                 tally.place.test.empty();
        }) == 1);
}

TEST_CASE("a session keeps what it is updated to", "[schedule]") {
  Season season;
  SessionRow session = season.morning.session;
  session.starts_at = at(1'100);
  session.ends_at = at(2'100);
  session.finished_at = at(2'050);
  session.due_at = at(3'100);
  session.due_provisional = true;
  session.seats = 9;
  session.venue = "";
  session.address = "Сарыарқа, 1";
  session.sequence = 4;
  session.answer_by = at(900);
  session.answer_of = 17;
  session.filed_starts_at = at(1'050);
  session.filed_ends_at = at(2'060);
  session.filed_seats = 8;
  session.due_working_days = 5;
  session.due_time = std::chrono::minutes(1'439);
  update_session(season.database, session);
  const SessionRow kept = find_session(season, "astana-0905");
  CHECK(kept.starts_at == at(1'100));
  CHECK(kept.ends_at == at(2'100));
  CHECK(kept.finished_at == at(2'050));
  CHECK(kept.due_at == at(3'100));
  CHECK(kept.due_provisional);
  CHECK(kept.seats == 9);
  CHECK(kept.venue.empty());
  CHECK(kept.address == "Сарыарқа, 1");
  CHECK(kept.sequence == 4);
  CHECK(kept.answer_by == at(900));
  CHECK(kept.answer_of == 17);
  CHECK(kept.filed_starts_at == at(1'050));
  CHECK(kept.filed_ends_at == at(2'060));
  CHECK(kept.filed_seats == 8);
  CHECK(kept.due_working_days == 5);
  CHECK(kept.due_time == std::chrono::minutes(1'439));
  CHECK(find_session(season, "astana-0920").seats == 2);
}

TEST_CASE("a session moves from the state that was named, and from no other", "[schedule]") {
  Season season;
  const SessionId id = season.morning.session.id;
  CHECK_FALSE(mark_session(season.database, id, "started", "ended"));
  CHECK(mark_session(season.database, id, "planned", "started"));
  CHECK_FALSE(mark_session(season.database, id, "planned", "started"));
  CHECK(mark_session(season.database, id, "started", "ended"));
  CHECK(find_session(season, "astana-0905").state == "ended");
  CHECK(find_session(season, "astana-0920").state == "planned");
}

TEST_CASE("every form that a session has had is to be found", "[schedule]") {
  Season season;
  SessionRow session = season.morning.session;
  const SittingId first = session.sitting;
  session.starts_at = at(1'100);
  session.venue = "Лицей";
  insert_sitting(season.database, session);
  update_session(season.database, session);
  CHECK(session.sitting != first);
  CHECK(find_session(season, "astana-0905").sitting == session.sitting);
  const SittingRow was{"astana-0905", at(1'000),    at(2'000),
                       at(3'000),     "Мектеп № 7", "Абай даңғылы, 7"};
  CHECK(find_sitting(season.database, first) == was);
  const SittingRow is{"astana-0905", at(1'100), at(2'000), at(3'000), "Лицей", "Абай даңғылы, 7"};
  CHECK(find_sitting(season.database, session.sitting) == is);
  CHECK_FALSE(find_sitting(season.database, SittingId{9'999}));
}

TEST_CASE("the roster takes the applications up to its mark, each once", "[schedule][roster]") {
  Season season;
  CHECK(find_roster_mark(season.database, season.campaign) == 0);
  season.add_many(1, 2);
  const ApplicationId evening = season.add(season.seated(3, season.evening));
  season.add(season.waiting(4));
  const SessionId morning = season.morning.session.id;
  extend_roster(season.database, season.campaign, 1);
  CHECK(find_roster_mark(season.database, season.campaign) == 1);
  CHECK(list_seated(season.database, morning, {}, 10) == std::vector{ApplicationId{1}});
  season.extend();
  CHECK(find_roster_mark(season.database, season.campaign) == 4);
  CHECK(list_seated(season.database, morning, {}, 10) ==
        std::vector{ApplicationId{1}, ApplicationId{2}});
  CHECK(list_seated(season.database, season.evening.session.id, {}, 10) == std::vector{evening});
  season.extend();
  CHECK(list_seated(season.database, morning, {}, 10).size() == 2);
}

TEST_CASE("who comes into another session stands in its roster, and not in the old one's",
          "[schedule][roster]") {
  Season season;
  const auto ids = season.add_many(1, 2);
  season.extend();
  const SessionId evening = season.evening.session.id;
  REQUIRE(mark_seated(season.database, {ids[0], evening, season.evening.tally, 1}));
  insert_into_roster(season.database, evening, ids[0].value);
  insert_into_roster(season.database, evening, ids[0].value);
  CHECK(list_seated(season.database, evening, {}, 10) == std::vector{ids[0]});
  CHECK(list_seated(season.database, season.morning.session.id, {}, 10) == std::vector{ids[1]});
}

TEST_CASE("those with a seat are listed in order of receipt, a page at a time",
          "[schedule][roster]") {
  Season season;
  const auto ids = season.add_many(1, 5);
  season.extend();
  mark_ended(season.database, ids[2], "withdrawn", at(200));
  const SessionId morning = season.morning.session.id;
  CHECK(list_seated(season.database, morning, {}, 2) == std::vector{ids[0], ids[1]});
  CHECK(list_seated(season.database, morning, ids[1], 2) == std::vector{ids[3], ids[4]});
  CHECK(list_seated(season.database, morning, ids[4], 2).empty());
}

TEST_CASE("the branch's roster names those who have or had a seat", "[schedule][roster]") {
  Season season;
  const auto ids = season.add_many(1, 3);
  season.extend();
  set_needs(season.database, ids[0], "пандус", 30);
  mark_absent(season.database, ids[1], at(2'500));
  mark_ended(season.database, ids[2], "withdrawn", at(200));
  const auto roster = list_roster(season.database, season.morning.session.id, {}, 10);
  REQUIRE(roster.size() == 2);
  CHECK(roster[0].application == ids[0]);
  CHECK(roster[0].state == "seated");
  CHECK(roster[0].surname == "Үміткер");
  CHECK(roster[0].given_name == "Сынақ");
  CHECK(roster[0].iin_sealed == "sealed");
  CHECK(roster[0].phone == "+77010000000");
  CHECK(roster[0].language == "kk");
  CHECK(roster[0].needs == "пандус");
  CHECK(roster[0].extra_minutes == 30);
  CHECK(roster[0].level.empty());
  CHECK(roster[1].state == "absent");
  CHECK(list_roster(season.database, season.morning.session.id, ids[0], 10).size() == 1);
  CHECK(list_roster(season.database, season.morning.session.id, {}, 1).size() == 1);
}

}  // namespace
}  // namespace keste::store
