// Look-ups by code in a campaign's short lists.
#include "campaign/campaign.hpp"

#include <algorithm>

namespace keste::campaign {
namespace {

template <class Item>
const Item* find_by(const std::vector<Item>& items, std::string Item::*key,
                    std::string_view wanted) {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Item& item) { return item.*key == wanted; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const City* Campaign::find_city(std::string_view code) const {
  return find_by(cities, &City::code, code);
}
const Rule* Campaign::find_rule(std::string_view wanted) const {
  return find_by(rules, &Rule::id, wanted);
}
const Test* Campaign::find_test(std::string_view wanted) const {
  return find_by(tests, &Test::id, wanted);
}

}  // namespace keste::campaign
