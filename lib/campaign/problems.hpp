// Problems: what the checks of a campaign found, in the order of the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/schedule.hpp"

namespace keste::campaign {

/// Gathers errors and warnings during one resolve().
class Problems {
 public:
  void error(std::string path, std::string message);
  void warn(std::string path, std::string message);
  std::vector<Problem> take() { return std::move(found_); }

 private:
  std::vector<Problem> found_;
};

/// "sessions[3].ends", or "sessions[3]" without a key.
std::string path_of(std::string_view list, std::size_t index, std::string_view key);

/// What needs neither a zone nor a calendar: the form of codes, ids that repeat, references,
/// dates and times in order, numbers within their bounds.
void check_form(const Campaign& campaign, Problems& problems);

/// True when check_form() finds nothing wrong in the rule's own values.
bool is_sound(const Rule& rule);

}  // namespace keste::campaign
