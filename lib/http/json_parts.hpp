// Parts of JSON bodies that several resources share.
#pragma once

#include <string>

#include "engine/snapshot.hpp"
#include "http/json_writer.hpp"

namespace keste::http {

void write_name(JsonWriter& json, const LocalizedText& name);
/// A member behind the last one of a JSON object that is not empty.
void add_member(std::string& object, std::string_view name, std::string_view value);
/// "window": {"state", "opens_at", "closes_at", "version"}
void write_window(JsonWriter& json, const engine::CitySnapshot& city);
void write_applications(JsonWriter& json, const engine::ApplicationCounts& counts);
void write_notifications(JsonWriter& json, const engine::NotificationCounts& counts);
void write_moment(JsonWriter& json, const engine::UpcomingMoment& moment,
                  const engine::Snapshot& snapshot);
/// How many more are seated than there are seats, since seats were taken away.
int seats_over(const engine::SessionSnapshot& session);
/// In the city's time; UTC when the city is not known.
std::string format_in_city(Instant at, const engine::CitySnapshot* city);

}  // namespace keste::http
