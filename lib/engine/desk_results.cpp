// Results at the desk: taken once, corrected, told.
#include "admission/person.hpp"
#include "admission/result.hpp"
#include "base/check.hpp"
#include "engine/attempts.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "engine/seating.hpp"
#include "store/person.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

/// Why the application cannot have a result; empty when it can.
std::string_view find_obstacle(State& state, const store::ApplicationRow& row) {
  if (row.state == "withdrawn" || row.state == "unplaced" || row.state == "waitlisted") {
    return "application-has-no-sitting";
  }
  if (!row.session) return "";
  const SessionModel& session = state.model.session(*row.session);
  return state.now.at < session.row.starts_at ? "session-not-started" : "";
}

/// The application that a line is about: the one named, or the person's latest that may have a
/// result; where none may, the latest that has a place, for its reason.
std::optional<store::ApplicationRow> find_subject(State& state, const ResultLine& line) {
  if (line.application) {
    return find_application(state, line.application);
  }
  const std::string person_key = state.vault.person_key(line.iin);
  std::optional<store::ApplicationRow> found;
  bool fits = false;
  for (const auto id : store::list_of_person(state.database, state.campaign, person_key)) {
    auto row = find_application(state, ApplicationId{id.value});
    if (!row) continue;
    if (!line.test.empty() && row->test != line.test) continue;
    const std::string_view obstacle = find_obstacle(state, *row);
    if (obstacle == "application-has-no-sitting" || (fits && !obstacle.empty())) continue;
    fits = obstacle.empty();
    found = std::move(row);
  }
  return found;
}

store::ResultRow row_of(const ResultLine& line, Instant at) {
  store::ResultRow row;
  row.level = line.level;
  row.score = line.score;
  row.document_number = line.document_number;
  row.issued_on = line.issued_on;
  row.status = line.status;
  row.received_at = at;
  return row;
}

bool same(const store::ResultRow& a, const store::ResultRow& b) {
  return a.level == b.level && a.score == b.score && a.document_number == b.document_number &&
         a.issued_on == b.issued_on && a.status == b.status;
}

/// A result shows that the person was there.
void mark_tested(State& state, store::ApplicationRow& row) {
  if (row.state == "absent") {
    CHECK(store::mark_present(state.database, row.id));
    state.model.add(state.model.tally(row.tally), Count::absent, -1);
    if (!row.code_key.empty()) retake_code(state, row);
  } else if (row.state != "tested") {
    CHECK(store::mark_ended(state.database, row.id, "tested", state.now.at));
    redeem_code(state, row);
  }
}

/// What the applicant hears of it: a result or an annulment at once, a hold only where they expect
/// a result by now.
bool is_news(State& state, const store::ApplicationRow& row, const store::ResultRow& result,
             bool is_first) {
  if (result.status != "on_hold") return true;
  if (!is_first) return true;
  if (!row.session) return false;
  return state.now.at >= state.model.session(*row.session).row.due_at;
}

std::string_view take(State& state, const ResultLine& line) {
  const bool has_iin = line.iin.empty() || !admission::check_iin(line.iin);
  if (!has_iin) return "iin-wrong";
  const auto status = admission::parse_result_status(line.status);
  if (!status) return "status-wrong";
  const auto level = admission::parse_level(line.level);
  if (!line.level.empty() && !level) return "level-wrong";
  if (*status == admission::ResultStatus::final && !level) return "level-missing";
  auto row = find_subject(state, line);
  if (!row) return "application-unknown";
  const std::string_view obstacle = find_obstacle(state, *row);
  if (!obstacle.empty()) return obstacle;
  const auto before = store::find_result(state.database, row->id);
  store::ResultRow result = row_of(line, state.now.at);
  if (level) result.level = admission::to_text(*level);
  if (before && same(*before, result)) return "known";
  mark_tested(state, *row);
  const store::ResultId id = store::insert_result(state.database, row->id, result);
  if (!before) state.model.add(state.model.tally(row->tally), Count::resulted, 1);
  state.audit(state.actor.name, before ? "result_corrected" : "result_taken", subject_of(row->id),
              result.level + " " + result.status);
  if (is_news(state, *row, result, !before)) {
    hold_messages(state, {"results_taken", row->city, "", {}});
    state.notify({row->id, row->tally, "result_ready", {}, id.value});
  }
  return before ? "corrected" : "taken";
}

}  // namespace

DeskReport perform(State& state, const TakeResults& command) {
  DeskReport report;
  for (const auto& [city, release] : command.releases) go_on_with(state, city, release);
  std::int64_t taken = 0;
  std::int64_t corrected = 0;
  std::int64_t known = 0;
  for (const ResultLine& line : command.lines) {
    const std::string_view outcome = take(state, line);
    if (outcome == "taken") {
      ++taken;
    } else if (outcome == "corrected") {
      ++corrected;
    } else if (outcome == "known") {
      ++known;
    } else {
      report.rows.push_back({{"row", std::int64_t{line.row}}, {"problem", std::string(outcome)}});
    }
  }
  report.facts = {{"taken", taken},
                  {"corrected", corrected},
                  {"known", known},
                  {"refused", static_cast<std::int64_t>(report.rows.size())}};
  return report;
}

}  // namespace keste::engine
