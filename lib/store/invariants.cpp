// Runs every statement whose name begins with "invariant_": a row is a breach.
#include "store/invariants.hpp"

#include "store/audit.hpp"
#include "store/catalog.hpp"

namespace keste::store {

std::vector<std::string> list_broken_invariants(Database& database) {
  std::vector<std::string> broken;
  for (const CatalogEntry& entry : list_statements(database.dialect())) {
    if (!entry.name.starts_with("invariant_")) continue;
    Rows rows = database.query(entry.name);
    while (rows.next()) {
      broken.push_back(std::string(entry.name.substr(10)) + ": " + std::string(rows.text(0)) +
                       ", " + std::string(rows.text(1)) + ", " + std::string(rows.text(2)));
    }
  }
  if (const auto at = verify_audit(database).broken_at) {
    broken.push_back("audit_chain: broken at line " + std::to_string(*at));
  }
  return broken;
}

}  // namespace keste::store
