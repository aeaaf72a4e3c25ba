// Snapshot: what status shows; immutable, published by the engine after each commit.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "calendar/zone.hpp"
#include "engine/access.hpp"
#include "store/receipt_keys.hpp"

namespace keste::engine {

enum class WindowState { not_open, open, closed };
std::string_view to_text(WindowState state);  ///< "not_open", "open", "closed"

enum class SessionState { planned, started, ended, due, cancelled };
std::string_view to_text(SessionState state);  ///< "due": its due instant has come.

/// Notifications by state.
struct NotificationCounts {
  std::int64_t pending = 0;
  std::int64_t claimed = 0;
  std::int64_t sent = 0;
  std::int64_t failed = 0;
  std::int64_t dropped = 0;
  std::int64_t ambiguous = 0;  ///< Tries that ended so; not a state.

  NotificationCounts& operator+=(const NotificationCounts& more);
};

/// Applications by what became of them.
struct ApplicationCounts {
  std::int64_t seated = 0;  ///< With a seat, the sitting over or not.
  std::int64_t waitlisted = 0;
  std::int64_t accepted = 0;  ///< For an online test.
  std::int64_t withdrawn = 0;
  std::int64_t unplaced = 0;  ///< Whom no seat was found for.
  std::int64_t absent = 0;    ///< Of the seated.
  std::int64_t resulted = 0;  ///< With a result.

  ApplicationCounts& operator+=(const ApplicationCounts& more);
};

struct SessionSnapshot {
  std::string id;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  bool due_provisional = false;
  SessionState state = SessionState::planned;
  int seats = 0;
  int seats_taken = 0;
  std::string venue;  ///< Set at the desk; empty: the file's.
  std::string address;
  std::optional<Instant> finished_at;  ///< When it really ended, once that was reported.
  ApplicationCounts applications;
  NotificationCounts notifications;
};

/// An agenda entry as shown: what happens next, or what is late.
struct UpcomingMoment {
  Instant at;
  std::string kind;
  std::string city;
  std::string session;  ///< Empty for windows.
  friend bool operator==(const UpcomingMoment&, const UpcomingMoment&) = default;
};

struct CitySnapshot {
  std::string code;
  LocalizedText name;
  calendar::Zone zone;
  WindowState window = WindowState::not_open;
  Instant opens_at;
  Instant closes_at;
  std::vector<SessionSnapshot> sessions;  ///< By start, then id.
  std::vector<UpcomingMoment> next;       ///< The next few moments, in time order.
  ApplicationCounts applications;
  NotificationCounts notifications;
  std::uint64_t version = 0;  ///< Rises whenever anything above changes.
  int window_version = 0;     ///< Rises with each change of the window's instants, from 1 on.
};

/// An online test.
struct TestSnapshot {
  std::string id;
  Instant opens_at;
  Instant closes_at;
  ApplicationCounts applications;
  NotificationCounts notifications;
  int window_version = 0;  ///< As a city's.
};

struct EngineFigures {
  std::int64_t commits = 0;
  std::int64_t accepted = 0;  ///< Applications accepted by this run.
  std::int64_t refused = 0;   ///< Applications refused by this run.
  std::int64_t agenda_pending = 0;
  std::int64_t agenda_fired = 0;        ///< By this run.
  std::int64_t agenda_late = 0;         ///< Of these, marked late.
  std::int64_t agenda_lateness_us = 0;  ///< Of the last entry fired.
  bool storage_full = false;            ///< The last write failed for want of space.
  std::int64_t run = 0;                 ///< The present run's number.
  /// Where other daemons write too: how far this machine's clock is ahead of the database's.
  std::optional<std::int64_t> clock_ahead_us;
};

struct Snapshot {
  std::uint64_t version = 0;
  Instant taken_at;
  std::string campaign;
  LocalizedText title;
  std::vector<std::shared_ptr<const CitySnapshot>> cities;  ///< In the campaign's order.
  std::vector<TestSnapshot> tests;                          ///< Online ones.
  EngineFigures figures;
  /// The cut-off for changes and withdrawal: so long before a session.
  std::chrono::minutes change_until_before{};
  std::shared_ptr<const Access> access = std::make_shared<const Access>();
  std::shared_ptr<const store::ReceiptKeys> receipt_keys;  ///< Never null in a running engine.

  const CitySnapshot* find_city(std::string_view code) const;
};

/// The city whose clock online tests go by: the campaign's first. Null without cities.
const CitySnapshot* home_of(const Snapshot& snapshot);
/// Null when there is no such session in any city.
const CitySnapshot* find_city_of(const Snapshot& snapshot, std::string_view session);
/// Null when the city has no such session.
const SessionSnapshot* find_session(const CitySnapshot& city, std::string_view session);
/// Never below zero, also when a schedule took seats away.
int seats_left(const SessionSnapshot& session);

}  // namespace keste::engine
