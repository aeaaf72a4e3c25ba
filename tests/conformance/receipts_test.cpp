// Versions of windows, what is kept for receipts, and the keys that sign them.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/receipt_keys.hpp"
#include "store/window_versions.hpp"

namespace keste::store {
namespace {

Span span(std::int64_t opens, std::int64_t closes) { return {at(opens), at(closes)}; }

TEST_CASE("a window gets a new version with each change of its instants, and only then",
          "[receipts]") {
  Season season;
  Database& database = season.database;
  CHECK(note_window(database, season.campaign, "QRT", span(1, 9)) == 1);
  CHECK(note_window(database, season.campaign, "QRT", span(1, 9)) == 1);
  CHECK(note_window(database, season.campaign, "QRT", span(1, 10)) == 2);
  CHECK(note_window(database, season.campaign, "QRT", span(1, 9)) == 3);
  CHECK(note_window(database, season.campaign, "алматы", span(1, 9)) == 1);
  const CampaignId other = upsert_campaign(database, "other");
  CHECK(note_window(database, other, "QRT", span(5, 6)) == 1);

  const auto second = find_window_version(database, season.campaign, "QRT", 2);
  REQUIRE(second);
  CHECK(second->version == 2);
  CHECK(second->span == span(1, 10));
  CHECK_FALSE(find_window_version(database, season.campaign, "QRT", 4));
  CHECK_FALSE(find_window_version(database, season.campaign, "QRT", 0));
  CHECK_FALSE(find_window_version(database, season.campaign, "astana", 1));
  const auto all = list_window_versions(database, season.campaign);
  REQUIRE(all.size() == 4);
  CHECK(std::count_if(all.begin(), all.end(),
                      [](const WindowVersion& one) { return one.place == "QRT"; }) == 3);
}

TEST_CASE("whoever reschedules a window is told its version", "[receipts]") {
  Season season;
  WindowRow window;
  window.city = "astana";
  window.opens_at = window.filed_opens_at = at(10);
  window.closes_at = window.filed_closes_at = at(20);
  CHECK(insert_window(season.database, season.campaign, window) == 1);
  window.state = "open";
  CHECK(reschedule_window(season.database, season.campaign, window) == 1);
  window.closes_at = at(21);
  CHECK(reschedule_window(season.database, season.campaign, window) == 2);
  CHECK(find_window_version(season.database, season.campaign, "astana", 1)->span == span(10, 20));
}

TEST_CASE("an application keeps its window's version and how it began", "[receipts]") {
  Season season;
  NewApplication wanted = season.waiting(1);
  wanted.window_version = 4;
  const ApplicationId waiting = season.add(wanted);
  const ApplicationId seated = season.add(season.seated(2));
  const ApplicationId online = season.add(season.accepted(3));
  REQUIRE(
      mark_seated(season.database, {waiting, season.morning.session.id, season.morning.tally, 1}));
  CHECK(season.load(waiting).window_version == 4);
  CHECK(season.load(waiting).waited);
  CHECK(season.load(waiting).state == "seated");
  CHECK(season.load(seated).window_version == 0);
  CHECK_FALSE(season.load(seated).waited);
  CHECK_FALSE(season.load(online).waited);
}

TEST_CASE("a kept refusal keeps when it came and which window it was judged by", "[receipts]") {
  Season season;
  KeptAnswer answer{bytes_of(11, 32), {}, "window-closed", at(77), 3};
  commit(season.database, [&] { keep_answer(season.database, "кілт", answer, at(80)); });
  const auto found = find_answer(season.database, "кілт", at(1));
  REQUIRE(found);
  CHECK(found->received_at == at(77));
  CHECK(found->window_version == 3);
  answer.received_at = at(99);
  answer.window_version = 4;
  commit(season.database, [&] { keep_answer(season.database, "кілт", answer, at(100)); });
  CHECK(find_answer(season.database, "кілт", at(1))->received_at == at(99));
  CHECK(find_answer(season.database, "кілт", at(1))->window_version == 4);
}

TEST_CASE("the present key signs, and those before it can still be found", "[receipts]") {
  Store store;
  const Vault vault(VaultKey(std::string(VaultKey::size, 'k')));
  CHECK(load_receipt_keys(store.database, vault) == nullptr);
  commit(store.database, [&] { renew_receipt_key(store.database, vault, at(5)); });
  const auto first = load_receipt_keys(store.database, vault);
  REQUIRE(first);
  REQUIRE(first->all.size() == 1);
  CHECK(first->present->id() == first->all[0].id);
  CHECK(first->present->public_key() == first->all[0].public_key);
  CHECK(first->all[0].made_at == at(5));
  CHECK_FALSE(first->all[0].retired_at);
  CHECK(load_receipt_keys(store.database, vault)->present->sign("a") == first->present->sign("a"));

  commit(store.database, [&] { renew_receipt_key(store.database, vault, at(9)); });
  const auto second = load_receipt_keys(store.database, vault);
  REQUIRE(second->all.size() == 2);
  CHECK(second->present->id() != first->present->id());
  CHECK(second->all[0].id == second->present->id());
  CHECK(second->all[1].id == first->present->id());
  CHECK(second->all[1].retired_at == at(9));
  CHECK(second->find(first->present->id())->public_key == first->present->public_key());
  CHECK(second->find("0000000000000000") == nullptr);
}

TEST_CASE("nobody without the vault's key can sign", "[receipts]") {
  Store store;
  const Vault vault(VaultKey(std::string(VaultKey::size, 'k')));
  const Vault other(VaultKey(std::string(VaultKey::size, 'o')));
  commit(store.database, [&] { renew_receipt_key(store.database, vault, at(5)); });
  CHECK(kind_of([&] { load_receipt_keys(store.database, other); }) == FaultKind::corrupt);
}

}  // namespace
}  // namespace keste::store
