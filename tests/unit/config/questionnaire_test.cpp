// The questionnaire and the aliases of a campaign file, sound and bent.
#include "unit/config/scratch_etc.hpp"

#include <algorithm>

namespace keste::test {
namespace {

using campaign::Question;

constexpr const char* file = "campaigns/spring.yaml";
constexpr const char* last_line = "seats: 40}\n";
constexpr const char* oral_city = "en: Oral}, zone: Asia/Oral, rule: regional";

/// The campaign with lines after its last one, the first being line 17.
std::vector<std::string> errors_with(const std::string& lines) {
  ScratchEtc etc;
  etc.replace(file, last_line, last_line + lines);
  return etc.errors();
}

std::vector<std::string> errors_with_aliases(const std::string& of_astana,
                                             const std::string& of_oral) {
  ScratchEtc etc;
  etc.replace(file, "rule: capital}", "rule: capital, aliases: " + of_astana + "}");
  etc.replace(file, oral_city, std::string(oral_city) + ", aliases: " + of_oral);
  return etc.errors();
}

campaign::Questionnaire read(const std::string& lines) {
  ScratchEtc etc;
  etc.replace(file, last_line, last_line + lines);
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration);
  return loaded.configuration->served().campaign.questionnaire;
}

bool has(const campaign::Questionnaire& questionnaire, Question question, const std::string& text) {
  const auto& texts = questionnaire.headings.at(question);
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

TEST_CASE("a campaign without a questionnaire knows the common headings",
          "[config][questionnaire]") {
  const campaign::Questionnaire questionnaire = read("");
  CHECK_FALSE(questionnaire.zone);
  CHECK(questionnaire.headings == campaign::common_headings());
}

TEST_CASE("headings of the file are added to the common ones", "[config][questionnaire]") {
  const campaign::Questionnaire questionnaire =
      read("questionnaire: {zone: Asia/Oral, headings: {iin: [Нөмір], test: [\"Аты:\", A]}}\n");
  REQUIRE(questionnaire.zone);
  CHECK(questionnaire.zone->name() == "Asia/Oral");
  CHECK(questionnaire.headings.at(Question::iin).front() == "Нөмір");
  CHECK(has(questionnaire, Question::iin, "ЖСН"));
  // What the file says of a common heading counts, also when it is written a little otherwise.
  CHECK(has(questionnaire, Question::test, "Аты:"));
  CHECK_FALSE(has(questionnaire, Question::given_name, "Аты"));
  CHECK(has(questionnaire, Question::given_name, "Имя"));
}

TEST_CASE("every fault of a questionnaire is named with its place", "[config][questionnaire]") {
  struct Case {
    const char* lines;
    Texts errors;
  };
  const Case c = GENERATE(values<Case>(
      {{"questionnaire: {headings: {iin: [Нөмір]}}\n",
        {"campaigns/spring.yaml:17:16: missing key 'zone' in questionnaire"}},
       {"questionnaire: {zone: Asia/Oral, heading: {}}\n",
        {"campaigns/spring.yaml:17:34: unknown key 'heading'; did you mean 'headings'?"}},
       {"questionnaire: []\n",
        {"campaigns/spring.yaml:17:16: questionnaire: expected keys with values, found a list"}},
       {"questionnaire: {zone: Asia/Oral, headings: {promo: [Код], iin: [Нөмір]}}\n",
        {"campaigns/spring.yaml:17:45: unknown field 'promo'; known: timestamp, iin, surname, "
         "given_name, patronymic, email, phone, language, city, session, test, promo_code, "
         "payment_reference, needs, consent"}},
       {"questionnaire: {zone: Asia/Oral, headings: {promocode: [Код]}}\n",
        {"campaigns/spring.yaml:17:45: unknown field 'promocode'; did you mean 'promo_code'?"}},
       {"questionnaire: {zone: Asia/Oral, headings: {iin: Нөмір}}\n",
        {"campaigns/spring.yaml:17:50: iin: expected a list, found a single value"}},
       {"questionnaire: {zone: Asia/Oral, headings: {iin: [\" * \"]}}\n",
        {"campaigns/spring.yaml:17:51: iin: ' * ' holds nothing to compare"}},
       {"questionnaire:\n  zone: Asia/Oral\n  headings:\n    iin: [Нөмір]\n    test: "
        "[\"НӨМІР:\"]\n",
        {"campaigns/spring.yaml:21:12: test: 'НӨМІР:' is a heading of 'iin' already, in line 20"}},
       {"questionnaire:\n  zone: Asia/Oral\n  headings: {iin: [Нөмір, нөмір]}\n",
        {"campaigns/spring.yaml:19:27: iin: 'нөмір' is a heading of 'iin' already, in line 19"}}}));
  CHECK(errors_with(c.lines) == c.errors);
}

TEST_CASE("an unknown zone of the questionnaire is named", "[config][questionnaire]") {
  const auto errors = errors_with("questionnaire: {zone: Asia/Qapshaghai}\n");
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].starts_with("campaigns/spring.yaml:17:23: zone: "));
}

TEST_CASE("cities have aliases", "[config][questionnaire]") {
  ScratchEtc etc;
  etc.replace(file, oral_city, std::string(oral_city) + ", aliases: [Uralsk, Теке]");
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration);
  const auto& cities = loaded.configuration->served().campaign.cities;
  CHECK(cities.at(0).aliases.empty());
  CHECK(cities.at(1).aliases == std::vector<std::string>{"Uralsk", "Теке"});
}

TEST_CASE("an alias means one city, however it is written", "[config][questionnaire]") {
  CHECK(errors_with_aliases("[Ақмола]", "[Теке]").empty());
  CHECK(errors_with_aliases("[Ақмола, Қала]", "[Теке, ҚАЛА]") ==
        Texts{"campaigns/spring.yaml:13:108: aliases: 'ҚАЛА' is also an alias of city 'astana'; "
              "an alias must mean one city"});
  CHECK(errors_with_aliases("[уральск]", "[]") ==
        Texts{"campaigns/spring.yaml:12:108: aliases: 'уральск' is also a name of city 'oral'; an "
              "alias must mean one city"});
  CHECK(errors_with_aliases("[]", "[Теке, Орал, теке]") ==
        Texts{"campaigns/spring.yaml:13:114: aliases: 'теке' stands twice"});
  CHECK(errors_with_aliases("Ақмола", "[\" \"]") ==
        Texts{"campaigns/spring.yaml:12:107: aliases: expected a list, found a single value",
              "campaigns/spring.yaml:13:102: aliases: must not be empty"});
}

}  // namespace
}  // namespace keste::test
