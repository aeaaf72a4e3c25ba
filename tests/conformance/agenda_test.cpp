// The agenda: what must happen, when, and how far it has come.
#include <catch2/catch.hpp>

#include <algorithm>

#include "conformance/fixture.hpp"
#include "store/agenda.hpp"

namespace keste::store {
namespace {

AgendaEntry entry_of(const char* kind, std::int64_t micros, const char* session = "",
                     int rank = 0) {
  AgendaEntry entry;
  entry.kind = kind;
  entry.at = at(micros);
  entry.city = *session == '\0' ? "" : "astana";
  entry.session = session;
  entry.rank = rank;
  return entry;
}

struct Agenda : Season {
  void plan(const AgendaEntry& entry) { upsert_agenda(database, campaign, entry); }
  std::vector<AgendaEntry> list(const std::string& state = "") {
    AgendaPage page;
    page.state = state;
    return list_agenda(database, campaign, page);
  }
  std::vector<std::string> open_kinds() {
    std::vector<std::string> kinds;
    for (const AgendaEntry& entry : list_open_agenda(database, campaign)) {
      kinds.push_back(entry.kind);
    }
    return kinds;
  }
  AgendaEntry first() {
    const auto found = find_first_agenda(database, campaign);
    if (!found) throw std::logic_error("nothing is before us");
    return *found;
  }
};

TEST_CASE("the earliest entry comes first, by its rank within an instant", "[agenda]") {
  Agenda season;
  CHECK_FALSE(find_first_agenda(season.database, season.campaign));
  season.plan(entry_of("session_ends", 300, "astana-0905"));
  season.plan(entry_of("session_starts", 200, "astana-0905", 2));
  season.plan(entry_of("window_closes", 200, "", 1));
  const AgendaEntry first = season.first();
  CHECK(first.kind == "window_closes");
  CHECK(first.at == at(200));
  CHECK(first.state == "pending");
  CHECK(first.reached == 0);
  CHECK(season.open_kinds() ==
        std::vector<std::string>{"window_closes", "session_starts", "session_ends"});
  const CampaignId other = upsert_campaign(season.database, "other");
  CHECK_FALSE(find_first_agenda(season.database, other));
}

TEST_CASE("an entry that is pending moves; another one stays as it is", "[agenda]") {
  Agenda season;
  season.plan(entry_of("session_starts", 200, "astana-0905"));
  season.plan(entry_of("session_starts", 150, "astana-0905"));
  CHECK(season.list().size() == 1);
  CHECK(season.first().at == at(150));
  REQUIRE(mark_agenda_done(season.database, season.first().id, at(151), false));
  season.plan(entry_of("session_starts", 400, "astana-0905"));
  CHECK_FALSE(find_first_agenda(season.database, season.campaign));
  CHECK(season.list().at(0).at == at(150));
}

TEST_CASE("an entry is done once, and says when and whether late", "[agenda]") {
  Agenda season;
  season.plan(entry_of("session_starts", 200, "astana-0905"));
  season.plan(entry_of("session_ends", 300, "astana-0905"));
  const AgendaId id = season.first().id;
  CHECK(mark_agenda_done(season.database, id, at(250), true));
  CHECK_FALSE(mark_agenda_done(season.database, id, at(260), false));
  const auto done = season.list("done");
  REQUIRE(done.size() == 1);
  CHECK(done[0].fired_at == at(250));
  CHECK(done[0].late);
  CHECK(done[0].city == "astana");
  CHECK(done[0].session == "astana-0905");
  CHECK(season.first().kind == "session_ends");
  CHECK_FALSE(season.list("pending").at(0).fired_at);
}

TEST_CASE("a fan-out says how far it has come until it is done", "[agenda]") {
  Agenda season;
  season.plan(entry_of("session_starts", 200, "astana-0905"));
  const AgendaId id = season.first().id;
  mark_agenda_reached(season.database, id, 1'000'000'000'000);
  CHECK(season.first().state == "firing");
  CHECK(season.first().reached == 1'000'000'000'000);
  season.plan(entry_of("session_starts", 900, "astana-0905"));
  CHECK(season.first().at == at(200));
  CHECK(mark_agenda_done(season.database, id, at(201), false));
}

TEST_CASE("an entry that is armed anew begins from the beginning, whatever it was", "[agenda]") {
  Agenda season;
  const AgendaEntry entry = entry_of("session_changed", 200, "astana-0905");
  season.plan(entry);
  mark_agenda_reached(season.database, season.first().id, 5);
  const bool is_done = GENERATE(true, false);
  if (is_done) mark_agenda_done(season.database, season.first().id, at(201), true);
  rearm_agenda(season.database, season.campaign, entry_of("session_changed", 400, "astana-0905"));
  rearm_agenda(season.database, season.campaign, entry_of("due_date_moved", 500, "astana-0905"));
  CHECK(season.list().size() == 2);
  CHECK(season.first().state == "pending");
  CHECK(season.first().at == at(400));
  CHECK(season.first().reached == 0);
  CHECK_FALSE(season.list().at(0).fired_at);
  CHECK_FALSE(season.list().at(0).late);
}

TEST_CASE("a session's entries are voided but for the telling of its cancellation", "[agenda]") {
  Agenda season;
  season.plan(entry_of("session_reminder", 100, "astana-0905"));
  mark_agenda_done(season.database, season.first().id, at(100), false);
  season.plan(entry_of("session_starts", 200, "astana-0905"));
  season.plan(entry_of("session_ends", 300, "astana-0905"));
  mark_agenda_reached(season.database, season.first().id, 5);
  season.plan(entry_of("session_cancelled", 150, "astana-0905"));
  season.plan(entry_of("session_starts", 200, "astana-0920"));
  void_agenda(season.database, season.campaign, "astana-0905");
  CHECK(season.open_kinds() == std::vector<std::string>{"session_cancelled", "session_starts"});
  CHECK(season.list("void").size() == 2);
  CHECK(season.list("done").size() == 1);
}

TEST_CASE("an entry of the whole campaign is taken out while it is pending", "[agenda]") {
  Agenda season;
  season.plan(entry_of("waitlist_ends", 100));
  season.plan(entry_of("personal_data_erased", 900));
  season.plan(entry_of("session_starts", 200, "astana-0905"));
  forget_agenda(season.database, season.campaign, "waitlist_ends");
  forget_agenda(season.database, season.campaign, "session_starts");
  CHECK(season.open_kinds() == std::vector<std::string>{"session_starts", "personal_data_erased"});
  mark_agenda_done(season.database, season.list().back().id, at(901), false);
  forget_agenda(season.database, season.campaign, "personal_data_erased");
  CHECK(season.list("done").size() == 1);
}

TEST_CASE("the agenda is listed in order of time, a page at a time", "[agenda]") {
  Agenda season;
  season.plan(entry_of("session_ends", 200, "a"));
  season.plan(entry_of("session_starts", 100, "a"));
  season.plan(entry_of("session_starts", 200, "b"));
  season.plan(entry_of("session_ends", 300, "b"));
  std::vector<AgendaEntry> seen;
  AgendaPage page;
  page.limit = 2;
  for (auto part = list_agenda(season.database, season.campaign, page); !part.empty();
       part = list_agenda(season.database, season.campaign, page)) {
    CHECK(part.size() <= 2);
    seen.insert(seen.end(), part.begin(), part.end());
    page.after_at = seen.back().at;
    page.after_id = seen.back().id;
  }
  REQUIRE(seen.size() == 4);
  CHECK(std::is_sorted(seen.begin(), seen.end(),
                       [](const auto& a, const auto& b) { return a.at < b.at; }));
  CHECK(seen[0].kind == "session_starts");
}

}  // namespace
}  // namespace keste::store
