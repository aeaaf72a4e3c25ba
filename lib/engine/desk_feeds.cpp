// Feeds at the desk: the link to a city's calendar.
#include "engine/desk_handlers.hpp"
#include "engine/feeds.hpp"

namespace keste::engine {

DeskReport perform(State& state, const MakeCalendarLink& command) {
  if (find_city(state, command.city) == nullptr) {
    return refuse("city-unknown", {{"city", command.city}});
  }
  const FeedSource source{state.database, state.vault, state.campaign};
  auto secret = command.renew ? std::nullopt : find_calendar_secret(source, command.city);
  const bool fresh = !secret;
  if (fresh) secret = make_calendar_secret(source, command.city, state.now.at);
  state.audit(state.actor.name, fresh ? "calendar_link_made" : "calendar_link_shown",
              "city " + command.city, "");
  DeskReport report;
  report.facts = {{"city", command.city},
                  {"path", "/api/v1/cities/" + command.city + "/calendar.ics?key=" + *secret},
                  {"fresh", fresh}};
  return report;
}

}  // namespace keste::engine
