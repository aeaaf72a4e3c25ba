// Reads "-- name: x" headings in the embedded .sql files.
#include "store/catalog.hpp"

#include <cstdio>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"

namespace keste::store {

std::vector<std::pair<std::string_view, std::string_view>> statement_files();

namespace {

constexpr std::string_view heading = "-- name: ";

std::vector<CatalogEntry> read_catalog() {
  std::vector<CatalogEntry> entries;
  for (const auto& [file, text] : statement_files()) {
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

const std::vector<CatalogEntry>& list_statements() {
  static const std::vector<CatalogEntry> entries = read_catalog();
  return entries;
}

CatalogEntry load_statement(std::string_view name) {
  for (const CatalogEntry& entry : list_statements()) {
    if (entry.name == name) return entry;
  }
  std::fprintf(stderr, "no statement named %s\n", std::string(name).c_str());
  CHECK(!"a statement of that name");
}

}  // namespace keste::store
