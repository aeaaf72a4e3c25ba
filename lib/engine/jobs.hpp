// Jobs: commands on their way through the engine thread.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "engine/engine.hpp"

namespace keste::engine {

/// Made on the io thread, run on the engine thread within a turn, finished on the io thread.
class Job {
 public:
  Job() = default;
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  virtual void run(Turn& turn) = 0;
  /// Instead of `run`, or after a turn that was undone.
  virtual void fail(Trouble trouble) = 0;
  /// Hands the outcome to whoever asked.
  virtual void finish() = 0;
  /// Whether it can wait for a turn that succeeds instead of failing.
  virtual bool is_patient() const { return false; }
  /// Whether it needs no turn: it runs on its own, even while the store refuses transactions.
  virtual bool is_idle() const { return false; }
  /// The application that it takes, if that is what it does.
  virtual const ApplyCommand* application() const { return nullptr; }
  /// What an idle job does on the engine thread.
  virtual void run_idle(Engine&, Present) {}
};

/// A job whose outcome is a value: `work` makes it, or `on_failure` does.
template <class Outcome>
class ValueJob : public Job {
 public:
  using Work = std::function<Outcome(Turn&)>;
  using Failure = std::function<Outcome(Trouble)>;
  using Done = std::function<void(Outcome)>;

  ValueJob(Work work, Failure on_failure, Done done)
      : work_(std::move(work)), on_failure_(std::move(on_failure)), done_(std::move(done)) {}

  void run(Turn& turn) override { outcome_ = std::make_unique<Outcome>(work_(turn)); }
  void fail(Trouble trouble) override {
    outcome_ = std::make_unique<Outcome>(on_failure_(trouble));
  }
  void finish() override { done_(std::move(*outcome_)); }

 private:
  Work work_;
  Failure on_failure_;
  Done done_;
  std::unique_ptr<Outcome> outcome_;
};

class ApplyJob final : public Job {
 public:
  ApplyJob(ApplyCommand command, std::function<void(ApplyOutcome)> done)
      : command_(std::move(command)), done_(std::move(done)) {}
  void run(Turn& turn) override { outcome_ = turn.apply(command_); }
  const ApplyCommand* application() const override { return &command_; }
  void fail(Trouble trouble) override { outcome_ = trouble; }
  void finish() override { done_(std::move(outcome_)); }

 private:
  ApplyCommand command_;
  std::function<void(ApplyOutcome)> done_;
  ApplyOutcome outcome_ = Trouble::stopping;
};

/// Outcomes of messages: never dropped, because what was sent must be known as sent.
class SettleJob final : public Job {
 public:
  SettleJob(std::vector<Settlement> settlements, std::function<void()> done)
      : settlements_(std::move(settlements)), done_(std::move(done)) {}
  void run(Turn& turn) override { turn.settle(settlements_); }
  void fail(Trouble) override {}
  void finish() override { done_(); }
  bool is_patient() const override { return true; }

 private:
  std::vector<Settlement> settlements_;
  std::function<void()> done_;
};

/// What became of messages that were accepted: not dropped either.
class DeliveryJob final : public Job {
 public:
  DeliveryJob(std::vector<DeliveryReport> reports, std::function<void()> done)
      : reports_(std::move(reports)), done_(std::move(done)) {}
  void run(Turn& turn) override { turn.note_deliveries(reports_); }
  void fail(Trouble) override {}
  void finish() override { done_(); }
  bool is_patient() const override { return true; }

 private:
  std::vector<DeliveryReport> reports_;
  std::function<void()> done_;
};

/// Another version of the campaign: a transaction of its own, outside the turns.
class ReloadJob final : public Job {
 public:
  ReloadJob(EngineSettings settings, std::function<void(ReloadOutcome)> done)
      : settings_(std::move(settings)), done_(std::move(done)) {}
  void run(Turn&) override {}
  void fail(Trouble) override { outcome_.failure = "the daemon is busy or going down"; }
  void finish() override { done_(std::move(outcome_)); }
  bool is_idle() const override { return true; }
  void run_idle(Engine& engine, Present now) override {
    try {
      outcome_.left = engine.reload(now, std::move(settings_));
    } catch (const Fault& fault) {
      outcome_.failure = fault.what();
    }
  }

 private:
  EngineSettings settings_;
  std::function<void(ReloadOutcome)> done_;
  ReloadOutcome outcome_;
};

/// What a command would come to, without a trace; alone, as a reload is.
class RehearseJob final : public Job {
 public:
  RehearseJob(DeskCommand command, Actor actor, std::function<void(DeskOutcome)> done)
      : command_(std::move(command)), actor_(std::move(actor)), done_(std::move(done)) {}
  void run(Turn&) override {}
  void fail(Trouble trouble) override { outcome_ = trouble; }
  void finish() override { done_(std::move(outcome_)); }
  bool is_idle() const override { return true; }
  void run_idle(Engine& engine, Present now) override {
    try {
      outcome_ = engine.rehearse(now, command_, actor_);
    } catch (const Fault&) {
      outcome_ = Trouble::storage_failed;
    }
  }

 private:
  DeskCommand command_;
  Actor actor_;
  std::function<void(DeskOutcome)> done_;
  DeskOutcome outcome_ = Trouble::stopping;
};

/// Alone, as a reload is: `work` makes the outcome, or `on_failure` does.
template <class Outcome>
class AloneJob final : public Job {
 public:
  using Work = std::function<Outcome(Engine&, Present)>;
  AloneJob(Work work, std::function<void(Outcome)> done)
      : work_(std::move(work)), done_(std::move(done)) {}
  void run(Turn&) override {}
  void fail(Trouble trouble) override { outcome_ = trouble; }
  void finish() override { done_(std::move(outcome_)); }
  bool is_idle() const override { return true; }
  void run_idle(Engine& engine, Present now) override {
    try {
      outcome_ = work_(engine, now);
    } catch (const Fault& fault) {
      const bool unknown = fault.kind() == FaultKind::outcome_unknown;
      outcome_ = unknown ? Trouble::outcome_unknown : Trouble::storage_failed;
    }
  }

 private:
  Work work_;
  std::function<void(Outcome)> done_;
  Outcome outcome_ = Trouble::stopping;
};

class PingJob final : public Job {
 public:
  explicit PingJob(std::function<void()> done) : done_(std::move(done)) {}
  void run(Turn&) override {}
  void fail(Trouble) override {}
  void finish() override { done_(); }
  bool is_idle() const override { return true; }

 private:
  std::function<void()> done_;
};

using Jobs = std::vector<std::unique_ptr<Job>>;

/// The applications among them, in their order.
std::vector<const ApplyCommand*> applications_of(const Jobs& jobs);

}  // namespace keste::engine
