// Outlets: every way out of the outbox that the settings name, started and stopped together.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "engine/engine_thread.hpp"
#include "http/settings.hpp"
#include "kested/reload.hpp"

namespace boost::asio {
class io_context;
}

namespace keste::kested {

/// Mail always; SMS and the webhook where there are such. io thread only; all it is given outlives
/// it.
class Outlets {
 public:
  struct Parts {
    boost::asio::io_context& io;
    engine::EngineThread& engine;
    const std::filesystem::path& state;
    const Clock& clock;
    Log& log;
  };

  /// Throws Fault when the settings cannot work.
  Outlets(const Parts& parts, SharedConfiguration configuration);
  ~Outlets();

  void start();
  /// Claims no more and lets dialogues end; `done` once, when all have.
  void stop(std::function<void()> done);
  /// Takes a reloaded season and its texts.
  void use(const SharedConfiguration& configuration);

  std::vector<http::Metric> list_metrics() const;
  std::vector<http::ReadyPart> list_parts() const;
  /// A message as its person would get it.
  http::ShownMessage show_message(const engine::Notification& notification);
  /// What the SMS gateway tells of deliveries; false when the token is not the hook's.
  bool take_delivery_hook(const std::string& token, const std::string& body,
                          const std::string& content_type, std::function<void()> done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::kested
