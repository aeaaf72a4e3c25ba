// Checking one ICU message pattern: its characters, its syntax, and the arguments that it names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dispatch/arguments.hpp"

namespace keste::dispatch {

struct PatternReport {
  std::vector<std::string> faults;  ///< Sentences; empty when the pattern may be used.
  std::vector<Argument> chosen_by;  ///< What stands in a select or a plural.
  std::vector<Argument> named;      ///< Everything that is named, in order, perhaps repeated.

  bool chooses_by_person() const;
};

/// `field` is "subject", "text" or "sms". A subject and an SMS are one line, and an SMS names
/// nothing that only its reader may know.
PatternReport check_pattern(std::string_view pattern, std::string_view field);

}  // namespace keste::dispatch
