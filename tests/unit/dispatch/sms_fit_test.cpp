// Parts of an SMS, and whether a campaign's longest names fit.
#include "dispatch/sms_fit.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("parts are counted as gateways count them", "[dispatch][sms]") {
  struct Row {
    std::string text;
    int parts;
  };
  for (const Row& row :
       {Row{"", 0}, Row{"a", 1}, Row{repeat("a", 160), 1}, Row{repeat("a", 161), 2},
        Row{repeat("a", 306), 2}, Row{repeat("a", 307), 3}, Row{repeat("[", 80), 1},
        Row{repeat("[", 81), 2}, Row{repeat("қ", 70), 1}, Row{repeat("қ", 71), 2},
        Row{repeat("қ", 134), 2}, Row{repeat("қ", 135), 3}, Row{repeat("a", 70) + "–", 2},
        Row{repeat("😀", 35), 1}, Row{repeat("😀", 36), 2}, Row{repeat("é", 160), 1},
        Row{repeat("ç", 71), 2}}) {
    CAPTURE(row.text);
    CHECK(count_sms_parts(row.text) == row.parts);
  }
}

std::map<Language, config::MessagePatterns> with_sms(const std::string& sms) {
  auto patterns = make_patterns();
  for (auto& [language, kinds] : patterns) kinds["waitlisted"].sms = sms;
  return patterns;
}

std::vector<MessageProblem> check(const std::string& sms, const Season& season) {
  const Messages messages(with_sms(sms));
  REQUIRE(messages.check().empty());
  return check_sms(messages, *season);
}

TEST_CASE("an SMS that the longest city makes too long is refused", "[dispatch][sms]") {
  auto season = std::make_shared<config::Configuration::Season>(*make_season());
  const std::string pattern = repeat("қ", 190) + "{city}";
  CHECK(check(pattern, season).empty());
  season->campaign.cities[1].name.ru = "Усть-Каменогорск";
  const auto problems = check(pattern, season);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].language == Language::ru);
  CHECK(problems[0].kind == "waitlisted");
  CHECK(problems[0].field == "sms");
  CHECK_THAT(problems[0].message, Catch::Contains("takes 4 parts"));
}

TEST_CASE("one name in other letters makes a Latin SMS dear", "[dispatch][sms]") {
  auto season = std::make_shared<config::Configuration::Season>(*make_season());
  const Messages messages(with_sms(repeat("a", 100) + "{city}"));
  CHECK(measure_sms(messages, *season).at({"waitlisted", Language::en}) == 1);
  season->campaign.cities[1].name.en = "Ақ";
  CHECK(measure_sms(messages, *season).at({"waitlisted", Language::en}) == 2);
}

TEST_CASE("the longest branch of a choice counts", "[dispatch][sms]") {
  const std::string worst = "{outcome, select, unplaced {" + repeat("қ", 202) + "} other {a}}";
  CHECK(check(worst, make_season()).size() == 3);
  const std::string nested = "{document, select, reference {{has_document_number, select, yes {" +
                             repeat("қ", 202) + "} other {}}} other {}}a";
  CHECK(check(nested, make_season()).size() == 3);
}

TEST_CASE("dates are counted at their longest", "[dispatch][sms]") {
  auto season = std::make_shared<config::Configuration::Season>(*make_season());
  const Messages messages(with_sms(repeat("қ", 170) + "{due_date}"));
  // "четверг, 28 сентября 2023 г." and "воскресенье, 24 сентября 2023 г." are not of one length.
  CHECK(measure_sms(messages, *season).at({"waitlisted", Language::ru}) == 4);
}

}  // namespace
}  // namespace keste::dispatch
