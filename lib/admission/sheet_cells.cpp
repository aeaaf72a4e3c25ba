// What spreadsheets do to numbers, undone where nothing is lost.
#include "admission/sheet_cells.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

constexpr std::size_t iin_length = 12;
constexpr std::size_t zeros_max = 3;

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// ="0123" and '0123 keep a spreadsheet from making a number of it.
std::string_view unwrap(std::string_view cell) {
  cell = trim(cell);
  if (cell.starts_with("=\"") && cell.ends_with('"') && cell.size() > 2) {
    return trim(cell.substr(2, cell.size() - 3));
  }
  if (cell.starts_with('\'')) cell.remove_prefix(1);
  return trim(cell);
}

/// "900101300007.0" and "…,00" without the fraction.
std::string_view without_empty_fraction(std::string_view text) {
  const std::size_t point = text.find_first_of(".,");
  if (point == std::string_view::npos || !is_digits(text.substr(0, point))) return text;
  const std::string_view fraction = text.substr(point + 1);
  const bool zeros = !fraction.empty() && fraction.find_first_not_of('0') == std::string_view::npos;
  return zeros && point > 4 ? text.substr(0, point) : text;
}

/// A number in scientific notation, with the digits that it still shows.
struct Scientific {
  std::string digits;
  std::size_t fraction = 0;
  std::size_t exponent = 0;
  bool is_whole() const { return fraction == exponent; }
};

std::optional<Scientific> read_scientific(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos) return std::nullopt;
  const std::string_view mantissa = text.substr(0, e);
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const std::size_t point = std::min(mantissa.find_first_of(".,"), mantissa.size());
  const std::string_view fraction = mantissa.substr(std::min(point + 1, mantissa.size()));
  const bool shaped = point == 1 && is_digits(mantissa.substr(0, 1)) && is_digits(exponent) &&
                      exponent.size() <= 2 && (fraction.empty() || is_digits(fraction));
  if (!shaped) return std::nullopt;
  Scientific out{std::string(mantissa.substr(0, 1)).append(fraction), fraction.size(), 0};
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), out.exponent);
  return out;
}

CellReading digits_lost(std::string_view cell) {
  return {std::string(cell), "", "digits_lost",
          "all digits; the spreadsheet shows the number shortened and the rest is lost: make the "
          "column text and export again"};
}

/// The digit that a character was taken for, or 0 when it is none.
char digit_alike(char32_t c) {
  switch (c) {
    case U'O':
    case U'o':
    case U'О':
    case U'о':
      return '0';
    case U'З':
    case U'з':
      return '3';
    case U'I':
    case U'l':
    case U'І':
    case U'|':
      return '1';
    default:
      return c >= U'0' && c <= U'9' ? static_cast<char>(c) : '\0';
  }
}

/// Digits, with look-alikes read as digits; empty when there is anything else than fillers.
std::string digits_of(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (is_blank(c) || is_dash(c) || is_hidden(c)) continue;
    const char digit = digit_alike(c);
    if (digit == '\0') return {};
    out.push_back(digit);
  }
  return out;
}

bool has_look_alike(std::string_view text) {
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (digit_alike(c) != '\0' && (c < U'0' || c > U'9')) return true;
  }
  return false;
}

CellReading wrong_iin(std::string_view cell, Wrong wrong) {
  const char* right = wrong == Wrong::missing      ? "12 digits"
                      : wrong == Wrong::iin_length ? "12 digits, all of them"
                                                   : "12 digits whose last one fits the others; "
                                                     "one of them is mistyped";
  return {std::string(cell), "", std::string(to_text(wrong)), right};
}

}  // namespace

CellReading read_iin_cell(std::string_view cell) {
  std::string_view text = without_empty_fraction(unwrap(cell));
  if (text.empty()) return wrong_iin(cell, Wrong::missing);
  const auto scientific = read_scientific(text);
  if (scientific && !scientific->is_whole()) return digits_lost(cell);
  if (scientific) text = scientific->digits;
  std::string digits = digits_of(text);
  const bool letters = has_look_alike(text);
  std::string repair = letters ? "letters read as the digits they look like" : "";
  if (digits.size() < iin_length && digits.size() + zeros_max >= iin_length) {
    digits.insert(0, iin_length - digits.size(), '0');
    if (check_iin(digits)) return wrong_iin(cell, Wrong::iin_length);
    repair = letters ? repair + ", leading zeros put back" : "leading zeros put back";
  }
  if (const auto wrong = check_iin(digits)) return wrong_iin(cell, *wrong);
  return {std::move(digits), std::move(repair), "", ""};
}

CellReading read_phone_cell(std::string_view cell) {
  std::string_view text = without_empty_fraction(unwrap(cell));
  const auto scientific = read_scientific(text);
  if (scientific && !scientific->is_whole()) return digits_lost(cell);
  if (scientific) text = scientific->digits;
  if (auto phone = to_e164(text)) return {std::move(*phone), "", "", ""};
  const std::size_t end = text.find_first_of(",;/\n");
  if (end != std::string_view::npos) {
    if (auto first = to_e164(text.substr(0, end))) {
      return {std::move(*first), "the first of several numbers taken", "", ""};
    }
  }
  return {std::string(text), "", "", ""};
}

CellReading read_email_cell(std::string_view cell) {
  constexpr std::string_view scheme = "mailto:";
  std::string_view text = trim(cell);
  if (to_lower_ascii(text.substr(0, scheme.size())) == scheme) text.remove_prefix(scheme.size());
  while (text.starts_with('<')) text.remove_prefix(1);
  const std::size_t last = text.find_last_not_of(" >.,;");
  text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return {std::string(text), text == trim(cell) ? "" : "signs around the address dropped", "", ""};
}

CellReading read_name_cell(std::string_view cell) {
  const bool lost = cell.find('?') != std::string_view::npos;
  if (!lost) return {std::string(trim(cell)), "", "", ""};
  return {std::string(trim(cell)), "", "letters_lost",
          "the name with all its letters; a charset without Kazakh letters put ? in their place: "
          "export the sheet as CSV in UTF-8"};
}

CellReading read_code_cell(std::string_view cell) {
  const std::string_view text = unwrap(cell);
  const auto scientific = read_scientific(text);
  const bool lost = scientific && text.find('+') != std::string_view::npos;
  return lost ? digits_lost(cell) : CellReading{std::string(text), "", "", ""};
}

}  // namespace keste::admission
