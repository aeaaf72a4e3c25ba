// Promo codes at the desk: issued, imported, void, looked at and counted.
#include "admission/person.hpp"
#include "admission/promo_code.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "engine/attempts.hpp"
#include "engine/desk_handlers.hpp"
#include "store/promo_codes.hpp"

namespace keste::engine {
namespace {

constexpr std::string_view sealed_as = "code";

bool is_test(const State& state, std::string_view id) {
  return state.settings.campaign.find_test(id) != nullptr;
}

std::string open_code(const State& state, const std::string& sealed) {
  return state.vault.open(sealed, sealed_as).value_or("");
}

struct NewPromoCode {
  std::string code;
  std::string iin;
  std::string test;
  std::string_view made;
};

bool insert(State& state, const NewPromoCode& wanted) {
  const std::string code_key = code_key_of(state, wanted.code);
  const std::string person_key = state.vault.person_key(wanted.iin);
  const std::string sealed = state.vault.seal(wanted.code, sealed_as);
  store::NewCode row;
  row.code = {state.campaign, code_key};
  row.person_key = person_key;
  row.test = wanted.test;
  row.made = wanted.made;
  row.sealed = sealed;
  if (!store::insert_code(state.database, row, state.now.at) &&
      !store::enlist_code(state.database, row, state.now.at)) {
    return false;
  }
  state.has_codes = true;
  return true;
}

/// "taken", "known" (the same code for the same person and test), or why not.
std::string_view import_line(State& state, const CodeLine& line) {
  if (trim(line.code).empty()) return "code-missing";
  if (admission::check_iin(line.iin)) return "iin-wrong";
  if (!is_test(state, line.test)) return "test-unknown";
  if (insert(state, {line.code, line.iin, line.test, "imported"})) return "taken";
  const std::string code_key = code_key_of(state, line.code);
  const std::string person_key = state.vault.person_key(line.iin);
  const auto found = store::find_code(state.database, {state.campaign, code_key});
  if (!found) return "person-has-another-code";
  if (found->person_key != person_key) return "code-of-another-person";
  return found->test == line.test ? "known" : "code-for-another-test";
}

DeskReport show_code(State& state, const store::CodeRow& row, std::string_view code) {
  DeskReport report;
  report.facts = {{"code", std::string(code)},
                  {"test", row.test},
                  {"made", row.made},
                  {"state", row.state},
                  {"application", row.application.value}};
  if (!row.reason.empty()) report.facts.push_back({"reason", row.reason});
  (void)state;
  return report;
}

}  // namespace

DeskReport perform(State& state, const IssueCode& command) {
  if (admission::check_iin(command.iin)) return refuse("iin-wrong");
  if (!is_test(state, command.test)) return refuse("test-unknown", {{"test", command.test}});
  const std::string person_key = state.vault.person_key(command.iin);
  if (const auto known = store::find_code_of(state.database, state.campaign, person_key)) {
    if (known->test != command.test) {
      return refuse("free-attempt-chosen", {{"test", known->test}, {"state", known->state}});
    }
    DeskReport report;
    report.facts = {{"code", open_code(state, known->sealed)},
                    {"test", known->test},
                    {"state", known->state},
                    {"fresh", false}};
    state.audit(state.actor.name, "promo_code_shown", "test " + known->test, "");
    return report;
  }
  constexpr std::size_t random_bytes = 10;
  const std::string code = admission::make_code(secret_bytes(random_bytes));
  CHECK(insert(state, {code, command.iin, command.test, "issued"}));
  state.audit(state.actor.name, "promo_code_issued", "test " + command.test, "");
  DeskReport report;
  report.facts = {
      {"code", code}, {"test", command.test}, {"state", std::string("issued")}, {"fresh", true}};
  return report;
}

DeskReport perform(State& state, const ImportCodes& command) {
  DeskReport report;
  std::int64_t taken = 0;
  std::int64_t known = 0;
  for (const CodeLine& line : command.lines) {
    const std::string_view outcome = import_line(state, line);
    if (outcome == "taken") {
      ++taken;
    } else if (outcome == "known") {
      ++known;
    } else {
      report.rows.push_back({{"row", std::int64_t{line.row}}, {"problem", std::string(outcome)}});
    }
  }
  if (taken > 0) {
    state.audit(state.actor.name, "promo_codes_imported", "campaign " + state.settings.campaign.id,
                std::to_string(taken) + " taken");
  }
  report.facts = {{"taken", taken},
                  {"known", known},
                  {"refused", static_cast<std::int64_t>(report.rows.size())}};
  return report;
}

DeskReport perform(State& state, const VoidCode& command) {
  if (!is_reason(command.reason)) return refuse("reason-missing");
  const std::string code_key = code_key_of(state, command.code);
  const store::CodeRef code{state.campaign, code_key};
  const auto found = store::find_code(state.database, code);
  if (!found) return refuse("code-unknown");
  if (found->state == "void") return show_code(state, *found, command.code);
  if (!store::void_code(state.database, code, command.reason, state.now.at)) {
    return refuse("code-in-use",
                  {{"state", found->state}, {"application", found->application.value}});
  }
  state.audit(state.actor.name, "promo_code_void", "test " + found->test, "", command.reason);
  return show_code(state, *store::find_code(state.database, code), command.code);
}

DeskReport perform(State& state, const ShowCode& command) {
  const std::string code_key = code_key_of(state, command.code);
  const auto found = store::find_code(state.database, {state.campaign, code_key});
  if (found) {
    state.audit(state.actor.name, "promo_code_shown", "test " + found->test, "");
    return show_code(state, *found, command.code);
  }
  const bool mistyped = admission::judge_form(command.code) == admission::CodeForm::own_mistyped;
  return refuse(mistyped ? "code-mistyped" : "code-unknown");
}

DeskReport perform(State& state, const ReportCodes&) {
  DeskReport report;
  std::int64_t total = 0;
  for (const auto& count : store::count_codes(state.database, state.campaign)) {
    total += count.count;
    report.rows.push_back({{"test", count.test},
                           {"made", count.made},
                           {"state", count.state},
                           {"count", count.count}});
  }
  report.facts = {{"total", total}};
  return report;
}

}  // namespace keste::engine
