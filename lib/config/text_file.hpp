// Text files of the etc directory: found, bounded, and known to be clean UTF-8.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/diagnostic.hpp"

namespace keste::config {

inline constexpr std::size_t file_size_max = std::size_t{16} << 20;

/// The whole file, without a byte order mark. What keeps it from being read (missing, not a
/// regular file, too large, not UTF-8, control characters) goes to the report.
std::optional<std::string> read_text_file(const std::filesystem::path& path, Report& report);

/// The same for a text that is no file here; its errors stand in the report.
std::optional<std::string> clean_text(std::string text, Report& report);

/// The *.yaml files of a directory, by name; hidden files are left out. Empty when there is no
/// such directory.
std::vector<std::filesystem::path> list_yaml_files(const std::filesystem::path& directory);

/// The files whose name ends in .yml: most likely meant to be read.
std::vector<std::filesystem::path> list_yml_files(const std::filesystem::path& directory);

}  // namespace keste::config
