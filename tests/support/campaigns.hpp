// A small campaign with the rules of September 2023: three cities in two zones.
#pragma once

#include <string>
#include <string_view>

#include "campaign/campaign.hpp"
#include "support/calendars.hpp"

namespace keste::test {

inline campaign::Rule rule(const std::string& id, std::string_view to, int working_days) {
  campaign::Rule made;
  made.id = id;
  made.window.from = date("2023-09-01");
  made.window.to = date(to);
  made.results_within_working_days = working_days;
  return made;
}

inline campaign::City city(const std::string& code, std::string_view zone_name,
                           const std::string& rule_id) {
  return campaign::City{code, named(code), zone(zone_name), rule_id, {}};
}

inline campaign::Session session(const std::string& id, const std::string& city_code,
                                 std::string_view starts, std::string_view ends) {
  campaign::Session made;
  made.id = id;
  made.city = city_code;
  made.starts_local = local(starts);
  made.ends_local = local(ends);
  made.seats = 60;
  return made;
}

/// Astana under the capital's rule, Almaty and Oral under the regional one; a session in each.
inline campaign::Campaign pkr_2023() {
  campaign::Campaign made;
  made.id = "pkr-2023";
  made.title = named("Reserve 2023");
  made.calendar = "kz";
  made.testing_from = date("2023-09-01");
  made.testing_to = date("2023-09-22");
  made.outer_deadline = date("2023-09-30");
  made.pass_level = "B1";
  made.tests = {campaign::Test{"QAZTEST", "mobile", "https://app.testcenter.kz/auth", ""}};
  made.rules = {rule("capital", "2023-09-22", 2), rule("regional", "2023-09-17", 7)};
  made.cities = {city("astana", "Asia/Almaty", "capital"),
                 city("almaty", "Asia/Almaty", "regional"), city("oral", "Asia/Oral", "regional")};
  made.sessions = {session("astana-0920", "astana", "2023-09-20T10:00", "2023-09-20T12:30"),
                   session("almaty-0915", "almaty", "2023-09-15T10:00", "2023-09-15T12:30"),
                   session("oral-0920", "oral", "2023-09-20T10:00", "2023-09-20T12:30")};
  return made;
}

}  // namespace keste::test
