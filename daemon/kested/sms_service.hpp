// SmsService: everything that SMS needs, put together.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "config/gateways.hpp"
#include "dispatch/composer.hpp"
#include "dispatch/dispatcher.hpp"
#include "engine/notification.hpp"
#include "kested/reload.hpp"

namespace boost::asio {
class io_context;
}

namespace keste::kested {

/// io thread only. A dispatcher of its own beside that of the mails, and the questions about what
/// was taken over, where the gateway is asked.
class SmsService {
 public:
  /// What it works with; all outlive it.
  struct Parts {
    boost::asio::io_context& io;
    engine::Outbox& outbox;
    dispatch::Composer& facts;
    const Clock& clock;
    Log& log;
  };

  /// Throws Fault when the settings cannot work. `seed` is another one for each daemon.
  SmsService(const Parts& parts, const config::SmsSettings& settings, SharedSeason season,
             std::uint64_t seed);
  ~SmsService();

  void start();
  /// As the dispatcher's, once; both parts are done then.
  void stop(std::function<void()> done);
  /// Takes a reloaded season; the texts are those of `facts`.
  void use(SharedSeason season);
  dispatch::DispatchFigures figures() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::kested
