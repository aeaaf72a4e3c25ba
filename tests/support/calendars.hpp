// Kazakhstan's working calendar of 2023 and 2024 (five-day week), zones and dates for tests.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "calendar/working_calendar.hpp"
#include "calendar/zone.hpp"

namespace keste::test {

/// A date, civil time, instant or zone that the test knows to be right.
inline Date date(std::string_view text) { return parse_date(text).value(); }
inline LocalTime local(std::string_view text) { return parse_local_time(text).value(); }
inline Instant instant(std::string_view text) { return parse_instant(text).value(); }
inline calendar::Zone zone(std::string_view name) { return calendar::Zone::load(name).value(); }

inline LocalizedText named(const std::string& name) {
  return LocalizedText{name + " kk", name + " ru", name};
}

inline calendar::SpecialDay special(std::string_view on, calendar::DayKind kind,
                                    const std::string& name) {
  return calendar::SpecialDay{date(on), kind, named(name), "test"};
}

/// Saturday and Sunday off, no special days.
inline calendar::CalendarPlan plain_plan(std::string_view from, std::string_view to) {
  calendar::CalendarPlan plan;
  plan.id = "plain";
  plan.weekend = {true, false, false, false, false, false, true};
  plan.covers_from = date(from);
  plan.covers_to = date(to);
  return plan;
}

/// Law "On holidays" No. 267-II; Government resolution of 25.04.2023 (1 and 7 July 2023); order of
/// the Minister of Labour of 17.04.2024 (4 and 8 May 2024).
inline calendar::CalendarPlan kz_plan() {
  using enum calendar::DayKind;
  calendar::CalendarPlan plan = plain_plan("2023-01-01", "2024-12-31");
  plan.id = "kz";
  plan.days = {special("2023-01-01", holiday, "New Year"),
               special("2023-01-02", holiday, "New Year"),
               special("2023-01-03", day_off, "New Year, moved"),
               special("2023-01-07", day_off, "Orthodox Christmas"),
               special("2023-03-08", holiday, "International Women's Day"),
               special("2023-03-21", holiday, "Nauryz"),
               special("2023-03-22", holiday, "Nauryz"),
               special("2023-03-23", holiday, "Nauryz"),
               special("2023-05-01", holiday, "Unity Day"),
               special("2023-05-07", holiday, "Defender of the Fatherland Day"),
               special("2023-05-08", day_off, "Defender of the Fatherland Day, moved"),
               special("2023-05-09", holiday, "Victory Day"),
               special("2023-06-28", day_off, "Kurban Ait"),
               special("2023-07-01", working, "Worked for 7 July"),
               special("2023-07-06", holiday, "Capital Day"),
               special("2023-07-07", day_off, "Moved from 1 July"),
               special("2023-08-30", holiday, "Constitution Day"),
               special("2023-10-25", holiday, "Republic Day"),
               special("2023-12-16", holiday, "Independence Day"),
               special("2023-12-18", day_off, "Independence Day, moved"),
               special("2024-01-01", holiday, "New Year"),
               special("2024-01-02", holiday, "New Year"),
               special("2024-01-07", day_off, "Orthodox Christmas"),
               special("2024-03-08", holiday, "International Women's Day"),
               special("2024-03-21", holiday, "Nauryz"),
               special("2024-03-22", holiday, "Nauryz"),
               special("2024-03-23", holiday, "Nauryz"),
               special("2024-03-25", day_off, "Nauryz, moved"),
               special("2024-05-01", holiday, "Unity Day"),
               special("2024-05-04", working, "Worked for 8 May"),
               special("2024-05-07", holiday, "Defender of the Fatherland Day"),
               special("2024-05-08", day_off, "Moved from 4 May"),
               special("2024-05-09", holiday, "Victory Day"),
               special("2024-06-16", day_off, "Kurban Ait"),
               special("2024-07-06", holiday, "Capital Day"),
               special("2024-07-08", day_off, "Capital Day, moved"),
               special("2024-08-30", holiday, "Constitution Day"),
               special("2024-10-25", holiday, "Republic Day"),
               special("2024-12-16", holiday, "Independence Day")};
  return plan;
}

inline calendar::WorkingCalendar kz_calendar() { return calendar::WorkingCalendar(kz_plan()); }

}  // namespace keste::test
