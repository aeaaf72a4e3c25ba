// Shared parts of JSON bodies.
#include "http/json_parts.hpp"

#include <algorithm>

namespace keste::http {

void write_name(JsonWriter& json, const LocalizedText& name) {
  json.begin_object()
      .member("kk", name.kk)
      .member("ru", name.ru)
      .member("en", name.en)
      .end_object();
}

void add_member(std::string& object, std::string_view name, std::string_view value) {
  object.pop_back();
  std::string member;
  JsonWriter(member).begin_object().member(name, value).end_object();
  object.append(",").append(member, 1);
}

void write_window(JsonWriter& json, const engine::CitySnapshot& city) {
  json.key("window")
      .begin_object()
      .member("state", to_text(city.window))
      .member("opens_at", city.zone.format(city.opens_at))
      .member("closes_at", city.zone.format(city.closes_at))
      .member("version", city.window_version)
      .end_object();
}

void write_applications(JsonWriter& json, const engine::ApplicationCounts& counts) {
  json.key("applications")
      .begin_object()
      .member("seated", counts.seated)
      .member("waitlisted", counts.waitlisted)
      .member("accepted", counts.accepted)
      .member("withdrawn", counts.withdrawn)
      .member("unplaced", counts.unplaced)
      .member("absent", counts.absent)
      .member("resulted", counts.resulted)
      .end_object();
}

void write_notifications(JsonWriter& json, const engine::NotificationCounts& counts) {
  json.key("notifications")
      .begin_object()
      .member("pending", counts.pending)
      .member("claimed", counts.claimed)
      .member("sent", counts.sent)
      .member("failed", counts.failed)
      .member("dropped", counts.dropped)
      .member("ambiguous", counts.ambiguous)
      .end_object();
}

void write_moment(JsonWriter& json, const engine::UpcomingMoment& moment,
                  const engine::Snapshot& snapshot) {
  json.begin_object()
      .member("at", format_in_city(moment.at, snapshot.find_city(moment.city)))
      .member("kind", moment.kind)
      .member("city", moment.city);
  if (!moment.session.empty()) json.member("session", moment.session);
  json.end_object();
}

int seats_over(const engine::SessionSnapshot& session) {
  return std::max(0, session.seats_taken - session.seats);
}

std::string format_in_city(Instant at, const engine::CitySnapshot* city) {
  return city == nullptr ? format_utc(at) : city->zone.format(at);
}

}  // namespace keste::http
