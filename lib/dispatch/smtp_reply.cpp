// The reply parser: strict about codes and sizes, lenient about a missing carriage return.
#include "dispatch/smtp_reply.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// The three digits in front of a line; 0 when there are none, or none that SMTP knows.
int read_code(std::string_view line) {
  if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, is_digit)) return 0;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return code >= 200 && code < 600 ? code : 0;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
  std::string out(text);
  const bool utf8 = is_utf8(out);
  for (char& c : out) {
    if (is_control(c)) c = ' ';
    if (!utf8 && static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  if (out.size() > limit) {
    std::size_t end = limit;
    while (end > 0 && is_continuation(out[end])) --end;
    out.resize(end);
  }
  return out;
}

bool tells_dead_address(const Reply& reply) {
  return reply.is_permanent() && reply.text.starts_with("5.1.");
}

std::string describe(const Reply& reply) {
  std::string line = std::to_string(reply.code);
  if (!reply.text.empty()) line.append(" ").append(reply.text);
  return printable(line);
}

ReplyParser::State ReplyParser::take(std::string_view& bytes) {
  if (!complaint_.empty()) return State::broken;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, end);
    if (line_.size() + piece.size() > line_max) return fail("a line of its reply is too long");
    line_.append(piece);
    if (end == std::string_view::npos) {
      bytes = {};
      return State::incomplete;
    }
    bytes.remove_prefix(end + 1);
    if (line_.ends_with('\r')) line_.pop_back();
    const State state = take_line();
    line_.clear();
    if (state != State::incomplete) return state;
  }
  return State::incomplete;
}

ReplyParser::State ReplyParser::take_line() {
  const int code = read_code(line_);
  const char mark = line_.size() > 3 ? line_[3] : ' ';
  if (code == 0 || (mark != ' ' && mark != '-')) return fail("not an SMTP reply: " + line_);
  if (lines_ == 0) {
    reply_.code = code;
    reply_.text.clear();
  } else {
    if (code != reply_.code) return fail("the lines of its reply have different codes");
    reply_.text.push_back('\n');
  }
  if (line_.size() > 4) reply_.text.append(line_, 4);
  if (++lines_ > lines_max) return fail("its reply has too many lines");
  if (mark == '-') return State::incomplete;
  lines_ = 0;
  return State::complete;
}

ReplyParser::State ReplyParser::fail(std::string_view complaint) {
  complaint_ = printable(complaint, 120);
  return State::broken;
}

}  // namespace keste::dispatch
