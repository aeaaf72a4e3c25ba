// Rounds over the watchers, and the words of the events.
#include "http/event_feed.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>

#include "base/clock.hpp"
#include "http/json_writer.hpp"

namespace keste::http {
namespace {

/// So many are written to before others get their turn.
constexpr int slice = 64;
constexpr std::string_view heartbeat = ":\n\n";
/// How long a browser waits before it comes back.
constexpr std::string_view retry = "retry: 2000\n\n";

struct Event {
  std::string_view name;
  std::string data;
};

std::string write(const std::vector<Event>& events, const std::string& id) {
  std::string out;
  for (const Event& event : events) {
    out.append("event: ").append(event.name).append("\n");
    if (&event == &events.back()) out.append("id: ").append(id).append("\n");
    out.append("data: ").append(event.data).append("\n\n");
  }
  return out;
}

std::string data_of(std::string_view member, std::string_view name, std::uint64_t version) {
  std::string data;
  JsonWriter(data)
      .begin_object()
      .member(member, name)
      .member("version", static_cast<std::int64_t>(version))
      .end_object();
  return data;
}

Event campaign_event(std::string_view name, const engine::Snapshot& snapshot) {
  return {name, data_of("campaign", snapshot.campaign, snapshot.version)};
}

std::vector<Event> list_changes(const engine::Snapshot& snapshot, std::uint64_t since,
                                const EventWatch& watch) {
  const std::vector<std::string>& cities = watch.cities;
  std::vector<Event> events;
  for (const auto& city : snapshot.cities) {
    const bool watched =
        cities.empty() || std::find(cities.begin(), cities.end(), city->code) != cities.end();
    if (!watched || city->version <= since) continue;
    events.push_back({"city", data_of("city", city->code, city->version)});
  }
  if (watch.everywhere) events.push_back(campaign_event("campaign", snapshot));
  return events;
}

std::string make_id(const std::string& run, std::uint64_t version) {
  return run + "-" + std::to_string(version);
}

/// The version in an id of this run; nothing for any other text.
std::optional<std::uint64_t> parse_id(const std::string& run, std::string_view id) {
  if (!id.starts_with(run) || id.substr(run.size(), 1) != "-") return std::nullopt;
  id.remove_prefix(run.size() + 1);
  std::uint64_t version = 0;
  const auto [end, failure] = std::from_chars(id.data(), id.data() + id.size(), version);
  const bool whole = failure == std::errc() && end == id.data() + id.size();
  return whole ? std::optional(version) : std::nullopt;
}

}  // namespace

EventFeed::EventFeed(boost::asio::io_context& io, GetSnapshot snapshot, const ServerLimits& limits,
                     std::string run)
    : io_(io),
      snapshot_(std::move(snapshot)),
      limits_(limits),
      run_(std::move(run)),
      timer_(io),
      next_(seats_.end()) {}

std::string EventFeed::open(EventWatcher& watcher, EventWatch watch) {
  const auto snapshot = snapshot_();
  const std::string id = make_id(run_, snapshot->version);
  const auto seen = parse_id(run_, watch.last_id);
  std::string first(retry);
  if (watch.last_id.empty()) {
    first.append(write({campaign_event("start", *snapshot)}, id));
  } else if (!seen || *seen > snapshot->version) {
    first.append(write({campaign_event("reset", *snapshot)}, id));
  } else if (*seen < snapshot->version) {
    first.append(write(list_changes(*snapshot, *seen, watch), id));
  }
  const Steady now = steady_now();
  seats_.push_back(Seat{&watcher, std::move(watch), snapshot->version, now, now, snapshot->access});
  arm();
  return first;
}

EventFeed::Seats::iterator EventFeed::find(EventWatcher& watcher) {
  return std::find_if(seats_.begin(), seats_.end(),
                      [&watcher](const Seat& seat) { return seat.watcher == &watcher; });
}

void EventFeed::go_on(EventWatcher& watcher) {
  const auto seat = find(watcher);
  if (seat == seats_.end()) return;
  const auto snapshot = snapshot_();
  // What a round has written is of another snapshot.
  written_.clear();
  tell(*seat, *snapshot, steady_now());
  written_.clear();
}

void EventFeed::forget(EventWatcher& watcher) {
  const auto seat = find(watcher);
  if (seat == seats_.end()) return;
  if (seat == next_) ++next_;
  seats_.erase(seat);
}

void EventFeed::arm() {
  if (armed_ || seats_.empty()) return;
  armed_ = true;
  timer_.expires_after(limits_.events_every);
  timer_.async_wait([this, alive = std::weak_ptr<void>(alive_)](boost::system::error_code) {
    if (alive.expired()) return;
    armed_ = false;
    look();
    arm();
  });
}

void EventFeed::look() {
  if (round_) return;  // The last round is still under way.
  round_ = snapshot_();
  next_ = seats_.begin();
  written_.clear();
  go_round();
}

void EventFeed::go_round() {
  const Steady now = steady_now();
  for (int told = 0; told < slice && next_ != seats_.end();) {
    // Telling it may take it off the list.
    Seat& seat = *next_++;
    if (tell(seat, *round_, now)) ++told;
  }
  if (next_ == seats_.end()) return round_.reset();
  boost::asio::post(io_, [this, alive = std::weak_ptr<void>(alive_)] {
    if (!alive.expired()) go_round();
  });
}

bool EventFeed::may_go_on(Seat& seat, const engine::Snapshot& snapshot, Steady now) const {
  const bool is_due = now - seat.checked_at >= limits_.heartbeat_every;
  if (!seat.watch.still_may || (seat.checked == snapshot.access && !is_due)) return true;
  seat.checked_at = now;
  seat.checked = snapshot.access;
  return seat.watch.still_may();
}

/// True when something was sent or ended; then the seat may be gone.
bool EventFeed::tell(Seat& seat, const engine::Snapshot& snapshot, Steady now) {
  if (!may_go_on(seat, snapshot, now)) {
    seat.watcher->end_stream();
    return true;
  }
  if (!seat.watcher->is_ready()) return false;
  std::string_view bytes;
  if (seat.seen < snapshot.version) {
    bytes = changes_for(seat, snapshot);
    seat.seen = snapshot.version;
  }
  if (bytes.empty()) {
    if (now - seat.spoken_at < limits_.heartbeat_every) return false;
    bytes = heartbeat;
  }
  seat.spoken_at = now;
  seat.watcher->push(bytes);
  return true;
}

const std::string& EventFeed::changes_for(const Seat& seat, const engine::Snapshot& snapshot) {
  // No city has that code.
  const std::vector<std::string> all{"*"};
  const auto [place, is_new] =
      written_.try_emplace({seat.seen, seat.watch.everywhere ? all : seat.watch.cities});
  if (is_new) {
    place->second =
        write(list_changes(snapshot, seat.seen, seat.watch), make_id(run_, snapshot.version));
  }
  return place->second;
}

}  // namespace keste::http
