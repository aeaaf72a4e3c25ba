// Calendar files: calendars/*.yaml to calendar plans.
#pragma once

#include <optional>
#include <string>

#include "calendar/working_calendar.hpp"
#include "config/document.hpp"

namespace keste::config {

struct CalendarFile {
  std::string id;  ///< Empty when the file does not even say that soundly.
  Place id_place;
  std::optional<calendar::CalendarPlan> plan;  ///< Only when the whole file is sound.
};

CalendarFile read_calendar(const Node& root, Report& report);

}  // namespace keste::config
