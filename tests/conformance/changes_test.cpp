// The feed of a city's changes, and the link to its calendar.
#include "store/changes.hpp"

#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

ChangeRow change(const std::string& session, const std::string& field, std::int64_t when) {
  ChangeRow row;
  row.at = at(when);
  row.session = session;
  row.field = field;
  row.was = "Мектеп № 7";
  row.became = "";
  row.reason = "жөндеу";
  return row;
}

TEST_CASE("changes are numbered for each city, without gaps", "[changes]") {
  Season season;
  Database& database = season.database;
  CHECK(find_last_change(database, season.campaign, "astana") == 0);
  CHECK(insert_change(database, season.campaign, "astana", change("one", "venue", 5)) == 1);
  CHECK(insert_change(database, season.campaign, "almaty", change("two", "venue", 5)) == 1);
  CHECK(insert_change(database, season.campaign, "astana", change("one", "venue", 5)) == 2);
  {
    const Transaction undone(database);
    CHECK(insert_change(database, season.campaign, "astana", change("", "closes_at", 6)) == 3);
  }
  CHECK(insert_change(database, season.campaign, "astana", change("", "closes_at", 7)) == 3);
  CHECK(find_last_change(database, season.campaign, "astana") == 3);
  CHECK(find_last_change(database, upsert_campaign(database, "other"), "astana") == 0);
}

TEST_CASE("changes are listed in order, a page at a time, as they were written", "[changes]") {
  Season season;
  Database& database = season.database;
  for (int i = 1; i <= 5; ++i) {
    insert_change(database, season.campaign, "astana", change("one", "venue", i));
  }
  const auto page = list_changes(database, season.campaign, "astana", 2, 2);
  REQUIRE(page.size() == 2);
  ChangeRow wanted = change("one", "venue", 3);
  wanted.number = 3;
  CHECK(page[0] == wanted);
  CHECK(page[1].number == 4);
  CHECK(list_changes(database, season.campaign, "astana", 5, 2).empty());
  CHECK(list_changes(database, season.campaign, "almaty", 0, 2).empty());
}

TEST_CASE("the last change of a city's window and of each session is found", "[changes]") {
  Season season;
  Database& database = season.database;
  insert_change(database, season.campaign, "astana", change("one", "venue", 5));
  insert_change(database, season.campaign, "astana", change("", "closes_at", 6));
  insert_change(database, season.campaign, "astana", change("one", "seats", 7));
  insert_change(database, season.campaign, "almaty", change("two", "seats", 8));
  const auto last = list_last_changes(database, season.campaign, "astana");
  REQUIRE(last.size() == 2);
  const LastChange& window = last[last[0].session.empty() ? 0 : 1];
  const LastChange& session = last[last[0].session.empty() ? 1 : 0];
  CHECK(window.number == 2);
  CHECK(session.session == "one");
  CHECK(session.number == 3);
  CHECK(session.at == at(7));
}

TEST_CASE("a city has one calendar link, and a new one takes its place", "[changes]") {
  Season season;
  Database& database = season.database;
  CHECK_FALSE(find_calendar_link(database, season.campaign, "astana"));
  upsert_calendar_link(database, season.campaign, "astana", {bytes_of(1), at(5)});
  upsert_calendar_link(database, season.campaign, "almaty", {bytes_of(2), at(6)});
  CHECK(find_calendar_link(database, season.campaign, "astana")->sealed == bytes_of(1));
  upsert_calendar_link(database, season.campaign, "astana", {bytes_of(3), at(7)});
  const auto link = find_calendar_link(database, season.campaign, "astana");
  CHECK(link->sealed == bytes_of(3));
  CHECK(link->made_at == at(7));
  CHECK(find_calendar_link(database, season.campaign, "almaty")->made_at == at(6));
}

}  // namespace
}  // namespace keste::store
