// Reading answers: members of JSON objects as the tables show them.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// A member as text, by a path such as "window.state"; "" when it is absent or null.
std::string text_at(const boost::json::value& value, std::string_view path);
/// The array under a name; empty when there is none.
const boost::json::array& list_at(const boost::json::value& value, std::string_view name);
/// "2023-09-18T00:00:00+06:00" as "2023-09-18 00:00 +06:00".
std::string short_instant(const std::string& instant);
/// For --format json: the answer as it came.
void print_json(const boost::json::value& value, Shared& shared);

}  // namespace keste::kestectl
