// What a turn gathers is written together: one statement does the work of many.
#include "engine/state.hpp"

#include <algorithm>
#include <utility>

#include "engine/access_store.hpp"
#include "engine/releases.hpp"
#include "store/addresses.hpp"
#include "store/promo_codes.hpp"
#include "store/releases.hpp"

namespace keste::engine {

void State::load(Steady steady) {
  audit_log.load(database);
  last_application = store::find_last_application(database);
  accepted_in_turn = 0;
  rostered = store::find_roster_mark(database, campaign);
  version = store::find_campaign_version(database, campaign);
  has_codes = store::has_listed_codes(database, campaign);
  has_dead_addresses = store::has_dead_addresses(database);
  access = load_access(database, vault);
  receipt_keys = store::load_receipt_keys(database, vault);
  stopped = store::list_stopped_releases(database);
  model.load(database, campaign, steady);
}

void State::catch_up(std::int64_t known) {
  audit_log.load(database);
  last_application = store::find_last_application(database);
  accepted_in_turn = 0;
  model.load_counts(database, campaign, known);
}

void State::catch_up_ahead(std::int64_t known) {
  store::find_audit_head_ahead(database);
  store::find_last_application_ahead(database);
  store::list_tallies_ahead(database, campaign, known);
}

void State::write_receipts() {
  if (accepted_in_turn == 0) return;
  store::insert_received(database, last_application, accepted_in_turn, now.at);
  last_application.value += std::exchange(accepted_in_turn, 0);
}

void State::save() {
  write_receipts();
  // Seldom, and then many at once.
  constexpr std::int64_t roster_lag = 4'000;
  if (last_application.value - rostered >= roster_lag) complete_roster();
  audit_log.save(database);
  model.save_counts(database, turn);
}

void State::notify(const store::NewNotification& wanted) {
  store::NewNotification held = wanted;
  if (hold != nullptr) {
    held.release = release_of(*this, *hold);
    if (hold->until > now.at)
      held.not_before = std::max(hold->until, held.not_before.value_or(now.at));
    ++hold->people;
  }
  store::insert_notification(database, held, now.at);
  model.add(model.tally(wanted.tally), Count::pending, 1);
}

void State::complete_roster() {
  const std::int64_t last = store::find_last_application(database).value;
  if (last == rostered) return;
  store::extend_roster(database, campaign, last);
  rostered = last;
  remade = true;
}

}  // namespace keste::engine
