// Values: the strict types of the etc files. Each reader reports what is wrong and gives nothing
// then; a null node (an absent key) gives nothing, silently.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "base/result.hpp"
#include "config/document.hpp"

namespace keste::config {

struct Span {
  int min;
  int max;
};

/// One line of text, not empty, without control characters.
std::optional<std::string> read_text(const Node* node, Report& report);
/// Text of any number of lines.
std::optional<std::string> read_lines(const Node* node, Report& report);
/// Decimal, unquoted; no octal, hexadecimal or leading zeros.
std::optional<int> read_whole(const Node* node, Span span, Report& report);
/// Decimal with a point, such as 51.16 or -7.5; unquoted.
std::optional<double> read_decimal(const Node* node, Span span, Report& report);
/// true or false, and nothing else.
std::optional<bool> read_flag(const Node* node, Report& report);
std::optional<std::string> read_choice(const Node* node, std::vector<std::string_view> choices,
                                       Report& report);
/// A list of such texts, not empty.
std::optional<std::vector<std::string>> read_texts(const Node* node, Report& report);
/// [a-z0-9-]+, at most 64 characters.
std::optional<std::string> read_id(const Node* node, Report& report);
bool is_id(std::string_view text);
std::optional<Date> read_date(const Node* node, Report& report);
std::optional<LocalTime> read_local_time(const Node* node, Report& report);
std::optional<std::chrono::minutes> read_time_of_day(const Node* node, Report& report);
/// {kk: …, ru: …, en: …}, each of them there.
std::optional<LocalizedText> read_localized(const Node* node, Report& report);
/// The same, of any number of lines each.
std::optional<LocalizedText> read_localized_lines(const Node* node, Report& report);

/// Takes what a parser of texts gave, or reports its sentence under the key's name.
template <class T>
std::optional<T> take(Result<T, std::string> parsed, const Node& node, Report& report) {
  if (parsed) return std::move(parsed).value();
  const std::string gap = parsed.error().starts_with("'") ? ": " : " ";
  report.error(node.place, node.key + gap + parsed.error());
  return std::nullopt;
}

/// Keeps what was read; what was not leaves the target as it is.
template <class T, class U>
void keep(T& target, std::optional<U> read) {
  if (read) target = std::move(*read);
}

}  // namespace keste::config
