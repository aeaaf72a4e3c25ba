// keste_generate: writes one man page or completion out of the programs' own definitions.
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "generate/pages.hpp"
#include "kestectl/kestectl.hpp"
#include "manual/completion.hpp"

namespace {

using namespace keste;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return text;
}

std::string make(const std::string& kind, const std::filesystem::path& settings) {
  if (kind == "man1") return generate::kestectl_page(KESTE_DATE);
  if (kind == "man5") return generate::settings_page(read(settings), KESTE_DATE);
  if (kind == "man8") return generate::kested_page(KESTE_DATE);
  if (kind == "bash") return manual::bash_completion(kestectl::describe_program());
  if (kind == "zsh") return manual::zsh_completion(kestectl::describe_program());
  throw std::runtime_error("no kind '" + kind + "': one of man1, man5, man8, bash, zsh");
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

int main(int count, char** values) {
  if (count != 4) {
    std::cerr << "usage: keste_generate KIND OUTPUT SETTINGS\n";
    return kestectl::exit_code::usage;
  }
  try {
    write(values[2], make(values[1], values[3]));
    return 0;
  } catch (const std::exception& failure) {
    std::cerr << "keste_generate: " << failure.what() << "\n";
    return kestectl::exit_code::software;
  }
}
