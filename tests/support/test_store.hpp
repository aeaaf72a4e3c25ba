// Where a test's store is: in memory, a file of its own, or a schema of its own on the tests'
// PostgreSQL. KESTE_TEST_STORE says which.
#pragma once

#include <string>

namespace keste::test {

/// Whether KESTE_TEST_STORE asks for PostgreSQL: it is "postgresql:" then, and the file that
/// tests/support/postgresql_cluster.py wrote.
bool is_on_postgresql();
/// `path` as it is, or what stands for it on PostgreSQL: the same for the same path, a fresh one at
/// each call for ":memory:". Where KESTE_TEST_STORE is "file", ":memory:" is a fresh file, gone
/// when the program ends.
std::string store_location(const std::string& path);
/// A fresh schema on the tests' PostgreSQL.
std::string fresh_schema();

}  // namespace keste::test
