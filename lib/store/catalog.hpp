// The catalog of named SQL statements, from the .sql files that the build embeds.
#pragma once

#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace keste::store {

struct CatalogEntry {
  std::string_view name;
  std::string_view text;
};

/// The statement of that name; an unknown name is a bug.
CatalogEntry load_statement(std::string_view name, Dialect dialect);
/// Every statement as a dialect has it: the common ones and its own.
const std::vector<CatalogEntry>& list_statements(Dialect dialect);

}  // namespace keste::store
