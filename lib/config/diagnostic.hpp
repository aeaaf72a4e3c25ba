// Diagnostic and Report: what is wrong in a file, where, and what would be right.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace keste::config {

/// Lines and columns count from 1; columns count characters, not bytes.
struct Place {
  int line = 1;
  int column = 1;
};

/// Where and what; `text()` is "file:line:column: message".
struct Diagnostic {
  enum class Kind { error, warning };
  Kind kind = Kind::error;
  std::string file;
  int line = 1;
  int column = 1;
  std::string message;
  std::string text() const;
};

/// Collects the diagnostics of one file. One reader, one thread.
class Report {
 public:
  explicit Report(std::string file) : file_(std::move(file)) {}

  void error(Place place, std::string message);
  void warning(Place place, std::string message);
  /// How many errors so far; a reader compares two counts to learn whether a part was sound.
  std::size_t errors() const { return errors_; }
  const std::string& file() const { return file_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::string file_;
  std::size_t errors_ = 0;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace keste::config
