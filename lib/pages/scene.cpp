// Phrases of dates, seats and places.
#include "pages/scene.hpp"

#include <algorithm>

namespace keste::pages {

Frame Scene::frame(std::string title) const {
  Frame made;
  made.language = language;
  made.title = std::move(title);
  made.brand = campaign.title.in(language);
  made.now = now;
  return made;
}

std::string closing_text(const Scene& scene, Instant closes_at, const calendar::Zone& zone) {
  const LocalTime local = zone.to_local(closes_at);
  const bool midnight = local == std::chrono::floor<std::chrono::days>(local);
  const Instant on = midnight ? closes_at - std::chrono::seconds(1) : closes_at;
  const std::string time = midnight ? "24:00" : scene.site.time(scene.language, closes_at, zone);
  return scene.site.day(scene.language, on, zone) + ", " + time + " (" +
         Site::offset(closes_at, zone) + ")";
}

std::string moment_text(const Scene& scene, Instant at, const calendar::Zone& zone) {
  return scene.site.date(scene.language, at, zone) + ", " +
         scene.site.time(scene.language, at, zone) + " (" + Site::offset(at, zone) + ")";
}

std::string sitting_text(const Scene& scene, Instant starts_at, Instant ends_at,
                         const calendar::Zone& zone) {
  return scene.site.day(scene.language, starts_at, zone) + ", " +
         scene.site.time(scene.language, starts_at, zone) + "–" +
         scene.site.time(scene.language, ends_at, zone);
}

std::string seats_text(const Scene& scene, int seats) {
  if (seats == 0) return scene.say("apply.no_seats");
  return scene.say("apply.seats", {{"seats", std::int64_t{seats}}});
}

engine::WindowState window_at(Instant now, Instant opens_at, Instant closes_at) {
  if (now < opens_at) return engine::WindowState::not_open;
  return now < closes_at ? engine::WindowState::open : engine::WindowState::closed;
}

Value countdown(const Scene& scene, Instant at, std::string_view pattern, std::string_view over) {
  Value made;
  made.set("at", millis_text(at))
      .set("pattern", scene.say(pattern))
      .set("days", scene.say("apply.days_short"))
      .set("over", scene.say(over));
  return made;
}

VenueText venue_of(const Scene& scene, const engine::CitySnapshot& city,
                   const engine::SessionSnapshot* session) {
  if (session != nullptr && !session->venue.empty()) return {session->venue, session->address};
  const auto& sessions = scene.campaign.sessions;
  const auto filed = std::find_if(sessions.begin(), sessions.end(), [&](const auto& each) {
    return session != nullptr && each.id == session->id;
  });
  const campaign::City* home = scene.campaign.find_city(city.code);
  const campaign::Place* place = home == nullptr ? nullptr : &home->branch;
  if (filed != sessions.end() && !filed->venue.name.in(scene.language).empty()) {
    place = &filed->venue;
  }
  if (place == nullptr) return {};
  return {place->name.in(scene.language), place->address.in(scene.language)};
}

bool is_ahead(const engine::SessionSnapshot& session, Instant now) {
  return session.state == engine::SessionState::planned && now < session.starts_at;
}

}  // namespace keste::pages
