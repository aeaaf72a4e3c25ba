// Fields: unknown and missing keys, and parts of the wrong shape.
#include "config/fields.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "config/spelling.hpp"

namespace keste::config {
namespace {

std::string name_of(const Node& node, std::string_view what) {
  return node.key.empty() ? std::string(what) : shown(node.key);
}

std::string_view shape_of(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::empty:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "keys with values";
    case Node::Kind::refused:
      break;
  }
  return "something else";
}

bool expect(const Node& node, Node::Kind kind, std::string_view what, Report& report) {
  if (node.kind == kind) return true;
  if (node.kind == Node::Kind::refused) return false;
  report.error(node.place, name_of(node, what) + ": expected " + std::string(shape_of(kind)) +
                               ", found " + std::string(shape_of(node.kind)));
  return false;
}

}  // namespace

bool expect_map(const Node& node, std::string_view what, Report& report) {
  return expect(node, Node::Kind::map, what, report);
}

bool expect_list(const Node& node, std::string_view what, Report& report) {
  return expect(node, Node::Kind::list, what, report);
}

Fields::Fields(const Node& node, std::string_view what, std::vector<std::string_view> keys,
               Report& report)
    : node_(expect_map(node, what, report) ? &node : nullptr),
      what_(what),
      keys_(std::move(keys)),
      report_(report) {
  if (node_ == nullptr) return;
  for (const Node& child : node_->children) {
    if (std::find(keys_.begin(), keys_.end(), child.key) != keys_.end()) continue;
    misspelled_.push_back(nearest(child.key, keys_));
    report_.error(child.key_place,
                  "unknown key '" + shown(child.key) + "'" + suggest(child.key, keys_));
  }
}

const Node* Fields::find(std::string_view key) const {
  CHECK(std::find(keys_.begin(), keys_.end(), key) != keys_.end());
  return node_ == nullptr ? nullptr : node_->find(key);
}

const Node* Fields::require(std::string_view key) const {
  const Node* found = find(key);
  const bool misspelled =
      std::find(misspelled_.begin(), misspelled_.end(), key) != misspelled_.end();
  if (found == nullptr && node_ != nullptr && !misspelled) {
    report_.error(node_->place, "missing key '" + std::string(key) + "' in " + what_);
  }
  return found;
}

}  // namespace keste::config
