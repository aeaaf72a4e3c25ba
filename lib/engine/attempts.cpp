// Promo codes and payments within a turn.
#include "engine/attempts.hpp"

#include "admission/promo_code.hpp"
#include "admission/result.hpp"
#include "base/check.hpp"
#include "store/promo_codes.hpp"

namespace keste::engine {
namespace {

using admission::CodeRefusal;
using admission::Refusal;

bool takes_any_code(const State& state) {
  using Codes = campaign::AdmissionRules::Codes;
  const Codes codes = state.rules().codes;
  return codes == Codes::any || (codes == Codes::as_listed && !state.has_codes);
}

bool has_passed(const State& state, const store::PastApplication& past) {
  const auto level = admission::parse_level(past.level);
  const auto wanted = admission::parse_level(state.settings.campaign.pass_level);
  return past.status == "final" && level && wanted && *level >= *wanted;
}

/// A right to another test of the campaign that is being used now.
bool has_other_free_attempt(State& state, const ApplyCommand& command,
                            std::string_view person_key) {
  for (const campaign::Test& test : state.settings.campaign.tests) {
    if (test.id == command.request.test) continue;
    const auto id =
        store::find_live_application(state.database, state.campaign, person_key, test.id);
    if (!id) continue;
    const auto row = store::find_application(state.database, *id);
    if (row && !row->code_key.empty()) return true;
  }
  return false;
}

Refusal refusal_of(CodeRefusal refusal, bool proven_holder) {
  return admission::parse_refusal(admission::public_word(refusal, proven_holder))
      .value_or(Refusal::promo_code_refused);
}

/// What the asker is told, after the store has said no; the log and the limits keep the rest.
Refusal explain(State& state, const ApplyCommand& command, const store::ApplicationRow& wanted) {
  const auto found = store::find_code(state.database, {state.campaign, wanted.code_key});
  std::optional<admission::CodeFacts> facts;
  if (found) {
    facts = admission::CodeFacts{
        admission::parse_code_state(found->state).value_or(admission::CodeState::void_),
        found->person_key, found->test};
  }
  const auto refusal = admission::decide_code(facts ? &*facts : nullptr,
                                              admission::judge_form(command.request.promo_code),
                                              wanted.person_key, wanted.test);
  CHECK(refusal.has_value());
  const bool proven = found && found->person_key == wanted.person_key;
  if (!proven && *refusal != CodeRefusal::mistyped) {
    state.guesses.note_wrong(command.client, wanted.person_key, state.now.steady);
  }
  state.log.info("promo_code_refused", "A promo code was refused.",
                 {{"why", to_text(*refusal)}, {"test", wanted.test}});
  return refusal_of(*refusal, proven);
}

}  // namespace

std::string code_key_of(const State& state, std::string_view typed) {
  return state.vault.code_key(admission::fold_code(typed));
}

std::optional<Refusal> judge_attempt(State& state, const ApplyCommand& command,
                                     std::string_view person_key) {
  admission::AttemptFacts facts;
  facts.has_code = !command.request.promo_code.empty();
  facts.has_payment = !command.request.payment_reference.empty();
  for (const auto& past : store::list_past(state.database, state.campaign, person_key)) {
    if (past.state != "tested" && past.state != "absent") continue;
    const bool was_there = past.state == "tested";
    facts.past.push_back({past.free_attempt, was_there,
                          !was_there && state.rules().no_show_spends_code,
                          has_passed(state, past)});
  }
  if (facts.has_code) {
    facts.other_free_attempt_live = has_other_free_attempt(state, command, person_key);
  }
  return admission::decide_attempt(state.rules(), facts);
}

std::optional<Refusal> spend_code(State& state, const ApplyCommand& command,
                                  const store::ApplicationRow& application) {
  const store::CodeRef code{state.campaign, application.code_key};
  if (takes_any_code(state)) {
    const std::string sealed = state.vault.seal(command.request.promo_code, "code");
    if (store::insert_code(
            state.database,
            {code, application.person_key, application.test, "typed", application.id, sealed},
            state.now.at)) {
      return std::nullopt;
    }
  }
  const store::CodeClaim claim{application.person_key, application.test, application.id};
  if (store::reserve_code(state.database, code, claim, state.now.at)) {
    state.guesses.note_right(application.person_key);
    return std::nullopt;
  }
  return explain(state, command, application);
}

void free_code(State& state, const store::ApplicationRow& application) {
  if (application.code_key.empty()) return;
  const store::CodeRef code{state.campaign, application.code_key};
  const bool held = store::release_code(state.database, code, application.id, state.now.at);
  // Only one whose sitting is over can have lost it: to a later application of the same person.
  CHECK(held || !application.is_live());
}

void redeem_code(State& state, const store::ApplicationRow& application) {
  if (application.code_key.empty()) return;
  store::redeem_code(state.database, {state.campaign, application.code_key}, application.id,
                     state.now.at);
}

void retake_code(State& state, const store::ApplicationRow& application) {
  const store::CodeRef code{state.campaign, application.code_key};
  const store::CodeClaim claim{application.person_key, application.test, application.id};
  const auto found = store::find_code(state.database, code);
  const bool is_taken = found && found->application == application.id;
  if (!found) {
    // One taken on trust was forgotten with the absence.
    store::NewCode wanted{code,    application.person_key, application.test,
                          "typed", application.id,         {}};
    CHECK(store::insert_code(state.database, wanted, state.now.at));
  } else if (!is_taken && !store::reserve_code(state.database, code, claim, state.now.at)) {
    return;
  }
  redeem_code(state, application);
}

}  // namespace keste::engine
