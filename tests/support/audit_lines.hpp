// Writing single audit lines in tests.
#pragma once

#include "store/audit.hpp"

namespace keste::test {

/// Appends one line after the last.
inline void append_audit(store::Database& database, const store::AuditLine& line) {
  store::AuditWriter writer;
  writer.load(database);
  writer.add(line);
  writer.save(database);
}

}  // namespace keste::test
