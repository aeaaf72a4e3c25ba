// Invariants of the store: what must hold after every transaction.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace keste::store {

/// One sentence for each broken invariant; empty when all hold. Reads whole tables.
std::vector<std::string> list_broken_invariants(Database& database);

}  // namespace keste::store
