// What a turn gathers is written together: one statement does the work of many.
#include "engine/state.hpp"

#include "base/check.hpp"

namespace keste::engine {

void State::load() {
  audit_log.load(database);
  last_application = store::find_last_application(database);
  accepted_in_turn = 0;
  model.load(database, campaign);
}

void State::save() {
  if (accepted_in_turn > 0) {
    CHECK(store::insert_received(database, last_application, now.at) == accepted_in_turn);
    last_application = store::find_last_application(database);
    accepted_in_turn = 0;
  }
  audit_log.save(database);
  model.save_counts(database);
}

}  // namespace keste::engine
