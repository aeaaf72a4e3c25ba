// Escapes by RFC 8259, section 7.
#include "http/json_writer.hpp"

#include <array>
#include <charconv>

namespace keste::http {
namespace {

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto code = static_cast<unsigned char>(c);
  out.append("\\u00");
  out.push_back(digits[code >> 4]);
  out.push_back(digits[code & 15]);
}

constexpr std::array<bool, 256> needing_escape = [] {
  std::array<bool, 256> needing{};
  for (std::size_t code = 0; code < 0x20; ++code) needing[code] = true;
  needing[0x7f] = needing['"'] = needing['\\'] = true;
  return needing;
}();

bool needs_escape(char c) { return needing_escape[static_cast<unsigned char>(c)]; }

void append_quoted(std::string& out, std::string_view text) {
  out.push_back('"');
  std::size_t begun = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text.substr(begun, i - begun));
    append_escape(out, text[i]);
    begun = i + 1;
  }
  out.append(text.substr(begun));
  out.push_back('"');
}

}  // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_.push_back(':');
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  append_quoted(out_, value);
  return *this;
}

JsonWriter& JsonWriter::number(std::int64_t value) {
  separate();
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out_.append(digits, end);
  return *this;
}

JsonWriter& JsonWriter::truth(bool value) {
  separate();
  out_.append(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_.append("null");
  return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_.push_back(bracket);
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_.push_back(bracket);
  comma_due_ = true;
  return *this;
}

void JsonWriter::separate() {
  if (comma_due_) out_.push_back(',');
  comma_due_ = true;
}

}  // namespace keste::http
