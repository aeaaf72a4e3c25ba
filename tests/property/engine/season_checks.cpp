// The laws that hold after each step, and at the end.
#include "season_checks.hpp"

#include <algorithm>

#include "engine/ticket.hpp"
#include "season_model.hpp"

namespace keste::engine {
namespace {

using namespace std::chrono_literals;

}  // namespace

void Season::look() {
  sessions_.clear();
  std::map<std::int64_t, std::string> codes;
  for (auto& row : store::list_sessions(world_.database(), world_.engine().campaign_id())) {
    codes[row.id.value] = row.code;
    sessions_[row.code] = std::move(row);
  }
  const auto last = store::find_last_application(world_.database());
  for (std::int64_t id = 1; id <= last.value; ++id) {
    const auto row = store::find_application(world_.database(), store::ApplicationId{id});
    // A server gives no number twice, also when what it was given to came to nothing.
    demand(row.has_value() || !seen_.contains(id), "an application is gone");
    if (!row) continue;
    Seen& seen = seen_[id];
    const bool was_waiting = seen.state == "waitlisted";
    const std::string session = row->session ? codes.at(row->session->value) : "";
    if (was_waiting && row->state == "seated") promised_seat_.insert(id);
    // Who changes it themselves has not lost it.
    const bool is_elsewhere = row->state != "seated" || session != seen.session;
    if (deed_ == Deed::fire && seen.state == "seated" && is_elsewhere &&
        sessions_.at(seen.session).state == "cancelled") {
      lost_seat_.insert(id);
    }
    seen = {std::stoi(row->email.substr(9)),
            make_ticket(id, row->secret),
            row->state,
            row->city,
            session,
            !row->code_key.empty()};
  }
  for (const auto& city : world_.snapshot().cities) {
    const bool closed = city->window == WindowState::closed;
    int& closings = closings_[city->code];
    // Odd while it is closed.
    if (closed != (closings % 2 == 1)) ++closings;
  }
}

int Season::count_seated(const std::string& session) const {
  return static_cast<int>(std::count_if(seen_.begin(), seen_.end(), [&](const auto& entry) {
    const Seen& seen = entry.second;
    const bool sits = seen.state == "seated" || seen.state == "tested" || seen.state == "absent";
    return sits && seen.session == session;
  }));
}

bool Season::has_line(const std::string& session) const {
  return std::any_of(seen_.begin(), seen_.end(), [&](const auto& entry) {
    const Seen& seen = entry.second;
    return seen.state == "waitlisted" && seen.city == row(session).city &&
           (seen.session.empty() || seen.session == session);
  });
}

Instant Season::cut_off(const std::string& session) const { return row(session).starts_at - 24h; }

const Season::Seen* Season::find_live(int person) const {
  for (const auto& [id, seen] : seen_) {
    if (seen.person == person && seen.is_live()) return &seen;
  }
  return nullptr;
}

void Season::check_seats(const std::map<std::string, int>& taken_before) {
  for (const auto& city : world_.snapshot().cities) {
    for (const SessionSnapshot& session : city->sessions) {
      const int seated = count_seated(session.id);
      demand(session.seats_taken == seated, "seats taken differ in " + session.id);
      demand(session.applications.seated == seated, "seated differ in " + session.id);
      // Seats may have been lowered below those taken; then it takes no more.
      demand(seated <= std::max(session.seats, taken_before.at(session.id)),
             "oversold: " + session.id);
    }
  }
}

/// Nobody gets a seat that somebody with an earlier receipt waits for.
void Season::check_line(const std::map<std::int64_t, Seen>& before) {
  for (const auto& [id, seen] : seen_) {
    if (seen.state != "seated" || world_.now() >= cut_off(seen.session)) continue;
    const auto was = before.find(id);
    const bool is_new =
        was == before.end() || was->second.state != "seated" || was->second.session != seen.session;
    if (!is_new) continue;
    for (const auto& [other, waiting] : seen_) {
      const bool wants = waiting.state == "waitlisted" && waiting.city == seen.city &&
                         (waiting.session.empty() || waiting.session == seen.session);
      demand(other > id || !wants, "somebody was skipped in " + seen.session);
    }
  }
}

/// A free seat and somebody who waits for it are not seen together, but where the people of a
/// cancelled session are still on their way, or a cut-off had passed before the clock was set back.
void Season::check_idle_seats() {
  std::set<std::string> busy;
  for (const auto& entry : test::agenda(world_)) {
    const bool is_open = entry.state == "pending" || entry.state == "firing";
    if (entry.kind == "session_cancelled" && is_open) busy.insert(entry.city);
  }
  for (const auto& [code, session] : sessions_) {
    if (session.state != "planned" || latest_ >= cut_off(code) || busy.contains(session.city)) {
      continue;
    }
    demand(count_seated(code) >= session.seats || !has_line(code), "a seat stays idle in " + code);
  }
}

void Season::check_codes() {
  std::map<int, int> free_attempts;
  std::map<int, int> live;
  for (const auto& [id, seen] : seen_) {
    if (seen.is_live()) ++live[seen.person];
    if (seen.free_attempt && (seen.is_live() || seen.state == "tested")) {
      ++free_attempts[seen.person];
    }
  }
  for (const auto& [person, times] : free_attempts) demand(times <= 1, "a code was spent twice");
  for (const auto& [person, times] : live) demand(times <= 1, "two live applications");
}

void Season::claim(int limit) {
  const auto claimed = test::claim(world_, limit);
  demand(static_cast<int>(claimed.size()) <= limit, "more was claimed than asked for");
  for (const Notification& message : claimed) {
    demand(messages_[message.id.value] == Place::waiting, "a message was claimed twice");
    demand(not_before_[message.id.value] <= world_.now(), "a message was claimed too early");
    check_concern(message);
    messages_[message.id.value] = Place::claimed;
    claimed_.push_back(message);
  }
}

/// Whether the message is true of its person, as the store has them.
void Season::check_concern(const Notification& message) {
  const std::string& kind = message.kind;
  if (!message.application) {
    demand(kind == "window_closed" || kind == "results_overdue", "a branch was sent a " + kind);
    return;
  }
  const Seen& seen = seen_.at(message.application.value);
  const std::string what = kind + " to somebody who is " + seen.state;
  demand(seen.state != "withdrawn", what);
  const bool sits = seen.state == "seated" || seen.state == "tested";
  if (kind == "application_received" || kind == "seat_allotted") demand(sits, what);
  if (kind == "waitlisted") demand(seen.state == "waitlisted", what);
  if (kind == "waitlist_ended") demand(seen.state == "unplaced", what);
  if (kind == "session_finished") demand(seen.state == "tested", what);
  if (kind == "results_due") demand(seen.state == "tested", what);
  if (kind == "session_cancelled") demand(lost_seat_.contains(message.application.value), what);
  if (kind == "session_reminder") {
    demand(seen.state == "seated" && world_.now() < row(seen.session).starts_at, what);
  }
  if (!sits) return;
  demand(message.session == seen.session, kind + " of another session");
  demand(message.starts_at == row(seen.session).starts_at, kind + " with another start");
  demand(message.due_at == row(seen.session).due_at, kind + " with another due date");
  if (kind != "session_changed") return;
  const Knowledge now{seen.session, row(seen.session).starts_at, row(seen.session).venue};
  demand(message.before.has_value(), "a change from nothing");
  demand(
      Knowledge{message.before->session, message.before->starts_at, message.before->venue} != now ||
          message.before->ends_at != message.ends_at,
      "a change that is none");
}

void Season::settle(int choice) {
  if (claimed_.empty()) return;
  const Notification message = claimed_.front();
  claimed_.erase(claimed_.begin());
  const auto delivery = static_cast<Delivery>(choice % 6);
  const Instant retry_at = world_.now() + std::chrono::minutes(choice);
  test::settle(world_, {test::settlement(message.id, delivery, retry_at, "a reason")});
  const bool is_final = delivery == Delivery::sent || delivery == Delivery::failed;
  messages_[message.id.value] = is_final ? Place::final : Place::waiting;
  if (!is_final && delivery != Delivery::released) not_before_[message.id.value] = retry_at;
  if (delivery == Delivery::failed) unreached_.insert(message.application.value);
  if (delivery == Delivery::sent && !message.session.empty()) {
    knows_[message.application.value] = {message.session, message.starts_at, message.venue};
  }
}

void Season::finish() {
  world_.set("2023-11-20T00:00:00+06:00");
  restart();
  deed_ = Deed::fire;
  while (test::fire(world_) > 0) look();
  world_.set(world_.now() + 10min);
  for (const auto& message : test::send(world_)) {
    if (message.application && !message.session.empty()) {
      knows_[message.application.value] = {message.session, message.starts_at, message.venue};
    }
  }
  look();
  check_end();
  check_told();
}

void Season::check_end() {
  for (const auto& entry : test::agenda(world_)) {
    const bool asks_on = entry.kind == "results_overdue" && entry.state == "pending";
    demand(entry.state == "done" || entry.state == "void" || asks_on,
           entry.kind + " of " + entry.city + " is " + entry.state);
  }
  for (const auto& [id, seen] : seen_) demand(!seen.is_live(), "somebody is still " + seen.state);
  for (const auto& row : test::outbox(world_)) {
    const bool is_final = row.state == "sent" || row.state == "failed" || row.state == "dropped";
    demand(is_final, "a " + row.kind + " ended as " + row.state);
  }
  const auto accounts = test::desk(world_, AccountForAll{});
  demand(test::fact(accounts.facts, "accounted_for") == "yes", "somebody is not accounted for");
}

/// What was promised was told: receipts, seats, cancellations, ends, due dates, and where to go.
void Season::check_told() {
  std::map<std::int64_t, std::map<std::string, int>> written;
  for (const auto& row : test::outbox(world_)) ++written[row.application.value][row.kind];
  for (const auto& [id, seen] : seen_) {
    auto& kinds = written[id];
    const std::string who = "application " + std::to_string(id) + ", " + seen.state + ", ";
    demand(kinds["application_received"] + kinds["waitlisted"] > 0, who + "has no receipt");
    if (promised_seat_.contains(id)) {
      demand(kinds["seat_allotted"] + kinds["session_cancelled"] > 0, who + "was not told a seat");
    }
    if (lost_seat_.contains(id)) {
      demand(kinds["session_cancelled"] + kinds["waitlist_ended"] > 0, who + "lost a seat unheard");
    }
    if (seen.state == "unplaced") {
      demand(kinds["session_cancelled"] + kinds["waitlist_ended"] > 0, who + "was not told so");
    }
    demand(kinds["results_due"] == (seen.state == "tested" ? 1 : 0), who + "results told wrongly");
    if (seen.state != "tested" || unreached_.contains(id)) continue;
    const Knowledge now{seen.session, row(seen.session).starts_at, row(seen.session).venue};
    demand(knows_[id] == now, who + "went to the wrong sitting");
  }
}

}  // namespace keste::engine
