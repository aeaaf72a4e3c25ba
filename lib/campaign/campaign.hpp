// Campaign: one testing season as its file states it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "calendar/zone.hpp"

namespace keste::campaign {

/// Open from 00:00 of the first day to 24:00 of the last, in the city's zone; `closes_at` narrows
/// the last day.
struct Window {
  Date from{};
  Date to{};  ///< Inclusive.
  std::chrono::minutes closes_at{24 * 60};
};

struct Rule {
  std::string id;
  Window window;
  int results_within_working_days = 0;  ///< 0 to 366
  std::chrono::minutes due_time{18 * 60};
};

/// Where a branch or a session is found. Every part may be empty except where the file says not.
struct Place {
  LocalizedText name;
  LocalizedText address;
  std::string email;
  std::string phone;
};

struct City {
  std::string code;  ///< [a-z0-9-]+
  LocalizedText name;
  calendar::Zone zone;
  std::string rule;
  Place branch;
};

/// One sitting in one city. Times are the city's civil time.
struct Session {
  std::string id;  ///< [a-z0-9-]+
  std::string city;
  LocalTime starts_local{};
  LocalTime ends_local{};
  int seats = 0;  ///< 1 to 100,000
  Place venue;
};

struct Test {
  std::string id;    ///< "QAZTEST", "QRT"
  std::string mode;  ///< "mobile" or "online"
  std::string results_url;
  std::string url;
};

struct Campaign {
  std::string id;
  LocalizedText title;
  std::string calendar;
  Date testing_from{};
  Date testing_to{};  ///< Inclusive.
  std::optional<Date> outer_deadline;
  std::string pass_level;
  std::vector<Test> tests;
  std::vector<Rule> rules;
  std::vector<City> cities;       ///< In the file's order.
  std::vector<Session> sessions;  ///< In the file's order.

  const City* find_city(std::string_view code) const;
  const Rule* find_rule(std::string_view id) const;
  const Test* find_test(std::string_view id) const;
};

}  // namespace keste::campaign
