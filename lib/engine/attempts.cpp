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

bool has_passed(const State& state, const store::OwnApplication& past) {
  const auto level = admission::parse_level(past.level);
  const auto wanted = admission::parse_level(state.settings.campaign.pass_level);
  return past.status == "final" && level && wanted && *level >= *wanted;
}

Refusal refusal_of(CodeRefusal refusal, bool proven_holder) {
  return admission::parse_refusal(admission::public_word(refusal, proven_holder))
      .value_or(Refusal::promo_code_refused);
}

/// What the asker is told; the log and the limits keep the rest.
Refusal explain(State& state, const ApplyCommand& command, const Attempt& attempt,
                const std::optional<store::CodeRow>& found) {
  std::optional<admission::CodeFacts> facts;
  if (found) {
    facts = admission::CodeFacts{
        admission::parse_code_state(found->state).value_or(admission::CodeState::void_),
        found->person_key, found->test};
  }
  const std::string& test = command.request.test;
  const auto refusal = admission::decide_code(facts ? &*facts : nullptr,
                                              admission::judge_form(command.request.promo_code),
                                              attempt.person_key, test);
  CHECK(refusal.has_value());
  const bool proven = found && found->person_key == attempt.person_key;
  if (!proven && *refusal != CodeRefusal::mistyped) {
    state.guesses.note_wrong(command.client, attempt.person_key, state.now.steady);
  }
  state.log.info("promo_code_refused", "A promo code was refused.",
                 {{"why", to_text(*refusal)}, {"test", test}});
  return refusal_of(*refusal, proven);
}

/// As the condition of promo_code_reserve says it.
bool is_free_for(const store::CodeRow& code, const Attempt& attempt, std::string_view test) {
  return code.person_key == attempt.person_key && code.test == test &&
         (code.state == "issued" || code.state == "released");
}

}  // namespace

std::string code_key_of(const State& state, std::string_view typed) {
  return state.vault.code_key(admission::fold_code(typed));
}

std::optional<Refusal> judge_attempt(const State& state, const ApplyCommand& command,
                                     const std::vector<store::OwnApplication>& own) {
  admission::AttemptFacts facts;
  facts.has_code = !command.request.promo_code.empty();
  facts.has_payment = !command.request.payment_reference.empty();
  for (const store::OwnApplication& one : own) {
    // A right to another test of the campaign that is being used now.
    if (one.is_live() && one.free_attempt && one.test != command.request.test) {
      facts.other_free_attempt_live = facts.has_code;
    }
    if (one.state != "tested" && one.state != "absent") continue;
    const bool was_there = one.state == "tested";
    facts.past.push_back({one.free_attempt, was_there,
                          !was_there && state.rules().no_show_spends_code, has_passed(state, one)});
  }
  return admission::decide_attempt(state.rules(), facts);
}

std::optional<Refusal> spend_code(State& state, const ApplyCommand& command,
                                  const Attempt& attempt) {
  const store::CodeRef code{state.campaign, attempt.code_key};
  const std::string& test = command.request.test;
  const auto found = store::find_code(state.database, code);
  if (!found && takes_any_code(state)) {
    const std::string sealed = state.vault.seal(command.request.promo_code, "code");
    store::insert_code_later(state.database,
                             {code, attempt.person_key, test, "typed", attempt.application, sealed},
                             state.now.at);
    return std::nullopt;
  }
  if (!found || !is_free_for(*found, attempt, test)) return explain(state, command, attempt, found);
  store::reserve_code_later(state.database, code, {attempt.person_key, test, attempt.application},
                            state.now.at);
  state.guesses.note_right(attempt.person_key);
  return std::nullopt;
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
