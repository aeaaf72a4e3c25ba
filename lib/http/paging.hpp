// Paging: which part of a list a query asks for.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "http/backend.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace keste::http {

struct PageWish {
  std::string state;
  int limit = 100;
  AgendaPlace after;
};

/// Reads `state`, `limit` and `cursor`. The first of `states` is the default; other names and
/// values are refused, so that a misspelt filter does not pass for an answer.
Result<PageWish, Problem> read_page_wish(std::string_view query,
                                         std::initializer_list<std::string_view> states);

/// Opaque to clients; `read_page_wish` reads it back.
std::string make_cursor(const AgendaPlace& last);

}  // namespace keste::http
