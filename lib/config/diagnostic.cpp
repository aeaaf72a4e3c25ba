// Diagnostic and Report: the text of one diagnostic, and their collection.
#include "config/diagnostic.hpp"

namespace keste::config {

std::string Diagnostic::text() const {
  const char* mark = kind == Kind::warning ? "warning: " : "";
  return file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + mark + message;
}

void Report::error(Place place, std::string message) {
  ++errors_;
  diagnostics_.push_back(
      {Diagnostic::Kind::error, file_, place.line, place.column, std::move(message)});
}

void Report::warning(Place place, std::string message) {
  diagnostics_.push_back(
      {Diagnostic::Kind::warning, file_, place.line, place.column, std::move(message)});
}

}  // namespace keste::config
