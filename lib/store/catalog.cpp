// Reads "-- name: x" headings in the embedded .sql files.
#include "store/catalog.hpp"

#include <cstdio>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"

namespace keste::store {

using Files = std::vector<std::pair<std::string_view, std::string_view>>;
Files statement_files();
Files sqlite_statement_files();
Files postgresql_statement_files();

namespace {

constexpr std::string_view heading = "-- name: ";

std::vector<CatalogEntry> read_catalog(const Files& own) {
  std::vector<CatalogEntry> entries;
  Files files = statement_files();
  files.insert(files.end(), own.begin(), own.end());
  for (const auto& [file, text] : files) {
    auto at = text.find(heading);
    while (at != std::string_view::npos) {
      const auto line_end = text.find('\n', at);
      const auto next = text.find(heading, line_end);
      const auto name = trim(text.substr(at + heading.size(), line_end - at - heading.size()));
      // Comments ahead of the next heading belong to it and do not harm here.
      entries.push_back({name, text.substr(line_end, next - line_end)});
      at = next;
    }
  }
  return entries;
}

}  // namespace

const std::vector<CatalogEntry>& list_statements(Dialect dialect) {
  static const std::vector<CatalogEntry> sqlite = read_catalog(sqlite_statement_files());
  static const std::vector<CatalogEntry> postgresql = read_catalog(postgresql_statement_files());
  return dialect == Dialect::sqlite ? sqlite : postgresql;
}

CatalogEntry load_statement(std::string_view name, Dialect dialect) {
  for (const CatalogEntry& entry : list_statements(dialect)) {
    if (entry.name == name) return entry;
  }
  std::fprintf(stderr, "no statement named %s\n", std::string(name).c_str());
  CHECK(!"a statement of that name");
}

}  // namespace keste::store
