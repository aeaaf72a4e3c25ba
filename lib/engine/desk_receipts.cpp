// Receipts at the desk: a new key, and whose receipt one is.
#include "admission/person.hpp"
#include "engine/desk_handlers.hpp"

namespace keste::engine {

DeskReport perform(State& state, const RenewReceiptKey& command) {
  if (!is_reason(command.reason)) return refuse("reason-missing");
  const std::string before = state.receipt_keys->present->id();
  store::renew_receipt_key(state.database, state.vault, state.now.at);
  state.receipt_keys = store::load_receipt_keys(state.database, state.vault);
  const std::string now = state.receipt_keys->present->id();
  state.audit(state.actor.name, "receipt_key_renewed", "key " + now, "in place of " + before,
              command.reason);
  DeskReport report;
  report.facts = {{"key", now}, {"retired", before}};
  return report;
}

DeskReport perform(State& state, const FindApplicantTag& command) {
  if (admission::check_iin(command.iin)) return refuse("iin-wrong");
  const std::string tag = state.vault.applicant_tag(state.vault.person_key(command.iin));
  state.audit(state.actor.name, "receipt_compared", "applicant " + tag, "");
  DeskReport report;
  report.facts = {{"applicant", tag}};
  return report;
}

}  // namespace keste::engine
