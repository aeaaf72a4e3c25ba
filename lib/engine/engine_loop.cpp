// The engine's loop: take what waits, one turn, publish, hand over, sleep until there is more.
#include "engine/engine_loop.hpp"

#include <algorithm>

#include "base/fault.hpp"
#include "base/thread_name.hpp"

namespace keste::engine {
namespace {

constexpr std::chrono::milliseconds retry_after_fault{1'000};
constexpr std::chrono::seconds jump_worth_a_line{5};
// Beyond it this daemon would close a window at another instant than the others.
constexpr std::chrono::seconds clock_difference_at_most{1};

Trouble trouble_of(const Fault& fault) {
  if (fault.kind() == FaultKind::storage_full) return Trouble::storage_full;
  if (fault.kind() == FaultKind::outcome_unknown) return Trouble::outcome_unknown;
  return Trouble::storage_failed;
}

/// The store's trouble, whatever was asked of it: trying the commands one by one would not help.
bool is_of_the_store(FaultKind kind) {
  return kind == FaultKind::storage_full || kind == FaultKind::unreachable ||
         kind == FaultKind::outcome_unknown;
}

/// Finishes a turn's jobs on the io thread, some at a time: in between that thread reads what has
/// come, so that the engine's next turn need not wait until the last one is answered.
struct FinishJobs {
  std::shared_ptr<Jobs> jobs;  ///< The io thread made them, and it alone destroys them.
  std::shared_ptr<std::size_t> in_flight;
  EngineThread::Post post;
  std::size_t next = 0;

  void operator()() {
    constexpr std::size_t at_once = 12;
    const std::size_t end = std::min(next + at_once, jobs->size());
    for (; next < end; ++next) {
      --*in_flight;
      std::exchange((*jobs)[next], nullptr)->finish();
    }
    if (next < jobs->size()) post(*this);
  }
};

}  // namespace

EngineLoop::EngineLoop(std::unique_ptr<Engine> engine, const Clock& clock, Log& log,
                       EngineThread::Post post, EngineThread::Options options)
    : engine_(std::move(engine)),
      clock_(clock),
      log_(log),
      post_(std::move(post)),
      options_(std::move(options)),
      alarm_(clock_.make_alarm()),
      snapshot_(engine_->snapshot()) {
  if (!options_.reader_path.empty()) {
    reader_ = std::make_unique<ReaderThread>(options_.reader_path);
  }
  if (!options_.shared_url.empty()) {
    listener_ = std::make_unique<store::TurnListener>(options_.shared_url, [this](auto turn) {
      heard_turn_ = turn;
      alarm_->wake();
    });
  }
}

void EngineLoop::start(std::function<void(const std::string&)> on_fault) {
  on_fault_ = std::move(on_fault);
  thread_ = std::thread([this] {
    name_this_thread("keste-engine");
    try {
      loop();
    } catch (const std::exception& error) {
      on_fault_(error.what());
    }
  });
}

void EngineLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  alarm_->wake();
  if (!thread_.joinable()) return;
  thread_.join();
  listener_.reset();
  reader_.reset();
  try {
    engine_->finish(present());
  } catch (const Fault& fault) {
    log_.error("run_end_not_recorded", "The end of this run could not be written.",
               {{"reason", fault.what()}});
  }
}

std::shared_ptr<const Snapshot> EngineLoop::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

void EngineLoop::hand_over(Jobs jobs) {
  if (jobs.empty()) return;
  post_(FinishJobs{std::make_shared<Jobs>(std::move(jobs)), in_flight_, post_});
}

void EngineLoop::submit(std::unique_ptr<Job> job) {
  ++*in_flight_;
  std::optional<Trouble> trouble;
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      trouble = Trouble::stopping;
    } else if (queue_.size() >= options_.queue && !job->is_patient()) {
      trouble = Trouble::queue_full;
    } else if (clock_wrong_ && !job->is_patient() && !job->is_idle()) {
      trouble = Trouble::clock_wrong;
    } else {
      was_empty = queue_.empty();
      queue_.push_back(std::move(job));
    }
  }
  if (trouble) {
    job->fail(*trouble);
    Jobs jobs;
    jobs.push_back(std::move(job));
    hand_over(std::move(jobs));
  } else if (was_empty) {
    alarm_->wake();
  }
}

Jobs EngineLoop::take() {
  const std::lock_guard lock(mutex_);
  if (queue_.size() <= options_.batch) return std::exchange(queue_, {});
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(options_.batch);
  Jobs jobs(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return jobs;
}

void EngineLoop::run_idle(Jobs& jobs) {
  const auto first_idle = std::stable_partition(jobs.begin(), jobs.end(),
                                                [](const auto& job) { return !job->is_idle(); });
  Jobs idle(std::make_move_iterator(first_idle), std::make_move_iterator(jobs.end()));
  jobs.erase(first_idle, jobs.end());
  for (const auto& job : idle) job->run_idle(*engine_, present());
  if (!idle.empty()) publish();
  hand_over(std::move(idle));
}

void EngineLoop::publish() {
  const std::lock_guard lock(mutex_);
  snapshot_ = engine_->snapshot();
}

void EngineLoop::undo(Jobs& jobs, const Fault& fault) {
  if (!faulted_) {
    log_.error("turn_failed",
               fault.kind() == FaultKind::outcome_unknown
                   ? "The store went silent while it committed; whether it did is not known."
                   : "The store refused a transaction; nothing of it was kept.",
               {{"reason", fault.what()}});
  }
  faulted_ = true;
  refusing_ = refusing_ || is_of_the_store(fault.kind());
  renews_run_ = renews_run_ || fault.kind() == FaultKind::outcome_unknown;
  Jobs failed;
  for (auto& job : jobs) {
    if (job->is_patient()) {
      patient_.push_back(std::move(job));
    } else {
      job->fail(trouble_of(fault));
      failed.push_back(std::move(job));
    }
  }
  jobs.clear();
  publish();
  hand_over(std::move(failed));
}

void EngineLoop::try_turn(Jobs& jobs) {
  constexpr int enough_written = 1'000;
  const auto work = [&](Turn& turn) {
    // After a failure the first turn must really write, or it would prove nothing.
    if (faulted_) turn.touch();
    for (const auto& job : jobs) job->run(turn);
    int written = 0;
    int wrote = 0;
    if (clock_wrong_) return;
    do {
      wrote = turn.fire_next();
      written += wrote;
    } while (wrote > 0 && written < enough_written);
  };
  engine_->turn(present(), work, applications_of(jobs));
}

/// One bad command must not take its neighbours down.
void EngineLoop::try_one_by_one(Jobs& jobs) {
  Jobs waiting = std::exchange(jobs, {});
  for (auto& job : waiting) {
    Jobs alone;
    alone.push_back(std::move(job));
    try {
      engine_->turn(present(), [&](Turn& turn) { alone.front()->run(turn); });
      publish();
      hand_over(std::move(alone));
    } catch (const Fault& fault) {
      undo(alone, fault);
    }
  }
}

/// False when the turn failed and the store should be left alone for a moment.
bool EngineLoop::take_turn(Jobs& jobs) {
  jobs.insert(jobs.begin(), std::make_move_iterator(patient_.begin()),
              std::make_move_iterator(patient_.end()));
  patient_.clear();
  try {
    try_turn(jobs);
  } catch (const Fault& fault) {
    if (is_of_the_store(fault.kind()) || jobs.size() < 2) {
      undo(jobs, fault);
    } else {
      try_one_by_one(jobs);
    }
    return false;
  }
  if (faulted_) log_.info("turns_resumed", "The store takes transactions again.");
  faulted_ = false;
  refusing_ = false;
  publish();
  hand_over(std::move(jobs));
  return true;
}

void EngineLoop::watch_clock() {
  const Present now = present();
  if (options_.watch_clock && last_.at != Instant{}) {
    const std::chrono::duration<double> wall = now.at - last_.at;
    const std::chrono::duration<double> steady = now.steady - last_.steady;
    const auto jump = wall - steady;
    if (std::chrono::abs(jump) > jump_worth_a_line) {
      log_.warning("clock_set",
                   "The machine's clock was set; what is due now fires, in order, and what has "
                   "closed stays closed.",
                   {{"by_seconds", jump.count()}});
    }
  }
  last_ = now;
}

void EngineLoop::set_hungry(const std::string& channel, bool hungry) {
  const std::lock_guard lock(mutex_);
  if (hungry) {
    hungry_.insert(channel);
  } else {
    hungry_.erase(channel);
  }
}

void EngineLoop::feed(const std::string& channel) {
  set_hungry(channel, false);
  post_([this, channel] {
    const auto listener = due_listeners_.find(channel);
    if (listener != due_listeners_.end()) listener->second();
  });
}

/// Wakes whoever waits for notifications; answers when the engine next has something to do.
std::optional<Instant> EngineLoop::look_ahead() {
  std::optional<Instant> next = engine_->find_next_agenda();
  std::vector<std::string> hungry;
  {
    const std::lock_guard lock(mutex_);
    hungry.assign(hungry_.begin(), hungry_.end());
  }
  for (const std::string& channel : hungry) {
    const auto due = engine_->find_next_outbox(channel);
    if (!due) continue;
    if (*due <= clock_.now()) {
      feed(channel);
    } else {
      next = next ? std::min(*next, *due) : *due;
    }
  }
  return next;
}

bool EngineLoop::has_work() const {
  const std::lock_guard lock(mutex_);
  return !queue_.empty();
}

/// Where others write too: a sign of life now and then, and what they have committed.
void EngineLoop::keep_up() {
  if (!engine_->is_shared()) return;
  const Steady now = steady_now();
  const bool beats = now >= beat_at_;
  if (renews_run_) {
    // After a turn that has settled what could be settled in the old run's name.
    engine_->renew_run(present());
    renews_run_ = false;
    run_ = engine_->run();
    beaten_at_ = now;
  }
  // The next turn takes it up in any case.
  if (!beats && (heard_turn_ <= engine_->known_turn() || has_work())) return;
  if (beats) {
    beat_at_ = now + beat_every;
    judge_clock(engine_->beat(present()));
    run_ = engine_->run();
    beaten_at_ = now;
  }
  if (engine_->follow() || beats) publish();
}

std::string_view EngineLoop::store_state() const {
  if (clock_wrong_) return "clock_wrong";
  if (snapshot()->figures.storage_full) return "full";
  return refusing_ || unreadable_ ? "failing" : "ok";
}

bool EngineLoop::holds(std::int64_t run) const {
  if (options_.shared_url.empty()) return true;
  return run == run_ && steady_now() - beaten_at_.load() < silent_at_most;
}

void EngineLoop::judge_clock(std::chrono::microseconds ahead) {
  const bool wrong = std::chrono::abs(ahead) > clock_difference_at_most;
  if (wrong == clock_wrong_) return;
  clock_wrong_ = wrong;
  const double seconds = std::chrono::duration<double>(ahead).count();
  if (wrong) {
    log_.error("clock_wrong",
               "This machine's clock differs from the database's by more than a second: nothing is "
               "accepted or fired here until it is right.",
               {{"ahead_seconds", seconds}});
  } else {
    log_.info("clock_right", "This machine's clock agrees with the database's again.",
              {{"ahead_seconds", seconds}});
  }
}

/// False when the store did not answer; a server may come back.
bool EngineLoop::try_look_ahead(std::optional<Instant>& next) {
  try {
    keep_up();
    next = look_ahead();
    if (unreadable_) log_.info("store_answers", "The store answers again.");
    unreadable_ = false;
    return true;
  } catch (const Fault& fault) {
    if (!unreadable_) {
      log_.error("store_silent", "The store does not answer; trying again.",
                 {{"reason", fault.what()}});
    }
    unreadable_ = true;
    return false;
  }
}

void EngineLoop::loop() {
  std::optional<Instant> next;
  try_look_ahead(next);
  while (true) {
    Jobs jobs = take();
    watch_clock();
    offer_campaign();
    run_idle(jobs);
    const bool due = next && *next <= clock_.now();
    bool healthy = true;
    if (!jobs.empty() || !patient_.empty() || due || faulted_) healthy = take_turn(jobs);
    if (healthy) healthy = try_look_ahead(next);
    {
      const std::lock_guard lock(mutex_);
      if (!queue_.empty()) continue;
      if (stopping_) return;
    }
    if (!healthy) {
      alarm_->wait(std::nullopt, retry_after_fault);
    } else if (!next || *next > clock_.now() || clock_wrong_) {
      const std::chrono::milliseconds at_most =
          engine_->is_shared() ? beat_every : std::chrono::minutes(1);
      alarm_->wait(clock_wrong_ ? std::nullopt : next, at_most);
    }
  }
}

}  // namespace keste::engine
