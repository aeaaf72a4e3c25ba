// The calendar's own count, each day with what it counts as and by which source.
#include "pages/due_explained.hpp"

#include "calendar/due_date.hpp"
#include "campaign/schedule.hpp"

namespace keste::pages {
namespace {

std::string reason_of(const Scene& scene, const calendar::CountedDay& day) {
  if (day.counts) return scene.say("ticket.day_counts", {{"number", std::int64_t{*day.counts}}});
  const std::string why(day.why ? to_text(*day.why) : "weekend");
  if (day.special == nullptr) return scene.say("ticket.day_" + why);
  return scene.say("ticket.day_" + why) + ": " + day.special->name.in(scene.language);
}

Value show(const Scene& scene, const calendar::CountedDay& day) {
  const bool is_special = day.special != nullptr;
  Value item;
  item.set("day", scene.site.day(scene.language, day.on))
      .set("reason", reason_of(scene, day))
      .set("skipped", !day.counts.has_value())
      .set("has_source", is_special && !day.special->source.empty())
      .set("source", is_special ? day.special->source : "");
  return item;
}

/// When the sitting ended, by the branch's word or by the schedule.
LocalTime ended_local(const engine::ApplicationView& view, const engine::CitySnapshot& city) {
  const engine::SessionSnapshot* session = find_session(city, view.session);
  const bool reported = session != nullptr && session->finished_at.has_value();
  return city.zone.to_local(reported ? *session->finished_at : view.ends_at);
}

}  // namespace

void explain_due_date(const Scene& scene, const engine::ApplicationView& view,
                      const engine::CitySnapshot& city, Value& content) {
  content.set("explained", false);
  if (scene.calendar == nullptr || scene.campaign.find_city(view.city) == nullptr) return;
  const calendar::DueRule rule = campaign::due_rule_of(scene.campaign, view.city);
  const auto due = calendar::due_date(*scene.calendar, city.zone, ended_local(view, city), rule);
  if (!due || due.value().due_at != view.due_at) return;
  Value::List days;
  for (const calendar::CountedDay& day : due.value().days) days.push_back(show(scene, day));
  content.set("explained", true)
      .set("count", scene.say("ticket.due_count", {{"days", std::int64_t{rule.working_days}}}))
      .set("days", std::move(days))
      .set("provisional", due.value().provisional);
}

}  // namespace keste::pages
