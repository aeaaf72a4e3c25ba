// main: kestectl on the process's own streams.
#include <cstdlib>
#include <exception>
#include <iostream>

#include "kestectl/kestectl.hpp"
#include "kestectl/table.hpp"

namespace {

/// The language of the locale, where Keste speaks it.
std::string language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string language = std::string(value).substr(0, 2);
    return language == "kk" || language == "ru" ? language : "en";
  }
  return "en";
}

}  // namespace

int main(int count, char** values) {
  using namespace keste::kestectl;
  try {
    Shared shared{std::cout, std::cerr, terminal_width(1)};
    shared.in = &std::cin;
    shared.progress = terminal_width(2) > 0;
    shared.language = language_of_locale();
    return run(std::vector<std::string>(values + 1, values + count), shared);
  } catch (const std::exception& failure) {
    std::cerr << "kestectl: " << failure.what() << "\n";
    return exit_code::software;
  }
}
