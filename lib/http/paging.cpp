// Reading of limits, states and cursors.
#include "http/paging.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace keste::http {
namespace {

constexpr int most_rows = 1000;

template <class Number>
std::optional<Number> parse_number(std::string_view text, int base) {
  Number number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string to_base36(std::int64_t number) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 36).ptr;
  return std::string(digits, end);
}

std::optional<AgendaPlace> parse_cursor(std::string_view cursor) {
  const auto dot = cursor.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto at = parse_number<std::int64_t>(cursor.substr(0, dot), 36);
  const auto id = parse_number<std::int64_t>(cursor.substr(dot + 1), 36);
  if (!at || !id || *id < 0) return std::nullopt;
  return AgendaPlace{from_micros(*at), *id};
}

Problem bad_parameter(std::string_view name, std::string expected) {
  Problem problem(ProblemKind::bad_parameter);
  problem.arguments = {std::string(name), std::move(expected)};
  return problem;
}

std::string join(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (!out.empty()) out.append(", ");
    out.append(word);
  }
  return out;
}

/// Null when the item was taken in, else what would have been right.
std::optional<std::string> take_item(PageWish& wish, const QueryItem& item,
                                     std::initializer_list<std::string_view> states) {
  if (item.name == "state") {
    if (std::find(states.begin(), states.end(), item.value) == states.end()) return join(states);
    wish.state = item.value;
    return std::nullopt;
  }
  if (item.name == "limit") {
    const auto limit = parse_number<int>(item.value, 10);
    if (!limit || *limit < 1 || *limit > most_rows) return "1–1000";
    wish.limit = *limit;
    return std::nullopt;
  }
  if (item.name == "cursor") {
    const auto place = parse_cursor(item.value);
    if (!place) return "next_cursor";
    wish.after = *place;
    return std::nullopt;
  }
  return "state, limit, cursor";
}

}  // namespace

Result<PageWish, Problem> read_page_wish(std::string_view query,
                                         std::initializer_list<std::string_view> states) {
  PageWish wish;
  wish.state = *states.begin();
  const auto items = parse_query(query);
  if (!items) return failed(bad_parameter("?", "state, limit, cursor"));
  for (const QueryItem& item : *items) {
    auto expected = take_item(wish, item, states);
    if (expected) return failed(bad_parameter(item.name, std::move(*expected)));
  }
  return wish;
}

std::string make_cursor(const AgendaPlace& last) {
  return to_base36(to_micros(last.at)) + "." + to_base36(last.id);
}

}  // namespace keste::http
