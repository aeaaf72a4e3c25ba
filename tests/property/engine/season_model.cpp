// What the model expects of each step.
#include "season_model.hpp"

#include <algorithm>
#include <stdexcept>

namespace keste::engine {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> session_codes{"astana-0905", "almaty-0915", "astana-0920",
                                             "oral-0920"};

campaign::Campaign tight_campaign() {
  campaign::Campaign campaign = test::small_campaign();
  for (campaign::Session& session : campaign.sessions) session.seats = 4;
  return campaign;
}

EngineSettings tight_settings(const campaign::Campaign& campaign) {
  EngineSettings settings = test::settings_of(campaign);
  settings.fan_out_chunk = 2;
  return settings;
}

void demand(bool holds, const std::string& what) {
  if (!holds) throw std::logic_error(what);
}

}  // namespace

Season::Season()
    : campaign_(tight_campaign()),
      settings_(tight_settings(campaign_)),
      world_(settings_, folder_.file("keste.db")) {
  world_.set("2023-08-31T22:00:00+06:00");
}

void Season::take(const Step& step) {
  const auto amount = std::chrono::minutes(step.amount * 13);
  switch (step.deed) {
    case Deed::apply:
      judge(receive(step));
      break;
    case Deed::hold:
      held_.push_back(receive(step));
      break;
    case Deed::judge:
      if (held_.empty()) break;
      judge(held_.front());
      held_.erase(held_.begin());
      break;
    case Deed::withdraw:
      withdraw(step.person);
      break;
    case Deed::claim:
      claim(1 + step.amount % 4);
      break;
    case Deed::settle:
      settle(step.amount);
      break;
    case Deed::fire:
      test::fire(world_);
      break;
    case Deed::advance:
      world_.set(world_.now() + amount);
      break;
    case Deed::to_next:
      if (const auto next = world_.engine().find_next_agenda()) {
        world_.set(*next - std::chrono::microseconds(step.amount % 2));
      }
      break;
    case Deed::set_back:
      world_.set(world_.now() - amount);
      break;
    case Deed::restart:
      restart();
      break;
    case Deed::raise_seats:
      raise_seats(session_codes.at(static_cast<std::size_t>(step.session)));
      break;
  }
  check_seats();
}

const campaign::SessionTimes& Season::times(const std::string& session) const {
  const auto& all = settings_.schedule.sessions;
  return *std::find_if(all.begin(), all.end(), [&](const auto& t) { return t.session == session; });
}

bool Season::has_fired(std::string_view kind, const std::string& place) {
  return test::entry(world_, kind, place).state == "done";
}

Season::Held Season::receive(const Step& step) {
  const std::string& session = session_codes.at(static_cast<std::size_t>(step.session));
  Held held;
  held.command = test::make_command(step.person, session, world_.receipt());
  held.closed = has_fired("window_closes", held.command.request.city);
  held.started = has_fired("session_starts", session);
  return held;
}

/// The word that the engine must answer with.
std::string Season::expect(const Held& held) {
  const auto& request = held.command.request;
  const Instant at = held.command.receipt.at;
  const auto& windows = settings_.schedule.windows;
  const auto window = std::find_if(windows.begin(), windows.end(),
                                   [&](const auto& w) { return w.city == request.city; });
  if (held.closed || at >= window->closes_at) return "window-closed";
  if (at < window->opens_at) return "window-not-open";
  const auto state = test::entry(world_, "results_due", request.session).state;
  const bool is_due = state == "done" || state == "firing";
  if (held.started || is_due || at >= times(request.session).starts_at) return "session-started";
  const int person = std::stoi(request.promo_code.substr(6));
  if (live_.contains(person)) return "already-applied";
  const auto taken = std::count_if(live_.begin(), live_.end(), [&](const auto& entry) {
    return entry.second.session == request.session;
  });
  return taken >= times(request.session).seats ? "session-full" : "seated";
}

void Season::judge(const Held& held) {
  const std::string expected = expect(held);
  const ApplyOutcome outcome = test::apply(world_, held.command);
  demand(test::word_of(outcome) == expected,
         "answered " + test::word_of(outcome) + " instead of " + expected);
  const auto* view = std::get_if<ApplicationView>(&outcome);
  if (view == nullptr) return;
  const int person = std::stoi(held.command.request.promo_code.substr(6));
  live_[person] = Live{view->session, view->ticket, view->id.value};
}

void Season::withdraw(int person) {
  const auto found = live_.find(person);
  if (found == live_.end()) return;
  const std::string session = found->second.session;
  const bool too_late =
      has_fired("session_starts", session) || world_.now() >= times(session).starts_at;
  const std::string word = test::word_of(test::withdraw(world_, found->second.ticket));
  demand(word == (too_late ? "session_under_way" : "withdrawn"), "a withdrawal came to " + word);
  if (!too_late) live_.erase(found);
}

void Season::claim(int limit) {
  const auto claimed = test::claim(world_, limit);
  demand(static_cast<int>(claimed.size()) <= limit, "more was claimed than asked for");
  for (const Notification& message : claimed) {
    const auto is_his = [&](const auto& entry) {
      return entry.second.id == message.application.value;
    };
    demand(std::any_of(live_.begin(), live_.end(), is_his), "a message to somebody who withdrew");
    demand(messages_[message.id.value] == Place::waiting, "a message was claimed twice");
    demand(not_before_[message.id.value] <= world_.now(), "a message was claimed too early");
    const bool stale =
        message.kind == "session_reminder" && world_.now() >= times(message.session).starts_at;
    demand(!stale, "a reminder of a session that has begun");
    messages_[message.id.value] = Place::claimed;
    claimed_.push_back(message);
  }
}

void Season::settle(int choice) {
  if (claimed_.empty()) return;
  const Notification message = claimed_.front();
  claimed_.erase(claimed_.begin());
  const auto delivery = static_cast<Delivery>(choice % 5);
  const Instant retry_at = world_.now() + std::chrono::minutes(choice);
  test::settle(world_, {{message.id, delivery, retry_at, "a reason"}});
  const bool is_final = delivery == Delivery::sent || delivery == Delivery::failed;
  messages_[message.id.value] = is_final ? Place::final : Place::waiting;
  if (!is_final && delivery != Delivery::released) not_before_[message.id.value] = retry_at;
}

void Season::restart() {
  world_.restart();
  demand(world_.left().empty(), "a restart with the same file left something alone");
  held_.clear();
  claimed_.clear();
  for (auto& [id, place] : messages_) {
    if (place == Place::claimed) place = Place::waiting;
  }
}

void Season::raise_seats(const std::string& session) {
  const bool is_over = test::entry(world_, "results_due", session).state != "pending";
  campaign::Campaign wanted = campaign_;
  test::session_in(wanted, session).seats += 1;
  const auto left = world_.reload(tight_settings(wanted));
  demand(left.size() == (is_over ? 1U : 0U), "a reload left something else alone");
  // The file keeps what the store did not take only until it is put right again.
  if (is_over) {
    demand(world_.reload(settings_).empty(), "the file as before left something alone");
    return;
  }
  campaign_ = wanted;
  settings_ = tight_settings(campaign_);
}

void Season::check_seats() {
  for (const auto& city : world_.snapshot().cities) {
    for (const SessionSnapshot& session : city->sessions) {
      const auto seated = std::count_if(live_.begin(), live_.end(), [&](const auto& entry) {
        return entry.second.session == session.id;
      });
      demand(session.seats_taken == seated, "seats taken differ in " + session.id);
      demand(session.seats_taken <= session.seats, "oversold: " + session.id);
      demand(session.applications.seated == seated, "seated differ in " + session.id);
      demand(session.seats == times(session.id).seats, "seats differ in " + session.id);
    }
  }
}

void Season::finish() {
  world_.set("2023-10-20T00:00:00+06:00");
  restart();
  test::fire_all(world_);
  test::send_all(world_);
  check_seats();
  check_end();
}

void Season::check_end() {
  for (const auto& entry : test::agenda(world_)) {
    demand(entry.state == "done", entry.kind + " of " + entry.city + " is " + entry.state);
  }
  std::map<std::string, int> fired;
  store::Rows rows = world_.database().query("audit_list", {0, 1'000'000});
  while (rows.next()) {
    if (rows.text(2) != "agenda") continue;
    std::string action(rows.text(3));
    if (action.starts_with("session_reminder")) action = "session_reminder";
    ++fired[action + " " + std::string(rows.text(4))];
  }
  demand(fired.size() == test::agenda(world_).size(), "entries without a line in the log");
  for (const auto& [name, times_fired] : fired) demand(times_fired == 1, name + " fired twice");
  std::map<std::int64_t, int> told;
  for (const auto& row : test::outbox(world_)) {
    const bool is_final = row.state == "sent" || row.state == "failed" || row.state == "dropped";
    demand(is_final, "a " + row.kind + " ended as " + row.state);
    if (row.kind == "results_due") ++told[row.application.value];
  }
  demand(told.size() == live_.size(), "results were told to others than those who sat there");
  for (const auto& [person, live] : live_) demand(told[live.id] == 1, "results told not once");
}

}  // namespace keste::engine
