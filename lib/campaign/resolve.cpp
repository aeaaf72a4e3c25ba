// From civil dates and times to instants and due dates, with what is wrong on the way.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/check.hpp"
#include "campaign/problems.hpp"

namespace keste::campaign {
namespace {

using calendar::DueDate;
using calendar::SpecialDay;
using calendar::WorkingCalendar;
using std::chrono::days;

Date date_of(LocalTime local) { return std::chrono::floor<days>(local); }

std::optional<Instant> resolve_local(const calendar::Zone& zone, LocalTime local,
                                     const std::string& path, Problems& problems) {
  const auto at = zone.to_instant(local);
  if (at) return at.value();
  problems.error(path, describe(at.error(), local, zone));
  return std::nullopt;
}

/// The windows of all cities; what is wrong with a rule in a zone is said once, not per city.
std::vector<CityWindow> resolve_windows(const Campaign& campaign, Problems& problems) {
  std::vector<CityWindow> windows;
  std::set<std::pair<std::string, std::string>> seen;
  for (const City& city : campaign.cities) {
    const Rule* rule = campaign.find_rule(city.rule);
    if (rule == nullptr || !is_sound(*rule)) continue;
    Problems repeated;
    Problems& said = seen.emplace(rule->id, city.zone.name()).second ? problems : repeated;
    const std::string path = "rules." + rule->id + ".window.";
    const Window& window = rule->window;
    const bool narrowed = window.closes_at != Window{}.closes_at;
    const auto opens = resolve_local(city.zone, LocalTime(window.from), path + "from", said);
    const auto closes = resolve_local(city.zone, LocalTime(window.to) + window.closes_at,
                                      path + (narrowed ? "closes_at" : "to"), said);
    if (opens && closes) windows.push_back(CityWindow{city.code, *opens, *closes});
  }
  return windows;
}

std::string reason_not_working(const WorkingCalendar& calendar, Date day) {
  constexpr std::array<const char*, 7> names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                             "Thursday", "Friday", "Saturday"};
  const SpecialDay* special = calendar.find_special(day);
  if (special == nullptr) {
    return std::string("a ") + names[std::chrono::weekday(day).c_encoding()];
  }
  const bool is_holiday = special->kind == calendar::DayKind::holiday;
  return (is_holiday ? "a holiday, " : "a day off, ") + special->name.en;
}

void warn_if_not_working(const WorkingCalendar& calendar, const Session& session,
                         const std::string& path, Problems& problems) {
  const Date day = date_of(session.starts_local);
  if (!calendar.covers(day) || calendar.is_working(day)) return;
  const auto next = calendar.nth_working_day_after(day, 1);
  problems.warn(
      path, "session '" + session.id + "' is on " + format_date(day) +
                ", which is not a working day (" + reason_not_working(calendar, day) + ")" +
                (next ? "; the next working day is " + format_date(next.value()) : std::string()));
}

/// The latest day on which a session may end for its results to be due by `deadline`.
std::optional<Date> last_day_to_end(const WorkingCalendar& calendar, const Rule& rule,
                                    Date deadline, Date testing_from) {
  for (Date day = deadline; day >= testing_from && calendar.covers(day); day -= days(1)) {
    const auto due = calendar.nth_working_day_after(day, rule.results_within_working_days);
    if (due && due.value() <= deadline) return day;
  }
  return std::nullopt;
}

/// What resolving one session needs beside the session.
struct Setting {
  const Campaign& campaign;
  const WorkingCalendar& calendar;
  const Rule& rule;
};

void warn_if_too_late(const Setting& in, const Session& session, Date due_on,
                      const std::string& path, Problems& problems) {
  if (!in.campaign.outer_deadline || due_on <= *in.campaign.outer_deadline) return;
  const Date deadline = *in.campaign.outer_deadline;
  const auto last = last_day_to_end(in.calendar, in.rule, deadline, in.campaign.testing_from);
  problems.warn(path, "the results of session '" + session.id + "' are due on " +
                          format_date(due_on) + ", after the outer deadline " +
                          format_date(deadline) +
                          (last ? "; in time is an end by " + format_date(*last)
                                : std::string("; no day of the testing span is early enough")));
}

/// Empty when something is wrong; `index` is the session's place in the file.
std::optional<SessionTimes> resolve_session(const Setting& in, const City& city, std::size_t index,
                                            Problems& problems) {
  const Session& session = in.campaign.sessions[index];
  const std::string starts_path = path_of("sessions", index, "starts");
  const std::string ends_path = path_of("sessions", index, "ends");
  const auto starts = resolve_local(city.zone, session.starts_local, starts_path, problems);
  const auto ends = resolve_local(city.zone, session.ends_local, ends_path, problems);
  if (!starts || !ends) return std::nullopt;
  warn_if_not_working(in.calendar, session, starts_path, problems);
  const calendar::DueRule rule{in.rule.results_within_working_days, in.rule.due_time};
  const auto due = calendar::due_date(in.calendar, city.zone, session.ends_local, rule);
  if (!due) {
    problems.error(ends_path, "no due date for session '" + session.id + "': " + due.error());
    return std::nullopt;
  }
  if (due.value().due_at < *ends) {
    problems.error(ends_path, "the results of session '" + session.id + "' would be due at " +
                                  city.zone.format(due.value().due_at) +
                                  ", before it ends; give rule '" + in.rule.id +
                                  "' a later due_time or at least one working day");
    return std::nullopt;
  }
  warn_if_too_late(in, session, due.value().due_on, ends_path, problems);
  return SessionTimes{session.id,   session.city,       *starts,
                      *ends,        due.value().due_at, due.value().provisional,
                      session.seats};
}

std::vector<SessionTimes> resolve_sessions(const Campaign& campaign,
                                           const WorkingCalendar& calendar, Problems& problems) {
  std::vector<SessionTimes> sessions;
  for (std::size_t i = 0; i < campaign.sessions.size(); ++i) {
    const Session& session = campaign.sessions[i];
    const City* city = campaign.find_city(session.city);
    const Rule* rule = city == nullptr ? nullptr : campaign.find_rule(city->rule);
    if (rule == nullptr || !is_sound(*rule) || session.ends_local <= session.starts_local) continue;
    const Setting in{campaign, calendar, *rule};
    const auto times = resolve_session(in, *city, i, problems);
    if (times) sessions.push_back(*times);
  }
  return sessions;
}

std::vector<TestWindow> resolve_tests(const Campaign& campaign, Problems& problems) {
  std::vector<TestWindow> windows;
  for (const Test& test : campaign.tests) {
    if (!test.is_online() || campaign.cities.empty()) continue;
    const Window window = test.window.value_or(
        Window{campaign.testing_from, campaign.testing_to, Window{}.closes_at});
    if (window.to < window.from) {
      problems.error("tests." + test.id + ".window.to",
                     "the window of " + test.id + " ends before it begins");
      continue;
    }
    const calendar::Zone& zone = campaign.cities.front().zone;
    const std::string path = "tests." + test.id + ".window";
    const auto opens = resolve_local(zone, LocalTime(window.from), path, problems);
    const auto closes =
        resolve_local(zone, LocalTime(window.to) + window.closes_at, path, problems);
    if (opens && closes) windows.push_back({test.id, *opens, *closes});
  }
  return windows;
}

}  // namespace

calendar::DueRule due_rule_of(const Campaign& campaign, std::string_view city) {
  const City* found = campaign.find_city(city);
  CHECK(found != nullptr);
  const Rule* rule = campaign.find_rule(found->rule);
  CHECK(rule != nullptr);
  return {rule->results_within_working_days, rule->due_time};
}

bool Resolution::has_errors() const {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.kind == Problem::Kind::error; });
}

Resolution resolve(const Campaign& campaign, const WorkingCalendar& calendar) {
  Resolution resolution;
  Problems problems;
  check_form(campaign, problems);
  resolution.schedule.windows = resolve_windows(campaign, problems);
  resolution.schedule.sessions = resolve_sessions(campaign, calendar, problems);
  resolution.schedule.tests = resolve_tests(campaign, problems);
  resolution.problems = problems.take();
  return resolution;
}

}  // namespace keste::campaign
