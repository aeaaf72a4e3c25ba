// Document: a YAML file as a plain tree, with the place of every part.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.hpp"

namespace keste::config {

inline constexpr std::size_t document_depth_max = 16;
/// A session with venue and address in three languages is about 40 nodes: 10,000 fit twice.
inline constexpr std::size_t document_nodes_max = 1'000'000;

/// A part of a file. `refused` stands where the guard already reported something, so that readers
/// stay silent about it.
struct Node {
  enum class Kind { empty, scalar, list, map, refused };
  Kind kind = Kind::empty;
  bool plain = true;  ///< A scalar without quotes.
  Place place;        ///< Of the value; of the key when there is no value.
  Place key_place;    ///< In a map.
  std::string key;    ///< In a map; in a list, the list's own key.
  std::string text;   ///< Of a scalar.
  std::vector<Node> children;

  /// The value of a key, if it is there.
  const Node* find(std::string_view wanted) const;
};

/// Parses one YAML document under guard: syntax errors, duplicate keys, anchors, aliases, tags,
/// merge keys, a second document, depth and size go to the report. Null when nothing sound is left.
std::optional<Node> parse_document(const std::string& text, Report& report);

}  // namespace keste::config
