// CampaignDesk: plans of a campaign's file, as whoever can read such files offers them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/plan.hpp"

namespace keste::http {

/// A campaign's file, to be planned, or, with an order, to be applied.
struct CampaignWish {
  std::string name;  ///< What its errors call it.
  std::string text;
  std::optional<engine::PlanOrder> order;
};

/// What is wrong in the file, and where: lines and columns count from 1.
struct FileError {
  std::string file;
  int line = 1;
  int column = 1;
  std::string message;
};
struct CampaignAnswer {
  std::vector<FileError> errors;  ///< Empty for a file that could be planned.
  engine::PlanOutcome outcome;
};

/// Both are called on the io thread; `done` runs there, now or later. May be empty: then there are
/// no such routes.
struct CampaignDesk {
  std::function<void(CampaignWish, std::function<void(CampaignAnswer)> done)> take;
  std::function<std::string()> text;  ///< Of the file in force.
};

}  // namespace keste::http
