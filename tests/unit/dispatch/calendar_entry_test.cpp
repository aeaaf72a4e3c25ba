// Which messages carry a calendar entry, and what it says.
#include "dispatch/calendar_entry.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include "dispatch/composer.hpp"

namespace keste::dispatch {
namespace {

using Catch::Matchers::Contains;
using engine::Notification;

const char* const old_start = "2023-09-18T10:00:00+06:00";
const char* const old_end = "2023-09-18T12:30:00+06:00";

/// Of a person who was told of 18 September and has the seat of the fixture now, or none.
Notification make_change(const char* kind, const char* outcome, bool has_seat, bool had_seat) {
  Notification n = make_notification(kind, Language::en);
  n.outcome = outcome;
  n.sequence = 3;
  n.extra_minutes = 30;
  if (had_seat)
    n.before = engine::Sitting{"old-1", instant(old_start), instant(old_end), {}, {}, {}};
  if (has_seat) return n;
  n.session.clear();
  n.starts_at = n.ends_at = n.due_at = {};
  return n;
}

TEST_CASE("a seat is published, a lost one cancelled, and the rest says nothing",
          "[dispatch][calendar]") {
  struct Row {
    const char* kind;
    const char* outcome;
    bool has_seat;
    bool had_seat;
    const char* wanted;  ///< "PUBLISH", "CANCEL" or "".
  };
  const Row rows[] = {{"application_received", "", true, false, "PUBLISH"},
                      {"application_received", "", false, false, ""},
                      {"seat_allotted", "", true, false, "PUBLISH"},
                      {"session_changed", "", true, true, "PUBLISH"},
                      {"session_cancelled", "reseated", true, true, "PUBLISH"},
                      {"session_cancelled", "waitlisted", false, true, "CANCEL"},
                      {"session_cancelled", "unplaced", false, true, "CANCEL"},
                      {"waitlisted", "", false, true, "CANCEL"},
                      {"waitlisted", "", false, false, ""},
                      {"waitlist_ended", "", false, false, ""},
                      {"session_reminder", "", true, false, ""},
                      {"session_finished", "", true, false, ""},
                      {"due_date_moved", "", true, true, ""},
                      {"results_due", "", true, false, ""},
                      {"result_ready", "", true, false, ""}};
  for (const Row& row : rows) {
    CAPTURE(row.kind, row.outcome, row.has_seat, row.had_seat);
    const auto entry =
        decide_calendar_entry(make_change(row.kind, row.outcome, row.has_seat, row.had_seat));
    CHECK((entry ? to_text(entry->method) : "") == row.wanted);
    if (!entry) continue;
    const bool published = entry->method == CalendarMethod::publish;
    CHECK(entry->starts_at == instant(published ? "2023-09-20T10:00:00+06:00" : old_start));
    CHECK(entry->ends_at ==
          instant(published ? "2023-09-20T13:00:00+06:00" : "2023-09-18T13:00:00+06:00"));
  }
}

TEST_CASE("a change and a cancellation keep the entry's UID and raise its sequence",
          "[dispatch][calendar]") {
  const ManualClock clock(instant("2023-09-05T08:00:01Z"));
  Composer composer(make_composer_settings(), make_season(), Messages(make_patterns()), clock);
  const auto draft_of = [&](const Notification& n) {
    auto draft = composer.compose_draft(n);
    REQUIRE(bool(draft));
    return draft.value();
  };
  const Draft first = draft_of(make_notification("application_received", Language::en));
  CHECK_THAT(first.calendar, Contains("METHOD:PUBLISH\r\n"));
  CHECK_THAT(first.calendar, Contains("SEQUENCE:0\r\nSTATUS:CONFIRMED\r\n"));
  const Draft moved = draft_of(make_change("session_changed", "", true, true));
  CHECK_THAT(moved.calendar, Contains("SEQUENCE:3\r\nSTATUS:CONFIRMED\r\n"));
  CHECK_THAT(moved.calendar, Contains("DTSTART:20230920T040000Z\r\nDTEND:20230920T070000Z\r\n"));
  const Draft gone = draft_of(make_change("session_cancelled", "unplaced", false, true));
  CHECK_THAT(gone.calendar, Contains("METHOD:CANCEL\r\n"));
  CHECK_THAT(gone.calendar, Contains("SEQUENCE:3\r\nSTATUS:CANCELLED\r\n"));
  CHECK_THAT(gone.calendar, Contains("DTSTART:20230918T040000Z\r\n"));
  CHECK_THAT(gone.calendar, !Contains("VALARM"));
  CHECK(gone.calendar_method == "CANCEL");
  for (const Draft* each : {&first, &moved, &gone}) {
    CHECK_THAT(each->calendar, Contains("UID:keste.pkr-2023.application.42@example.kz\r\n"));
    CHECK_THAT(each->calendar, Contains("ORGANIZER:mailto:keste@example.kz\r\n"));
    CHECK_THAT(build_message(*each), Contains("method=" + each->calendar_method + "\r\n"));
  }
}

}  // namespace
}  // namespace keste::dispatch
