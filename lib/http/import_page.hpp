// The answer to an import: what was understood, and what became of the rows.
#pragma once

#include <string>

#include "http/sheet_import.hpp"

namespace keste::http {

/// `totals` are the engine's counts, added up. Pure.
std::string render_import(const SheetImport& import, const engine::Facts& totals, bool dry_run,
                          Language language);

}  // namespace keste::http
