// Questionnaire: the answers of the announced online form, from a sheet to forms of application.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admission/application.hpp"
#include "admission/sheet_columns.hpp"
#include "campaign/campaign.hpp"

namespace keste::admission {

/// One answer, its values put into the shape that `read_form` takes. What could not be is in
/// `problems`, and stands in the form as it was written; `read_form` may name that field again.
struct AnswerRow {
  int row = 0;  ///< As a spreadsheet numbers it.
  std::optional<Instant> answered_at;
  /// city: a code. session: an id, or empty for any in the city. test: a test's id, or empty.
  ApplicationForm form;
  std::string needs;
  std::string payment_reference;
  /// The same for the same answer in a longer export: the instant, the IIN's digits, and "#2" for
  /// the second of two that are equal. Empty without an instant. Holds the IIN: not for logs.
  std::string row_key;
  int same_as_row = 0;  ///< The first earlier row with this IIN and test; 0 when there is none.
  std::vector<CellProblem> problems;
  std::vector<CellRepair> repairs;
};

struct Answers {
  SheetReading reading;  ///< Fields are named by campaign::Question.
  std::vector<AnswerRow> rows;
};

/// Reads every row; a bad one harms no other. The sheet as a whole is refused when a heading is
/// there twice, when timestamp, iin, surname or given_name have no column, or when a timestamp has
/// no offset and the campaign does not state the zone. Pure.
Result<Answers, sheet::Problem> read_questionnaire(const sheet::Table& table,
                                                   const campaign::Campaign& campaign);

}  // namespace keste::admission
