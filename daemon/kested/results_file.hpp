// A file of results: its rows as lines for the engine, and the report of what came of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "campaign/campaign.hpp"
#include "engine/desk.hpp"

namespace keste::kested {

struct ResultsFile {
  std::string failure;                ///< Not empty: the file could not be read at all.
  std::vector<std::string> problems;  ///< "row 5, column 3: …"; such rows are no lines.
  std::vector<engine::ResultLine> lines;
};

/// Blocks on the disk. Never throws for what the file holds.
ResultsFile load_results(const std::filesystem::path& file, const campaign::Campaign& campaign);

/// What the engine answered, part by part.
struct ResultsTally {
  std::int64_t taken = 0;
  std::int64_t corrected = 0;
  std::int64_t known = 0;
  std::vector<std::string> refused;

  void add(const engine::DeskReport& report);
};

/// Whether every row was taken or known.
bool is_clean(const ResultsFile& file, const ResultsTally& tally);
/// For people: one line a fact.
std::string describe(const ResultsFile& file, const ResultsTally& tally);

}  // namespace keste::kested
