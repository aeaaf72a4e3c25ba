// SheetImport: a sheet of answers, codes or results, made ready for the engine piece by piece.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "admission/sheet_columns.hpp"
#include "campaign/campaign.hpp"
#include "engine/desk.hpp"
#include "http/problem.hpp"

namespace keste::http {

/// One row, and what became of it.
struct ImportRow {
  int row = 0;            ///< As a spreadsheet numbers it; of a JSON list, from 1.
  std::string outcome;    ///< "seated", "known", "refused", …; empty: taken or known.
  std::string problem;    ///< The engine's word.
  int same_as_row = 0;    ///< An earlier row of the same person; 0 when there is none.
  engine::Facts facts{};  ///< What else the engine says of it.
  std::vector<admission::CellProblem> problems{};
  std::vector<admission::CellRepair> repairs{};
};

struct SheetImport {
  bool is_sheet = true;  ///< Else the rest of what was understood is empty.
  admission::SheetReading reading{};
  std::string zone{};             ///< Of timestamps without an offset; may be empty.
  bool lists_every_row = false;   ///< Else those with something to say.
  std::vector<ImportRow> rows{};  ///< In the sheet's order.
  /// In the order in which they are performed; small, so that nobody else waits for long.
  std::vector<engine::DeskCommand> pieces{};
  std::size_t refused = 0;  ///< Rows that do not get as far as the engine.
};
using PreparedImport = std::variant<SheetImport, Problem>;

/// Questionnaires; a dry run is one piece, because what one row takes the next cannot have. Pure,
/// as the others: for a worker's thread.
PreparedImport prepare_answers(std::string_view bytes, const campaign::Campaign& campaign,
                               bool dry_run);
/// Promo codes; `test` is meant where the sheet does not say.
PreparedImport prepare_codes(std::string_view bytes, const campaign::Campaign& campaign,
                             const std::string& test);
PreparedImport prepare_results(std::string_view bytes, const campaign::Campaign& campaign);
/// {"results": […]}
PreparedImport prepare_results(std::string_view json);

/// The whole sheet is refused.
Problem make_sheet_problem(const sheet::Problem& problem);
/// Refuses the row before it gets to the engine.
void refuse(SheetImport& import, ImportRow row);
/// What is wrong with one cell, where its column is known.
admission::CellProblem make_cell_problem(const admission::SheetReading& reading,
                                         std::string_view field, std::string_view word,
                                         std::string right = {});

/// Lines in pieces of the size that the engine takes at once.
template <class Command, class Line>
void cut(SheetImport& import, std::vector<Line> lines) {
  constexpr std::size_t piece = 500;
  for (std::size_t from = 0; from < lines.size(); from += piece) {
    const std::size_t size = std::min(piece, lines.size() - from);
    Command command;
    for (std::size_t i = 0; i < size; ++i) command.lines.push_back(std::move(lines[from + i]));
    import.pieces.emplace_back(std::move(command));
  }
}

}  // namespace keste::http
