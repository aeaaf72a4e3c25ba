// The facts behind each refusal, taken from the present snapshot.
#include "http/refusals.hpp"

#include "http/json_parts.hpp"

namespace keste::http {
namespace {

using admission::Refusal;

ProblemKind kind_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::city_unknown:
    case Refusal::session_unknown:
      return ProblemKind::form_incorrect;
    case Refusal::window_not_open:
      return ProblemKind::window_not_open;
    case Refusal::window_closed:
      return ProblemKind::window_closed;
    case Refusal::session_elsewhere:
      return ProblemKind::session_elsewhere;
    case Refusal::session_started:
      return ProblemKind::session_started;
    case Refusal::session_cancelled:
      return ProblemKind::session_cancelled;
    case Refusal::session_full:
      return ProblemKind::session_full;
    case Refusal::already_applied:
      return ProblemKind::already_applied;
  }
  return ProblemKind::internal_error;
}

/// "2023-09-18 00:00 (UTC+06:00)", read the same in all three languages.
std::string format_for_people(Instant at, const engine::CitySnapshot& city) {
  const std::string text = city.zone.format(at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " (UTC" + text.substr(text.size() - 6) +
         ")";
}

const engine::SessionSnapshot* find_session(const engine::CitySnapshot& city,
                                            const std::string& id) {
  for (const engine::SessionSnapshot& session : city.sessions) {
    if (session.id == id) return &session;
  }
  return nullptr;
}

void add_window(Problem& problem, const engine::CitySnapshot& city, Language language) {
  const bool not_open = problem.kind == ProblemKind::window_not_open;
  problem.arguments = {city.name.in(language),
                       format_for_people(not_open ? city.opens_at : city.closes_at, city)};
  problem.members.push_back(Member{"city", city.code});
  problem.members.push_back(Member{"opens_at", city.zone.format(city.opens_at)});
  problem.members.push_back(Member{"closes_at", city.zone.format(city.closes_at)});
}

void add_session(Problem& problem, const engine::CitySnapshot& city, const std::string& id) {
  const engine::SessionSnapshot* session = find_session(city, id);
  if (session == nullptr) return;
  if (problem.kind == ProblemKind::session_full) {
    problem.arguments.push_back(std::to_string(session->seats));
  } else if (problem.kind == ProblemKind::session_started) {
    problem.arguments.push_back(format_for_people(session->starts_at, city));
    problem.members.push_back(Member{"starts_at", city.zone.format(session->starts_at)});
  }
}

}  // namespace

Problem describe_refusal(Refusal refusal, const AskedSeat& asked, const engine::Snapshot& snapshot,
                         Language language) {
  Problem problem(kind_of(refusal));
  if (problem.kind == ProblemKind::form_incorrect) {
    const bool city = refusal == Refusal::city_unknown;
    problem.arguments.push_back("1");
    problem.errors.push_back(
        {city ? "city" : "session", city ? "city_unknown" : "session_unknown"});
    return problem;
  }
  const engine::CitySnapshot* city = snapshot.find_city(asked.city);
  if (city == nullptr) return problem;
  if (problem.kind == ProblemKind::window_closed || problem.kind == ProblemKind::window_not_open) {
    add_window(problem, *city, language);
    return problem;
  }
  if (problem.kind == ProblemKind::already_applied) return problem;
  problem.arguments.push_back(asked.session);
  problem.members.push_back(Member{"city", city->code});
  problem.members.push_back(Member{"session", asked.session});
  if (problem.kind == ProblemKind::session_elsewhere) {
    problem.arguments.push_back(city->name.in(language));
  }
  add_session(problem, *city, asked.session);
  return problem;
}

}  // namespace keste::http
