// Results as the testing centre exports them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admission/result.hpp"
#include "admission/sheet_columns.hpp"
#include "base/instant.hpp"
#include "campaign/campaign.hpp"

namespace keste::admission {

/// What could not be read is in `problems` and stands here as it was written.
struct ResultRow {
  int row = 0;              ///< As a spreadsheet numbers it.
  std::string iin;          ///< This or the next is there, or both.
  std::string application;  ///< The application's number, as written.
  std::string test;         ///< A test's id; empty when the sheet does not say.
  std::string level;        ///< "A1" to "C2"; may be empty unless the result is final.
  std::string score;        ///< Decimal, with a point; may be empty.
  std::string document_number;
  std::optional<Date> issued_on;
  ResultStatus status = ResultStatus::final;  ///< Final when the sheet does not say.
  std::vector<CellProblem> problems;
  std::vector<CellRepair> repairs;
};

struct ResultsSheet {
  /// Fields: iin, application, test, level, score, document_number, issued_at, status.
  SheetReading reading;
  std::vector<ResultRow> rows;
};

/// Refuses the sheet when a heading is there twice, when level has no column, or neither iin nor
/// application. Words of a row: missing, not_a_level, not_a_score, not_a_date, date_order,
/// not_a_status, test_unknown, and those of read_iin_cell and read_code_cell. Pure.
Result<ResultsSheet, sheet::Problem> read_results_sheet(const sheet::Table& table,
                                                        const campaign::Campaign& campaign);

}  // namespace keste::admission
