// Rows of runs.
#include "store/runs.hpp"

#include "base/check.hpp"

namespace keste::store {

RunId insert_run(Database& database, Instant started_at, std::string_view instance) {
  const Instant seen_at = read_database_clock(database);
  Rows rows = database.query("run_insert", {to_micros(started_at), to_micros(seen_at), instance});
  CHECK(rows.next());
  const RunId run{rows.integer(0)};
  while (rows.next()) {
  }
  return run;
}

void touch_run(Database& database, RunId run) { database.run("run_touch", {run.value}); }

void mark_run_ended(Database& database, RunId run, Instant ended_at) {
  database.run("run_mark_ended", {run.value, to_micros(ended_at)});
}

Instant read_database_clock(Database& database) {
  Rows rows = database.query("clock_read");
  CHECK(rows.next());
  return from_micros(rows.integer(0));
}

bool beat_run(Database& database, RunId run, Instant seen_at) {
  return database.run("run_beat", {run.value, to_micros(seen_at)}) == 1;
}

bool has_live_run(Database& database, Instant silent_since) {
  return database.query("run_find_live", {to_micros(silent_since)}).next();
}

void mark_dead_runs(Database& database, RunId mine, Instant ended_at, const DeadRuns& dead) {
  database.run("run_mark_dead",
               {mine.value, to_micros(ended_at), to_micros(dead.silent_since), dead.instance});
}

Turns find_turns(Database& database, CampaignId campaign) {
  Rows rows = database.query("turn_find", {campaign.value});
  if (!rows.next()) return {};
  return {rows.integer(0), rows.integer(1), rows.integer(2)};
}

void find_turns_ahead(Database& database, CampaignId campaign) {
  database.ask_ahead("turn_find", {campaign.value});
}

void count_turn(Database& database, CampaignId campaign, bool remade) {
  database.run_later("turn_count", {campaign.value, remade ? 1 : 0});
}

}  // namespace keste::store
