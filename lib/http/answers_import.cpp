// Questionnaires made ready: each row that makes a form becomes a line, in the order of answering.
#include "admission/questionnaire.hpp"
#include "http/sheet_import.hpp"

namespace keste::http {
namespace {

bool is_online(const campaign::Campaign& campaign, const std::string& id) {
  const campaign::Test* test = campaign.find_test(id);
  return test != nullptr && test->is_online();
}

/// The questionnaire asks everybody for a city; who takes a test online has none.
void forget_place(admission::AnswerRow& row) {
  row.form.city.clear();
  row.form.session.clear();
  std::erase_if(row.problems, [](const admission::CellProblem& problem) {
    return problem.field == "city" || problem.field == "session";
  });
}

/// What the rules say of the form, unless the cell was said to be wrong already.
void add_problems(ImportRow& row, const admission::SheetReading& reading,
                  const std::vector<admission::FieldProblem>& found) {
  const std::size_t before = row.problems.size();
  for (const admission::FieldProblem& each : found) {
    const auto begin = row.problems.begin();
    const bool named =
        std::any_of(begin, begin + static_cast<std::ptrdiff_t>(before),
                    [&each](const admission::CellProblem& one) { return one.field == each.field; });
    if (named) continue;
    row.problems.push_back(make_cell_problem(reading, each.field, to_text(each.wrong)));
  }
}

/// Fewest words for what is the same in every row.
struct Reading {
  const campaign::Campaign& campaign;
  SheetImport& import;
  std::vector<engine::AnswerLine>& lines;
};

void take(const Reading& in, admission::AnswerRow row) {
  if (is_online(in.campaign, row.form.test)) forget_place(row);
  row.form.needs = std::move(row.needs);
  row.form.payment_reference = std::move(row.payment_reference);
  auto form = admission::read_form(row.form, in.campaign.tests);
  ImportRow made{row.row, "", "", row.same_as_row, {}, {}, {}};
  made.problems = std::move(row.problems);
  made.repairs = std::move(row.repairs);
  if (!form) add_problems(made, in.import.reading, form.error());
  if (!made.problems.empty() || !row.answered_at) return refuse(in.import, std::move(made));
  in.import.rows.push_back(std::move(made));
  in.lines.push_back({row.row, std::move(row.row_key), *row.answered_at, std::move(form).value()});
}

}  // namespace

PreparedImport prepare_answers(std::string_view bytes, const campaign::Campaign& campaign,
                               bool dry_run) {
  const auto table = sheet::read_table(bytes);
  if (!table) return make_sheet_problem(table.error());
  auto read = admission::read_questionnaire(table.value(), campaign);
  if (!read) return make_sheet_problem(read.error());
  admission::Answers answers = std::move(read).value();
  SheetImport import;
  import.lists_every_row = true;
  import.reading = std::move(answers.reading);
  if (campaign.questionnaire.zone) import.zone = campaign.questionnaire.zone->name();
  std::vector<engine::AnswerLine> lines;
  const Reading in{campaign, import, lines};
  for (admission::AnswerRow& row : answers.rows) take(in, std::move(row));
  std::stable_sort(lines.begin(), lines.end(), [](const auto& left, const auto& right) {
    return left.answered_at < right.answered_at;
  });
  if (dry_run) {
    engine::TakeAnswers command;
    command.dry_run = true;
    command.lines = std::move(lines);
    import.pieces.emplace_back(std::move(command));
  } else {
    cut<engine::TakeAnswers>(import, std::move(lines));
  }
  return import;
}

}  // namespace keste::http
