// Rows of results.
#include "admission/results_sheet.hpp"

#include <algorithm>

#include "admission/sheet_cells.hpp"
#include "admission/sheet_dates.hpp"
#include "admission/sheet_words.hpp"

namespace keste::admission {
namespace {

std::vector<ColumnChoice> list_choices() {
  return {{"iin", {"ЖСН", "ИИН", "IIN"}, false},
          {"application",
           {"Өтініш", "Өтініш нөмірі", "Заявление", "Номер заявления", "Заявка", "Номер заявки",
            "Application", "Application number", "Application id"},
           false},
          {"test", {"Тест", "Тест түрі", "Вид теста", "Test"}, false},
          {"level", {"Деңгей", "Деңгейі", "Уровень", "Level"}, true},
          {"score",
           {"Балл", "Ұпай", "Баллы", "Балл саны", "Количество баллов", "Score", "Points"},
           false},
          {"document_number",
           {"Құжат нөмірі", "Сертификат нөмірі", "Анықтама нөмірі", "Номер документа",
            "Номер сертификата", "Номер справки", "Document number", "Certificate number"},
           false},
          {"issued_at",
           {"Берілген күні", "Дата выдачи", "Выдан", "Issued", "Issued at", "Issued on",
            "Date of issue"},
           false},
          {"status", {"Күйі", "Мәртебесі", "Статус", "Состояние", "Status", "State"}, false}};
}

/// What reading one row needs beside the row.
struct Setting {
  const campaign::Campaign& campaign;
  const SheetReading& reading;
  DateOrder order;
  Words tests;
  Words levels = make_level_words();
  Words statuses = make_status_words();
};

/// Up to four digits, and up to two after a point or comma.
CellReading read_score(std::string_view cell) {
  std::string text(cell);
  std::replace(text.begin(), text.end(), ',', '.');
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t decimals = point == text.size() ? 0 : text.size() - point - 1;
  const bool digits = text.find_first_not_of("0123456789.") == std::string::npos &&
                      text.find('.', point + 1) == std::string::npos;
  const bool sized =
      point >= 1 && point <= 4 && decimals <= 2 && (point == text.size() || decimals > 0);
  if (text.empty() || (digits && sized)) return {std::move(text), "", "", ""};
  return {std::string(cell), "", "not_a_score", "a number such as 78 or 78,5"};
}

class ResultReader {
 public:
  ResultReader(const Setting& in, const sheet::Row& row) : in_(in), cells_(row, in.reading) {
    out_.row = row.number;
  }

  ResultRow read() {
    read_whose();
    read_status();
    read_level();
    out_.test = word("test", in_.tests, "test_unknown", list_tests(in_.campaign));
    out_.score = cells_.keep("score", read_score(cells_.cell("score")));
    out_.document_number =
        cells_.keep("document_number", read_code_cell(cells_.cell("document_number")));
    read_date();
    Findings found = cells_.take();
    out_.problems = std::move(found.problems);
    out_.repairs = std::move(found.repairs);
    return std::move(out_);
  }

 private:
  /// The word's meaning; an empty cell stays empty.
  std::string word(std::string_view field, const Words& words, const char* wrong,
                   const std::string& right) {
    const std::string_view cell = cells_.cell(field);
    const std::string* value = cell.empty() ? nullptr : words.find(cell);
    if (value != nullptr) return *value;
    if (!cell.empty()) cells_.wrong(field, wrong, right);
    return std::string(cell);
  }

  void read_whose() {
    out_.application = cells_.keep("application", read_code_cell(cells_.cell("application")));
    const std::string_view iin = cells_.cell("iin");
    if (!iin.empty()) {
      out_.iin = cells_.keep("iin", read_iin_cell(iin));
    } else if (out_.application.empty()) {
      const bool by_iin = in_.reading.column_of.contains("iin");
      cells_.wrong(by_iin ? "iin" : "application", "missing", "an IIN or an application's number");
    }
  }

  void read_status() {
    const std::string text =
        word("status", in_.statuses, "not_a_status", "final, on_hold or annulled, or nothing");
    out_.status = parse_result_status(text).value_or(ResultStatus::final);
  }

  void read_level() {
    const char* right = "one of A1, A2, B1, B2, C1, C2";
    out_.level = word("level", in_.levels, "not_a_level", right);
    if (out_.level.empty() && out_.status == ResultStatus::final) {
      cells_.wrong("level", "missing", right);
    }
  }

  void read_date() {
    const std::string_view cell = cells_.cell("issued_at");
    if (cell.empty()) return;
    const auto written = read_written_date(cell);
    out_.issued_on = written ? date_of(*written, in_.order) : std::nullopt;
    if (out_.issued_on) return;
    const bool open = written && in_.order.contradictory;
    cells_.wrong("issued_at", open ? "date_order" : "not_a_date", "a date such as 2023-09-26");
  }

  const Setting& in_;
  RowCells cells_;
  ResultRow out_;
};

DateOrder find_order(const sheet::Table& table, const SheetReading& reading,
                     const campaign::Campaign& campaign) {
  const auto column = reading.column_of.find("issued_at");
  if (column == reading.column_of.end()) return {};
  std::vector<std::string_view> cells;
  for (const sheet::Row& row : table.rows) cells.push_back(row.cells[column->second]);
  // Documents are issued from the first session on, up to some weeks after the last.
  return find_date_order(cells, campaign.testing_from, campaign.testing_to + std::chrono::days(31));
}

}  // namespace

Result<ResultsSheet, sheet::Problem> read_results_sheet(const sheet::Table& table,
                                                        const campaign::Campaign& campaign) {
  auto reading = match_columns(table, list_choices());
  if (!reading) return failed(reading.error());
  ResultsSheet out{std::move(reading).value(), {}};
  const auto& columns = out.reading.column_of;
  if (!columns.contains("iin") && !columns.contains("application")) {
    return failed(sheet::Problem{table.heading_row, 0,
                                 "no column for iin (such as 'ЖСН') or application (such as "
                                 "'Өтініш нөмірі'); one of them is needed"});
  }
  const Setting in{campaign,
                   out.reading,
                   find_order(table, out.reading, campaign),
                   make_test_words(campaign),
                   make_level_words(),
                   make_status_words()};
  for (const sheet::Row& row : table.rows) out.rows.push_back(ResultReader(in, row).read());
  if (!in.order.note.empty()) out.reading.notes.push_back("issued_at: " + in.order.note);
  return out;
}

}  // namespace keste::admission
