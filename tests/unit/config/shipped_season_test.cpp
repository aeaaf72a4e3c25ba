// The season that is shipped: its cities under the names that people write, its questionnaire.
#include "admission/questionnaire.hpp"
#include "admission/sheet_places.hpp"
#include "config/config.hpp"

#include <catch2/catch.hpp>

namespace keste::test {
namespace {

campaign::Campaign load_shipped() {
  const config::Loaded loaded = config::load(KESTE_ETC);
  REQUIRE(loaded.configuration);
  const auto* season = loaded.configuration->find_season("pkr-2023");
  REQUIRE(season != nullptr);
  return season->campaign;
}

TEST_CASE("the shipped season knows former and foreign names of cities",
          "[config][questionnaire]") {
  const campaign::Campaign campaign = load_shipped();
  const admission::Places places(campaign);
  for (const auto& [name, code] :
       std::vector<std::pair<const char*, const char*>>{{"Қапшағай", "konaev"},
                                                        {"г. Капчагай", "konaev"},
                                                        {"Kapchagay", "konaev"},
                                                        {"Уральск", "oral"},
                                                        {"Uralsk", "oral"},
                                                        {"Oral", "oral"},
                                                        {"Нұр-Сұлтан қаласы", "astana"},
                                                        {"Петропавловск", "petropavl"},
                                                        {"Усть Каменогорск", "oskemen"},
                                                        {"Кызыл-Орда", "kyzylorda"},
                                                        {"Qaraghandy", "karaganda"}}) {
    CAPTURE(name);
    CHECK(places.read_city(name).value == code);
  }
  for (const campaign::City& city : campaign.cities) {
    for (const std::string& spelling : admission::list_city_spellings(city)) {
      CAPTURE(spelling);
      CHECK(places.read_city(spelling).value == city.code);
    }
  }
}

TEST_CASE("the shipped questionnaire puts the promo code under «Менің жауабым»",
          "[config][questionnaire]") {
  const auto table = sheet::read_table(
      "Уақыт белгісі,ЖСН,Тегі,Аты,Менің жауабым,Тестілеуден өтетін қала\n"
      "2023-09-17 23:59:59,900101300007,Үлгіева,Дана,PKR-1,Қапшағай\n");
  REQUIRE(table);
  const auto answers = admission::read_questionnaire(table.value(), load_shipped());
  REQUIRE(answers);
  const admission::AnswerRow& row = answers.value().rows.at(0);
  CHECK(row.form.promo_code == "PKR-1");
  CHECK(row.form.city == "konaev");
  CHECK(row.answered_at == parse_instant("2023-09-17T23:59:59+06:00"));
}

}  // namespace
}  // namespace keste::test
