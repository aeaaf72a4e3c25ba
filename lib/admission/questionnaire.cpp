// Answers row by row: values normalised, keys and repetitions found.
#include "admission/questionnaire.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "admission/sheet_cells.hpp"
#include "admission/sheet_dates.hpp"
#include "admission/sheet_places.hpp"
#include "admission/sheet_times.hpp"
#include "admission/sheet_words.hpp"

namespace keste::admission {
namespace {

using campaign::Question;

std::vector<ColumnChoice> list_choices(const campaign::Questionnaire& questionnaire) {
  std::vector<ColumnChoice> choices;
  for (const Question question : campaign::questions) {
    const bool required = question == Question::timestamp || question == Question::iin ||
                          question == Question::surname || question == Question::given_name;
    const auto headings = questionnaire.headings.find(question);
    choices.push_back(
        {std::string(to_text(question)),
         headings == questionnaire.headings.end() ? std::vector<std::string>() : headings->second,
         required});
  }
  return choices;
}

/// Applications come before the last window closes, at the latest while testing goes on.
DateOrder find_order(const sheet::Table& table, const SheetReading& reading,
                     const campaign::Campaign& campaign) {
  std::vector<std::string_view> cells;
  const std::size_t column = reading.column_of.find("timestamp")->second;
  for (const sheet::Row& row : table.rows) cells.push_back(row.cells[column]);
  Date from = campaign.testing_from;
  Date to = campaign.testing_to;
  for (const campaign::Rule& rule : campaign.rules) {
    from = std::min(from, rule.window.from);
    to = std::max(to, rule.window.to);
  }
  return find_date_order(cells, from, to);
}

/// What reading one row needs beside the row.
struct Setting {
  const campaign::Campaign& campaign;
  const SheetReading& reading;
  DateOrder order;
  Places places;
  Words languages = make_language_words();
  Words tests;
};

/// An empty cell stays empty: what is missing is read_form's to say.
CellReading read_word(const Words& words, std::string_view cell, const char* wrong,
                      const std::string& right) {
  if (cell.empty()) return {};
  if (const std::string* value = words.find(cell)) return {*value, "", "", ""};
  return {std::string(cell), "", wrong, right};
}

class AnswerReader {
 public:
  AnswerReader(const Setting& in, const sheet::Row& row) : in_(in), cells_(row, in.reading) {
    out_.row = row.number;
  }

  AnswerRow read() {
    TimeReading time =
        read_time_cell(cells_.cell("timestamp"), in_.order, in_.campaign.questionnaire.zone);
    out_.answered_at = time.at;
    if (!time.at) cells_.wrong("timestamp", std::move(time.word), std::move(time.right));
    read_person();
    read_wish();
    out_.needs = cells_.cell("needs");
    out_.payment_reference = read("payment_reference", read_code_cell);
    Findings found = cells_.take();
    out_.problems = std::move(found.problems);
    out_.repairs = std::move(found.repairs);
    return std::move(out_);
  }

 private:
  std::string read(std::string_view field, CellReading (*reader)(std::string_view)) {
    return cells_.keep(field, reader(cells_.cell(field)));
  }

  void read_person() {
    ApplicationForm& form = out_.form;
    form.iin = read("iin", read_iin_cell);
    form.surname = read("surname", read_name_cell);
    form.given_name = read("given_name", read_name_cell);
    form.patronymic = read("patronymic", read_name_cell);
    form.email = read("email", read_email_cell);
    form.phone = read("phone", read_phone_cell);
    form.language =
        cells_.keep("language", read_word(in_.languages, cells_.cell("language"), "not_a_language",
                                          "қазақша, русский, English"));
    form.consent = read_consent(cells_.cell("consent")) == Consent::given;
  }

  void read_wish() {
    ApplicationForm& form = out_.form;
    form.test = cells_.keep("test", read_word(in_.tests, cells_.cell("test"), "test_unknown",
                                              list_tests(in_.campaign)));
    form.city = cells_.keep("city", in_.places.read_city(cells_.cell("city")));
    form.session =
        cells_.keep("session", in_.places.read_session(cells_.cell("session"), form.city));
    if (form.city.empty()) form.city = in_.places.find_city_of(form.session);
    form.promo_code = read("promo_code", read_code_cell);
  }

  const Setting& in_;
  RowCells cells_;
  AnswerRow out_;
};

std::string digits_in(const std::string& text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

/// Remembers the rows so far.
class Repetitions {
 public:
  void mark(AnswerRow& row) {
    if (row.answered_at) {
      row.row_key = format_utc(*row.answered_at) + "/" + digits_in(row.form.iin);
      const int count = ++keys_[row.row_key];
      if (count > 1) row.row_key += "#" + std::to_string(count);
    }
    if (row.form.iin.empty()) return;
    const auto [first, is_new] = people_.emplace(std::pair(row.form.iin, row.form.test), row.row);
    if (!is_new) row.same_as_row = first->second;
  }

 private:
  std::map<std::string, int> keys_;
  std::map<std::pair<std::string, std::string>, int> people_;
};

}  // namespace

Result<Answers, sheet::Problem> read_questionnaire(const sheet::Table& table,
                                                   const campaign::Campaign& campaign) {
  auto reading = match_columns(table, list_choices(campaign.questionnaire));
  if (!reading) return failed(reading.error());
  Answers out{std::move(reading).value(), {}};
  Setting in{campaign,         out.reading,           find_order(table, out.reading, campaign),
             Places(campaign), make_language_words(), make_test_words(campaign)};
  Repetitions repetitions;
  out.rows.reserve(table.rows.size());
  for (const sheet::Row& row : table.rows) {
    AnswerRow& answer = out.rows.emplace_back(AnswerReader(in, row).read());
    repetitions.mark(answer);
    const auto& problems = answer.problems;
    const auto no_zone = std::find_if(problems.begin(), problems.end(),
                                      [](const CellProblem& one) { return one.word == "no_zone"; });
    if (no_zone == problems.end()) continue;
    return failed(sheet::Problem{row.number, no_zone->column,
                                 "the timestamp has no offset; state " + no_zone->right});
  }
  if (!in.order.note.empty()) out.reading.notes.push_back("timestamp: " + in.order.note);
  return out;
}

}  // namespace keste::admission
