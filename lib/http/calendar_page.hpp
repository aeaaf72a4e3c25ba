// A city's calendar as iCalendar text: its window, its sessions, and when their results are due.
#pragma once

#include <string>

#include "campaign/campaign.hpp"
#include "engine/feeds.hpp"
#include "engine/snapshot.hpp"

namespace keste::http {

/// The same for the same calendar: nothing in it depends on when it is asked for.
std::string render_calendar(const engine::CityCalendar& calendar, const engine::CitySnapshot& city,
                            const campaign::Campaign& campaign, Language language);

}  // namespace keste::http
