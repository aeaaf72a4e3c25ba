// Answers kept for repeated requests, and the rows of questionnaires that were taken.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

void keep(Store& store, std::string_view key, const KeptAnswer& answer, Instant when) {
  commit(store.database, [&] { keep_answer(store.database, key, answer, when); });
}

TEST_CASE("an acceptance and a refusal are kept under their keys", "[answers]") {
  Store store;
  const std::string digest = bytes_of(1, 32);
  keep(store, "a", {digest, ApplicationId{17}, ""}, at(100));
  keep(store, "кілт", {bytes_of(2, 32), {}, "session-full"}, at(100));
  const auto accepted = find_answer(store.database, "a", at(0));
  REQUIRE(accepted);
  CHECK(accepted->body_digest == digest);
  CHECK(accepted->application == ApplicationId{17});
  CHECK(accepted->refusal.empty());
  const auto refused = find_answer(store.database, "кілт", at(0));
  REQUIRE(refused);
  CHECK(refused->body_digest == bytes_of(2, 32));
  CHECK_FALSE(refused->application);
  CHECK(refused->refusal == "session-full");
  CHECK_FALSE(find_answer(store.database, "A", at(0)));
}

TEST_CASE("an old answer is as good as forgotten, and its key is free", "[answers]") {
  Store store;
  keep(store, "a", {bytes_of(1, 32), ApplicationId{17}, ""}, at(100));
  CHECK(find_answer(store.database, "a", at(99)));
  CHECK_FALSE(find_answer(store.database, "a", at(101)));
  keep(store, "a", {bytes_of(2, 32), {}, "closed"}, at(200));
  const auto found = find_answer(store.database, "a", at(101));
  REQUIRE(found);
  CHECK(found->body_digest == bytes_of(2, 32));
  CHECK_FALSE(found->application);
  CHECK(found->refusal == "closed");
}

TEST_CASE("one transaction keeps many answers of both kinds", "[answers]") {
  Store store;
  const int count = GENERATE(1, 33, 70);
  commit(store.database, [&] {
    for (int i = 1; i <= count; ++i) {
      KeptAnswer answer{bytes_of(i, 32), {}, ""};
      if (i % 2 == 0) {
        answer.application = ApplicationId{i};
      } else {
        answer.refusal = "refusal-" + std::to_string(i);
      }
      keep_answer(store.database, "key-" + std::to_string(i), answer, at(i));
    }
  });
  for (int i = 1; i <= count; ++i) {
    CAPTURE(i);
    const auto found = find_answer(store.database, "key-" + std::to_string(i), at(0));
    REQUIRE(found);
    CHECK(found->body_digest == bytes_of(i, 32));
    CHECK(found->application.value == (i % 2 == 0 ? i : 0));
    CHECK(found->refusal == (i % 2 == 0 ? "" : "refusal-" + std::to_string(i)));
  }
}

TEST_CASE("answers are forgotten up to an instant, a few at a time", "[answers]") {
  Store store;
  for (int i = 1; i <= 5; ++i) {
    keep(store, "key-" + std::to_string(i), {bytes_of(i, 32), ApplicationId{i}, ""}, at(i));
  }
  CHECK(forget_answers(store.database, at(0), 10) == 0);
  CHECK(forget_answers(store.database, at(3), 2) == 2);
  CHECK(forget_answers(store.database, at(3), 2) == 1);
  CHECK(forget_answers(store.database, at(3), 2) == 0);
  for (int i = 1; i <= 5; ++i) {
    const auto found = find_answer(store.database, "key-" + std::to_string(i), at(0));
    CHECK(found.has_value() == (i > 3));
  }
}

TEST_CASE("a questionnaire's row remembers its application", "[answers]") {
  Season season;
  const std::string row(16, '\0');
  const std::string other_row = bytes_of(8);
  CHECK_FALSE(find_answered(season.database, season.campaign, row));
  insert_answered(season.database, season.campaign, row, ApplicationId{3});
  CHECK(find_answered(season.database, season.campaign, row) == ApplicationId{3});
  CHECK_FALSE(find_answered(season.database, season.campaign, other_row));
  const CampaignId other = upsert_campaign(season.database, "other");
  CHECK_FALSE(find_answered(season.database, other, row));
  insert_answered(season.database, other, row, ApplicationId{4});
  CHECK(find_answered(season.database, season.campaign, row) == ApplicationId{3});
}

TEST_CASE("of two answers under one key in one transaction the later one stands", "[answers]") {
  Store store;
  commit(store.database, [&] {
    keep_answer(store.database, "a", {bytes_of(1, 32), ApplicationId{1}, ""}, at(1));
    keep_answer(store.database, "a", {bytes_of(2, 32), ApplicationId{2}, ""}, at(2));
  });
  CHECK(find_answer(store.database, "a", at(0))->application == ApplicationId{2});
}

}  // namespace
}  // namespace keste::store
