// Finding the file, judging its mode, and taking its line.
#include "config/secret_file.hpp"

#include <cstdlib>

#include "base/text.hpp"
#include "config/text_file.hpp"
#include "config/values.hpp"

namespace keste::config {

namespace fs = std::filesystem;

fs::path find_secret_path(const std::string& name, const fs::path& etc) {
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  if (credentials != nullptr && fs::path(name).is_relative()) {
    const fs::path path = fs::path(credentials) / name;
    std::error_code failure;
    if (fs::exists(path, failure)) return path;
  }
  return etc / name;
}

bool is_open_to_others(const fs::path& path) {
  constexpr fs::perms too_much = fs::perms::others_all | fs::perms::group_write;
  std::error_code failure;
  const fs::perms mode = fs::status(path, failure).permissions();
  return !failure && (mode & too_much) != fs::perms::none;
}

std::optional<std::string> read_secret(const Node* node, const fs::path& etc, Report& report) {
  const auto name = read_text(node, report);
  if (!name) return std::nullopt;
  const fs::path path = find_secret_path(*name, etc);
  const auto complain = [&](const std::string& what) {
    report.error(node->place, node->key + ": " + path.string() + " " + what);
    return std::nullopt;
  };
  Report trouble(path.string());
  const auto text = read_text_file(path, trouble);
  if (!text) return complain(trouble.diagnostics().front().message);
  if (is_open_to_others(path)) return complain("is open to others; chmod 600 it");
  std::string secret(trim(*text));
  if (secret.empty() || secret.find_first_of("\r\n") != std::string::npos) {
    return complain("must hold one line");
  }
  return secret;
}

}  // namespace keste::config
