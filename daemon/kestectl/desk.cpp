// Reports of the desk as people read them.
#include "kestectl/desk.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "base/text.hpp"
#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

std::string label_of(std::string_view name) {
  std::string label(name);
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

/// All members that any row has, in the order in which they first occur.
std::vector<std::string> list_columns(const boost::json::array& rows) {
  std::vector<std::string> columns;
  for (const value& row : rows) {
    for (const auto& member : row.as_object()) {
      const std::string name(member.key());
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
    }
  }
  return columns;
}

void print_rows(const boost::json::array& rows, Shared& shared) {
  if (rows.empty()) return;
  const std::vector<std::string> columns = list_columns(rows);
  std::vector<std::string> titles;
  for (const std::string& column : columns) titles.push_back(label_of(column));
  Table table(titles);
  for (const value& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& column : columns) {
      const std::string text = text_at(row, column);
      cells.push_back(column.ends_with("_at") ? short_instant(text) : text);
    }
    table.add(std::move(cells));
  }
  shared.out << table.render(shared.width);
}

void print_facts(const boost::json::object& answer, Shared& shared) {
  std::vector<std::pair<std::string, std::string>> facts;
  std::size_t widest = 0;
  for (const auto& member : answer) {
    if (member.value().is_structured() || member.value().is_null()) continue;
    const std::string text = text_at(answer, member.key());
    const bool is_instant = std::string_view(member.key()).ends_with("_at");
    facts.emplace_back(label_of(member.key()), is_instant ? short_instant(text) : text);
    widest = std::max(widest, facts.back().first.size());
  }
  for (const auto& [name, text] : facts) {
    shared.out << name << std::string(widest - name.size() + 2, ' ') << text << '\n';
  }
}

}  // namespace

std::optional<std::string> read_secret(const std::string& given, Shared& shared) {
  if (given != "-") return given;
  std::string line;
  if (shared.in != nullptr) std::getline(*shared.in, line);
  line = trim(line);
  if (!line.empty()) return line;
  shared.err
      << "kestectl: '-' stands for the first line of the standard input, and there is none\n";
  shared.exit = exit_code::usage;
  return std::nullopt;
}

std::optional<std::string> read_file_or_complain(const std::string& path, Shared& shared) {
  std::string bytes;
  bool whole = false;
  if (path == "-" && shared.in != nullptr) {
    bytes.assign(std::istreambuf_iterator<char>(*shared.in), {});
    whole = !shared.in->bad();
  } else if (!std::filesystem::is_directory(path)) {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    whole = file.is_open() && !file.bad();
  }
  if (whole) return bytes;
  shared.err << "kestectl: cannot read " << path << '\n';
  shared.exit = exit_code::no_input;
  return std::nullopt;
}

void print_report(const value& answer, Shared& shared) {
  if (shared.json()) return print_json(answer, shared);
  print_facts(answer.as_object(), shared);
  print_rows(list_at(answer, "rows"), shared);
}

void send_and_print(const std::string& path, const boost::json::object& members, Shared& shared) {
  const auto answer = ask_or_complain({path, members}, shared);
  if (!answer) return;
  // Rows with a problem are those that could not be done.
  for (const value& row : list_at(*answer, "rows")) {
    if (!text_at(row, "problem").empty()) shared.exit = exit_code::broken;
  }
  print_report(*answer, shared);
}

}  // namespace keste::kestectl
