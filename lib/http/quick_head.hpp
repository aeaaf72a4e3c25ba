// QuickHead: recognises the plain GET that polls a status, without a full parser.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace keste::http {

/// A complete HTTP/1.1 GET without a body, on a connection that stays open. Views into the input.
struct QuickHead {
  std::string_view target;
  std::string_view accept_encoding;
  std::string_view if_none_match;
  std::string_view authorization;
  std::size_t size = 0;  ///< How many bytes the request takes.
};

/// Empty for everything unusual or incomplete: the full parser then decides. What it does accept,
/// the full parser accepts with the same meaning. Pure.
std::optional<QuickHead> read_quick_head(std::string_view input);

}  // namespace keste::http
