// Parts of a campaign file: keys and types of rules, tests, cities and sessions.
#include "config/campaign_parts.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "config/fields.hpp"
#include "config/questionnaire_reader.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

/// Text in three languages; a plain text, such as a street address, stands for all of them.
std::optional<LocalizedText> read_localized_or_plain(const Node* node, Report& report) {
  if (node == nullptr || node->kind != Node::Kind::scalar) return read_localized(node, report);
  const auto text = read_text(node, report);
  if (!text) return std::nullopt;
  LocalizedText same;
  for (const Language language : languages) same.in(language) = *text;
  return same;
}

std::optional<std::string> read_email(const Node* node, Report& report) {
  const auto email = read_text(node, report);
  if (!email) return std::nullopt;
  const std::size_t at = email->find('@');
  const bool whole = at != std::string::npos && at > 0 && at + 1 < email->size() &&
                     email->find('@', at + 1) == std::string::npos &&
                     email->find(' ') == std::string::npos;
  if (whole) return email;
  report.error(node->place,
               node->key + ": '" + shown(*email) + "' is not an address such as name@example.kz");
  return std::nullopt;
}

std::optional<std::string> read_web_address(const Node* node, Report& report) {
  const auto url = read_text(node, report);
  if (!url) return std::nullopt;
  if (url->starts_with("https://") || url->starts_with("http://")) return url;
  report.error(node->place, node->key + ": '" + shown(*url) +
                                "' is not a web address such as https://example.kz");
  return std::nullopt;
}

campaign::Place read_place(const Node* node, std::string_view what, Report& report) {
  campaign::Place place;
  if (node == nullptr) return place;
  const Fields fields(*node, what, {"name", "address", "email", "phone"}, report);
  keep(place.name, read_localized_or_plain(fields.find("name"), report));
  keep(place.address, read_localized_or_plain(fields.find("address"), report));
  keep(place.email, read_email(fields.find("email"), report));
  keep(place.phone, read_text(fields.find("phone"), report));
  return place;
}

campaign::Window read_window(const Node* node, Report& report) {
  campaign::Window window;
  if (node == nullptr) return window;
  const Fields fields(*node, "window", {"from", "to", "closes_at"}, report);
  keep(window.from, read_date(fields.require("from"), report));
  keep(window.to, read_date(fields.require("to"), report));
  keep(window.closes_at, read_time_of_day(fields.find("closes_at"), report));
  return window;
}

std::optional<campaign::MapPoint> read_map_point(const Node* node, Report& report) {
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, "at", {"lat", "lon"}, report);
  const auto lat = read_decimal(fields.require("lat"), {-90, 90}, report);
  const auto lon = read_decimal(fields.require("lon"), {-180, 180}, report);
  if (!lat || !lon) return std::nullopt;
  return campaign::MapPoint{*lat, *lon};
}

/// A key that is itself an id: of a rule or a test. Upper case is for tests' registered names.
bool check_key(const Node& node, bool upper_case, Report& report) {
  if (is_id(upper_case ? to_lower_ascii(node.key) : node.key)) return true;
  report.error(node.key_place, "'" + shown(node.key) + "' is not an id: use 1 to 64 of a-z, " +
                                   (upper_case ? "A-Z, " : "") + "0-9 and '-'");
  return false;
}

}  // namespace

std::optional<calendar::Zone> read_zone(const Node* node, Report& report) {
  const auto name = read_text(node, report);
  if (!name) return std::nullopt;
  auto zone = calendar::Zone::load(*name);
  if (zone) return std::move(zone).value();
  report.error(node->place, "zone: " + zone.error());
  return std::nullopt;
}

std::optional<campaign::Rule> read_rule(const Node& node, Report& report) {
  const std::size_t before = report.errors();
  check_key(node, false, report);
  const Fields fields(node, "rule", {"window", "results_within_working_days", "due_time"}, report);
  campaign::Rule rule;
  rule.id = node.key;
  rule.window = read_window(fields.require("window"), report);
  keep(rule.results_within_working_days,
       read_whole(fields.require("results_within_working_days"), {0, 366}, report));
  keep(rule.due_time, read_time_of_day(fields.find("due_time"), report));
  if (report.errors() != before) return std::nullopt;
  return rule;
}

std::optional<campaign::Test> read_test(const Node& node, Report& report) {
  const std::size_t before = report.errors();
  check_key(node, true, report);
  const Fields fields(node, "test", {"mode", "results_url", "url", "window", "steps"}, report);
  campaign::Test test;
  test.id = node.key;
  keep(test.mode, read_choice(fields.require("mode"), {"mobile", "online"}, report));
  keep(test.results_url, read_web_address(fields.find("results_url"), report));
  keep(test.url, read_web_address(fields.find("url"), report));
  if (const Node* window = fields.find("window")) {
    test.window = read_window(window, report);
    if (!test.is_online()) {
      report.error(window->place, "window: a mobile test's windows follow from its cities' rules");
    }
  }
  keep(test.steps, read_localized_lines(fields.find("steps"), report));
  if (report.errors() != before) return std::nullopt;
  return test;
}

std::optional<campaign::City> read_city(const Node& node, Report& report) {
  const std::size_t before = report.errors();
  const Fields fields(node, "city", {"code", "name", "zone", "rule", "branch", "aliases", "at"},
                      report);
  const auto code = read_id(fields.require("code"), report);
  const auto name = read_localized(fields.require("name"), report);
  const auto zone = read_zone(fields.require("zone"), report);
  const auto rule = read_id(fields.require("rule"), report);
  campaign::Place branch = read_place(fields.find("branch"), "branch", report);
  std::vector<std::string> aliases = read_spellings(fields.find("aliases"), report);
  const auto at = read_map_point(fields.find("at"), report);
  if (report.errors() != before || !code || !name || !zone || !rule) return std::nullopt;
  return campaign::City{*code, *name, *zone, *rule, std::move(branch), std::move(aliases), at};
}

std::optional<campaign::Session> read_session(const Node& node, Report& report) {
  const std::size_t before = report.errors();
  const Fields fields(node, "session", {"id", "city", "starts", "ends", "seats", "venue"}, report);
  campaign::Session session;
  keep(session.id, read_id(fields.require("id"), report));
  keep(session.city, read_id(fields.require("city"), report));
  keep(session.starts_local, read_local_time(fields.require("starts"), report));
  keep(session.ends_local, read_local_time(fields.require("ends"), report));
  keep(session.seats, read_whole(fields.require("seats"), {1, 100'000}, report));
  session.venue = read_place(fields.find("venue"), "venue", report);
  if (report.errors() != before) return std::nullopt;
  return session;
}

}  // namespace keste::config
