// Questionnaires at the desk: each answer is an application, received when it was given.
#include <algorithm>
#include <numeric>

#include "engine/desk_handlers.hpp"
#include "engine/intake.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

std::string row_key_of(const State& state, std::string_view key) {
  return state.vault.contact_key("answer " + std::string(key));
}

Facts refused(const AnswerLine& line, std::string_view why) {
  return {{"row", std::int64_t{line.row}},
          {"outcome", std::string("refused")},
          {"problem", std::string(why)}};
}

Facts taken(const AnswerLine& line, const ApplicationView& view, bool known) {
  return {{"row", std::int64_t{line.row}},
          {"outcome", known ? std::string("known") : view.state},
          {"application", view.id.value},
          {"session", view.session}};
}

Facts take(State& state, const AnswerLine& line) {
  const std::string row_key = row_key_of(state, line.key);
  if (const auto id = store::find_answered(state.database, state.campaign, row_key)) {
    ApplicationView view;
    view.id = ApplicationId{id->value};
    return taken(line, view, true);
  }
  if (line.answered_at > state.now.at) return refused(line, "answered-in-the-future");
  ApplyCommand command;
  // The answer's own instant decides about the window; what has begun since has begun.
  command.receipt = {line.answered_at, state.now.steady};
  command.request = line.request;
  command.by_answer = true;
  const ApplyOutcome outcome = apply_answer(state, command);
  if (const auto* view = std::get_if<ApplicationView>(&outcome)) {
    store::insert_answered(state.database, state.campaign, row_key,
                           store::ApplicationId{view->id.value});
    return taken(line, *view, false);
  }
  if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
    return refused(line, to_text(*refusal));
  }
  return refused(line, "not-taken");
}

/// In order of receipt, which is not always that of the rows.
std::vector<std::size_t> order_of(const std::vector<AnswerLine>& lines) {
  std::vector<std::size_t> order(lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&lines](std::size_t a, std::size_t b) {
    return lines[a].answered_at < lines[b].answered_at;
  });
  return order;
}

}  // namespace

DeskReport perform(State& state, const TakeAnswers& command) {
  DeskReport report;
  std::int64_t taken_count = 0;
  std::int64_t known = 0;
  std::int64_t refused_count = 0;
  report.rows.resize(command.lines.size());
  for (const std::size_t i : order_of(command.lines)) {
    report.rows[i] = take(state, command.lines[i]);
    const auto& outcome = std::get<std::string>(report.rows[i][1].value);
    if (outcome == "known") {
      ++known;
    } else if (outcome == "refused") {
      ++refused_count;
    } else {
      ++taken_count;
    }
  }
  if (taken_count > 0) {
    state.audit(state.actor.name, "answers_imported", "campaign " + state.settings.campaign.id,
                std::to_string(taken_count) + " taken");
  }
  report.facts = {{"taken", taken_count}, {"known", known}, {"refused", refused_count}};
  return report;
}

}  // namespace keste::engine
