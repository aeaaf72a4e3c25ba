// The checks of a campaign that need neither a zone nor a calendar.
#include <algorithm>
#include <map>

#include "campaign/problems.hpp"

namespace keste::campaign {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr int seats_max = 100'000;
constexpr int working_days_max = 366;
constexpr minutes whole_day{24 * 60};

bool is_code(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool is_time_of_day(minutes time) { return time >= minutes(0) && time <= whole_day; }

void check_code(const std::string& path, const std::string& code, Problems& problems) {
  if (is_code(code)) return;
  problems.error(path, "'" + code + "' is not a code: small letters a to z, digits and '-' only");
}

/// Remembers where each code stood first.
class Repeats {
 public:
  Repeats(std::string list, std::string key) : list_(std::move(list)), key_(std::move(key)) {}

  void check(const std::string& code, std::size_t index, Problems& problems) {
    const auto [first, is_new] = first_.emplace(code, index);
    if (is_new) return;
    problems.error(path_of(list_, index, key_), "'" + code + "' is taken by " +
                                                    path_of(list_, first->second, "") +
                                                    "; each needs its own " + key_);
  }

 private:
  std::string list_;
  std::string key_;
  std::map<std::string, std::size_t> first_;
};

std::string list_of(const std::vector<std::string>& names) {
  if (names.empty()) return "there is none";
  std::string text = "known are ";
  constexpr std::size_t shown = 30;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > shown ? text + ", …" : text;
}

void check_testing(const Campaign& campaign, Problems& problems) {
  if (campaign.testing_to < campaign.testing_from) {
    problems.error("testing.to", format_date(campaign.testing_to) + " is before testing.from (" +
                                     format_date(campaign.testing_from) + "); the same day or a " +
                                     "later one");
  } else if (campaign.outer_deadline && *campaign.outer_deadline < campaign.testing_from) {
    problems.error("outer_deadline", format_date(*campaign.outer_deadline) +
                                         " is before the testing begins (" +
                                         format_date(campaign.testing_from) + "); a later date");
  }
}

bool is_in_order(const Window& window) {
  return LocalTime(window.from) < LocalTime(window.to) + window.closes_at;
}

void check_window(const std::string& path, const Window& window, Problems& problems) {
  if (window.to < window.from) {
    problems.error(path + ".to", format_date(window.to) + " is before the window's first day (" +
                                     format_date(window.from) + "); the same day or a later one");
  } else if (!is_time_of_day(window.closes_at)) {
    problems.error(path + ".closes_at", "not a time of day; from 00:00 to 24:00");
  } else if (!is_in_order(window)) {
    problems.error(path + ".closes_at",
                   "the window would close as it opens; a time after 00:00, or a later last day");
  }
}

void check_rule(const Rule& rule, Problems& problems) {
  const std::string path = "rules." + rule.id;
  check_window(path + ".window", rule.window, problems);
  const int count = rule.results_within_working_days;
  if (count < 0 || count > working_days_max) {
    problems.error(
        path + ".results_within_working_days",
        std::to_string(count) + " working days; from 0 to " + std::to_string(working_days_max));
  }
  if (!is_time_of_day(rule.due_time)) {
    problems.error(path + ".due_time", "not a time of day; from 00:00 to 24:00");
  }
}

void check_cities(const Campaign& campaign, Problems& problems) {
  std::vector<std::string> rules;
  for (const Rule& rule : campaign.rules) rules.push_back(rule.id);
  Repeats repeats("cities", "code");
  for (std::size_t i = 0; i < campaign.cities.size(); ++i) {
    const City& city = campaign.cities[i];
    check_code(path_of("cities", i, "code"), city.code, problems);
    repeats.check(city.code, i, problems);
    if (campaign.find_rule(city.rule) != nullptr) continue;
    problems.error(path_of("cities", i, "rule"),
                   "unknown rule '" + city.rule + "'; " + list_of(rules));
  }
}

/// A session may end at the very midnight that ends the span.
void check_span(const Campaign& campaign, std::size_t index, Problems& problems) {
  const Session& session = campaign.sessions[index];
  const LocalTime from(campaign.testing_from);
  const LocalTime to = LocalTime(campaign.testing_to) + days(1);
  const std::string span = "the testing span " + format_date(campaign.testing_from) + " to " +
                           format_date(campaign.testing_to);
  if (session.starts_local < from || session.starts_local >= to) {
    problems.error(path_of("sessions", index, "starts"), format_local_time(session.starts_local) +
                                                             " is outside " + span +
                                                             "; a day within it, or a wider span");
  } else if (session.ends_local > to) {
    problems.error(path_of("sessions", index, "ends"), format_local_time(session.ends_local) +
                                                           " is after " + span +
                                                           "; an end within it, or a wider span");
  }
}

void check_times(const Campaign& campaign, std::size_t index, Problems& problems) {
  const Session& session = campaign.sessions[index];
  if (session.ends_local <= session.starts_local) {
    problems.error(path_of("sessions", index, "ends"),
                   format_local_time(session.ends_local) + " is not after the start (" +
                       format_local_time(session.starts_local) + "); a later end");
  } else if (campaign.testing_from <= campaign.testing_to) {
    check_span(campaign, index, problems);
  }
}

void check_sessions(const Campaign& campaign, Problems& problems) {
  std::vector<std::string> cities;
  for (const City& city : campaign.cities) cities.push_back(city.code);
  Repeats repeats("sessions", "id");
  for (std::size_t i = 0; i < campaign.sessions.size(); ++i) {
    const Session& session = campaign.sessions[i];
    check_code(path_of("sessions", i, "id"), session.id, problems);
    repeats.check(session.id, i, problems);
    if (campaign.find_city(session.city) == nullptr) {
      problems.error(path_of("sessions", i, "city"),
                     "unknown city '" + session.city + "'; " + list_of(cities));
    }
    check_times(campaign, i, problems);
    if (session.seats < 1 || session.seats > seats_max) {
      problems.error(
          path_of("sessions", i, "seats"),
          std::to_string(session.seats) + " seats; from 1 to " + std::to_string(seats_max));
    }
  }
}

}  // namespace

void Problems::error(std::string path, std::string message) {
  found_.push_back(Problem{Problem::Kind::error, std::move(path), std::move(message)});
}

void Problems::warn(std::string path, std::string message) {
  found_.push_back(Problem{Problem::Kind::warning, std::move(path), std::move(message)});
}

std::string path_of(std::string_view list, std::size_t index, std::string_view key) {
  std::string path = std::string(list) + "[" + std::to_string(index) + "]";
  if (!key.empty()) path += "." + std::string(key);
  return path;
}

void check_form(const Campaign& campaign, Problems& problems) {
  check_code("id", campaign.id, problems);
  check_testing(campaign, problems);
  for (const Rule& rule : campaign.rules) check_rule(rule, problems);
  check_cities(campaign, problems);
  check_sessions(campaign, problems);
}

bool is_sound(const Rule& rule) {
  Problems problems;
  check_rule(rule, problems);
  return problems.take().empty();
}

}  // namespace keste::campaign
