// GET /status and GET /cities/{code}/status: what coordinators watch.
#include <algorithm>

#include "http/json_parts.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

struct Seats {
  std::int64_t total = 0;
  std::int64_t taken = 0;
  std::int64_t left = 0;
};

Seats count_seats(const engine::CitySnapshot& city) {
  Seats seats;
  for (const engine::SessionSnapshot& session : city.sessions) {
    seats.total += session.seats;
    seats.taken += session.seats_taken;
    seats.left += seats_left(session);
  }
  return seats;
}

void write_seats(JsonWriter& json, const Seats& seats) {
  json.key("seats")
      .begin_object()
      .member("total", seats.total)
      .member("taken", seats.taken)
      .member("left", seats.left)
      .end_object();
}

void write_session(JsonWriter& json, const engine::SessionSnapshot& session,
                   const calendar::Zone& zone) {
  json.begin_object()
      .member("id", session.id)
      .member("starts_at", zone.format(session.starts_at))
      .member("ends_at", zone.format(session.ends_at))
      .member("due_at", zone.format(session.due_at))
      .member("due_provisional", session.due_provisional)
      .member("state", to_text(session.state))
      .member("seats", session.seats)
      .member("seats_taken", session.seats_taken)
      .member("seats_left", seats_left(session));
  if (const int over = seats_over(session); over > 0) json.member("over", over);
  if (session.finished_at) json.member("finished_at", zone.format(*session.finished_at));
  write_applications(json, session.applications);
  write_notifications(json, session.notifications);
  json.end_object();
}

std::string render_city_status(const engine::CitySnapshot& city, const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("code", city.code).key("name");
  write_name(json, city.name);
  json.member("zone", city.zone.name());
  write_window(json, city);
  write_applications(json, city.applications);
  write_seats(json, count_seats(city));
  json.key("sessions").begin_array();
  for (const engine::SessionSnapshot& session : city.sessions) {
    write_session(json, session, city.zone);
  }
  json.end_array();
  write_notifications(json, city.notifications);
  json.key("next").begin_array();
  for (const engine::UpcomingMoment& moment : city.next) write_moment(json, moment, snapshot);
  json.end_array().end_object();
  return body;
}

struct Totals {
  engine::ApplicationCounts applications;
  engine::NotificationCounts notifications;
  Seats seats;
};

Totals add_up(const engine::Snapshot& snapshot) {
  Totals totals;
  for (const auto& city : snapshot.cities) {
    totals.applications += city->applications;
    totals.notifications += city->notifications;
    const Seats seats = count_seats(*city);
    totals.seats.total += seats.total;
    totals.seats.taken += seats.taken;
    totals.seats.left += seats.left;
  }
  for (const engine::TestSnapshot& test : snapshot.tests) {
    totals.applications += test.applications;
    totals.notifications += test.notifications;
  }
  return totals;
}

/// The earliest moments of all cities together.
std::vector<engine::UpcomingMoment> next_moments(const engine::Snapshot& snapshot) {
  constexpr std::size_t shown = 5;
  std::vector<engine::UpcomingMoment> next;
  for (const auto& city : snapshot.cities) {
    next.insert(next.end(), city->next.begin(), city->next.end());
  }
  std::stable_sort(next.begin(), next.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
  if (next.size() > shown) next.erase(next.begin() + shown, next.end());
  return next;
}

void write_engine(JsonWriter& json, const engine::EngineFigures& figures) {
  json.key("engine")
      .begin_object()
      .member("commits", figures.commits)
      .member("accepted", figures.accepted)
      .member("refused", figures.refused)
      .member("agenda_pending", figures.agenda_pending)
      .member("agenda_fired", figures.agenda_fired)
      .member("agenda_late", figures.agenda_late)
      .member("agenda_lateness_us", figures.agenda_lateness_us)
      .member("run", figures.run);
  if (figures.clock_ahead_us) json.member("clock_ahead_us", *figures.clock_ahead_us);
  json.end_object().member("storage_full", figures.storage_full);
}

void write_city_summary(JsonWriter& json, const engine::CitySnapshot& city) {
  json.begin_object().member("code", city.code).key("name");
  write_name(json, city.name);
  write_window(json, city);
  write_applications(json, city.applications);
  write_seats(json, count_seats(city));
  json.member("sessions", static_cast<std::int64_t>(city.sessions.size()));
  write_notifications(json, city.notifications);
  json.end_object();
}

void write_test(JsonWriter& json, const engine::TestSnapshot& test,
                const engine::Snapshot& snapshot) {
  const engine::CitySnapshot* city = home_of(snapshot);
  json.begin_object()
      .member("id", test.id)
      .key("window")
      .begin_object()
      .member("opens_at", format_in_city(test.opens_at, city))
      .member("closes_at", format_in_city(test.closes_at, city))
      .end_object();
  write_applications(json, test.applications);
  write_notifications(json, test.notifications);
  json.end_object();
}

std::string render_status(const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("campaign", snapshot.campaign).key("title");
  write_name(json, snapshot.title);
  json.member("as_of", format_utc(snapshot.taken_at));
  const Totals totals = add_up(snapshot);
  json.key("totals").begin_object();
  write_applications(json, totals.applications);
  write_seats(json, totals.seats);
  write_notifications(json, totals.notifications);
  json.end_object().key("next").begin_array();
  for (const auto& moment : next_moments(snapshot)) write_moment(json, moment, snapshot);
  json.end_array().key("cities").begin_array();
  for (const auto& city : snapshot.cities) write_city_summary(json, *city);
  json.end_array().key("tests").begin_array();
  for (const engine::TestSnapshot& test : snapshot.tests) write_test(json, test, snapshot);
  json.end_array();
  write_engine(json, snapshot.figures);
  json.end_object();
  return body;
}

}  // namespace

void handle_city_status(Service& service, const Request& request, Reply reply) {
  reply_with_city_page(service, request, reply, render_city_status);
}

void handle_status(Service& service, const Request& request, Reply reply) {
  reply_with_campaign_page(service, request, reply, render_status);
}

}  // namespace keste::http
