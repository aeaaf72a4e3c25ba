// Offline: what the subcommands need that read the etc directory themselves.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "config/config.hpp"
#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// {"ok", "errors", "warnings"}: what was found in the files.
boost::json::object to_json(const config::Loaded& loaded);

/// One diagnostic a line.
void print(std::ostream& out, const std::vector<config::Diagnostic>& diagnostics);

/// The configuration; null, with the errors printed and `exit` set, when it has any.
std::shared_ptr<const config::Configuration> load_or_complain(Shared& shared);

/// The season of an id, or the one that is served for an empty id; null, with the known ones
/// named and `exit` set, when there is none. Refers into `configuration`.
const config::Configuration::Season* find_or_complain(const config::Configuration& configuration,
                                                      const std::string& id, Shared& shared);

}  // namespace keste::kestectl
