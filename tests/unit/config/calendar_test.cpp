// Calendar files: order, strength and marks of days.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

using calendar::DayKind;

std::string day(const std::string& on, const std::string& kind, const std::string& rest = "") {
  return "  - {on: " + on + ", kind: " + kind + ", name: {kk: a, ru: b, en: " + kind +
         "}, source: s" + rest + "}\n";
}

/// The plan of the sound calendar with other days.
calendar::CalendarPlan plan_of(const std::string& days) {
  ScratchEtc etc;
  std::string text = sound_calendar;
  etc.write("calendars/kz.yaml", text.substr(0, text.find("  - {")) + days);
  const config::Loaded loaded = etc.load();
  REQUIRE(etc.errors() == Texts{});
  return loaded.configuration->calendars.at("kz")->plan();
}

TEST_CASE("days may stand in any order in the file", "[config][calendar]") {
  const auto plan = plan_of(day("2023-07-07", "day_off") + day("2023-03-08", "holiday"));
  REQUIRE(plan.days.size() == 2);
  CHECK(format_date(plan.days.at(0).on) == "2023-03-08");
  CHECK(format_date(plan.days.at(1).on) == "2023-07-07");
  CHECK(plan.weekend == std::array<bool, 7>{true, false, false, false, false, false, true});
}

TEST_CASE("of two kinds on one date the stronger is kept", "[config][calendar]") {
  struct Case {
    const char* first;
    const char* second;
    DayKind kept;
  };
  const Case cases[] = {{"working", "holiday", DayKind::working},
                        {"holiday", "working", DayKind::working},
                        {"day_off", "working", DayKind::working},
                        {"day_off", "holiday", DayKind::holiday},
                        {"holiday", "day_off", DayKind::holiday}};
  for (const Case& c : cases) {
    CAPTURE(c.first, c.second);
    const auto plan = plan_of(day("2023-03-04", c.first) + day("2023-03-04", c.second));
    REQUIRE(plan.days.size() == 1);
    CHECK(plan.days.front().kind == c.kept);
  }
}

TEST_CASE("provisional days are marked", "[config][calendar]") {
  const auto plan = plan_of(day("2024-05-17", "holiday", ", provisional: true") +
                            day("2024-05-18", "working", ", provisional: false"));
  REQUIRE(plan.days.size() == 2);
  CHECK(plan.days.at(0).provisional);
  CHECK_FALSE(plan.days.at(1).provisional);
}

TEST_CASE("a week without working days is an error", "[config][calendar]") {
  ScratchEtc etc;
  etc.replace("calendars/kz.yaml", "[sat, sun]", "[mon, tue, wed, thu, fri, sat, sun]");
  CHECK(etc.errors() ==
        Texts{"calendars/kz.yaml:2:10: weekend: leaves no working day in the week"});
}

}  // namespace
}  // namespace keste::test
