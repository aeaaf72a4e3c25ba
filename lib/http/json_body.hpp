// JSON bodies of requests, as far as all of them are alike.
#pragma once

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/problem.hpp"

namespace keste::http {

/// The body's one JSON object, in memory of `storage`; else the place where it is wrong. Pure.
Result<boost::json::value, Problem> parse_object(std::string_view body,
                                                 boost::json::storage_ptr storage = {});

/// A member's name as an answer may repeat it: not longer than anybody needs.
std::string shown_name(std::string_view name);

/// Whether a Content-Type header names `type`, whatever its parameters.
bool is_type(std::string_view content_type, std::string_view type);
/// Whether a Content-Encoding header says that the body is as it is.
bool is_unencoded(std::string_view content_encoding);

}  // namespace keste::http
