// Scans over a message's text: a word or a line at a time, since every message passes here.
#include "dispatch/smtp_content.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace keste::dispatch {
namespace {

constexpr std::size_t address_max = 512;

bool breaks_command(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || c == '<' || c == '>';
}

}  // namespace

bool is_ascii(std::string_view text) {
  std::uint64_t seen = 0;
  while (text.size() >= sizeof seen) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    seen |= word;
    text.remove_prefix(sizeof seen);
  }
  for (const char c : text) seen |= static_cast<unsigned char>(c);
  return (seen & 0x8080808080808080U) == 0;
}

bool is_sendable_address(std::string_view address) {
  return address.size() <= address_max &&
         std::none_of(address.begin(), address.end(), breaks_command);
}

ContentSurvey survey_content(std::string_view content) {
  ContentSurvey survey;
  survey.eight_bit = !is_ascii(content);
  while (!content.empty()) {
    if (content.front() == '.') ++survey.dotted_lines;
    const std::size_t end = content.find('\n');
    const std::string_view line = content.substr(0, end);
    const bool is_last = end == std::string_view::npos;
    const std::size_t carriage_return = line.find('\r');
    // An ended line has its only CR at its end, an unended one has none.
    const std::size_t expected = is_last ? std::string_view::npos : line.size() - 1;
    if (carriage_return != expected || (!is_last && line.empty())) survey.bare_line_end = true;
    if (is_last) {
      survey.ends_line = false;
      break;
    }
    content.remove_prefix(end + 1);
  }
  return survey;
}

std::string stuff_dots(std::string_view content, std::size_t dotted_lines) {
  std::string out;
  out.reserve(content.size() + dotted_lines);
  if (content.starts_with('.')) out.push_back('.');
  while (true) {
    const std::size_t before_dot = content.find("\n.");
    if (before_dot == std::string_view::npos) break;
    out.append(content.substr(0, before_dot + 1)).push_back('.');
    content.remove_prefix(before_dot + 1);
  }
  out.append(content);
  return out;
}

}  // namespace keste::dispatch
