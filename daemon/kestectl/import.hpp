// Imports: a sheet sent to the daemon, watched, and what became of its rows.
#pragma once

#include <string>

#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

struct SheetToSend {
  std::string path;   ///< Below /api/v1, without a query.
  std::string query;  ///< "dry_run=true"; may be empty.
  std::string file;   ///< "-" for the standard input.
};

/// Sends the sheet, with a progress bar where `shared.progress` says that somebody watches, and
/// prints the answer. Exit 0 when all rows are taken or known, EX_DATAERR when some are refused.
void import_sheet(const SheetToSend& sheet, Shared& shared);

}  // namespace keste::kestectl
