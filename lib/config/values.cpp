// Values: scalars of the etc files, strictly read.
#include "config/values.hpp"

#include <algorithm>
#include <charconv>

#include "config/fields.hpp"
#include "config/spelling.hpp"

namespace keste::config {
namespace {

void complain(const Node& node, const std::string& message, Report& report) {
  const std::string name = node.key.empty() ? "" : shown(node.key) + ": ";
  report.error(node.place, name + message);
}

/// The scalar itself, or a complaint that says what was expected.
const Node* scalar(const Node* node, std::string_view expected, Report& report) {
  if (node == nullptr || node->kind == Node::Kind::refused) return nullptr;
  if (node->kind == Node::Kind::scalar) return node;
  const char* found = node->kind == Node::Kind::empty  ? "nothing"
                      : node->kind == Node::Kind::list ? "a list"
                                                       : "keys with values";
  complain(*node, "expected " + std::string(expected) + ", found " + found, report);
  return nullptr;
}

std::string quoted(const Node& node) { return "'" + shown(node.text) + "'"; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::optional<int> parse_whole(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool has_date_shape(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  if (text.size() != shape.size()) return false;
  return std::equal(text.begin(), text.end(), shape.begin(), [](char c, char wanted) {
    return wanted == 'd' ? c >= '0' && c <= '9' : c == wanted;
  });
}

/// Why a text in the shape of a date names no day; empty when it does name one.
std::string why_no_date(std::string_view text) {
  constexpr std::array<std::string_view, 12> months{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const std::string date(text);
  const int year = std::stoi(date.substr(0, 4));
  const auto month = static_cast<unsigned>(std::stoi(date.substr(5, 2)));
  const auto day = static_cast<unsigned>(std::stoi(date.substr(8, 2)));
  if (year < 1970 || year > 2099) return date + " is too far away: years go from 1970 to 2099";
  if (month < 1 || month > 12) return date + " does not exist: months go from 01 to 12";
  const std::chrono::year_month_day_last last{
      std::chrono::year(year), std::chrono::month_day_last(std::chrono::month(month))};
  const auto days = static_cast<unsigned>(last.day());
  if (day >= 1 && day <= days) return "";
  const std::string of_year = month == 2 ? " " + date.substr(0, 4) : "";
  return date + " does not exist: " + std::string(months[month - 1]) + of_year + " has " +
         std::to_string(days) + " days";
}

using ReadOne = std::optional<std::string> (*)(const Node*, Report&);

/// The one language that the key names, or a complaint.
void read_language(const Node& map, Language language, std::string& into, Report& report,
                   ReadOne read_one) {
  const std::string code(to_text(language));
  const Node* node = map.find(code);
  if (node == nullptr) {
    complain(map, "missing language '" + code + "'; kk, ru and en are all needed", report);
    return;
  }
  keep(into, read_one(node, report));
}

std::optional<LocalizedText> read_languages(const Node* node, Report& report, ReadOne read_one) {
  if (node == nullptr) return std::nullopt;
  const std::size_t before = report.errors();
  const Fields fields(*node, "text in three languages", {"kk", "ru", "en"}, report);
  if (node->kind != Node::Kind::map) return std::nullopt;
  LocalizedText text;
  for (const Language language : languages) {
    read_language(*node, language, text.in(language), report, read_one);
  }
  if (report.errors() != before) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> read_lines(const Node* node, Report& report) {
  node = scalar(node, "a text", report);
  if (node == nullptr) return std::nullopt;
  if (is_blank(node->text)) {
    complain(*node, "must not be empty", report);
    return std::nullopt;
  }
  const bool bad = std::any_of(node->text.begin(), node->text.end(),
                               [](char c) { return is_control(c) && c != '\n' && c != '\t'; });
  if (bad) {
    complain(*node, "holds a control character; remove it", report);
    return std::nullopt;
  }
  return node->text;
}

std::optional<std::string> read_text(const Node* node, Report& report) {
  std::optional<std::string> text = read_lines(node, report);
  if (text && std::any_of(text->begin(), text->end(), is_control)) {
    complain(*node, "must be one line, without tabs", report);
    return std::nullopt;
  }
  return text;
}

std::optional<std::vector<std::string>> read_texts(const Node* node, Report& report) {
  if (node == nullptr || !expect_list(*node, "list", report)) return std::nullopt;
  if (node->children.empty()) {
    complain(*node, "must not be empty", report);
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const Node& item : node->children) {
    const auto text = read_text(&item, report);
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

std::optional<int> read_whole(const Node* node, Span span, Report& report) {
  const std::string wanted =
      "a whole number from " + std::to_string(span.min) + " to " + std::to_string(span.max);
  node = scalar(node, wanted, report);
  if (node == nullptr) return std::nullopt;
  const std::optional<int> number = parse_whole(node->text);
  if (!number || *number < span.min || *number > span.max) {
    complain(*node, quoted(*node) + " is not " + wanted, report);
    return std::nullopt;
  }
  if (!node->plain) {
    complain(*node, quoted(*node) + " is a text; write the number without quotes", report);
    return std::nullopt;
  }
  return number;
}

std::optional<double> read_decimal(const Node* node, Span span, Report& report) {
  const std::string wanted =
      "a number from " + std::to_string(span.min) + " to " + std::to_string(span.max);
  node = scalar(node, wanted, report);
  if (node == nullptr) return std::nullopt;
  const std::string_view text = node->text;
  double number = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  // Not a number compares with nothing.
  const bool inside = number >= span.min && number <= span.max;
  if (whole && inside && node->plain) return number;
  complain(*node, quoted(*node) + " is not " + wanted + ", such as 51.16, without quotes", report);
  return std::nullopt;
}

std::optional<bool> read_flag(const Node* node, Report& report) {
  node = scalar(node, "true or false", report);
  if (node == nullptr) return std::nullopt;
  if (node->plain && node->text == "true") return true;
  if (node->plain && node->text == "false") return false;
  complain(*node, quoted(*node) + " is neither true nor false", report);
  return std::nullopt;
}

std::optional<std::string> read_choice(const Node* node, std::vector<std::string_view> choices,
                                       Report& report) {
  node = scalar(node, "one of " + join(choices), report);
  if (node == nullptr) return std::nullopt;
  if (std::find(choices.begin(), choices.end(), node->text) != choices.end()) return node->text;
  const std::string_view near = nearest(node->text, choices);
  const std::string hint = near.empty() ? "" : "; did you mean '" + std::string(near) + "'?";
  complain(*node, quoted(*node) + " is not one of " + join(choices) + hint, report);
  return std::nullopt;
}

bool is_id(std::string_view text) {
  constexpr std::size_t length_max = 64;
  return !text.empty() && text.size() <= length_max &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::optional<std::string> read_id(const Node* node, Report& report) {
  node = scalar(node, "an id of a-z, 0-9 and '-'", report);
  if (node == nullptr) return std::nullopt;
  if (is_id(node->text)) return node->text;
  complain(*node, quoted(*node) + " is not an id: use 1 to 64 of a-z, 0-9 and '-'", report);
  return std::nullopt;
}

std::optional<Date> read_date(const Node* node, Report& report) {
  node = scalar(node, "a date such as 2023-09-22", report);
  if (node == nullptr) return std::nullopt;
  if (!has_date_shape(node->text)) {
    complain(*node, quoted(*node) + " is not a date such as 2023-09-22", report);
    return std::nullopt;
  }
  const std::string why = why_no_date(node->text);
  if (why.empty()) return parse_date(node->text);
  complain(*node, why, report);
  return std::nullopt;
}

std::optional<LocalTime> read_local_time(const Node* node, Report& report) {
  constexpr const char* wanted = "a civil date and time such as 2023-09-20T10:00";
  node = scalar(node, wanted, report);
  if (node == nullptr) return std::nullopt;
  const std::string_view date = std::string_view(node->text).substr(0, 10);
  if (has_date_shape(date)) {
    const std::string why = why_no_date(date);
    if (!why.empty()) {
      complain(*node, why, report);
      return std::nullopt;
    }
  }
  const std::optional<LocalTime> time = parse_local_time(node->text);
  if (time) return time;
  const bool offset = parse_instant(node->text).has_value();
  const char* hint = offset ? "; leave the offset out, the city's zone gives it" : "";
  complain(*node, quoted(*node) + " is not " + wanted + hint, report);
  return std::nullopt;
}

std::optional<std::chrono::minutes> read_time_of_day(const Node* node, Report& report) {
  constexpr const char* wanted = "a time from 00:00 to 24:00";
  node = scalar(node, wanted, report);
  if (node == nullptr) return std::nullopt;
  const std::optional<std::chrono::minutes> time = parse_time_of_day(node->text);
  if (!time) complain(*node, quoted(*node) + " is not " + wanted, report);
  return time;
}

std::optional<LocalizedText> read_localized(const Node* node, Report& report) {
  return read_languages(node, report, read_text);
}

std::optional<LocalizedText> read_localized_lines(const Node* node, Report& report) {
  return read_languages(node, report, read_lines);
}

}  // namespace keste::config
