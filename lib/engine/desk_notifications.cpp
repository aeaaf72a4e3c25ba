// Single notifications at the desk: sent again, stopped, looked at.
#include "base/check.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/outbox.hpp"
#include "engine/releases.hpp"
#include "store/lives.hpp"

namespace keste::engine {
namespace {

std::string subject_of_notification(std::int64_t id) {
  return "notification " + std::to_string(id);
}

/// Null also for what the actor may not see.
std::optional<store::OutboxLife> find_own(State& state, NotificationId id) {
  auto life = store::find_notification(state.database, store::NotificationId{id.value});
  if (life && !state.actor.may_see(life->city)) life.reset();
  return life;
}

/// Keeps what was done to a notification; it shows in its life, and cannot be undone.
std::int64_t keep(State& state, const store::OutboxLife& life, const std::string& kind,
                  const std::string& detail, const std::string& reason) {
  const std::string subject = subject_of_notification(life.row.id.value);
  const std::int64_t line = state.audit(state.actor.name, kind, subject, detail, reason);
  store::ActionRow row;
  row.id = line;
  row.city = life.city;
  row.kind = kind;
  row.subject = subject;
  row.actor = state.actor.name;
  row.at = state.now.at;
  store::insert_action(state.database, state.campaign, row, {});
  return line;
}

/// Why it cannot be sent again, and what helps to understand that; an empty word when it can.
DeskReport find_obstacle(State& state, const std::optional<store::OutboxLife>& life,
                         NotificationId id) {
  if (!life) return refuse("notification-unknown", {{"notification", id.value}});
  if (life->state == "pending" || life->state == "claimed") {
    return refuse("notification-pending", {{"notification", id.value}, {"state", life->state}});
  }
  const Look look = look_at(state, life->row, life->channel);
  if (look.untruth.empty()) return {};
  return refuse("message-untrue", {{"notification", id.value}, {"why", std::string(look.untruth)}});
}

std::int64_t resend(State& state, const store::OutboxLife& life, const std::string& reason) {
  hold_messages(state, {"notifications_resent", life.city, "", {}});
  Hold& hold = *state.hold;
  store::Resending how{state.now.at, {}, release_of(state, hold)};
  if (hold.until > state.now.at) how.not_before = hold.until;
  ++hold.people;
  const auto made = store::resend_notification(state.database, life.row.id, how);
  state.model.add(state.model.tally(life.row.tally), Count::pending, 1);
  keep(state, life, "notification_resent", "as " + std::to_string(made.value), reason);
  return made.value;
}

}  // namespace

DeskReport perform(State& state, const ResendNotifications& command) {
  if (!is_reason(command.reason)) return refuse("reason-missing");
  DeskReport report;
  std::int64_t resent = 0;
  for (const NotificationId id : command.notifications) {
    const auto life = find_own(state, id);
    DeskReport obstacle = find_obstacle(state, life, id);
    if (obstacle.refusal.empty()) {
      ++resent;
      const std::int64_t made = resend(state, *life, command.reason);
      report.rows.push_back({{"notification", id.value}, {"resent_as", made}});
      continue;
    }
    if (command.alone) return obstacle;
    Facts row{{"notification", id.value}, {"problem", obstacle.refusal}};
    for (const Fact& fact : obstacle.facts) {
      if (fact.name == "why") row.push_back(fact);
    }
    report.rows.push_back(std::move(row));
  }
  const auto skipped = static_cast<std::int64_t>(command.notifications.size()) - resent;
  report.facts = {{"resent", resent}, {"refused", skipped}};
  return report;
}

DeskReport perform(State& state, const CancelNotification& command) {
  const auto life = find_own(state, command.notification);
  const Fact subject{"notification", command.notification.value};
  if (!life) return refuse("notification-unknown", {subject});
  if (!is_reason(command.reason)) return refuse("reason-missing");
  if (life->state == "claimed") return refuse("notification-under-way", {subject});
  if (life->state != "pending") {
    return refuse("notification-settled", {subject, {"state", life->state}});
  }
  CHECK(store::cancel_notification(state.database, life->row.id, state.now.at,
                                   "cancelled at the desk"));
  TallyModel& tally = state.model.tally(life->row.tally);
  state.model.add(tally, Count::pending, -1);
  state.model.add(tally, Count::dropped, 1);
  keep(state, *life, "notification_cancelled", life->row.kind, command.reason);
  DeskReport report;
  report.facts = {subject, {"state", std::string("dropped")}};
  return report;
}

DeskReport perform(State& state, const ShowMessage& command) {
  const auto life = find_own(state, command.notification);
  const Fact subject{"notification", command.notification.value};
  if (!life) return refuse("notification-unknown", {subject});
  Look look = look_at(state, life->row, life->channel);
  if (!look.message) return refuse("message-erased", {subject});
  DeskReport report;
  report.facts = {subject,
                  {"kind", life->row.kind},
                  {"channel", life->channel},
                  {"state", life->state},
                  {"application", life->row.application.value},
                  {"language", std::string(to_text(look.message->language))}};
  if (!look.untruth.empty()) report.facts.push_back({"untrue", std::string(look.untruth)});
  report.messages.push_back(*std::move(look.message));
  state.audit(state.actor.name, "message_read",
              life->row.application ? engine::subject_of(life->row.application)
                                    : subject_of_notification(life->row.id.value),
              subject_of_notification(life->row.id.value));
  return report;
}

}  // namespace keste::engine
