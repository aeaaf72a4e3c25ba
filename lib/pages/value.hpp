// Value: what a template shows: texts, truths, lists and named members.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace keste::pages {

/// A tree of values, made for one rendering. Texts are escaped when they are shown.
class Value {
 public:
  using List = std::vector<Value>;
  using Members = std::map<std::string, Value, std::less<>>;

  /// Without members.
  Value() : held_(Members{}) {}
  Value(std::string text) : held_(std::move(text)) {}
  Value(std::string_view text) : held_(std::string(text)) {}
  Value(const char* text) : held_(std::string(text)) {}
  Value(List list) : held_(std::move(list)) {}
  template <class T>
  requires std::is_same_v<T, bool> Value(T truth) : held_(truth) {}

  /// Names a member of a value that has members. Returns this.
  Value& set(std::string name, Value value);

  const std::variant<bool, std::string, List, Members>& held() const { return held_; }

 private:
  std::variant<bool, std::string, List, Members> held_;
};

}  // namespace keste::pages
