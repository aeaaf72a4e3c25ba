// Sheets of promo codes and of results made ready.
#include "http/sheet_import.hpp"

#include "admission/promo_sheet.hpp"
#include "admission/results_sheet.hpp"
#include "engine/desk_lines.hpp"
#include "http/desk_body.hpp"
#include "http/json_body.hpp"

namespace keste::http {
namespace {

engine::ResultLine read_line(DeskBody& body, int row) {
  engine::ResultLine line;
  line.row = row;
  line.iin = body.find_text("iin").value_or("");
  const auto application = body.find_number("application");
  if (application && *application <= 0) body.wrong("application", "out_of_range");
  line.application = engine::ApplicationId{application.value_or(0)};
  if (line.iin.empty() == !application) body.wrong("iin", "one_of_two");
  line.test = body.find_text("test").value_or("");
  line.level = body.find_text("level").value_or("");
  line.score = body.find_text("score").value_or("");
  line.document_number = body.find_text("document_number").value_or("");
  line.issued_on = body.find_text("issued_on").value_or("");
  if (!line.issued_on.empty() && !parse_date(line.issued_on)) body.wrong("issued_on", "not_a_date");
  line.status = body.find_text("status").value_or("final");
  return line;
}

}  // namespace

Problem make_sheet_problem(const sheet::Problem& wrong) {
  Problem problem(ProblemKind::sheet_unreadable);
  problem.arguments.push_back(describe(wrong));
  problem.members.push_back(Member{"row", std::to_string(wrong.row)});
  problem.members.push_back(Member{"column", std::to_string(wrong.column)});
  return problem;
}

void refuse(SheetImport& import, ImportRow row) {
  row.outcome = "refused";
  ++import.refused;
  import.rows.push_back(std::move(row));
}

admission::CellProblem make_cell_problem(const admission::SheetReading& reading,
                                         std::string_view field, std::string_view word,
                                         std::string right) {
  admission::CellProblem problem;
  problem.field = field;
  problem.word = word;
  problem.right = std::move(right);
  const auto found = reading.column_of.find(field);
  if (found == reading.column_of.end()) return problem;
  problem.column = static_cast<int>(found->second) + 1;
  problem.heading = reading.columns[found->second].heading;
  return problem;
}

PreparedImport prepare_codes(std::string_view bytes, const campaign::Campaign& campaign,
                             const std::string& test) {
  const auto table = sheet::read_table(bytes);
  if (!table) return make_sheet_problem(table.error());
  auto read = admission::read_promo_sheet(table.value(), campaign);
  if (!read) return make_sheet_problem(read.error());
  admission::PromoSheet sheet = std::move(read).value();
  SheetImport import;
  import.reading = std::move(sheet.reading);
  std::vector<engine::CodeLine> lines;
  for (admission::PromoRow& row : sheet.rows) {
    ImportRow made{row.row, "", "", row.same_as_row, {}, {}, {}};
    made.problems = std::move(row.problems);
    made.repairs = std::move(row.repairs);
    if (row.test.empty()) row.test = test;
    if (row.test.empty() && made.problems.empty()) {
      made.problems.push_back(make_cell_problem(import.reading, "test", "missing"));
    }
    if (!made.problems.empty()) {
      refuse(import, std::move(made));
      continue;
    }
    import.rows.push_back(std::move(made));
    lines.push_back({row.row, std::move(row.code), std::move(row.iin), std::move(row.test)});
  }
  cut<engine::ImportCodes>(import, std::move(lines));
  return import;
}

PreparedImport prepare_results(std::string_view bytes, const campaign::Campaign& campaign) {
  const auto table = sheet::read_table(bytes);
  if (!table) return make_sheet_problem(table.error());
  auto read = admission::read_results_sheet(table.value(), campaign);
  if (!read) return make_sheet_problem(read.error());
  admission::ResultsSheet sheet = std::move(read).value();
  SheetImport import;
  import.reading = std::move(sheet.reading);
  std::vector<engine::ResultLine> lines;
  for (admission::ResultRow& row : sheet.rows) {
    ImportRow made{row.row, "", "", 0, {}, std::move(row.problems), std::move(row.repairs)};
    engine::ResultLine line = engine::line_of(row);
    if (!row.application.empty() && !line.application) {
      made.problems.push_back(make_cell_problem(import.reading, "application", "not_a_number"));
    }
    if (!made.problems.empty()) {
      refuse(import, std::move(made));
      continue;
    }
    import.rows.push_back(std::move(made));
    lines.push_back(std::move(line));
  }
  cut<engine::TakeResults>(import, std::move(lines));
  return import;
}

PreparedImport prepare_results(std::string_view json) {
  auto parsed = parse_object(json);
  if (!parsed) return parsed.error();
  DeskBody body(std::move(std::move(parsed).value().get_object()));
  SheetImport import;
  import.is_sheet = false;
  std::vector<engine::ResultLine> lines;
  std::vector<FieldError> errors;
  for (auto& entry : body.objects("results")) {
    const std::size_t at = lines.size();
    DeskBody one(std::move(entry), "results[" + std::to_string(at) + "].");
    lines.push_back(read_line(one, static_cast<int>(at) + 1));
    for (FieldError& error : one.take_errors()) errors.push_back(std::move(error));
    import.rows.push_back(ImportRow{static_cast<int>(at) + 1, "", "", 0, {}, {}, {}});
  }
  for (FieldError& error : body.take_errors()) errors.push_back(std::move(error));
  if (!errors.empty()) return make_form_problem(std::move(errors));
  cut<engine::TakeResults>(import, std::move(lines));
  return import;
}

}  // namespace keste::http
