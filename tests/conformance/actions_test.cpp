// Actions in the store: what was changed, kept until it is undone or its person is erased.
#include "store/actions.hpp"

#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/agenda.hpp"

namespace keste::store {
namespace {

TEST_CASE("an action is kept with what it changed, and undone once", "[actions]") {
  Season season;
  const ActionRow row{7, "astana", "needs_set", "application 1", "user aigul", at(9)};
  insert_action(
      season.database, season.campaign, row,
      {{"application 1", "needs", "", "пандус"}, {"application 1", "extra_minutes", "0", "30"}});
  const auto found = find_action(season.database, season.campaign, 7);
  REQUIRE(found.has_value());
  CHECK(found->actor == "user aigul");
  CHECK(found->at == at(9));
  const auto changes = list_action_changes(season.database, 7);
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].became == "пандус");
  CHECK(list_actions_of(season.database, "application 1").size() == 1);
  CHECK(list_actions(season.database, season.campaign, 0, 10, " almaty ").empty());
  CHECK(list_actions(season.database, season.campaign, 7, 10, "").empty());
  CHECK(mark_action_undone(season.database, 7, 12));
  CHECK_FALSE(mark_action_undone(season.database, 7, 13));
  CHECK(find_action(season.database, season.campaign, 7)->undone_by == 12);
  erase_action_changes(season.database, "application 1");
  CHECK(list_action_changes(season.database, 7).empty());
}

TEST_CASE("a longer window goes back only from what it became", "[actions]") {
  Season season;
  const auto find = [&] {
    return find_extension(season.database, season.campaign, season.key(1), "astana");
  };
  upsert_extension(season.database, season.campaign, {season.key(1), "astana", at(50), "x"}, at(1));
  const ExtensionBack shorter{season.key(1), "astana", at(40), at(50)};
  CHECK(put_extension_back(season.database, season.campaign, shorter));
  CHECK(find() == at(40));
  CHECK_FALSE(put_extension_back(season.database, season.campaign, shorter));
  CHECK(put_extension_back(season.database, season.campaign,
                           {season.key(1), "astana", std::nullopt, at(40)}));
  CHECK_FALSE(find().has_value());
}

TEST_CASE("what a cancellation had made void is before a session again", "[actions]") {
  Season season;
  AgendaEntry entry;
  entry.kind = "session_starts";
  entry.city = "astana";
  entry.session = "astana-0905";
  entry.at = at(1'000);
  upsert_agenda(season.database, season.campaign, entry);
  void_agenda(season.database, season.campaign, "astana-0905");
  CHECK_FALSE(find_first_agenda(season.database, season.campaign).has_value());
  restore_agenda(season.database, season.campaign, "astana-0905");
  CHECK(find_first_agenda(season.database, season.campaign)->kind == "session_starts");
}

}  // namespace
}  // namespace keste::store
