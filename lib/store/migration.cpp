// Each migration's file name begins with the number of the schema that it leads to.
#include "store/migration.hpp"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.hpp"

namespace keste::store {

using Files = std::vector<std::pair<std::string_view, std::string_view>>;
Files sqlite_migration_files();
Files postgresql_migration_files();

namespace {

Files files_for(Dialect dialect) {
  return dialect == Dialect::sqlite ? sqlite_migration_files() : postgresql_migration_files();
}

int number_of(std::string_view file) { return std::atoi(std::string(file.substr(0, 4)).c_str()); }

}  // namespace

int schema_version() { return number_of(sqlite_migration_files().back().first); }

int oldest_schema() { return 9; }

void migrate(Database& database) {
  const auto [present, oldest_writer] = database.find_schema();
  const bool may_go_on = oldest_writer > 0 && oldest_writer <= schema_version();
  if (present > schema_version() && !may_go_on) {
    throw Fault(FaultKind::usage, "opening the database",
                "it has schema " + std::to_string(present) + ", this kested knows up to " +
                    std::to_string(schema_version()) + ": run the newer kested that wrote it");
  }
  const int oldest = number_of(files_for(database.dialect()).front().first);
  if (present > 0 && present < oldest) {
    throw Fault(FaultKind::usage, "opening the database",
                "it has schema " + std::to_string(present) +
                    ", from before the first release, which this kested cannot bring up to date: "
                    "start with an empty --state");
  }
  for (const auto& [file, text] : files_for(database.dialect())) {
    if (number_of(file) <= present) continue;
    Transaction transaction(database);
    // Another daemon may have been here while this one waited for its turn to write.
    if (number_of(file) <= database.find_schema().version) continue;
    database.run_script(std::string(text));
    database.set_schema({number_of(file), oldest_schema()});
    transaction.commit();
  }
}

bool is_sealed(Database& database) {
  return database.find_schema().version > 0 && database.query("vault_find").next();
}

void claim_vault(Database& database, std::string_view fingerprint) {
  database.run("vault_insert", {Value::blob(fingerprint)});
  Rows rows = database.query("vault_find");
  if (rows.next() && rows.text(0) == fingerprint) return;
  throw Fault(FaultKind::usage, "opening the database",
              "its personal data are sealed with another key: put the keste.key back that belongs "
              "to this database");
}

}  // namespace keste::store
