// Copying a whole campaign from one database into another, of either kind.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "store/audit.hpp"
#include "store/database.hpp"

namespace keste::store {

struct CopiedTable {
  std::string_view name;
  std::int64_t rows = 0;
  std::string checksum;  ///< 32 bytes; does not depend on the order of the rows.
  bool was_there = false;
};

struct CopyReport {
  std::vector<CopiedTable> tables;
  AuditVerification audit;  ///< Of the copy.
};

/// Copies every table of `from`, which must have this version's schema, into `to`, which is brought
/// to it: a table is one transaction, so that a copy that was interrupted goes on with the table at
/// which it was. Afterwards both sides are read again and must agree in their counts, in a checksum
/// for each table, and in the head of the audit chain. Throws Fault (usage) when `from` is of
/// another version, when `to` holds other rows, or when a daemon lives on a shared database; Fault
/// (corrupt) when what was written is not what was read.
///
/// `progress` is called now and then with a table's name, the rows done of it, and all its rows.
CopyReport copy_database(
    Database& from, Database& to,
    const std::function<void(std::string_view, std::int64_t, std::int64_t)>& progress);

}  // namespace keste::store
