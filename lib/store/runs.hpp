// Runs: one life of one daemon each, and the turns that the daemons of a database take.
#pragma once

#include "store/outbox.hpp"

namespace keste::store {

/// A run without a heartbeat for so long is dead.
inline constexpr std::chrono::seconds dead_after{10};

/// A run's first heartbeat is its beginning. `instance` names the installation; it may be empty.
RunId insert_run(Database& database, Instant started_at, std::string_view instance);
/// Changes the run's row: shows whether the store takes writes.
void touch_run(Database& database, RunId run);
void mark_run_ended(Database& database, RunId run, Instant ended_at);

/// The database's own clock: the same for every daemon.
Instant read_database_clock(Database& database);
/// A heartbeat, at an instant of the database's clock. False when the run was found dead meanwhile:
/// what it had claimed is others' now, and it must begin another run.
bool beat_run(Database& database, RunId run, Instant seen_at);
/// Which runs are over: those without a heartbeat since an instant of the database's clock, and
/// those of an installation that has begun another one.
struct DeadRuns {
  Instant silent_since;
  std::string_view instance;
};
/// Whether a run that has not ended has given a sign of life since then.
bool has_live_run(Database& database, Instant silent_since);
void mark_dead_runs(Database& database, RunId mine, Instant ended_at, const DeadRuns& dead);

/// How many turns the daemons have taken in all: whoever finds the number that it left knows that
/// nobody wrote meanwhile.
struct Turns {
  std::int64_t last = 0;
  std::int64_t remade = 0;         ///< The last one that changed more than applications and counts.
  std::int64_t oldest_writer = 0;  ///< See Schema.
};
Turns find_turns(Database& database, CampaignId campaign);
/// See Database::ask_ahead.
void find_turns_ahead(Database& database, CampaignId campaign);
void count_turn(Database& database, CampaignId campaign, bool remade);

}  // namespace keste::store
