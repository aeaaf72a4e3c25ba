// Reading a sheet of results, and writing down what came of it.
#include "kested/results_file.hpp"

#include <fstream>
#include <iterator>

#include "admission/results_sheet.hpp"
#include "engine/desk_lines.hpp"
#include "sheet/table.hpp"

namespace keste::kested {
namespace {

std::string describe(const admission::ResultRow& row, const admission::CellProblem& problem) {
  return "row " + std::to_string(row.row) + ", column " +
         sheet::describe_column(problem.column).substr(std::string("column ").size()) + " \"" +
         problem.heading + "\": " + problem.word + "; right would be: " + problem.right;
}

std::string text_of(const engine::Facts& facts, std::string_view name) {
  for (const engine::Fact& fact : facts) {
    if (fact.name != name) continue;
    if (const auto* text = std::get_if<std::string>(&fact.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&fact.value)) return std::to_string(*number);
  }
  return {};
}

std::int64_t number_of(const engine::Facts& facts, std::string_view name) {
  for (const engine::Fact& fact : facts) {
    const auto* number = std::get_if<std::int64_t>(&fact.value);
    if (fact.name == name && number != nullptr) return *number;
  }
  return 0;
}

}  // namespace

ResultsFile load_results(const std::filesystem::path& file, const campaign::Campaign& campaign) {
  ResultsFile loaded;
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) {
    loaded.failure = "the file could not be read";
    return loaded;
  }
  const auto table = sheet::read_table(bytes);
  if (!table) {
    loaded.failure = sheet::describe(table.error());
    return loaded;
  }
  const auto results = admission::read_results_sheet(table.value(), campaign);
  if (!results) {
    loaded.failure = sheet::describe(results.error());
    return loaded;
  }
  for (const admission::ResultRow& row : results.value().rows) {
    for (const auto& problem : row.problems) loaded.problems.push_back(describe(row, problem));
    if (row.problems.empty()) loaded.lines.push_back(engine::line_of(row));
  }
  return loaded;
}

void ResultsTally::add(const engine::DeskReport& report) {
  taken += number_of(report.facts, "taken");
  corrected += number_of(report.facts, "corrected");
  known += number_of(report.facts, "known");
  for (const engine::Facts& row : report.rows) {
    refused.push_back("row " + text_of(row, "row") + ": " + text_of(row, "problem"));
  }
}

bool is_clean(const ResultsFile& file, const ResultsTally& tally) {
  return file.failure.empty() && file.problems.empty() && tally.refused.empty();
}

std::string describe(const ResultsFile& file, const ResultsTally& tally) {
  std::string text;
  if (!file.failure.empty()) return "The file was not read: " + file.failure + "\n";
  text += "taken: " + std::to_string(tally.taken) + "\n";
  text += "corrected: " + std::to_string(tally.corrected) + "\n";
  text += "known already: " + std::to_string(tally.known) + "\n";
  text += "refused: " + std::to_string(tally.refused.size() + file.problems.size()) + "\n";
  for (const std::string& problem : file.problems) text += problem + "\n";
  for (const std::string& problem : tally.refused) text += problem + "\n";
  return text;
}

}  // namespace keste::kested
