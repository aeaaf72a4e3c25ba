// Man pages of programs: their prose and their definitions put together.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "manual/roff.hpp"

namespace keste::manual {

/// A name with what it is: a file, a variable, a signal.
struct Named {
  const char* name;
  const char* what;
};

/// What a definition of options cannot say.
struct Prose {
  const char* name;
  int section;
  const char* title;
  const char* description;  ///< As `Command::more`.
  std::vector<Named> signals = {};
  std::vector<Named> files = {};
  std::vector<Named> environment = {};
  const char* examples = "";  ///< As `description`.
  const char* see_also = "";
};

/// NAME to SEE ALSO. `date` as YYYY-MM-DD.
std::string make_man_page(const Command& program, const Prose& prose,
                          std::span<const ExitCode> exit_codes, std::string_view date);

}  // namespace keste::manual
