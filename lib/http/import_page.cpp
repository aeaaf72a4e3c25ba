// JSON of an import.
#include "http/import_page.hpp"

#include "http/desk_answer.hpp"
#include "http/json_writer.hpp"

namespace keste::http {
namespace {

/// Words of cells that the form's rules do not know come with a sentence of their own.
std::string_view sentence_of(const admission::CellProblem& problem, Language language) {
  const std::string_view sentence = field_sentence(problem.word, language);
  return sentence == problem.word && !problem.right.empty() ? problem.right : sentence;
}

void write_delimiter(JsonWriter& json, char delimiter) {
  json.member("delimiter",
              delimiter == '\t' ? std::string_view("tab") : std::string_view(&delimiter, 1));
}

void write_sheet(JsonWriter& json, const SheetImport& import) {
  const admission::SheetReading& reading = import.reading;
  json.key("sheet").begin_object().member("charset", to_text(reading.charset));
  write_delimiter(json, reading.delimiter);
  if (!import.zone.empty()) json.member("zone", import.zone);
  json.member("blank_rows", reading.blank_rows).key("columns").begin_array();
  for (const admission::Column& column : reading.columns) {
    json.begin_object().member("heading", column.heading).key("field");
    if (column.field.empty()) {
      json.null();
    } else {
      json.text(column.field);
    }
    json.end_object();
  }
  json.end_array().key("missing").begin_array();
  for (const std::string& field : reading.missing) json.text(field);
  json.end_array().key("notes").begin_array();
  for (const std::string& note : reading.notes) json.text(note);
  json.end_array().end_object();
}

void write_problems(JsonWriter& json, const std::vector<admission::CellProblem>& problems,
                    Language language) {
  json.key("problems").begin_array();
  for (const admission::CellProblem& each : problems) {
    json.begin_object()
        .member("field", each.field)
        .member("heading", each.heading)
        .member("column", each.column)
        .member("code", each.word)
        .member("detail", sentence_of(each, language));
    if (!each.right.empty()) json.member("right", each.right);
    json.end_object();
  }
  json.end_array();
}

void write_repairs(JsonWriter& json, const std::vector<admission::CellRepair>& repairs) {
  json.key("repairs").begin_array();
  for (const admission::CellRepair& each : repairs) {
    json.begin_object()
        .member("field", each.field)
        .member("heading", each.heading)
        .member("column", each.column)
        .member("what", each.what)
        .end_object();
  }
  json.end_array();
}

void write_row(JsonWriter& json, const ImportRow& row, Language language) {
  json.begin_object().member("row", row.row);
  if (!row.outcome.empty()) json.member("outcome", row.outcome);
  if (!row.problem.empty()) {
    json.member("problem", row.problem).member("detail", row_sentence(row.problem, language));
  }
  write_facts(json, row.facts);
  if (row.same_as_row != 0) json.member("same_as_row", row.same_as_row);
  if (!row.problems.empty()) write_problems(json, row.problems, language);
  if (!row.repairs.empty()) write_repairs(json, row.repairs);
  json.end_object();
}

bool has_something_to_say(const ImportRow& row) {
  return !row.outcome.empty() || !row.repairs.empty();
}

}  // namespace

std::string render_import(const SheetImport& import, const engine::Facts& totals, bool dry_run,
                          Language language) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("dry_run", dry_run);
  if (import.is_sheet) write_sheet(json, import);
  json.member("total", static_cast<std::int64_t>(import.rows.size()));
  write_facts(json, totals);
  json.key("rows").begin_array();
  for (const ImportRow& row : import.rows) {
    if (import.lists_every_row || has_something_to_say(row)) write_row(json, row, language);
  }
  json.end_array().end_object();
  return body;
}

}  // namespace keste::http
