// TurnListener: hears of the turns that other daemons take on the same database.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace keste::store {

/// Listens on a connection of its own (LISTEN), on a thread of its own, and makes the connection
/// anew when it is lost. What it misses meanwhile the engine finds by asking now and then.
class TurnListener {
 public:
  /// `on_turn` is called on the listener's thread with the number of the turn that has committed.
  TurnListener(std::string url, std::function<void(std::int64_t)> on_turn);
  ~TurnListener();
  TurnListener(const TurnListener&) = delete;
  TurnListener& operator=(const TurnListener&) = delete;

 private:
  void loop();

  std::string url_;
  std::function<void(std::int64_t)> on_turn_;
  int stop_;  ///< An eventfd.
  std::thread thread_;
};

}  // namespace keste::store
