// A loaded configuration for the parts of the daemon, and what a reload of it needs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "config/config.hpp"
#include "engine/state.hpp"

namespace keste::kested {

using SharedConfiguration = std::shared_ptr<const config::Configuration>;
using SharedSeason = std::shared_ptr<const config::Configuration::Season>;

/// The season that is served, kept alive with its configuration.
SharedSeason served_season(const SharedConfiguration& configuration);

/// What the engine needs of a configuration. `clock_rate` stretches the lateness that is worth a
/// mark. `follows` is the digest of the campaign that it is to follow; empty: any.
engine::EngineSettings make_engine_settings(const config::Configuration& configuration,
                                            double clock_rate, const std::string& follows = {});

/// What the campaign that is served says, as a digest.
std::string digest_of(const config::Configuration& configuration);

/// Changes of what messages say to those who have a seat: a city's zone, a session's venue, a
/// session that is gone; one sentence each. Such a file is not taken on a reload.
std::vector<std::string> list_broken_promises(const config::Configuration::Season& old,
                                              const config::Configuration::Season& wanted,
                                              const engine::Snapshot& snapshot);

/// Parts of kested.yaml that only a restart can change; one sentence each.
std::vector<std::string> list_restart_needs(const config::Settings& old,
                                            const config::Settings& wanted);

void log_diagnostics(Log& log, const config::Loaded& loaded);

}  // namespace keste::kested
