// Two versions of a campaign, part by part.
#include "campaign/difference.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>

namespace keste::campaign {
namespace {

template <class Item>
using ById = std::unordered_map<std::string_view, const Item*>;

/// The items must outlive it.
template <class Item>
ById<Item> by_id(const std::vector<Item>& items, std::string Item::*key) {
  ById<Item> found;
  for (const Item& item : items) found.emplace(item.*key, &item);
  return found;
}

template <class Item>
const Item* find_in(const ById<Item>& items, std::string_view id) {
  const auto found = items.find(id);
  return found == items.end() ? nullptr : found->second;
}

bool same_times(const SessionTimes& a, const SessionTimes& b) {
  return a.starts_at == b.starts_at && a.ends_at == b.ends_at;
}

void compare_cities(const Version& was, const Version& is, Difference& out) {
  const auto before = by_id(was.campaign.cities, &City::code);
  const auto after = by_id(is.campaign.cities, &City::code);
  std::vector<const City*> fresh;
  for (const City& city : is.campaign.cities) {
    const City* old = find_in(before, city.code);
    if (old == nullptr) {
      out.cities_added.push_back(city.code);
      fresh.push_back(&city);
    } else if (old->name != city.name) {
      out.cities_renamed.push_back({city.code, old->name, city.name});
    }
  }
  for (const City& city : was.campaign.cities) {
    if (find_in(after, city.code) != nullptr) continue;
    out.cities_removed.push_back(city.code);
    const auto twin = std::find_if(fresh.begin(), fresh.end(), [&](const City* one) {
      return one->name == city.name && one->zone.name() == city.zone.name();
    });
    if (twin != fresh.end()) out.cities_recoded.push_back({city.code, (*twin)->code});
  }
}

void compare_windows(const Version& was, const Version& is, Difference& out) {
  const auto before = by_id(was.schedule.windows, &CityWindow::city);
  for (const CityWindow& window : is.schedule.windows) {
    const CityWindow* old = find_in(before, window.city);
    if (old == nullptr) continue;
    if (old->opens_at == window.opens_at && old->closes_at == window.closes_at) continue;
    out.windows.push_back({*old, window});
  }
}

/// Sessions of both versions, with what a person would notice of the change.
class Sessions {
 public:
  Sessions(const Version& was, const Version& is)
      : was_(was),
        is_(is),
        sessions_was_(by_id(was.campaign.sessions, &Session::id)),
        sessions_is_(by_id(is.campaign.sessions, &Session::id)) {}

  bool has_moved_house(const std::string& id) const {
    const Session* old = find_in(sessions_was_, id);
    const Session* fresh = find_in(sessions_is_, id);
    if (old == nullptr || fresh == nullptr || old->city != fresh->city) return false;
    return !is_same_building(place_of(was_.campaign, *old), place_of(is_.campaign, *fresh));
  }

  void compare(Difference& out) const {
    const auto before = by_id(was_.schedule.sessions, &SessionTimes::session);
    const auto after = by_id(is_.schedule.sessions, &SessionTimes::session);
    for (const SessionTimes& times : is_.schedule.sessions) {
      const SessionTimes* old = find_in(before, times.session);
      if (old == nullptr) {
        out.sessions_added.push_back(times);
        continue;
      }
      SessionChange change{*old, times};
      change.in_another_city = old->city != times.city;
      change.at_another_time = !same_times(*old, times);
      change.at_another_place = has_moved_house(times.session);
      change.with_other_seats = old->seats != times.seats;
      const bool changed = change.in_another_city || change.at_another_time ||
                           change.at_another_place || change.with_other_seats;
      if (changed) out.sessions.push_back(std::move(change));
    }
    for (const SessionTimes& times : was_.schedule.sessions) {
      if (find_in(after, times.session) == nullptr) out.sessions_removed.push_back(times);
    }
  }

 private:
  const Version& was_;
  const Version& is_;
  ById<Session> sessions_was_;
  ById<Session> sessions_is_;
};

void compare_tests(const Version& was, const Version& is, Difference& out) {
  const auto before = by_id(was.schedule.tests, &TestWindow::test);
  const auto after = by_id(is.schedule.tests, &TestWindow::test);
  for (const TestWindow& window : is.schedule.tests) {
    const TestWindow* old = find_in(before, window.test);
    if (old == nullptr) {
      out.tests.push_back({window.test, std::nullopt, window});
    } else if (old->opens_at != window.opens_at || old->closes_at != window.closes_at) {
      out.tests.push_back({window.test, *old, window});
    }
  }
  for (const TestWindow& window : was.schedule.tests) {
    if (find_in(after, window.test) == nullptr) {
      out.tests.push_back({window.test, window, std::nullopt});
    }
  }
}

/// The part of a path after "cities.": a code has no dot.
std::string_view take_code(std::string_view path, std::string_view list) {
  if (!path.starts_with(list)) return {};
  path.remove_prefix(list.size());
  return path.substr(0, path.find('.'));
}

/// Whether another list of the difference says it.
bool is_said_elsewhere(std::string_view path, const std::set<std::string_view>& whole_cities) {
  if (const auto code = take_code(path, "cities."); !code.empty()) {
    const std::string_view rest = path.substr(std::string_view("cities.").size() + code.size());
    return whole_cities.contains(code) || rest.starts_with(".name.");
  }
  if (!take_code(path, "sessions.").empty()) {
    return path.find(".venue.email") == std::string_view::npos &&
           path.find(".venue.phone") == std::string_view::npos;
  }
  return !take_code(path, "tests.").empty() && path.find(".window.") != std::string_view::npos;
}

void compare_texts(const Version& was, const Version& is, Difference& out) {
  std::set<std::string_view> whole_cities(out.cities_added.begin(), out.cities_added.end());
  whole_cities.insert(out.cities_removed.begin(), out.cities_removed.end());
  for (FactChange& change : compare(list_facts(was.campaign), list_facts(is.campaign))) {
    if (!is_said_elsewhere(change.path, whole_cities)) out.texts.push_back(std::move(change));
  }
}

}  // namespace

bool Difference::empty() const {
  return cities_added.empty() && cities_removed.empty() && cities_renamed.empty() &&
         cities_recoded.empty() && windows.empty() && sessions_added.empty() &&
         sessions_removed.empty() && sessions.empty() && tests.empty() && texts.empty();
}

Difference find_difference(const Version& was, const Version& is) {
  Difference out;
  compare_cities(was, is, out);
  compare_windows(was, is, out);
  Sessions(was, is).compare(out);
  compare_tests(was, is, out);
  compare_texts(was, is, out);
  return out;
}

const Place& place_of(const Campaign& campaign, const Session& session) {
  const bool own = session.venue.name != LocalizedText{};
  const City* city = campaign.find_city(session.city);
  return own || city == nullptr ? session.venue : city->branch;
}

bool is_same_building(const Place& a, const Place& b) {
  return a.name == b.name && a.address == b.address;
}

}  // namespace keste::campaign
