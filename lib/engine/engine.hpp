// Engine: the only writer of truth. Commands and due entries change the store in turns.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "engine/engine_thread.hpp"
#include "engine/planning.hpp"
#include "engine/state.hpp"
#include "store/runs.hpp"

namespace keste::engine {

/// What may be done within a turn; all of it commits together or not at all.
class Turn {
 public:
  explicit Turn(State& state) : state_(state) {}

  ApplyOutcome apply(const ApplyCommand& command);
  ApplicationOutcome withdraw(const std::string& ticket, Receipt receipt);
  ApplicationOutcome withdraw_consent(const std::string& ticket, Receipt receipt);
  ApplicationOutcome find_application(const std::string& ticket);
  ApplicationOutcome change_session(const std::string& ticket, const std::string& session,
                                    Receipt receipt);
  DeskReport perform(const DeskCommand& command, const Actor& actor = {});
  std::vector<Notification> claim(std::string_view channel, int limit);
  void settle(const std::vector<Settlement>& settlements);
  void note_deliveries(const std::vector<DeliveryReport>& reports);
  /// Fires the earliest due agenda entry, or a chunk of it; how much it wrote, 0 when nothing is
  /// due.
  int fire_next();
  /// Writes without a meaning: shows whether the store takes writes.
  void touch();
  store::Database& database() { return state_.database; }

 private:
  void close_intake();

  State& state_;
};

/// A run beats so often. What a dead one had claimed is free again within this and
/// store::dead_after together.
inline constexpr std::chrono::seconds beat_every{2};
/// Well before the others may think it dead, a run sends nothing more in its name.
inline constexpr std::chrono::seconds silent_at_most{6};

/// One thread at a time: the engine thread, or a test. Time comes as an argument.
class Engine {
 public:
  /// Opens nothing: `database` is migrated here. SQLite's is written by nobody else; PostgreSQL's
  /// by other daemons too, one turn at a time. Throws Fault (usage) when the key is not the one
  /// that the database was sealed with.
  Engine(std::unique_ptr<store::Database> database, EngineSettings settings,
         const store::VaultKey& key, Log& log);
  ~Engine();

  /// Begins a run: brings the store to the schedule, frees what dead runs had claimed. Answers with
  /// a sentence for each change of the schedule that it left alone (see sync_schedule).
  std::vector<std::string> start(Present now);
  /// One transaction. When `work` or the commit throws a Fault, nothing has happened, and the Fault
  /// goes on to the caller. A server is asked at once for all that the applications `ahead` will
  /// need.
  void turn(Present now, const std::function<void(Turn&)>& work,
            const std::vector<const ApplyCommand*>& ahead = {});
  /// The instant at which the agenda next has work; empty when it is done.
  std::optional<Instant> find_next_agenda();
  /// When the earliest pending notification may leave.
  std::optional<Instant> find_next_outbox(std::string_view channel);
  /// What a command would come to: everything is done, reported and undone. Throws as `turn` does.
  DeskReport rehearse(Present now, const DeskCommand& command, const Actor& actor = {});
  /// Takes another version of the same campaign, as `start` does.
  std::vector<std::string> reload(Present now, EngineSettings settings);
  /// What the file of `wanted` would change; nothing is written.
  PlanReport plan(Present now, const EngineSettings& wanted);
  /// Takes the file of `wanted` whole, if that is what the plan of this hash says; else the report
  /// says why not, and nothing has changed. One transaction; the messages follow in chunks.
  PlanReport apply_plan(Present now, EngineSettings wanted, const PlanOrder& order);
  /// The text of the campaign in force when it is another than this engine's, since another daemon
  /// has taken it: `reload` with it before the next turn. Each is answered once.
  std::optional<std::string> find_other_campaign();
  /// Ends the run.
  void finish(Present now);

  /// Whether other daemons may write into the same database.
  bool is_shared() const;
  /// Takes up what other daemons have committed; false when there was nothing.
  bool follow();
  /// Ends the run and begins another: what a turn claimed whose commit nobody knows of is free
  /// again.
  void renew_run(Present now);
  std::int64_t known_turn() const { return known_turn_; }
  std::int64_t run() const { return state_->run.value; }
  /// Any thread, for as long as the engine lives.
  const store::Vault& vault() const { return vault_; }
  /// A sign of life on the database's clock, and a snapshot that is of now; ends the runs that have
  /// given none for `dead_after`, and frees what they had claimed. Begins a new run when this one
  /// was found dead itself. Answers with how far this machine's clock is ahead of the database's.
  std::chrono::microseconds beat(Present now);

  store::CampaignId campaign_id() const { return state_->campaign; }
  /// The state after the last turn; never null after `start`.
  std::shared_ptr<const Snapshot> snapshot() const { return snapshot_; }

 private:
  std::vector<std::string> sync(Present now);
  bool has_other_campaign() const;
  void judge_order(const PlanOrder& order, PlanReport& report);
  void carry_out_plan(Present now, const Planning& planning, const EngineSettings& before,
                      const PlanOrder& order);
  void recover(const Fault& fault);
  void restore();
  void begin_turn(const std::vector<const ApplyCommand*>& ahead);
  store::Turns find_turns();
  bool take_up(const store::Turns& turns);
  void save_shared();
  void run_alone(Present now, const std::function<void()>& work);
  void begin_run(Present now);
  void publish();

  std::unique_ptr<store::Database> database_;
  std::unique_ptr<EngineSettings> settings_;
  store::Vault vault_;
  Log& log_;
  std::unique_ptr<State> state_;
  std::shared_ptr<const Snapshot> snapshot_;
  std::deque<PlanReport> plans_;  ///< The latest, without their people.
  std::string offered_campaign_;  ///< The digest that find_other_campaign answered last.
  bool stale_ = false;            ///< The state is that of a turn that failed.
  Steady last_beat_{};
  Steady beating_since_{};
  bool others_write_ = false;    ///< They did before the last turn.
  std::int64_t known_turn_ = 0;  ///< The last turn that the state knows of, of all daemons'.
};

}  // namespace keste::engine
