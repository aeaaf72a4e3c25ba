// Campaign: one testing season as its file states it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "calendar/zone.hpp"
#include "campaign/questionnaire.hpp"

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

/// Where a city is on a map, in degrees.
struct MapPoint {
  double lat = 0;  ///< North is positive; -90 to 90.
  double lon = 0;  ///< East is positive; -180 to 180.
};

struct City {
  std::string code;  ///< [a-z0-9-]+
  LocalizedText name;
  calendar::Zone zone;
  std::string rule;
  Place branch;
  std::vector<std::string> aliases{};  ///< What else people call it: Қапшағай for Қонаев.
  std::optional<MapPoint> at{};        ///< For the map; without one it is left out there.
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
  /// Of an online test: the days on which applications are taken; by default the testing span, in
  /// the zone of the campaign's first city.
  std::optional<Window> window = {};
  LocalizedText steps = {};  ///< What to do at `url`, some lines; may be empty.

  bool is_online() const { return mode == "online"; }
};

/// How applications are admitted. The defaults ask for nothing that the file does not ask for.
struct AdmissionRules {
  /// Whose promo codes are taken: those of the list that was imported or issued, or any code, on
  /// trust, once. `as_listed`: any, until the campaign has a list.
  enum class Codes { as_listed, listed, any };

  bool code_required = false;  ///< A first attempt needs a promo code (or `self_funded_first`).
  Codes codes = Codes::as_listed;
  bool self_funded_first = true;  ///< A payment reference will do for a first attempt.
  bool waitlist = true;           ///< Who finds no seat may wait for one.
  /// Session and application may be changed until so long before the session starts; seats that
  /// come free are given out until then.
  std::chrono::minutes change_until_before{24 * 60};
  /// Silence for so long after a move or a cancellation means that the new seat is kept.
  std::chrono::minutes answer_within{72 * 60};
  /// Changes of one session within this become one message.
  std::chrono::minutes changes_gathered_for{5};
  bool no_show_spends_code = false;
  std::string consent = "1";        ///< The version of the text that applicants agree to.
  int keep_personal_data_days = 0;  ///< After the last due date; 0: until somebody erases them.
};

struct Campaign {
  std::string id;
  LocalizedText title;
  std::string calendar;
  Date testing_from{};
  Date testing_to{};  ///< Inclusive.
  std::optional<Date> outer_deadline;
  std::string pass_level;
  AdmissionRules admission;
  std::vector<Test> tests;
  std::vector<Rule> rules;
  std::vector<City> cities;       ///< In the file's order.
  std::vector<Session> sessions;  ///< In the file's order.
  Questionnaire questionnaire;

  const City* find_city(std::string_view code) const;
  const Rule* find_rule(std::string_view id) const;
  const Test* find_test(std::string_view id) const;
};

}  // namespace keste::campaign
