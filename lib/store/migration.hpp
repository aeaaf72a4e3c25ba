// Migrations: numbered scripts that bring a database to this version's schema.
#pragma once

#include "store/database.hpp"

namespace keste::store {

/// Applies what is missing, each migration in a transaction of its own, so that an interrupted one
/// starts again. A database from a newer version is refused (Fault, usage).
void migrate(Database& database);

/// The schema that this version writes: the number of its last migration.
int schema_version();

}  // namespace keste::store
