// Base64, quoted-printable and encoded words, written for texts of a few kilobytes.
#include "dispatch/mime_encoding.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

constexpr std::size_t line_max = 76;
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view word_open = "=?utf-8?B?";
constexpr std::string_view word_close = "?=";

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

/// Writes the base64 of `bytes` to `to`, which has room for it, and returns the place after it.
char* write_base64(std::string_view bytes, char* to) {
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const unsigned three =
        byte_at(bytes, i) << 16U | byte_at(bytes, i + 1) << 8U | byte_at(bytes, i + 2);
    *to++ = alphabet[three >> 18U];
    *to++ = alphabet[three >> 12U & 63U];
    *to++ = alphabet[three >> 6U & 63U];
    *to++ = alphabet[three & 63U];
  }
  if (i == bytes.size()) return to;
  const bool two = i + 2 == bytes.size();
  const unsigned rest = byte_at(bytes, i) << 16U | (two ? byte_at(bytes, i + 1) << 8U : 0U);
  *to++ = alphabet[rest >> 18U];
  *to++ = alphabet[rest >> 12U & 63U];
  *to++ = two ? alphabet[rest >> 6U & 63U] : '=';
  *to++ = '=';
  return to;
}

std::size_t base64_size(std::size_t bytes) {
  const std::size_t characters = (bytes + 2) / 3 * 4;
  return characters + (characters + line_max - 1) / line_max * 2;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// How many columns each byte takes in quoted-printable, blanks at line ends apart: 1 as it is, 3
/// as =XX.
constexpr std::array<unsigned char, 256> quoted_widths = [] {
  std::array<unsigned char, 256> widths{};
  for (std::size_t byte = 0; byte < widths.size(); ++byte) {
    const bool literal = (byte >= ' ' && byte <= '~' && byte != '=') || byte == '\t';
    widths[byte] = literal ? 1 : 3;
  }
  return widths;
}();

std::size_t quoted_width(char c) { return quoted_widths[static_cast<unsigned char>(c)]; }

bool ends_line(std::string_view text, std::size_t i) {
  return i == text.size() || (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n');
}

void append_quoted(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out.push_back('=');
  out.push_back(digits[byte >> 4U]);
  out.push_back(digits[byte & 15U]);
}

void append_base64_word(std::string& out, std::string_view bytes) {
  out += word_open;
  const std::size_t from = out.size();
  out.resize(from + (bytes.size() + 2) / 3 * 4);
  write_base64(bytes, out.data() + from);
  out += word_close;
}

/// The longest prefix of at most `room` bytes that ends between two code points.
std::size_t prefix_between_code_points(std::string_view text, std::size_t room) {
  if (text.size() <= room) return text.size();
  std::size_t cut = room;
  while (cut > 0 && (byte_at(text, cut) & 0xC0U) == 0x80) --cut;
  return cut;
}

void append_words(std::string& out, std::string_view text, std::size_t column) {
  constexpr std::size_t frame = word_open.size() + word_close.size();
  bool first = true;
  while (!text.empty()) {
    if (!first) {
      out += "\r\n ";
      column = 1;
    }
    first = false;
    const std::size_t room =
        column + frame + 8 > line_max ? 0 : (line_max - column - frame) / 4 * 3;
    const std::size_t cut = prefix_between_code_points(text, std::max<std::size_t>(room, 4));
    append_base64_word(out, text.substr(0, cut));
    text.remove_prefix(cut);
  }
}

/// ASCII that folds at its spaces and cannot be taken for an encoded word.
bool is_plain_value(std::string_view value) {
  if (!is_ascii(value) || value.find("=?") != std::string_view::npos) return false;
  std::size_t word = 0;
  for (const char c : value) {
    word = c == ' ' ? 0 : word + 1;
    if (c < ' ' || c == 0x7F || word > 60) return false;
  }
  return value.find("  ") == std::string_view::npos;
}

void append_folded(std::string& out, std::string_view value, std::size_t column) {
  while (!value.empty()) {
    const std::size_t end = std::min(value.find(' ', 1), value.size());
    if (column + end > line_max && value.front() == ' ') {
      out += "\r\n";
      column = 0;
    }
    out += value.substr(0, end);
    column += end;
    value.remove_prefix(end);
  }
}

bool is_atom_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~ ").find(c) != std::string_view::npos;
}

}  // namespace

std::string encode_base64(std::string_view bytes) {
  constexpr std::size_t line_bytes = line_max / 4 * 3;
  std::string out(base64_size(bytes.size()), '\0');
  char* to = out.data();
  for (std::size_t i = 0; i < bytes.size(); i += line_bytes) {
    to = write_base64(bytes.substr(i, line_bytes), to);
    *to++ = '\r';
    *to++ = '\n';
  }
  return out;
}

std::string encode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(quoted_printable_size(text) + 16);
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (ends_line(text, i)) {
      out += "\r\n";
      column = 0;
      ++i;
      continue;
    }
    const char c = text[i];
    const bool blank_at_end = (c == ' ' || c == '\t') && ends_line(text, i + 1);
    const std::size_t width = blank_at_end ? 3 : quoted_width(c);
    // One column is kept for the "=" of a soft break.
    if (column + width > line_max - 1) {
      out += "=\r\n";
      column = 0;
    }
    if (width == 1) {
      out.push_back(c);
    } else {
      append_quoted(out, c);
    }
    column += width;
  }
  return out;
}

std::size_t quoted_printable_size(std::string_view text) {
  std::size_t size = 0;
  std::size_t line_ends = 0;
  for (const char c : text) {
    size += quoted_width(c);
    line_ends += c == '\n' ? 1U : 0U;
  }
  // The table counts the two bytes of a line end as if they were quoted.
  size -= 4 * std::min(line_ends, size / 6);
  return size + size / (line_max - 1) * 3;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16 + 4);
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n' && text[i] != '\r') continue;
    out.append(text.substr(from, i - from)).append("\r\n");
    const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (pair) ++i;
    from = i + 1;
  }
  if (from < text.size()) out.append(text.substr(from)).append("\r\n");
  return out;
}

std::string_view to_text(TransferEncoding encoding) {
  switch (encoding) {
    case TransferEncoding::seven_bit:
      return "7bit";
    case TransferEncoding::quoted_printable:
      return "quoted-printable";
    case TransferEncoding::base64:
      return "base64";
  }
  return "base64";
}

TransferEncoding choose_encoding(std::string_view text) {
  bool plain = true;
  std::size_t column = 0;
  for (std::size_t i = 0; i < text.size() && plain; ++i) {
    if (ends_line(text, i)) {
      column = 0;
      ++i;
      continue;
    }
    plain = (quoted_width(text[i]) == 1 || text[i] == '=') && ++column <= 78;
  }
  if (plain) return TransferEncoding::seven_bit;
  return quoted_printable_size(text) < base64_size(text.size()) ? TransferEncoding::quoted_printable
                                                                : TransferEncoding::base64;
}

std::string encode(TransferEncoding encoding, std::string_view text) {
  switch (encoding) {
    case TransferEncoding::seven_bit:
      return std::string(text);
    case TransferEncoding::quoted_printable:
      return encode_quoted_printable(text);
    case TransferEncoding::base64:
      return encode_base64(text);
  }
  return encode_base64(text);
}

void append_unstructured(std::string& out, std::string_view value, std::size_t column) {
  if (is_plain_value(value)) {
    append_folded(out, value, column);
  } else {
    append_words(out, value, column);
  }
}

void append_phrase(std::string& out, std::string_view name, std::size_t column) {
  if (!is_plain_value(name)) {
    append_words(out, name, column);
    return;
  }
  if (std::all_of(name.begin(), name.end(), is_atom_byte)) {
    append_folded(out, name, column);
    return;
  }
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  append_folded(out, quoted, column);
}

}  // namespace keste::dispatch
