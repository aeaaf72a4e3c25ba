// Releases in the store: what waits in their name, taken over, stopped and counted.
#include "store/releases.hpp"

#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/lives.hpp"
#include "store/runs.hpp"

namespace keste::store {
namespace {

struct Told : Season {
  ReleaseId release = begin("session_moved");

  ReleaseId begin(const std::string& what) {
    ReleaseRow row;
    row.city = "astana";
    row.session = "astana-0905";
    row.what = what;
    row.actor = "desk";
    row.made_at = at(10);
    row.sends_at = at(600);
    return insert_release(database, campaign, row);
  }
  void tell(ApplicationId to, ReleaseId by) {
    NewNotification wanted{to, morning.tally, "session_changed", at(600), 0, by.value};
    commit(database, [&] { insert_notification(database, wanted, at(10)); });
  }
  AgendaEntry moment(const std::string& kind = "session_changed") {
    AgendaEntry entry;
    entry.kind = kind;
    entry.city = "astana";
    entry.session = "astana-0905";
    entry.at = at(600);
    return entry;
  }
  std::int64_t count(ReleaseId id, const std::string& state) {
    std::int64_t found = 0;
    for (const auto& each : count_release(database, id)) {
      if (each.state == state) found += each.count;
    }
    return found;
  }
};

TEST_CASE("a release is kept as given, and lists the latest first", "[releases]") {
  Told season;
  const ReleaseId second = season.begin("session_cancelled");
  complete_release(season.database, second, 3, 17);
  const auto found = find_release(season.database, season.campaign, second);
  REQUIRE(found.has_value());
  CHECK(found->what == "session_cancelled");
  CHECK(found->sends_at == at(600));
  CHECK(found->people == 3);
  CHECK(found->action == 17);
  CHECK(found->moment.empty());
  const auto listed = list_releases(season.database, season.campaign, {}, 10, "");
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].id == second);
  CHECK(list_releases(season.database, season.campaign, second, 10, "").size() == 1);
  CHECK(list_releases(season.database, season.campaign, {}, 10, " almaty ").empty());
  CHECK(list_releases(season.database, season.campaign, {}, 10, " astana ").size() == 2);
  CHECK_FALSE(find_release(season.database, season.campaign, ReleaseId{99}).has_value());
}

TEST_CASE("what is stopped is dropped, and what a run has claimed is not", "[releases]") {
  Told season;
  for (const auto id : season.add_many(1, 3)) season.tell(id, season.release);
  const RunId run = insert_run(season.database, at(1), "one");
  CHECK(claim_due(season.database, run, {"email", at(599), 1}).empty());
  const auto claimed = claim_due(season.database, run, {"email", at(600), 1});
  REQUIRE(claimed.size() == 1);
  CHECK(claimed[0].release == season.release.value);
  CHECK(drop_release(season.database, season.release, at(600), "stopped").size() == 2);
  CHECK(drop_release(season.database, season.release, at(600), "stopped").empty());
  CHECK(season.count(season.release, "dropped") == 2);
  CHECK(season.count(season.release, "claimed") == 1);
  CHECK(end_release(season.database, season.release, {"stopped", at(600), "desk"}));
  CHECK_FALSE(end_release(season.database, season.release, {"replaced", at(601), "desk"}));
  CHECK(list_stopped_releases(season.database) == std::set<std::int64_t>{season.release.value});
}

TEST_CASE("a later release takes over what waits, and holds it as long", "[releases]") {
  Told season;
  for (const auto id : season.add_many(1, 2)) season.tell(id, season.release);
  const ReleaseId later = season.begin("session_moved");
  CHECK(take_over_release(season.database, season.release, later, "due_date_moved", at(900)) == 0);
  CHECK(take_over_release(season.database, season.release, later, "session_changed", at(900)) == 2);
  CHECK(season.count(season.release, "pending") == 0);
  for (const auto& row : list_release_rows(season.database, later, 10)) {
    CHECK(row.not_before == at(900));
  }
  end_release(season.database, season.release, {"replaced", at(20), "desk", later});
  revive_releases(season.database, later);
  CHECK(find_release(season.database, season.campaign, season.release)->ended_as.empty());
}

TEST_CASE("the agenda's entry belongs to the last release that armed it", "[releases]") {
  Told season;
  AgendaEntry entry = season.moment();
  entry.release = season.release.value;
  rearm_agenda(season.database, season.campaign, entry);
  CHECK(find_release(season.database, season.campaign, season.release)->moment == "pending");
  const ReleaseId later = season.begin("session_moved");
  entry.release = later.value;
  rearm_agenda(season.database, season.campaign, entry);
  CHECK(find_telling(season.database, season.campaign, entry)->release == later);
  CHECK_FALSE(find_release_moment(season.database, season.release).has_value());
  REQUIRE(find_release_moment(season.database, later).has_value());
  CHECK(list_open_releases(season.database, season.campaign, "astana-0905") ==
        std::vector<ReleaseId>{later});
  CHECK(forget_release_moment(season.database, later));
  CHECK_FALSE(forget_release_moment(season.database, later));
  CHECK_FALSE(find_telling(season.database, season.campaign, entry).has_value());
}

TEST_CASE("one notification is sent again, or stopped before it leaves", "[releases]") {
  Told season;
  const ApplicationId person = season.add(season.seated(1));
  season.tell(person, season.release);
  const auto first = list_notifications_of(season.database, person).at(0);
  CHECK(first.row.release == season.release.value);
  CHECK(first.session_code == "astana-0905");
  const NotificationId again =
      resend_notification(season.database, first.row.id, {at(20), at(700), 0});
  const auto copy = find_notification(season.database, again);
  REQUIRE(copy.has_value());
  CHECK(copy->resend_of == first.row.id);
  CHECK(copy->row.not_before == at(700));
  CHECK(cancel_notification(season.database, again, at(30), "not needed"));
  CHECK_FALSE(cancel_notification(season.database, again, at(31), "not needed"));
  CHECK(find_notification(season.database, again)->reason == "not needed");
}

}  // namespace
}  // namespace keste::store
