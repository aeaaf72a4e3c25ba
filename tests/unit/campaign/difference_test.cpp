// What another version of a campaign changes, and what changes nothing.
#include "campaign/difference.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

using test::pkr_2023;

Version version_of(const Campaign& campaign) {
  const Resolution resolved = resolve(campaign, test::kz_calendar());
  REQUIRE_FALSE(resolved.has_errors());
  return {campaign, resolved.schedule};
}

Difference difference_to(const Campaign& wanted) {
  return find_difference(version_of(pkr_2023()), version_of(wanted));
}

TEST_CASE("the same file, or another order of it, is no difference", "[campaign][difference]") {
  Campaign campaign = pkr_2023();
  CHECK(difference_to(campaign).empty());
  std::reverse(campaign.sessions.begin(), campaign.sessions.end());
  std::reverse(campaign.cities.begin(), campaign.cities.end());
  std::reverse(campaign.rules.begin(), campaign.rules.end());
  CHECK(difference_to(campaign).empty());
}

TEST_CASE("another first city is a difference where the online tests go by its clock",
          "[campaign][difference]") {
  Campaign was = pkr_2023();
  was.tests.push_back({"QRT", "online", "", "https://www.qrt.kz"});
  Campaign is = was;
  std::swap(is.cities.front(), is.cities.back());
  const Difference difference = find_difference(version_of(was), version_of(is));
  REQUIRE(difference.tests.size() == 1);
  CHECK(difference.tests.front().is->opens_at - difference.tests.front().was->opens_at ==
        std::chrono::hours(1));
}

TEST_CASE("a session is moved, rehoused, resized, added and removed", "[campaign][difference]") {
  Campaign campaign = pkr_2023();
  Session& first = campaign.sessions.front();
  SECTION("moved") {
    first.starts_local += std::chrono::hours(1);
    const auto difference = difference_to(campaign);
    REQUIRE(difference.sessions.size() == 1);
    CHECK(difference.sessions.front().at_another_time);
    CHECK_FALSE(difference.sessions.front().at_another_place);
    CHECK(difference.sessions.front().is.starts_at - difference.sessions.front().was.starts_at ==
          std::chrono::hours(1));
  }
  SECTION("to another building") {
    first.venue.name = test::named("Hall");
    REQUIRE(difference_to(campaign).sessions.size() == 1);
    CHECK(difference_to(campaign).sessions.front().at_another_place);
  }
  SECTION("where it has none of its own, its branch moves it") {
    campaign.cities.front().branch.name = test::named("Branch");
    const auto difference = difference_to(campaign);
    REQUIRE(difference.sessions.size() == 1);
    CHECK(difference.sessions.front().at_another_place);
    CHECK(difference.texts.size() == 3);
  }
  SECTION("more seats") {
    first.seats = 61;
    REQUIRE(difference_to(campaign).sessions.size() == 1);
    CHECK(difference_to(campaign).sessions.front().with_other_seats);
  }
  SECTION("one more") {
    campaign.sessions.push_back(first);
    campaign.sessions.back().id = "astana-0920-2";
    REQUIRE(difference_to(campaign).sessions_added.size() == 1);
    CHECK(difference_to(campaign).sessions_added.front().session == "astana-0920-2");
  }
  SECTION("one less") {
    campaign.sessions.erase(campaign.sessions.begin());
    REQUIRE(difference_to(campaign).sessions_removed.size() == 1);
    CHECK(difference_to(campaign).sessions_removed.front().session == "astana-0920");
  }
  SECTION("to another city") {
    first.city = "almaty";
    REQUIRE(difference_to(campaign).sessions.size() == 1);
    CHECK(difference_to(campaign).sessions.front().in_another_city);
  }
}

TEST_CASE("a city is its code", "[campaign][difference]") {
  Campaign campaign = pkr_2023();
  City& oral = campaign.cities.back();
  SECTION("the same code under another name is a rename") {
    oral.name.kk = "Орал";
    const auto difference = difference_to(campaign);
    REQUIRE(difference.cities_renamed.size() == 1);
    CHECK(difference.cities_renamed.front().is.kk == "Орал");
    CHECK(difference.cities_added.empty());
    CHECK(difference.texts.empty());
    CHECK(difference.sessions.empty());
  }
  SECTION("another code is another city, and said to be the twin of the old one") {
    oral.code = "uralsk";
    campaign.sessions.pop_back();
    const auto difference = difference_to(campaign);
    CHECK(difference.cities_added == std::vector<std::string>{"uralsk"});
    CHECK(difference.cities_removed == std::vector<std::string>{"oral"});
    REQUIRE(difference.cities_recoded.size() == 1);
    CHECK(difference.cities_recoded.front().is == "uralsk");
  }
}

TEST_CASE("a rule moves the windows of its cities", "[campaign][difference]") {
  Campaign campaign = pkr_2023();
  campaign.rules.back().window.to = test::date("2023-09-18");
  const auto difference = difference_to(campaign);
  REQUIRE(difference.windows.size() == 2);
  CHECK(difference.windows.front().is.city == "almaty");
  REQUIRE(difference.texts.size() == 1);
  CHECK(difference.texts.front() ==
        FactChange{"rules.regional.window.to", "2023-09-17", "2023-09-18"});
}

TEST_CASE("every setting of a file is a fact", "[campaign][difference]") {
  Campaign campaign = pkr_2023();
  campaign.admission.waitlist = false;
  campaign.outer_deadline.reset();
  campaign.tests.front().results_url = "https://example.kz";
  campaign.questionnaire.headings[Question::iin] = {"ЖСН"};
  CHECK(difference_to(campaign).texts.size() == 4);
}

}  // namespace
}  // namespace keste::campaign
