// main: kestectl on the process's own streams.
#include <exception>
#include <iostream>

#include "kestectl/kestectl.hpp"
#include "kestectl/table.hpp"

int main(int count, char** values) {
  using namespace keste::kestectl;
  try {
    Shared shared{std::cout, std::cerr, terminal_width(1)};
    shared.in = &std::cin;
    shared.progress = terminal_width(2) > 0;
    return run(std::vector<std::string>(values + 1, values + count), shared);
  } catch (const std::exception& failure) {
    std::cerr << "kestectl: " << failure.what() << "\n";
    return exit_code::unknown;
  }
}
