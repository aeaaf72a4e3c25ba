// Migrations: numbered scripts that bring a database to this version's schema.
#pragma once

#include "store/database.hpp"

namespace keste::store {

/// Applies what is missing, each migration in a transaction of its own, so that an interrupted one
/// starts again; of several daemons one migrates while the others wait. A database from a newer
/// version is refused (Fault, usage), unless daemons of this one may go on in it.
void migrate(Database& database);

/// Writes down which key seals the database, at the first time; refuses another one afterwards
/// (Fault, usage): what is sealed could not be read with it.
void claim_vault(Database& database, std::string_view fingerprint);

/// Whether a key has sealed the database already; false for an empty one.
bool is_sealed(Database& database);

/// The schema that this version writes: the number of its last migration.
int schema_version();

/// The oldest schema whose daemons may write beside those of this version, which has migrated the
/// database under them: while daemons on PostgreSQL are upgraded one after the other. A migration
/// that they could not live with raises it.
int oldest_schema();

}  // namespace keste::store
