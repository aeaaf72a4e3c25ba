// Explanations: why a date is what it is, and what became of a notification.
#include "calendar/due_date.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "store/lives.hpp"
#include "store/releases.hpp"

namespace keste::engine {
namespace {

Facts show_day(const calendar::CountedDay& day) {
  Facts facts{{"date", format_date(day.on)}};
  if (day.counts) facts.push_back({"counts", std::int64_t{*day.counts}});
  if (day.why) facts.push_back({"why", std::string(calendar::to_text(*day.why))});
  if (day.special != nullptr) {
    facts.push_back({"name_kk", day.special->name.kk});
    facts.push_back({"name_ru", day.special->name.ru});
    facts.push_back({"name_en", day.special->name.en});
    facts.push_back({"source", day.special->source});
    if (day.special->provisional) facts.push_back({"provisional", true});
  }
  return facts;
}

/// The steps in the life of one notification.
class Life {
 public:
  Life(State& state, const store::OutboxLife& life) : state_(state), life_(life) {}

  DeskReport tell() {
    begin();
    if (life_.row.release != 0) hold();
    go_on();
    DeskReport report;
    report.facts = {{"notification", life_.row.id.value},
                    {"kind", life_.row.kind},
                    {"channel", life_.channel},
                    {"state", life_.state},
                    {"delivery", life_.delivery},
                    {"city", life_.city},
                    {"session", life_.session_code},
                    {"attempts", std::int64_t{life_.row.attempts}},
                    {"ambiguous", std::int64_t{life_.ambiguous}}};
    if (life_.row.application) {
      report.facts.push_back({"application", life_.row.application.value});
    }
    report.rows = std::move(steps_);
    return report;
  }

 private:
  void add(std::string event, Instant at, Facts more = {}) {
    Facts facts{{"event", std::move(event)}};
    if (at != Instant{}) facts.push_back({"happened_at", shown(state_, at, life_.city)});
    for (Fact& fact : more) facts.push_back(std::move(fact));
    steps_.push_back(std::move(facts));
  }

  void begin() {
    Facts more;
    if (life_.resend_of) more.push_back({"resend_of", life_.resend_of.value});
    add("queued", life_.row.queued_at, std::move(more));
  }

  void hold() {
    const auto release =
        store::find_release(state_.database, state_.campaign, store::ReleaseId{life_.row.release});
    if (!release) return;
    add("held", release->made_at,
        {{"release", release->id.value},
         {"by", release->actor},
         {"what", release->what},
         {"sends_at", shown(state_, release->sends_at, life_.city)}});
    if (release->ended_as == "stopped") {
      add("release_stopped", release->ended_at, {{"by", release->ended_by}});
    }
  }

  void go_on() {
    if (life_.row.attempts > 0) {
      Facts more{{"times", std::int64_t{life_.row.attempts}}};
      if (!life_.reason.empty()) more.push_back({"answer", life_.reason});
      add("tried", {}, std::move(more));
    }
    if (life_.state == "pending" && life_.row.not_before > state_.now.at) {
      add("waits", {}, {{"not_before", shown(state_, life_.row.not_before, life_.city)}});
    } else if (life_.state == "pending" || life_.state == "claimed") {
      add(life_.state == "pending" ? "due" : "under_way", {});
    } else {
      Facts more;
      if (!life_.reason.empty()) more.push_back({"answer", life_.reason});
      add(life_.state, life_.settled_at, std::move(more));
    }
    if (!life_.delivery.empty()) add(life_.delivery, {});
    const std::string subject = "notification " + std::to_string(life_.row.id.value);
    for (const auto& action : store::list_actions_of(state_.database, subject)) {
      add(action.kind, action.at, {{"by", action.actor}, {"line", action.id}});
    }
  }

  State& state_;
  const store::OutboxLife& life_;
  std::vector<Facts> steps_;
};

}  // namespace

DeskReport perform(State& state, const ExplainDue& command) {
  const SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  const store::SessionRow& row = session->row;
  const calendar::Zone& zone = state.settings.campaign.find_city(row.city)->zone;
  const Instant ended_at = row.finished_at.value_or(row.ends_at);
  const auto due = calendar::due_date(*state.settings.calendar, zone, zone.to_local(ended_at),
                                      {row.due_working_days, row.due_time});
  if (!due) return refuse("calendar-too-short");
  DeskReport report;
  report.facts = {
      {"session", row.code},
      {"city", row.city},
      {"counted_from", std::string(row.finished_at ? "its real end" : "its planned end")},
      {"ended_at", zone.format(ended_at)},
      {"working_days", std::int64_t{row.due_working_days}},
      {"due_at", zone.format(row.due_at)},
      {"provisional", due.value().provisional}};
  for (const auto& day : due.value().days) report.rows.push_back(show_day(day));
  return report;
}

DeskReport perform(State& state, const ExplainNotification& command) {
  const auto life =
      store::find_notification(state.database, store::NotificationId{command.notification.value});
  if (!life || !state.actor.may_see(life->city)) {
    return refuse("notification-unknown", {{"notification", command.notification.value}});
  }
  return Life(state, *life).tell();
}

DeskReport perform(State& state, const ReadHistory& command) {
  const auto row = find_application(state, command.application);
  if (!row) return refuse("application-unknown", {{"application", command.application.value}});
  state.audit(state.actor.name, "history_read", subject_of(row->id), "");
  DeskReport report;
  report.facts = {{"application", row->id.value},
                  {"state", row->state},
                  {"test", row->test},
                  {"city", row->city},
                  {"received_at", shown(state, row->received_at, row->city)}};
  if (row->session && row->state != "waitlisted" && row->state != "unplaced") {
    report.facts.push_back({"session", state.model.session(*row->session).row.code});
  }
  return report;
}

}  // namespace keste::engine
