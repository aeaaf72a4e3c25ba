// JSON members to cells.
#include "kestectl/answers.hpp"

#include <boost/json.hpp>
#include <ostream>

namespace keste::kestectl {

std::string text_at(const boost::json::value& value, std::string_view path) {
  const boost::json::value* at = &value;
  while (!path.empty()) {
    const auto dot = path.find('.');
    if (!at->is_object()) return "";
    at = at->as_object().if_contains(path.substr(0, dot));
    if (at == nullptr) return "";
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  }
  if (at->is_null()) return "";
  if (at->is_string()) return std::string(at->as_string());
  return boost::json::serialize(*at);
}

const boost::json::array& list_at(const boost::json::value& value, std::string_view name) {
  static const boost::json::array none;
  if (!value.is_object()) return none;
  const auto* found = value.as_object().if_contains(name);
  return found != nullptr && found->is_array() ? found->as_array() : none;
}

std::string short_instant(const std::string& instant) {
  constexpr std::size_t date = 10;
  constexpr std::size_t minute_end = 16;
  constexpr std::size_t offset_length = 6;
  if (instant.size() < minute_end + offset_length) return instant;
  return instant.substr(0, date) + " " + instant.substr(date + 1, 5) + " " +
         instant.substr(instant.size() - offset_length);
}

void print_json(const boost::json::value& value, Shared& shared) {
  shared.out << boost::json::serialize(value) << '\n';
}

}  // namespace keste::kestectl
