// The name of one installation among those that share a database.
#pragma once

#include <filesystem>
#include <string>

namespace keste::store {

/// The name kept in `state`, made at the first start, with this machine's name behind it: a state
/// directory that was copied to another machine is another installation. Throws Fault.
std::string load_or_make_instance_name(const std::filesystem::path& state);

}  // namespace keste::store
