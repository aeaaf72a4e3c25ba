// App: the process put together, in order, and taken apart in order.
#pragma once

#include <memory>

#include "kested/options.hpp"
#include "kested/reload.hpp"

namespace keste::kested {

/// The only place that sees neighbours of one floor. Made, run and destroyed on the main thread,
/// which is the io thread while `run` lasts.
class App {
 public:
  /// Opens the store, starts the run, listens. Throws Fault when any of it cannot be.
  App(const Options& options, SharedConfiguration configuration, const Clock& clock, Log& log);
  ~App();

  /// Until a signal ends it; the exit code.
  int run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::kested
