// The facts behind each refusal, taken from the present snapshot.
#include "http/refusals.hpp"

#include <algorithm>
#include <optional>

#include "http/json_parts.hpp"

namespace keste::http {
namespace {

using admission::Refusal;

ProblemKind kind_of(Refusal refusal) {
  // The other kinds are named as the refusals are.
  if (refusal == Refusal::city_unknown || refusal == Refusal::session_unknown) {
    return ProblemKind::form_incorrect;
  }
  const ProblemText* text = find_admission_text(to_text(refusal));
  return text == nullptr ? ProblemKind::internal_error : text->kind;
}

/// The field of the form that a refusal is about; empty when it is not about the form.
std::string_view field_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::city_unknown:
      return "city";
    case Refusal::session_unknown:
      return "session";
    case Refusal::promo_code_required:
    case Refusal::promo_code_mistyped:
      return "promo_code";
    case Refusal::payment_required:
      return "payment_reference";
    default:
      return "";
  }
}

/// The code of the field's error: the refusal's word with underscores.
std::string error_code_of(Refusal refusal) {
  std::string code(to_text(refusal));
  std::replace(code.begin(), code.end(), '-', '_');
  return code;
}

/// "2023-09-18 00:00 (UTC+06:00)", read the same in all three languages.
std::string format_for_people(Instant at, const engine::CitySnapshot& city) {
  const std::string text = city.zone.format(at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " (UTC" + text.substr(text.size() - 6) +
         ")";
}

/// A window, of a city or of an online test.
struct ShownWindow {
  std::string name;
  const engine::CitySnapshot* clock;
  Instant opens_at;
  Instant closes_at;
};

std::optional<ShownWindow> find_window(const AskedSeat& asked, const engine::Snapshot& snapshot,
                                       Language language) {
  if (const engine::CitySnapshot* city = snapshot.find_city(asked.city)) {
    return ShownWindow{city->name.in(language), city, city->opens_at, city->closes_at};
  }
  const engine::CitySnapshot* home = home_of(snapshot);
  for (const engine::TestSnapshot& test : snapshot.tests) {
    if (home == nullptr || test.id != asked.test) continue;
    return ShownWindow{test.id, home, test.opens_at, test.closes_at};
  }
  return std::nullopt;
}

void add_window(Problem& problem, const AskedSeat& asked, const engine::Snapshot& snapshot,
                Language language) {
  const auto window = find_window(asked, snapshot, language);
  if (!window) return;
  const bool not_open = problem.kind == ProblemKind::window_not_open;
  problem.arguments = {
      window->name,
      format_for_people(not_open ? window->opens_at : window->closes_at, *window->clock)};
  if (!asked.city.empty()) problem.members.push_back(Member{"city", asked.city});
  problem.members.push_back(Member{"opens_at", window->clock->zone.format(window->opens_at)});
  problem.members.push_back(Member{"closes_at", window->clock->zone.format(window->closes_at)});
  problem.rule = {not_open ? "window.opens_at" : "window.closes_at",
                  window->clock->zone.format(not_open ? window->opens_at : window->closes_at)};
}

void add_session(Problem& problem, const engine::CitySnapshot& city, const std::string& id) {
  const engine::SessionSnapshot* session = find_session(city, id);
  if (session == nullptr) return;
  if (problem.kind == ProblemKind::session_full) {
    problem.arguments.push_back(std::to_string(session->seats));
    problem.rule = {"session.seats", std::to_string(session->seats)};
  } else if (problem.kind == ProblemKind::session_started) {
    problem.arguments.push_back(format_for_people(session->starts_at, city));
    problem.members.push_back(Member{"starts_at", city.zone.format(session->starts_at)});
    problem.rule = {"session.starts_at", city.zone.format(session->starts_at)};
  }
}

/// Without a session wished for, the whole city is full.
void add_seat(Problem& problem, const AskedSeat& asked, const engine::Snapshot& snapshot,
              Language language) {
  const engine::CitySnapshot* city =
      asked.city.empty() ? find_city_of(snapshot, asked.session) : snapshot.find_city(asked.city);
  if (city == nullptr) return;
  if (problem.kind != ProblemKind::session_elsewhere) {
    problem.members.push_back(Member{"city", city->code});
  }
  if (asked.session.empty() && problem.kind == ProblemKind::session_full) {
    std::int64_t seats = 0;
    for (const engine::SessionSnapshot& each : city->sessions) {
      if (each.state == engine::SessionState::planned) seats += each.seats;
    }
    problem.arguments = {city->name.in(language), std::to_string(seats)};
    problem.rule = {"session.seats", std::to_string(seats)};
    return;
  }
  problem.arguments.push_back(asked.session);
  problem.members.push_back(Member{"session", asked.session});
  add_session(problem, *city, asked.session);
}

bool is_about_a_session(ProblemKind kind) {
  return kind == ProblemKind::session_elsewhere || kind == ProblemKind::session_started ||
         kind == ProblemKind::session_cancelled || kind == ProblemKind::session_full ||
         kind == ProblemKind::session_cut_off;
}

}  // namespace

Problem describe_refusal(Refusal refusal, const AskedSeat& asked, const engine::Snapshot& snapshot,
                         Language language) {
  Problem problem(kind_of(refusal));
  const std::string_view field = field_of(refusal);
  if (!field.empty()) {
    problem.arguments.push_back("1");
    problem.errors.push_back({std::string(field), error_code_of(refusal)});
  } else if (refusal == Refusal::window_closed || refusal == Refusal::window_not_open) {
    add_window(problem, asked, snapshot, language);
  } else if (is_about_a_session(problem.kind)) {
    add_seat(problem, asked, snapshot, language);
  }
  return problem;
}

}  // namespace keste::http
