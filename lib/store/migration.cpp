// The schema's number is SQLite's user_version; each migration's file name begins with its own.
#include "store/migration.hpp"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.hpp"

namespace keste::store {

std::vector<std::pair<std::string_view, std::string_view>> migration_files();

namespace {

int number_of(std::string_view file) { return std::atoi(std::string(file.substr(0, 4)).c_str()); }

int find_version(Database& database) {
  Rows rows = database.query("schema_version");
  return rows.next() ? static_cast<int>(rows.integer(0)) : 0;
}

}  // namespace

int schema_version() { return number_of(migration_files().back().first); }

void migrate(Database& database) {
  const int present = find_version(database);
  if (present > schema_version()) {
    throw Fault(FaultKind::usage, "opening the database",
                "it has schema " + std::to_string(present) + ", this kested knows up to " +
                    std::to_string(schema_version()) + ": run the newer kested that wrote it");
  }
  const int oldest = number_of(migration_files().front().first);
  if (present > 0 && present < oldest) {
    throw Fault(FaultKind::usage, "opening the database",
                "it has schema " + std::to_string(present) +
                    ", from before the first release, which this kested cannot bring up to date: "
                    "start with an empty --state");
  }
  for (const auto& [file, text] : migration_files()) {
    if (number_of(file) <= present) continue;
    Transaction transaction(database);
    database.run_script(std::string(text));
    database.run_script("PRAGMA user_version = " + std::to_string(number_of(file)));
    transaction.commit();
  }
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
