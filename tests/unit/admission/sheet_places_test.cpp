// Cities and sessions as people name them.
#include "admission/sheet_places.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

TEST_CASE("a city is known by code, names and aliases", "[admission][sheet][places]") {
  struct Case {
    const char* cell;
    const char* code;
  };
  const Case c = GENERATE(values<Case>({{"astana", "astana"},
                                        {"АСТАНА", "astana"},
                                        {"г. Астана", "astana"},
                                        {"г.Астана", "astana"},
                                        {"г Астана", "astana"},
                                        {"Астана қ.", "astana"},
                                        {"қ. Астана", "astana"},
                                        {"Астана қаласы", "astana"},
                                        {"город Астана", "astana"},
                                        {"Astana city", "astana"},
                                        {"Астана (Академия филиалы)", "astana"},
                                        {"Астана, Абай 33", "astana"},
                                        {"Астана / Astana", "astana"},
                                        {"Нур-Султан", "astana"},
                                        {"нур  султан", "astana"},
                                        {"Acтaнa", "astana"},  // with Latin A, c, a and a
                                        {"Қапшағай қаласы", "konaev"},
                                        {"Капчагай", "konaev"},
                                        {"Уральск", "oral"},
                                        {"Oral (Uralsk)", "oral"},
                                        {" Алма - Ата ", "almaty"}}));
  const campaign::Campaign campaign = test::sheet_campaign();
  CAPTURE(c.cell);
  const CellReading reading = Places(campaign).read_city(c.cell);
  CHECK(reading.value == c.code);
  CHECK(reading.word.empty());
}

TEST_CASE("an unknown city is named with the known ones", "[admission][sheet][places]") {
  const campaign::Campaign campaign = test::sheet_campaign();
  const Places places(campaign);
  const std::string cell = GENERATE("Атлантида", "Алматы облысы", "г.", "Астана Алматы", "?онаев");
  CAPTURE(cell);
  CHECK(places.read_city(cell).word == "city_unknown");
  CHECK(places.read_city(cell).value == cell);
  CHECK(places.read_city(cell).right == "one of Астана, Алматы, Орал, Қонаев");
  CHECK(places.read_city(" ").word.empty());
}

TEST_CASE("a name that two cities have is not guessed", "[admission][sheet][places]") {
  campaign::Campaign campaign = test::sheet_campaign();
  campaign.cities[0].name.en = "Almaty";
  campaign.cities[0].name.ru = "Алматы";
  const Places places(campaign);
  CHECK(places.read_city("Алматы").word == "city_ambiguous");
  CHECK(places.read_city("г. Алматы").word == "city_ambiguous");
  CHECK(places.read_city("Астана").value == "astana");
}

TEST_CASE("a session is known by its id, or by its day and hour", "[admission][sheet][places]") {
  struct Case {
    const char* cell;
    const char* city;
    const char* session;
  };
  const Case c = GENERATE(values<Case>({{"astana-0920", "astana", "astana-0920"},
                                        {" ASTANA-0920-2 ", "astana", "astana-0920-2"},
                                        {"astana-0920-2 (20.09, 15:00)", "astana", "astana-0920-2"},
                                        {"astana-0920", "oral", "astana-0920"},
                                        {"20.09.2023 15:00", "astana", "astana-0920-2"},
                                        {"2023-09-14", "konaev", "konaev-0914"},
                                        {"", "astana", ""},
                                        {"кез келген", "astana", ""},
                                        {"Кез-келген күн", "astana", ""},
                                        {"Любая", "astana", ""},
                                        {"любой", "astana", ""},
                                        {"Any", "astana", ""},
                                        {"any session", "astana", ""}}));
  const campaign::Campaign campaign = test::sheet_campaign();
  CAPTURE(c.cell);
  const CellReading reading = Places(campaign).read_session(c.cell, c.city);
  CHECK(reading.value == c.session);
  CHECK(reading.word.empty());
}

TEST_CASE("a session that is not known, or one of two, is not guessed",
          "[admission][sheet][places]") {
  const campaign::Campaign campaign = test::sheet_campaign();
  const Places places(campaign);
  CHECK(places.read_session("20.09.2023", "astana").word == "session_unknown");
  CHECK(places.read_session("20.09.2023 11:00", "astana").word == "session_unknown");
  CHECK(places.read_session("14.09.2023", "astana").word == "session_unknown");
  CHECK(places.read_session("astana-0921", "astana").word == "session_unknown");
  CHECK(places.read_session("astana-0921", "astana").value == "astana-0921");
}

}  // namespace
}  // namespace keste::admission
