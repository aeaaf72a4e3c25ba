// One import: the request beside the progress bar, then the report.
#include "kestectl/import.hpp"

#include <boost/json.hpp>
#include <chrono>
#include <future>
#include <ostream>
#include <sstream>

#include "base/random.hpp"
#include "base/text.hpp"
#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

constexpr std::chrono::milliseconds look_every{200};

std::int64_t number_at(const value& answer, std::string_view name) {
  const auto* found = answer.as_object().if_contains(name);
  return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

/// Draws until the answer is there.
void watch(const std::future<std::optional<value>>& answer, const std::string& id, Shared& shared) {
  const char* const to_line_begin = "\r\x1b[K";
  while (answer.wait_for(look_every) != std::future_status::ready) {
    const auto progress = ask_quietly("/imports/" + id, shared);
    if (!progress) continue;
    const std::string bar = draw_bar(number_at(*progress, "done"), number_at(*progress, "rows"));
    shared.err << to_line_begin << bar << std::flush;
  }
  shared.err << to_line_begin << std::flush;
}

/// An object; a sheet's first heading begins with no brace.
bool is_json(std::string_view bytes) { return trim(bytes).starts_with('{'); }

std::optional<value> send(const SheetToSend& sheet, std::string bytes, Shared& shared) {
  const std::string id = to_hex(secret_bytes(8));
  Question question(sheet.path + "?id=" + id + (sheet.query.empty() ? "" : "&" + sheet.query));
  question.body = std::move(bytes);
  question.content_type = is_json(*question.body) ? "application/json" : "text/csv";
  if (!shared.progress) return ask_or_complain(question, shared);
  // What goes wrong is told when the bar is gone.
  std::ostringstream told;
  Shared apart = aside(shared, told);
  auto answer = std::async(std::launch::async, [&] { return ask_or_complain(question, apart); });
  watch(answer, id, shared);
  auto out = answer.get();
  shared.err << told.str();
  if (!out) shared.exit = apart.exit;
  return out;
}

void print_sheet(const value& answer, bool columns, Shared& shared) {
  if (text_at(answer, "sheet.charset").empty()) return;
  const std::string zone = text_at(answer, "sheet.zone");
  shared.out << "read as " << text_at(answer, "sheet.charset") << ", separated by "
             << text_at(answer, "sheet.delimiter");
  if (!zone.empty()) shared.out << ", timestamps without an offset by " << zone;
  shared.out << '\n';
  const value& sheet = answer.as_object().at("sheet");
  for (const value& note : list_at(sheet, "notes")) {
    shared.out << "note: " << std::string(note.as_string()) << '\n';
  }
  if (!columns) return;
  Table table({"column", "understood as"});
  for (const value& column : list_at(sheet, "columns")) {
    const std::string field = text_at(column, "field");
    table.add({text_at(column, "heading"), field.empty() ? "(not used)" : field});
  }
  shared.out << table.render(shared.width) << '\n';
}

std::string outcome_of(const value& row) {
  const std::string outcome = text_at(row, "outcome");
  const std::string application = text_at(row, "application");
  return application.empty() ? outcome : outcome + " (" + application + ")";
}

/// One line for each problem and, where all is asked for, for each repair, and for each row that
/// has neither. How many there were.
std::size_t add_row(Table& table, const value& row, bool all) {
  const std::string number = text_at(row, "row");
  const std::string outcome = outcome_of(row);
  std::size_t lines = 0;
  const auto add = [&](const std::string& column, std::string what) {
    table.add({number, column, outcome, std::move(what)});
    ++lines;
  };
  if (!text_at(row, "problem").empty()) {
    const std::string same = text_at(row, "same_as_row");
    add("", text_at(row, "detail") + (same.empty() ? "" : " (as in row " + same + ")"));
  }
  for (const value& each : list_at(row, "problems")) {
    const std::string right = text_at(each, "right");
    const std::string detail = text_at(each, "detail");
    add(text_at(each, "column"),
        text_at(each, "field") + ": " + detail +
            (right.empty() || right == detail ? "" : " Right would be: " + right));
  }
  if (!all) return lines;
  for (const value& each : list_at(row, "repairs")) {
    add(text_at(each, "column"), text_at(each, "field") + ": " + text_at(each, "what"));
  }
  if (lines == 0) add("", text_at(row, "session"));
  return lines;
}

void print_import(const value& answer, Shared& shared) {
  const bool dry_run = text_at(answer, "dry_run") == "true";
  print_sheet(answer, dry_run, shared);
  const auto& rows = list_at(answer, "rows");
  Table table({"row", "column", dry_run ? "would be" : "outcome", "what"});
  std::size_t lines = 0;
  for (const value& row : rows) lines += add_row(table, row, dry_run);
  if (lines > 0) shared.out << table.render(shared.width) << '\n';
  const std::string corrected = text_at(answer, "corrected");
  shared.out << text_at(answer, "total") << " rows: " << text_at(answer, "taken") << " taken, "
             << text_at(answer, "known") << " known, "
             << (corrected.empty() ? "" : corrected + " corrected, ") << text_at(answer, "refused")
             << " refused" << (dry_run ? " (nothing was changed)" : "") << '\n';
}

}  // namespace

void import_sheet(const SheetToSend& sheet, Shared& shared) {
  auto bytes = read_file_or_complain(sheet.file, shared);
  if (!bytes) return;
  const auto answer = send(sheet, std::move(*bytes), shared);
  if (!answer) return;
  if (number_at(*answer, "refused") > 0) shared.exit = exit_code::broken;
  if (shared.json()) return print_json(*answer, shared);
  print_import(*answer, shared);
}

}  // namespace keste::kestectl
