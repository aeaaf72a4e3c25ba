// Searching: a page of a search, from the store.
#pragma once

#include "engine/search.hpp"
#include "store/schedule.hpp"
#include "store/vault.hpp"

namespace keste::engine {

struct SearchPlace {
  store::CampaignId campaign;
  const store::Vault& vault;
};
/// What a page has not reached, the next one goes on with. The roster and the surnames must be
/// whole: see NoteLook.
SearchPage search(store::Database& database, const SearchPlace& place, const SearchWish& wish);

}  // namespace keste::engine
