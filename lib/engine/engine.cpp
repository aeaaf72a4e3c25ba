// Turns: begin, work, counts, commit, snapshot; and what happens when one fails.
#include "engine/engine.hpp"

#include <algorithm>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "engine/agenda.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/intake.hpp"
#include "engine/outbox.hpp"
#include "engine/own_application.hpp"
#include "engine/preview.hpp"
#include "engine/publish.hpp"
#include "engine/receipts.hpp"
#include "engine/releases.hpp"
#include "engine/schedule_sync.hpp"
#include "engine/seating.hpp"
#include "store/migration.hpp"
#include "store/runs.hpp"

namespace keste::engine {
namespace {

/// The file that is taken here is the one in force from now on, for all daemons.
void keep_version(State& state) {
  const CampaignSource& source = state.settings.source;
  if (source.text.empty() || state.version.digest == source.digest) return;
  if (!source.follows.empty() && source.follows != state.version.digest) {
    throw Fault(FaultKind::usage, "taking the campaign's file",
                "another one has come into force meanwhile: reload again");
  }
  state.version = store::insert_campaign_version(state.database, state.campaign,
                                                 {source.digest, source.text, "", state.now.at});
}

}  // namespace

ApplyOutcome Turn::apply(const ApplyCommand& command) { return engine::apply(state_, command); }
/// Before anything else changes applications and codes: what was asked ahead of it is out of date,
/// and who was just taken is told of the place that they have got, before they are moved.
void Turn::close_intake() {
  state_.database.forget_ahead();
  state_.write_receipts();
}
ApplicationOutcome Turn::withdraw(const std::string& ticket, Receipt receipt) {
  close_intake();
  return engine::withdraw(state_, ticket, receipt);
}
ApplicationOutcome Turn::withdraw_consent(const std::string& ticket, Receipt receipt) {
  close_intake();
  return engine::withdraw_consent(state_, ticket, receipt);
}
ApplicationOutcome Turn::find_application(const std::string& ticket) {
  return engine::find_application({state_.database, state_.rules().change_until_before}, ticket);
}
ApplicationOutcome Turn::change_session(const std::string& ticket, const std::string& session,
                                        Receipt receipt) {
  close_intake();
  return engine::change_session(state_, ticket, session, receipt);
}
DeskReport Turn::perform(const DeskCommand& command, const Actor& actor) {
  close_intake();
  state_.remade = true;
  state_.actor = actor;
  state_.holds.clear();
  state_.kept_action = 0;
  DeskReport report =
      std::visit([this](const auto& one) { return engine::perform(state_, one); }, command);
  state_.hold = nullptr;
  if (report.refusal.empty()) finish_holds(state_, report);
  return report;
}
std::vector<Notification> Turn::claim(std::string_view channel, int limit) {
  return engine::claim(state_, channel, limit);
}
void Turn::settle(const std::vector<Settlement>& settlements) {
  engine::settle(state_, settlements);
}
void Turn::note_deliveries(const std::vector<DeliveryReport>& reports) {
  engine::note_deliveries(state_, reports);
}
void Turn::touch() { store::touch_run(state_.database, state_.run); }
int Turn::fire_next() {
  close_intake();
  const int written = engine::fire_next(state_);
  state_.remade = state_.remade || written > 0;
  return written;
}

Engine::Engine(std::unique_ptr<store::Database> database, EngineSettings settings,
               const store::VaultKey& key, Log& log)
    : database_(std::move(database)),
      settings_(std::make_unique<EngineSettings>(std::move(settings))),
      vault_(key),
      log_(log),
      state_(std::make_unique<State>(*database_, *settings_, vault_, log_)) {
  store::migrate(*database_);
  store::claim_vault(*database_, vault_.fingerprint());
}

Engine::~Engine() = default;

std::vector<std::string> Engine::sync(Present now) {
  state_->now = now;
  state_->remade = true;
  state_->campaign = store::upsert_campaign(*database_, settings_->campaign.id);
  state_->load(now.steady);
  keep_version(*state_);
  auto left = sync_schedule(*state_, settings_->schedule);
  prepare_receipts(*state_);
  state_->model.load(*database_, state_->campaign, now.steady);
  arm_erasure(*state_);
  for (CityModel& city : state_->model.cities) seat_waiting(*state_, city);
  return left;
}

std::vector<std::string> Engine::start(Present now) {
  store::Transaction transaction(*database_);
  auto left = sync(now);
  begin_run(now);
  save_shared();
  transaction.commit();
  publish();
  return left;
}

void Engine::begin_run(Present now) {
  state_->run = store::insert_run(*database_, now.at, settings_->instance);
  state_->figures.run = state_->run.value;
  state_->audit("system", "run_started", "run " + std::to_string(state_->run.value),
                settings_->campaign.id);
  // Who holds SQLite's file is alone. On a server this installation's earlier runs are over; which
  // of the others' are, only who has been beating all the while can tell (see beat).
  const Instant silent_since = is_shared() ? Instant{} : Instant::max();
  store::mark_dead_runs(*database_, state_->run, now.at, {silent_since, settings_->instance});
  release_dead_claims(*state_);
}

bool Engine::is_shared() const { return database_->dialect() == store::Dialect::postgresql; }

/// Writes what a turn has gathered, and that there was one.
void Engine::save_shared() {
  state_->save();
  const bool remade = state_->remade || state_->agenda_changed;
  if (is_shared()) store::count_turn(*database_, state_->campaign, remade);
}

bool Engine::follow() {
  if (!is_shared()) return false;
  if (stale_) {
    restore();
  } else {
    const store::ReadTransaction moment(*database_);
    if (!take_up(store::find_turns(*database_, state_->campaign))) return false;
  }
  publish();
  return true;
}

std::chrono::microseconds Engine::beat(Present now) {
  state_->now = now;
  // One that may not write gives no sign of life either: others take its messages over.
  find_turns();
  const RealClock machine;
  const Instant before = machine.now();
  const Instant seen_at = store::read_database_clock(*database_);
  const Instant after = machine.now();
  if (!store::beat_run(*database_, state_->run, seen_at)) {
    log_.warning("run_found_dead",
                 "This daemon gave no sign of life for too long; another one has taken its work "
                 "over, and it begins a new run.",
                 {{"run", state_->run.value}});
    run_alone(now, [this, now] { begin_run(now); });
  }
  // After an outage nobody has beaten: the others get as long as a dead one is waited for.
  if (now.steady - last_beat_ > silent_at_most) beating_since_ = now.steady;
  last_beat_ = now.steady;
  if (now.steady - beating_since_ >= store::dead_after) {
    store::mark_dead_runs(*database_, state_->run, now.at,
                          {seen_at - store::dead_after, settings_->instance});
  }
  if (store::has_dead_claims(*database_)) run_alone(now, [this] { release_dead_claims(*state_); });
  // The database's clock was read some time between: a slow answer is no wrong clock.
  const auto unsure = (after - before) / 2;
  const auto ahead = before + unsure - seen_at;
  const auto sure = std::max(std::chrono::abs(ahead) - unsure, std::chrono::microseconds(0));
  state_->figures.clock_ahead_us = ahead.count();
  follow();
  publish();
  return ahead.count() < 0 ? -sure : sure;
}

void Engine::renew_run(Present now) {
  run_alone(now, [this, now] {
    store::mark_run_ended(*database_, state_->run, now.at);
    begin_run(now);
  });
}

/// A turn without commands.
void Engine::run_alone(Present now, const std::function<void()>& work) {
  turn(now, [&work](Turn&) { work(); });
}

void Engine::turn(Present now, const std::function<void(Turn&)>& work,
                  const std::vector<const ApplyCommand*>& ahead) {
  state_->now = now;
  state_->rehearsing = false;
  const EngineFigures figures = state_->figures;
  const store::RunId run = state_->run;
  try {
    if (stale_) restore();
    store::Transaction transaction(*database_);
    begin_turn(ahead);
    Turn turn(*state_);
    work(turn);
    forget_old_answers(*state_);
    save_shared();
    transaction.commit();
    ++known_turn_;
  } catch (const Fault& fault) {
    state_->figures = figures;
    // A run that was not written down is nobody's: what it claimed would never be free again.
    state_->run = run;
    recover(fault);
    throw;
  }
  ++state_->figures.commits;
  if (state_->erased) state_->erased = !database_->empty_log();
  state_->figures.storage_full = false;
  publish();
}

void Engine::restore() {
  stale_ = true;
  const store::ReadTransaction moment(*database_);
  known_turn_ = store::find_turns(*database_, state_->campaign).last;
  state_->load(steady_now());
  stale_ = false;
}

/// Within a transaction, which nobody else's can come between: what others have left since.
void Engine::begin_turn(const std::vector<const ApplyCommand*>& ahead) {
  state_->remade = false;
  state_->hold = nullptr;
  if (is_shared()) {
    store::find_turns_ahead(*database_, state_->campaign);
    // Where others write all the while, it is asked together with the rest.
    if (others_write_) state_->catch_up_ahead(known_turn_);
    look_ahead(*state_, ahead);
    others_write_ = take_up(find_turns());
    state_->turn = known_turn_ + 1;
  }
  if (is_shared() && has_other_campaign()) {
    throw Fault(FaultKind::unreachable, "taking a turn",
                "another campaign file is in force, which this daemon is about to take up");
  }
  if (!state_->model.stranger.empty()) {
    throw Fault(FaultKind::unreachable, "taking a turn",
                "another daemon serves the city " + state_->model.stranger +
                    ", which this one's files do not name: give it the same files and reload it");
  }
}

/// Throws where a newer kested has changed the database under this one.
store::Turns Engine::find_turns() {
  const store::Turns turns = store::find_turns(*database_, state_->campaign);
  if (is_shared() && turns.oldest_writer > store::schema_version()) {
    throw Fault(FaultKind::unreachable, "looking at the turns",
                "a newer kested has changed the database in a way that this one cannot follow: "
                "upgrade it");
  }
  return turns;
}

/// Whether others had taken turns.
bool Engine::take_up(const store::Turns& turns) {
  if (turns.last == known_turn_) return false;
  // A fault on the way leaves a state of which nobody knows when it was.
  stale_ = true;
  if (turns.remade > known_turn_) {
    state_->load(steady_now());
  } else {
    state_->catch_up(known_turn_);
  }
  known_turn_ = turns.last;
  stale_ = false;
  return true;
}

void Engine::recover(const Fault& fault) {
  // Stays so when the store cannot be read either; then the next turn begins with it. What the
  // caller is told is why the turn failed.
  stale_ = true;
  state_->figures.storage_full = fault.kind() == FaultKind::storage_full;
  try {
    restore();
    publish();
  } catch (const Fault& silent) {
    log_.warning("state_not_read", "The store does not answer; its state is read later.",
                 {{"reason", silent.what()}});
  }
}

void Engine::publish() {
  if (state_->agenda_changed) {
    // What is committed stays so when the store goes silent now; what is next is shown later.
    try {
      state_->model.load_next(*database_, state_->campaign);
      state_->agenda_changed = false;
    } catch (const Fault& fault) {
      log_.warning("moments_not_read", "What happens next could not be read; it is shown later.",
                   {{"reason", fault.what()}});
    }
  }
  snapshot_ = make_snapshot(*state_, snapshot_.get());
}

std::optional<Instant> Engine::find_next_agenda() { return find_next_instant(*state_); }
std::optional<Instant> Engine::find_next_outbox(std::string_view channel) {
  return store::find_next_due(*database_, channel);
}

DeskReport Engine::rehearse(Present now, const DeskCommand& command, const Actor& actor) {
  state_->now = now;
  const EngineFigures figures = state_->figures;
  if (stale_) restore();
  DeskReport report;
  {
    const store::Transaction undone(*database_);
    begin_turn({});
    stale_ = true;
    state_->rehearsing = true;
    report = Turn(*state_).perform(command, actor);
    if (!std::holds_alternative<TakeAnswers>(command)) show_effects(*state_, report);
    // What was written without waiting has to be answered too.
    find_turns();
  }
  stale_ = true;
  state_->rehearsing = false;
  state_->figures = figures;
  restore();
  return report;
}

std::vector<std::string> Engine::reload(Present now, EngineSettings settings) {
  // The old settings stay until the new ones have been taken whole.
  auto wanted = std::make_unique<EngineSettings>(std::move(settings));
  wanted->instance = settings_->instance;
  auto fresh = std::make_unique<State>(*database_, *wanted, vault_, log_);
  fresh->run = state_->run;
  fresh->figures = state_->figures;
  fresh->guesses = state_->guesses;
  std::swap(settings_, wanted);
  std::swap(state_, fresh);
  try {
    store::Transaction transaction(*database_);
    auto left = sync(now);
    find_turns();
    state_->model.adopt_records(fresh->model);
    state_->audit("system", "configuration_reloaded", "campaign " + settings_->campaign.id, "");
    save_shared();
    transaction.commit();
    publish();
    return left;
  } catch (const Fault&) {
    std::swap(settings_, wanted);
    std::swap(state_, fresh);
    throw;
  }
}

void Engine::finish(Present now) {
  state_->now = now;
  if (stale_) restore();
  store::Transaction transaction(*database_);
  begin_turn({});
  store::mark_run_ended(*database_, state_->run, now.at);
  state_->audit("system", "run_ended", "run " + std::to_string(state_->run.value), "");
  save_shared();
  transaction.commit();
}

}  // namespace keste::engine
