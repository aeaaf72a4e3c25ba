// Dispatcher: moves notifications from the outbox through a channel and records the outcomes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "dispatch/channel.hpp"
#include "dispatch/channel_gate.hpp"
#include "dispatch/io_loop.hpp"
#include "dispatch/message_writer.hpp"
#include "dispatch/outbox_pump.hpp"
#include "dispatch/pacer.hpp"
#include "dispatch/send_rule.hpp"
#include "dispatch/settlement.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

struct DispatcherSettings {
  int per_second = 0;             ///< Messages a second at most; 0 is no limit.
  std::uint64_t jitter_seed = 1;  ///< Another one for each daemon.
  int sends_per_turn = 64;        ///< Then the io thread does other work first.
  OutboxPumpSettings outbox;
};

/// Counts since the start, and the present state.
struct DispatchFigures {
  std::int64_t sent = 0;
  std::int64_t deferred = 0;
  std::int64_t failed = 0;
  std::int64_t ambiguous = 0;
  std::int64_t released = 0;
  std::int64_t held = 0;  ///< By a send rule, each time it was asked.
  int in_flight = 0;
  bool channel_up = true;
};

/// Io thread only. Keeps every lane of the channel busy while something is due; all decisions are
/// made in `turn`, which answers only schedule, so nothing recurses however fast they come.
/// Outlives the messages under way: destroyed after `stop` is done, or with nothing in flight.
class Dispatcher {
 public:
  /// What it works with; all outlive it.
  struct Parts {
    engine::Outbox& outbox;
    Channel& channel;
    MessageWriter& composer;
    const Clock& clock;
    Log& log;
    IoLoop& loop;
    SendRule* rule = nullptr;  ///< None: what is due goes.
  };

  Dispatcher(Parts parts, DispatcherSettings settings);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  void start();
  /// Claims no more, lets what is being sent end, gives the rest back, records everything, closes
  /// the channel, then calls `done`. May be called again.
  void stop(std::function<void()> done);
  DispatchFigures figures() const;

 private:
  enum class Phase { running, stopping, closing, stopped };
  struct Lane {
    Attempt attempt;
    std::string kind;
    bool probe = false;
  };

  void schedule();
  void turn();
  void refill();
  bool may_send(Steady now);
  void send_next(Steady now);
  bool hold(const engine::Notification& next);
  void on_result(int lane, const SendResult& result);
  void note_channel(bool probe, const SendResult& result, const std::string& reason);
  void record(engine::Settlement settlement, const std::string& kind);
  void arm();
  std::optional<Steady> next_wake() const;
  void close_when_quiet();
  void on_closed();

  Parts parts_;
  DispatcherSettings settings_;
  OutboxPump outbox_;
  ChannelGate gate_;
  Pacer pacer_;
  Jitter jitter_;
  std::vector<Lane> lanes_;
  std::vector<int> idle_;  ///< The last used is used next, so that few connections stay open.
  DispatchFigures figures_;
  Phase phase_ = Phase::running;
  std::vector<std::function<void()>> on_stopped_;
  std::optional<Steady> armed_at_;
  bool scheduled_ = false;
  std::shared_ptr<int> life_ = std::make_shared<int>(0);  ///< Late answers find it gone.
};

}  // namespace keste::dispatch
