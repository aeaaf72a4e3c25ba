// From what a sheet says to what the engine is told.
#include "engine/desk_lines.hpp"

#include <charconv>

namespace keste::engine {
namespace {

ApplicationId parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return ApplicationId{whole && number > 0 ? number : 0};
}

}  // namespace

ResultLine line_of(const admission::ResultRow& row) {
  ResultLine line;
  line.row = row.row;
  line.application = parse_number(row.application);
  line.iin = row.iin;
  line.test = row.test;
  line.level = row.level;
  line.score = row.score;
  line.document_number = row.document_number;
  if (row.issued_on) line.issued_on = format_date(*row.issued_on);
  line.status = to_text(row.status);
  return line;
}

}  // namespace keste::engine
