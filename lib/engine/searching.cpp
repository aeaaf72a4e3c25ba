// Candidates from the best list there is, then each is looked at.
#include "engine/searching.hpp"

#include <algorithm>
#include <limits>

#include "admission/person.hpp"
#include "store/person.hpp"
#include "store/search.hpp"

namespace keste::engine {
namespace {

constexpr int most_looked_at = 2'000;
/// Of each session of a city: there may be many.
constexpr int most_of_each = 400;

struct Candidates {
  std::vector<store::SurnamePlace> places;
  bool whole = true;  ///< There are no more.
};

void add_all(Candidates& to, const std::vector<store::ApplicationId>& ids, int limit) {
  for (const store::ApplicationId id : ids) to.places.push_back({{}, id});
  to.whole = to.whole && ids.size() < static_cast<std::size_t>(limit);
}

bool is_wanted_place(const SearchWish& wish, const store::SessionRow& session) {
  if (!wish.session.empty() && session.code != wish.session) return false;
  if (!wish.city.empty() && session.city != wish.city) return false;
  return wish.actor.may_see(session.city);
}

/// The latest of several lists: what one of them has left out is older than all that it gave.
Candidates list_by_place(store::Database& database, const SearchPlace& place,
                         const SearchWish& wish, store::ApplicationId before) {
  Candidates found;
  for (const store::SessionRow& session : store::list_sessions(database, place.campaign)) {
    if (!is_wanted_place(wish, session)) continue;
    add_all(found, store::list_of_session(database, session.id, before, most_of_each),
            most_of_each);
  }
  if (wish.session.empty()) {
    const std::vector<std::string> cities =
        wish.city.empty() ? wish.actor.cities : std::vector<std::string>{wish.city};
    for (const std::string& city : cities) {
      add_all(found, store::list_waiting_any(database, city, before, most_of_each), most_of_each);
    }
  }
  std::sort(found.places.begin(), found.places.end(), [](const auto& left, const auto& right) {
    return left.application.value > right.application.value;
  });
  // Who came from one session to another stands in both rosters.
  const auto same = [](const auto& left, const auto& right) {
    return left.application == right.application;
  };
  found.places.erase(std::unique(found.places.begin(), found.places.end(), same),
                     found.places.end());
  if (!found.whole && found.places.size() > most_of_each) found.places.resize(most_of_each);
  return found;
}

Candidates list_candidates(store::Database& database, const SearchPlace& place,
                           const SearchWish& wish) {
  Candidates found;
  const store::ApplicationId before{wish.after == 0 ? std::numeric_limits<std::int64_t>::max()
                                                    : wish.after};
  if (wish.number > 0) {
    found.places.push_back({{}, store::ApplicationId{wish.number}});
  } else if (!wish.iin.empty()) {
    add_all(found,
            store::list_of_person(database, place.campaign, place.vault.person_key(wish.iin)),
            std::numeric_limits<int>::max());
  } else if (!wish.surname.empty()) {
    const std::string prefix = admission::fold_for_comparison(wish.surname);
    found.places = store::list_surnames(
        database, prefix, {wish.after_name, store::ApplicationId{wish.after}}, most_looked_at);
    found.whole = found.places.size() < static_cast<std::size_t>(most_looked_at);
  } else if (!wish.session.empty() || !wish.city.empty() || !wish.actor.everywhere) {
    return list_by_place(database, place, wish, before);
  } else {
    add_all(found, store::list_before(database, before, most_looked_at), most_looked_at);
  }
  return found;
}

bool fits(const SearchWish& wish, const store::ListedApplication& row) {
  return wish.actor.may_see(row.city) && (wish.city.empty() || row.city == wish.city) &&
         (wish.session.empty() || row.session_code == wish.session) &&
         (wish.state.empty() || row.state == wish.state);
}

FoundApplication show(store::ListedApplication row) {
  return {row.id.value,           std::move(row.state),      row.received_at,
          std::move(row.test),    std::move(row.city),       std::move(row.session_code),
          std::move(row.surname), std::move(row.given_name), std::move(row.patronymic)};
}

}  // namespace

SearchPage search(store::Database& database, const SearchPlace& place, const SearchWish& wish) {
  SearchPage page;
  const Candidates candidates = list_candidates(database, place, wish);
  for (const store::SurnamePlace& each : candidates.places) {
    if (page.rows.size() >= static_cast<std::size_t>(wish.limit)) {
      page.more = true;
      return page;
    }
    page.next = each.application.value;
    page.next_name = each.folded;
    auto row = store::show_application(database, each.application);
    if (row && fits(wish, *row)) page.rows.push_back(show(std::move(*row)));
  }
  page.more = !candidates.whole;
  return page;
}

}  // namespace keste::engine
