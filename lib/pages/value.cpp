// Naming of members.
#include "pages/value.hpp"

#include "base/check.hpp"

namespace keste::pages {

Value& Value::set(std::string name, Value value) {
  Members* members = std::get_if<Members>(&held_);
  CHECK(members != nullptr);
  members->insert_or_assign(std::move(name), std::move(value));
  return *this;
}

}  // namespace keste::pages
