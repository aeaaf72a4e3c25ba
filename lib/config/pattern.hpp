// Pattern: a text of kested.yaml with placeholders in it, such as {phone} or {secret.api_key}.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace keste::config {

/// A placeholder is a known name in braces and nothing else; all other braces stand for themselves,
/// so that JSON needs no escapes.
struct Pattern {
  struct Piece {
    std::string literal;
    std::string name;  ///< What follows the literal; empty at the end.
    friend bool operator==(const Piece&, const Piece&) = default;
  };
  std::vector<Piece> pieces;

  bool empty() const { return pieces.empty(); }
  bool names(std::string_view name) const;
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

/// The error is a sentence: a name in braces that is not among `names`.
Result<Pattern, std::string> parse_pattern(std::string_view text,
                                           const std::vector<std::string_view>& names);

/// Asks `value` for each name and puts what it gives in its place, as it is.
std::string fill(const Pattern& pattern,
                 const std::function<std::string(std::string_view name)>& value);

/// Letters, digits and -._~ stay, all other bytes become %XX (RFC 3986, 2.3).
std::string percent_encode(std::string_view text);
/// What stands between the quotes of a JSON string. `text` is well-formed UTF-8.
std::string json_escape(std::string_view text);

}  // namespace keste::config
