// kested: options, configuration, the app, and exit codes that a service manager understands.
#include <csignal>
#include <exception>
#include <iostream>

#include "base/fault.hpp"
#include "dispatch/message_check.hpp"
#include "kested/app.hpp"

namespace {

using namespace keste;
using namespace keste::kested;

int exit_code_of(const Fault& fault) {
  switch (fault.kind()) {
    case FaultKind::busy:
      return exit_code::unavailable;
    case FaultKind::usage:
      return exit_code::config;
    default:
      return exit_code::io;
  }
}

int run(const Options& options) {
  Log log(default_sink(), options.verbose ? Severity::debug : Severity::info);
  const config::Loaded loaded = dispatch::load_configuration(options.etc);
  if (!loaded.configuration) {
    // For the person who just started it: plain lines, as an editor understands them.
    for (const config::Diagnostic& diagnostic : loaded.diagnostics) {
      std::cerr << diagnostic.text() << '\n';
    }
    std::cerr << "kested: not started: the configuration in " << options.etc.string()
              << " has errors\n";
    return exit_code::config;
  }
  log_diagnostics(log, loaded);
  try {
    const auto clock = options.make_clock();
    App app(options, loaded.configuration, *clock, log);
    return app.run();
  } catch (const Fault& fault) {
    log.error("start_failed", fault.what());
    std::cerr << "kested: not started: " << fault.what() << '\n';
    return exit_code_of(fault);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const ReadOptions read = read_options(argc, argv);
  if (!read.options) return read.exit;
  try {
    return run(*read.options);
  } catch (const std::exception& error) {
    std::cerr << "kested: a bug: " << error.what() << '\n';
    return exit_code::software;
  }
}
