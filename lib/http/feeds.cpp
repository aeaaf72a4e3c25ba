// GET /cities/{code}/changes and /calendar.ics, and the desk's link to the latter.
#include "http/feeds.hpp"

#include <charconv>

#include "http/calendar_page.hpp"
#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "http/json_parts.hpp"

namespace keste::http {
namespace {

struct ChangesWish {
  std::int64_t after = 0;
  int limit = 100;
};

template <class Number>
bool read_number(std::string_view text, Number& number, Number least, Number most) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return read.ec == std::errc() && read.ptr == end && number >= least && number <= most;
}

Problem bad_parameter(std::string name, std::string expected) {
  Problem problem(ProblemKind::bad_parameter);
  problem.arguments = {std::move(name), std::move(expected)};
  return problem;
}

Result<ChangesWish, Problem> read_wish(const Request& request) {
  constexpr std::int64_t most_number = 1'000'000'000'000;
  constexpr int most_rows = 1000;
  ChangesWish wish;
  const auto items = parse_query(request.query);
  if (!items) return failed(bad_parameter("?", "cursor, limit"));
  for (const QueryItem& item : *items) {
    if (item.name == "cursor") {
      if (!read_number<std::int64_t>(item.value, wish.after, 0, most_number)) {
        return failed(bad_parameter("cursor", "next_cursor, 0, 1, 2, …"));
      }
    } else if (item.name == "limit") {
      if (!read_number(item.value, wish.limit, 1, most_rows)) {
        return failed(bad_parameter("limit", "1–1000"));
      }
    } else {
      return failed(bad_parameter(item.name, "cursor, limit"));
    }
  }
  return wish;
}

void write_value(JsonWriter& json, std::string_view name, const store::ChangeRow& row,
                 const std::string& value) {
  json.key(name);
  std::int64_t number = 0;
  if (value.empty()) {
    json.null();
  } else if (row.field == "seats" && read_number<std::int64_t>(value, number, 0, INT64_MAX)) {
    json.number(number);
  } else {
    json.text(value);
  }
}

void write_change(JsonWriter& json, const store::ChangeRow& row, const engine::CitySnapshot* city) {
  json.begin_object()
      .member("number", row.number)
      .member("at", format_in_city(row.at, city))
      .member("what", row.session.empty() ? "window" : "session");
  if (!row.session.empty()) json.member("session", row.session);
  json.member("field", row.field);
  write_value(json, "was", row, row.was);
  write_value(json, "is", row, row.became);
  json.key("reason");
  if (row.reason.empty()) {
    json.null();
  } else {
    json.text(row.reason);
  }
  json.end_object();
}

std::string render(const engine::ChangesPage& page, const std::string& code, int limit,
                   const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("city", code).member("last", page.last).key("changes").begin_array();
  for (const auto& row : page.rows) write_change(json, row, snapshot.find_city(code));
  json.end_array().key("next_cursor");
  if (page.rows.size() < static_cast<std::size_t>(limit)) {
    json.null();
  } else {
    json.text(std::to_string(page.rows.back().number));
  }
  json.end_object();
  return body;
}

/// The report with the whole address, as it is given to a calendar.
Response make_link_response(const engine::DeskOutcome& outcome, const std::string& public_url,
                            Language language) {
  const auto* report = std::get_if<engine::DeskReport>(&outcome);
  if (report == nullptr) return make_response(outcome, language);
  engine::DeskReport whole = *report;
  for (const engine::Fact& fact : report->facts) {
    if (fact.name != "path") continue;
    whole.facts.push_back({"url", public_url + std::get<std::string>(fact.value)});
  }
  return make_response(whole, language);
}

/// The key and the language of a calendar's address. Others' parameters, which some calendars add,
/// are not looked at.
struct CalendarWish {
  std::string secret;
  Language language = Language::kk;
};

Result<CalendarWish, Problem> read_calendar_wish(const Request& request) {
  CalendarWish wish;
  const auto items = parse_query(request.query);
  if (!items) return failed(bad_parameter("?", "key, lang"));
  for (const QueryItem& item : *items) {
    if (item.name == "key") wish.secret = item.value;
    if (item.name != "lang") continue;
    const auto language = parse_language(item.value);
    if (!language) return failed(bad_parameter("lang", "kk, ru, en"));
    wish.language = *language;
  }
  return wish;
}

}  // namespace

void handle_changes(Service& service, const Request& request, Reply reply) {
  const std::string& code = request.parameters.at(0);
  if (service.backend.snapshot()->find_city(code) == nullptr) {
    Problem problem(ProblemKind::city_not_found);
    problem.arguments.push_back(code);
    return reply(make_response(problem, request.language));
  }
  const auto wish = read_wish(request);
  if (!wish) return reply(make_response(wish.error(), request.language));
  const int limit = wish.value().limit;
  const auto answer = [&service, request, limit,
                       reply = std::move(reply)](const engine::ChangesOutcome& outcome) {
    const auto* page = std::get_if<engine::ChangesPage>(&outcome);
    if (page == nullptr) {
      return reply(make_response(std::get<engine::Trouble>(outcome), request.language));
    }
    reply(make_tagged_response(
        request, render(*page, request.parameters.at(0), limit, *service.backend.snapshot()),
        "application/json"));
  };
  service.backend.list_changes(code, wish.value().after, limit, answer);
}

void handle_calendar(Service& service, const Request& request, Reply reply) {
  const auto wish = read_calendar_wish(request);
  if (!wish) return reply(make_response(wish.error(), request.language));
  const auto answer = [&service, request, language = wish.value().language,
                       reply = std::move(reply)](const engine::CalendarOutcome& outcome) {
    const auto* calendar = std::get_if<engine::CityCalendar>(&outcome);
    const auto snapshot = service.backend.snapshot();
    const engine::CitySnapshot* city = snapshot->find_city(request.parameters.at(0));
    // No key, a wrong key and a city that does not exist look the same.
    if (calendar == nullptr || city == nullptr) {
      const auto* trouble = std::get_if<engine::Trouble>(&outcome);
      const bool hidden = trouble == nullptr || *trouble == engine::Trouble::not_found;
      return reply(hidden ? make_response(ProblemKind::not_found, request.language)
                          : make_response(*trouble, request.language));
    }
    reply(make_tagged_response(
        request, render_calendar(*calendar, *city, *service.settings.campaign, language),
        "text/calendar; charset=utf-8"));
  };
  service.backend.find_calendar(request.parameters.at(0), wish.value().secret, answer);
}

void handle_calendar_link(Service& service, const Request& request, Reply reply) {
  auto body = read_desk_body(request);
  if (!body) return reply(make_response(body.error(), request.language));
  DeskBody members = std::move(body).value();
  engine::MakeCalendarLink command;
  command.city = request.parameters.at(0);
  command.renew = members.find_truth("renew").value_or(false);
  auto errors = members.take_errors();
  if (!errors.empty()) {
    return reply(make_response(make_form_problem(std::move(errors)), request.language));
  }
  if (service.stopping) return reply(make_response(ProblemKind::stopping, request.language));
  service.backend.perform(
      std::move(command), request.asker.actor,
      [&service, language = request.language,
       reply = std::move(reply)](const engine::DeskOutcome& outcome) {
        reply(make_link_response(outcome, service.settings.public_url, language));
      });
}

}  // namespace keste::http
