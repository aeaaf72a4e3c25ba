// Each kind of message has its own test of truth.
#include "engine/truth.hpp"

#include "admission/result.hpp"

namespace keste::engine {
namespace {

bool is_seated(const Recipient& to) {
  return to.session != nullptr &&
         (to.row.application_state == "seated" || to.row.application_state == "tested");
}

/// Until its applicants are moved they still sit in it.
bool is_cancelled(const Recipient& to) { return to.session->state == SessionState::cancelled; }

bool same_place(const store::SittingRow& told, const SessionModel& now) {
  return told.session_code == now.row.code && told.starts_at == now.row.starts_at &&
         told.ends_at == now.row.ends_at && told.venue == now.row.venue &&
         told.address == now.row.address;
}

std::string_view judge_change(const State& state, const Recipient& to) {
  if (!is_seated(to)) return "the applicant has no seat any more";
  if (is_cancelled(to)) return session_was_cancelled;
  if (!to.told) return "the applicant was never told of the sitting before";
  if (same_place(*to.told, *to.session)) return "in the end nothing has changed";
  return state.now.at >= to.session->row.starts_at ? too_late_for_change : "";
}

std::string_view judge_reminder(const State& state, const Recipient& to) {
  if (state.now.at >= to.session->row.starts_at) return "the session had started";
  // Nobody learns of a change by a reminder that does not say so.
  const bool unaware = to.told && !same_place(*to.told, *to.session);
  return unaware ? "the change of the session is told instead" : "";
}

std::string_view judge_cancellation(const Recipient& to) {
  if (!to.told) return "the applicant was never told of it";
  const bool knows = is_seated(to) && same_place(*to.told, *to.session);
  return knows ? "the applicant was told of the new seat already" : "";
}

std::string_view judge_due_date(const State& state, const Recipient& to) {
  if (!is_seated(to)) return "the applicant has no seat any more";
  if (is_cancelled(to)) return session_was_cancelled;
  if (!to.told) return "the applicant was never told of the date before";
  if (state.now.at >= to.session->row.due_at) return "the results are due";
  return to.told->due_at == to.session->row.due_at ? "in the end the date has not moved" : "";
}

std::string_view judge_result(const store::ClaimedRow& row, const Recipient& to) {
  const bool stands = to.result && to.result->id.value == row.result;
  return stands ? "" : "a later result took its place";
}

std::string_view judge_results_due(const Recipient& to) {
  if (!is_seated(to)) return "the applicant did not sit the session";
  const bool is_told = to.result && to.result->status != "on_hold";
  return is_told ? "the applicant was told of the result itself" : "";
}

}  // namespace

std::string_view find_untruth(const State& state, const store::ClaimedRow& row,
                              const Recipient& to) {
  const std::string& kind = row.kind;
  const std::string& now = to.row.application_state;
  if (now == "withdrawn") return "the application was withdrawn";
  if (to.row.email.empty() && to.row.phone.empty()) return "the person's data were erased";
  if (kind == "session_changed") return judge_change(state, to);
  if (kind == "due_date_moved") return judge_due_date(state, to);
  if (kind == "result_ready") return judge_result(row, to);
  if (kind == "results_due") return judge_results_due(to);
  if (kind == "waitlisted") return now == "waitlisted" ? "" : "the applicant waits no longer";
  if (kind == "waitlist_ended") return now == "unplaced" ? "" : "the applicant has a place";
  if (kind == "session_cancelled") return judge_cancellation(to);
  if (kind == "session_finished") return now == "tested" ? "" : "the applicant was not there";
  if (to.row.city.empty()) return "";
  if (!is_seated(to)) return "the applicant has no seat any more";
  if (is_cancelled(to)) return session_was_cancelled;
  return kind == "session_reminder" ? judge_reminder(state, to) : "";
}

std::string_view find_branch_untruth(State& state, const store::ClaimedRow& row,
                                     const Notification& made) {
  if (made.email.empty()) return "the branch has no e-mail address in the campaign file";
  if (row.kind == "results_overdue") return made.figures.missing > 0 ? "" : "the results are in";
  const CityModel* city = state.model.find_city(made.city);
  return city->window == WindowState::closed ? "" : "the window was opened again";
}

bool tells_before(std::string_view kind) {
  return kind == "session_changed" || kind == "due_date_moved" || kind == "session_cancelled" ||
         kind == "waitlisted";
}

bool tells_result(std::string_view kind) { return kind == "results_due" || kind == "result_ready"; }

std::string_view outcome_of(std::string_view application_state) {
  if (application_state == "seated") return "reseated";
  return application_state == "waitlisted" ? "waitlisted" : "unplaced";
}

std::string_view document_of(const State& state, const store::ResultRow& result) {
  const auto pass_level = admission::parse_level(state.settings.campaign.pass_level);
  if (!pass_level) return "";
  admission::TestResult read;
  read.status =
      admission::parse_result_status(result.status).value_or(admission::ResultStatus::on_hold);
  read.level = admission::parse_level(result.level);
  const auto document = admission::decide_document(read, *pass_level);
  return document == admission::Document::none ? "" : to_text(document);
}

}  // namespace keste::engine
