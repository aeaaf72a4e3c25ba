// Text files: read whole, refused when they could mislead the YAML scanner.
#include "config/text_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>

#include "base/text.hpp"

namespace keste::config {
namespace {

namespace fs = std::filesystem;

/// The scanner takes byte 4 for the end of the file and drops what follows, so control characters
/// are refused before it sees them.
bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

bool check_lines(std::string_view text, Report& report) {
  Place place;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!is_utf8(line)) {
      report.error(place, "this line is not UTF-8; save the file as UTF-8");
      return false;
    }
    const auto control = std::find_if(line.begin(), line.end(), is_control);
    if (control != line.end()) {
      const auto before = static_cast<std::size_t>(control - line.begin());
      place.column += static_cast<int>(code_point_count(line.substr(0, before)));
      report.error(place, "a control character stands here; remove it");
      return false;
    }
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++place.line;
  }
  return true;
}

std::optional<std::string> read_bytes(const fs::path& path, Report& report) {
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (!fs::exists(status)) {
    const std::string why = failure ? failure.message() : "No such file or directory";
    report.error({}, "cannot be read: " + why);
    return std::nullopt;
  }
  if (!fs::is_regular_file(status)) {
    report.error({}, "cannot be read: not a regular file");
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    report.error({}, std::string("cannot be read: ") + std::strerror(errno));
    return std::nullopt;
  }
  std::string text(file_size_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (in.bad()) {
    report.error({}, "cannot be read: the disk reports an error");
    return std::nullopt;
  }
  return text;
}

std::vector<fs::path> list_files(const fs::path& directory, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(directory, failure)) {
    const fs::path name = entry.path().filename();
    if (name.extension() == extension && !name.string().starts_with('.')) {
      files.push_back(directory / name);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::optional<std::string> read_text_file(const fs::path& path, Report& report) {
  std::optional<std::string> text = read_bytes(path, report);
  if (!text) return std::nullopt;
  return clean_text(std::move(*text), report);
}

std::optional<std::string> clean_text(std::string text, Report& report) {
  if (text.size() > file_size_max) {
    report.error({}, "is larger than 16 MiB");
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  if (!check_lines(text, report)) return std::nullopt;
  return text;
}

std::vector<fs::path> list_yaml_files(const fs::path& directory) {
  return list_files(directory, ".yaml");
}

std::vector<fs::path> list_yml_files(const fs::path& directory) {
  return list_files(directory, ".yml");
}

}  // namespace keste::config
