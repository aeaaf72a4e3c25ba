// Promo codes: the right to the free attempt, spent by one application at a time.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/promo_codes.hpp"

namespace keste::store {
namespace {

struct Codes : Season {
  std::string bytes = bytes_of(500);
  std::string other_bytes = bytes_of(501);
  CodeRef code{campaign, bytes};
  CodeRef other{campaign, other_bytes};
  std::string sealed = std::string("\0мөр\xFF\0", 9);

  NewCode of(CodeRef which, int person, const char* made, ApplicationId application = {}) {
    return {which, key(person), "QAZTEST", made, application, sealed};
  }
  CodeRow find(CodeRef which) {
    auto found = find_code(database, which);
    if (!found) throw std::logic_error("no such code");
    return *std::move(found);
  }
  bool reserve(CodeRef which, int person, std::int64_t application) {
    const CodeClaim claim{key(person), "QAZTEST", ApplicationId{application}};
    return reserve_code(database, which, claim, at(50));
  }
};

TEST_CASE("a code keeps what it was given", "[codes]") {
  Codes season;
  CHECK_FALSE(find_code(season.database, season.code));
  CHECK(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  const CodeRow row = season.find(season.code);
  CHECK(row.person_key == season.key(1));
  CHECK(row.test == "QAZTEST");
  CHECK(row.made == "issued");
  CHECK(row.state == "issued");
  CHECK_FALSE(row.application);
  CHECK(row.sealed == season.sealed);
  CHECK(row.reason.empty());
  CHECK_FALSE(find_code(season.database, season.other));
  const CampaignId elsewhere = upsert_campaign(season.database, "other");
  CHECK_FALSE(find_code(season.database, {elsewhere, season.bytes}));
}

TEST_CASE("a code exists once, and a person has one that is listed", "[codes]") {
  Codes season;
  Database& database = season.database;
  CHECK(insert_code(database, season.of(season.code, 1, "imported"), at(1)));
  CHECK_FALSE(insert_code(database, season.of(season.code, 2, "issued"), at(1)));
  CHECK_FALSE(insert_code(database, season.of(season.other, 1, "issued"), at(1)));
  CHECK(season.find(season.code).made == "imported");
  CHECK_FALSE(find_code(database, season.other));
  REQUIRE(void_code(database, season.code, "", at(2)));
  CHECK(insert_code(database, season.of(season.other, 1, "issued"), at(3)));
}

TEST_CASE("a code is reserved by its holder, for its test, and by one application", "[codes]") {
  Codes season;
  REQUIRE(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  const CodeClaim wrong_test{season.key(1), "QRT", ApplicationId{7}};
  CHECK_FALSE(reserve_code(season.database, season.code, wrong_test, at(2)));
  CHECK_FALSE(season.reserve(season.code, 2, 7));
  CHECK_FALSE(season.reserve(season.other, 1, 7));
  CHECK(season.find(season.code).state == "issued");
  CHECK(season.reserve(season.code, 1, 7));
  CHECK_FALSE(season.reserve(season.code, 1, 8));
  CHECK(season.find(season.code).state == "reserved");
  CHECK(season.find(season.code).application == ApplicationId{7});
}

TEST_CASE("a code is released by who holds it, and free again", "[codes]") {
  Codes season;
  REQUIRE(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  CHECK_FALSE(release_code(season.database, season.code, ApplicationId{7}, at(2)));
  REQUIRE(season.reserve(season.code, 1, 7));
  CHECK_FALSE(release_code(season.database, season.code, ApplicationId{8}, at(2)));
  CHECK(release_code(season.database, season.code, ApplicationId{7}, at(2)));
  CHECK(season.find(season.code).state == "released");
  CHECK_FALSE(season.find(season.code).application);
  CHECK_FALSE(release_code(season.database, season.code, ApplicationId{7}, at(3)));
  CHECK(season.reserve(season.code, 1, 9));
}

TEST_CASE("a code is spent by who holds it", "[codes]") {
  Codes season;
  REQUIRE(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  CHECK_FALSE(redeem_code(season.database, season.code, ApplicationId{7}, at(2)));
  REQUIRE(season.reserve(season.code, 1, 7));
  CHECK_FALSE(redeem_code(season.database, season.code, ApplicationId{8}, at(2)));
  CHECK(redeem_code(season.database, season.code, ApplicationId{7}, at(2)));
  CHECK(season.find(season.code).state == "redeemed");
  CHECK(season.find(season.code).application == ApplicationId{7});
  CHECK_FALSE(season.reserve(season.code, 1, 8));
  CHECK_FALSE(void_code(season.database, season.code, "late", at(3)));
}

TEST_CASE("a code taken on trust is reserved from the beginning, and forgotten when released",
          "[codes]") {
  Codes season;
  const NewCode typed = season.of(season.code, 1, "typed", ApplicationId{7});
  CHECK(insert_code(season.database, typed, at(1)));
  CHECK(season.find(season.code).state == "reserved");
  CHECK(season.find(season.code).application == ApplicationId{7});
  CHECK_FALSE(release_code(season.database, season.code, ApplicationId{8}, at(2)));
  CHECK(release_code(season.database, season.code, ApplicationId{7}, at(2)));
  CHECK_FALSE(find_code(season.database, season.code));
}

TEST_CASE("a code taken on trust becomes a listed one of the same person and test", "[codes]") {
  Codes season;
  Database& database = season.database;
  REQUIRE(insert_code(database, season.of(season.code, 1, "typed", ApplicationId{7}), at(1)));
  CHECK_FALSE(has_listed_codes(database, season.campaign));
  CHECK_FALSE(find_code_of(database, season.campaign, season.key(1)));
  CHECK_FALSE(enlist_code(database, season.of(season.code, 2, "imported"), at(2)));
  CHECK_FALSE(enlist_code(database, season.of(season.other, 1, "imported"), at(2)));
  NewCode wrong = season.of(season.code, 1, "imported");
  wrong.test = "QRT";
  CHECK_FALSE(enlist_code(database, wrong, at(2)));
  CHECK(enlist_code(database, season.of(season.code, 1, "imported"), at(2)));
  CHECK_FALSE(enlist_code(database, season.of(season.code, 1, "imported"), at(3)));
  CHECK(season.find(season.code).made == "imported");
  CHECK(season.find(season.code).state == "reserved");
  CHECK(has_listed_codes(database, season.campaign));
  CHECK(release_code(database, season.code, ApplicationId{7}, at(4)));
  CHECK(season.find(season.code).state == "released");
}

TEST_CASE("a code that is neither held nor spent may be made void, once", "[codes]") {
  Codes season;
  Database& database = season.database;
  CHECK_FALSE(void_code(database, season.code, "lost", at(1)));
  REQUIRE(insert_code(database, season.of(season.code, 1, "issued"), at(1)));
  REQUIRE(season.reserve(season.code, 1, 7));
  CHECK_FALSE(void_code(database, season.code, "lost", at(2)));
  REQUIRE(release_code(database, season.code, ApplicationId{7}, at(3)));
  CHECK(void_code(database, season.code, "жоғалды", at(4)));
  CHECK_FALSE(void_code(database, season.code, "again", at(5)));
  CHECK(season.find(season.code).state == "void");
  CHECK(season.find(season.code).reason == "жоғалды");
  CHECK_FALSE(season.reserve(season.code, 1, 8));
  CHECK_FALSE(find_code_of(database, season.campaign, season.key(1)));
}

TEST_CASE("the listed code of a person is found", "[codes]") {
  Codes season;
  REQUIRE(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  const auto found = find_code_of(season.database, season.campaign, season.key(1));
  REQUIRE(found);
  CHECK(found->code_key == season.bytes);
  CHECK(found->test == "QAZTEST");
  CHECK(found->made == "issued");
  CHECK(found->state == "issued");
  CHECK(found->sealed == season.sealed);
  CHECK_FALSE(find_code_of(season.database, season.campaign, season.key(2)));
}

TEST_CASE("who has looked a code up spends it with the transaction", "[codes][later]") {
  Codes season;
  Database& database = season.database;
  commit(database, [&] {
    insert_code_later(database, season.of(season.code, 1, "issued"), at(1));
    insert_code_later(database, season.of(season.other, 2, "typed", ApplicationId{9}), at(1));
    reserve_code_later(database, season.code, {season.key(1), "QAZTEST", ApplicationId{7}}, at(1));
  });
  CHECK(season.find(season.code).application == ApplicationId{7});
  CHECK(season.find(season.other).application == ApplicationId{9});
  CHECK(season.find(season.other).made == "typed");
  CHECK(kind_of([&] {
          commit(database,
                 [&] { insert_code_later(database, season.of(season.other, 2, "issued"), at(2)); });
        }) == FaultKind::overtaken);
  CHECK(kind_of([&] {
          commit(database, [&] {
            const CodeClaim claim{season.key(1), "QAZTEST", ApplicationId{8}};
            reserve_code_later(database, season.code, claim, at(2));
          });
        }) == FaultKind::overtaken);
  CHECK(season.find(season.code).application == ApplicationId{7});
}

TEST_CASE("codes are counted by test, origin and state", "[codes]") {
  Codes season;
  CHECK(count_codes(season.database, season.campaign).empty());
  const std::string third = bytes_of(502);
  REQUIRE(insert_code(season.database, season.of(season.code, 1, "issued"), at(1)));
  REQUIRE(insert_code(season.database, season.of(season.other, 2, "issued"), at(1)));
  REQUIRE(insert_code(season.database,
                      season.of({season.campaign, third}, 3, "typed", ApplicationId{7}), at(1)));
  std::map<std::string, std::int64_t> counts;
  for (const CodeCount& row : count_codes(season.database, season.campaign)) {
    counts[row.test + " " + row.made + " " + row.state] = row.count;
  }
  const std::map<std::string, std::int64_t> wanted{{"QAZTEST issued issued", 2},
                                                   {"QAZTEST typed reserved", 1}};
  CHECK(counts == wanted);
}

}  // namespace
}  // namespace keste::store
