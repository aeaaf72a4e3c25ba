// SmsPoller: asks the gateway what became of the messages that it has taken over.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "dispatch/http_client.hpp"
#include "dispatch/io_loop.hpp"
#include "dispatch/sms_gateway.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

/// Io thread only. One round after another, `status.every` apart: up to a thousand messages, in
/// requests of `status.ids_max`. An answer that never comes ends the round.
class SmsPoller {
 public:
  /// What it works with; all outlive it. `http` and `loop` are its own.
  struct Parts {
    engine::Outbox& outbox;
    const SmsGateway& gateway;
    HttpClient& http;
    Log& log;
    IoLoop& loop;
  };

  explicit SmsPoller(Parts parts);
  ~SmsPoller();
  SmsPoller(const SmsPoller&) = delete;
  SmsPoller& operator=(const SmsPoller&) = delete;

  void start();
  /// Lets what is being asked be answered and recorded, closes the client, then calls `done`. Once.
  void stop(std::function<void()> done);

 private:
  void arm();
  void begin_round();
  void on_listed(std::vector<std::string> ids);
  void ask_next();
  void on_answer(const HttpOutcome& outcome);
  void end_round();
  void note_answer(bool answered, const std::string& reason);

  Parts parts_;
  std::vector<std::string> ids_;  ///< Not asked about yet in this round; the next ones stand last.
  bool is_busy_ = false;
  bool was_answered_ = true;
  std::function<void()> on_stopped_;
  std::shared_ptr<int> life_ = std::make_shared<int>(0);  ///< Late answers find it gone.
};

}  // namespace keste::dispatch
