// Promo codes as the cabinet exports them: code, IIN, test.
#pragma once

#include <string>
#include <vector>

#include "admission/sheet_columns.hpp"
#include "campaign/campaign.hpp"

namespace keste::admission {

/// What could not be read is in `problems` and stands here as it was written.
struct PromoRow {
  int row = 0;       ///< As a spreadsheet numbers it.
  std::string code;  ///< As made, without blanks at its ends.
  std::string iin;
  std::string test;     ///< A test's id; empty when the sheet does not say.
  int same_as_row = 0;  ///< The first earlier row with this code; 0 when there is none.
  std::vector<CellProblem> problems;
  std::vector<CellRepair> repairs;
};

struct PromoSheet {
  SheetReading reading;  ///< Fields: code, iin, test.
  std::vector<PromoRow> rows;
};

/// Refuses the sheet when a heading is there twice or code or iin have no column. Words of a row:
/// missing, test_unknown, and those of read_iin_cell and read_code_cell. Pure.
Result<PromoSheet, sheet::Problem> read_promo_sheet(const sheet::Table& table,
                                                    const campaign::Campaign& campaign);

}  // namespace keste::admission
