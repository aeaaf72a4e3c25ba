// One line for each thing that a plan rests on.
#include "engine/plan_gist.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "store/digest.hpp"

namespace keste::engine {
namespace {

std::string to_text(const Figure& figure) {
  if (const auto* text = std::get_if<std::string>(&figure)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&figure)) return std::to_string(*number);
  return std::get<bool>(figure) ? "yes" : "no";
}

/// Figures that rise and fall while applications come in are left out.
std::string line_of(std::string_view kind, const Facts& facts) {
  std::string line(kind);
  for (const Fact& fact : facts) {
    if (fact.name == "people" || fact.name == "seats_taken" || to_text(fact.value).empty())
      continue;
    line += " " + fact.name + "=" + to_text(fact.value);
  }
  return line;
}

/// In which ways people are touched, but not whom and how many.
std::string ways_of(const PlannedChange& change) {
  std::set<std::string> ways;
  for (const TouchedPerson& person : change.people) ways.insert(person.how);
  std::string all;
  for (const std::string& way : ways) all += (all.empty() ? "" : ",") + way;
  return all.empty() ? "nobody" : all;
}

}  // namespace

void sign_plan(const State& state, const EngineSettings& wanted, PlanReport& plan) {
  plan.ground.push_back("campaign in force: number " + std::to_string(state.version.id));
  for (const PlannedChange& change : plan.changes) {
    Facts facts{{"city", change.city}, {"session", change.session}, {"touches", ways_of(change)}};
    facts.insert(facts.end(), change.facts.begin(), change.facts.end());
    plan.ground.push_back(line_of(change.kind, facts));
  }
  for (const Facts& row : plan.due_dates) plan.ground.push_back(line_of("due date", row));
  for (const Facts& row : plan.warnings) plan.ground.push_back(line_of("warning", row));
  for (const Facts& row : plan.problems) plan.ground.push_back(line_of("problem", row));
  const std::string& digest = wanted.source.digest;
  std::string all = digest.empty() ? digest_of(wanted.campaign) : digest;
  for (const std::string& line : plan.ground) all += "\n" + line;
  plan.hash = to_hex(store::Sha256().digest(all)).substr(0, 32);
}

std::vector<std::string> list_moved_ground(const std::vector<std::string>& was,
                                           const std::vector<std::string>& is) {
  std::vector<std::string> moved;
  const auto add = [&moved](const char* what, const std::vector<std::string>& lines,
                            const std::vector<std::string>& others) {
    for (const std::string& line : lines) {
      const bool both = std::find(others.begin(), others.end(), line) != others.end();
      if (!both) moved.push_back(what + line);
    }
  };
  add("no longer: ", was, is);
  add("now: ", is, was);
  return moved;
}

}  // namespace keste::engine
