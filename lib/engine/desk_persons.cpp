// Persons at the desk: rosters, calls, what is kept of somebody, and erasing it.
#include "admission/person.hpp"
#include "base/check.hpp"
#include "base/random.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/fire.hpp"
#include "store/actions.hpp"
#include "store/addresses.hpp"
#include "store/person.hpp"
#include "store/results.hpp"
#include "store/search.hpp"

namespace keste::engine {
namespace {

std::string open_iin(const State& state, const std::string& sealed) {
  return sealed.empty() ? "" : state.vault.open(sealed, "iin").value_or("");
}

Facts show(State& state, const store::RosterRow& row) {
  return {{"application", row.application.value},
          {"state", row.state},
          {"iin", open_iin(state, row.iin_sealed)},
          {"surname", row.surname},
          {"given_name", row.given_name},
          {"patronymic", row.patronymic},
          {"phone", row.phone},
          {"language", row.language},
          {"needs", row.needs},
          {"extra_minutes", std::int64_t{row.extra_minutes}},
          {"level", row.level}};
}

Facts show_all(State& state, store::ApplicationId id) {
  const auto row = store::find_application(state.database, id);
  const auto person = store::find_person(state.database, id);
  CHECK(row && person);
  Facts facts{{"application", id.value},
              {"test", row->test},
              {"city", row->city},
              {"state", row->state},
              {"received_at", shown(state, row->received_at, row->city)},
              {"iin", open_iin(state, person->iin_sealed)},
              {"surname", person->surname},
              {"given_name", person->given_name},
              {"patronymic", person->patronymic},
              {"email", person->email},
              {"phone", person->phone},
              {"language", row->language},
              {"payment_reference", row->payment},
              {"needs", row->needs},
              {"extra_minutes", std::int64_t{row->extra_minutes}},
              {"consent", row->consent}};
  if (row->consent_withdrawn_at) {
    facts.push_back({"consent_withdrawn_at", format_utc(*row->consent_withdrawn_at)});
  }
  if (const auto result = store::find_result(state.database, id)) {
    facts.push_back({"level", result->level});
    facts.push_back({"score", result->score});
    facts.push_back({"document_number", result->document_number});
    facts.push_back({"status", result->status});
  }
  return facts;
}

/// Of the city that is named, else of all that the actor sees.
std::vector<store::CallRow> list_calls(State& state, const ListCalls& command) {
  store::CallFilter filter;
  filter.with_called = command.with_called;
  filter.city = command.city;
  if (!command.city.empty() || state.actor.everywhere) {
    return store::list_calls(state.database, filter);
  }
  std::vector<store::CallRow> calls;
  for (const std::string& city : state.actor.cities) {
    filter.city = city;
    for (auto& call : store::list_calls(state.database, filter)) calls.push_back(std::move(call));
  }
  return calls;
}

}  // namespace

void erase_application(State& state, store::ApplicationId id) {
  state.erased = true;
  if (const auto person = store::find_person(state.database, id)) {
    store::erase_surname(state.database, admission::fold_for_comparison(person->surname), id);
  }
  constexpr std::size_t key_size = 16;
  constexpr std::size_t secret_size = 10;
  // Random stand-ins: nobody can be found by them, and rows stay distinct.
  store::erase_person(state.database, id, secret_bytes(key_size),
                      crockford_base32(secret_bytes(secret_size)));
  store::erase_audit_notes(state.database, subject_of(id));
  store::erase_action_changes(state.database, subject_of(id));
}

DeskReport perform(State& state, const ListRoster& command) {
  const SessionModel* session = find_session(state, command.session);
  if (session == nullptr) return refuse("session-unknown", {{"session", command.session}});
  state.complete_roster();
  DeskReport report;
  report.facts = {{"session", session->row.code},
                  {"city", session->row.city},
                  {"starts_at", shown(state, session->row.starts_at, session->row.city)},
                  {"state", std::string(to_text(session->state))}};
  for (const auto& row : store::list_roster(state.database, session->row.id,
                                            store::ApplicationId{command.after}, command.limit)) {
    report.rows.push_back(show(state, row));
  }
  state.audit(state.actor.name, "roster_read", "session " + session->row.code,
              std::to_string(report.rows.size()) + " applicants");
  return report;
}

DeskReport perform(State& state, const ListCalls& command) {
  if (!command.city.empty() && find_city(state, command.city) == nullptr) {
    return refuse("city-unknown", {{"city", command.city}});
  }
  DeskReport report;
  for (const auto& call : list_calls(state, command)) {
    Facts facts{{"application", call.application.value},
                {"kind", call.kind},
                {"city", call.city},
                {"session", call.session_code},
                {"surname", call.surname},
                {"given_name", call.given_name},
                {"patronymic", call.patronymic},
                {"phone", call.phone},
                {"language", call.language},
                {"listed_at", shown(state, call.listed_at, call.city)}};
    if (call.called_at) facts.push_back({"called_at", shown(state, *call.called_at, call.city)});
    report.rows.push_back(std::move(facts));
  }
  report.facts = {{"calls", static_cast<std::int64_t>(report.rows.size())}};
  const std::string all = state.actor.everywhere ? "all" : "own cities";
  const std::string what = command.city.empty() ? all : "city " + command.city;
  state.audit(state.actor.name, "call_list_read", what, "");
  return report;
}

DeskReport perform(State& state, const ShowApplication& command) {
  const auto row = find_application(state, command.application);
  if (!row) return refuse("application-unknown", {{"application", command.application.value}});
  DeskReport report;
  report.facts = show_all(state, row->id);
  if (row->session) {
    report.facts.push_back({"session", state.model.session(*row->session).row.code});
  }
  state.audit(state.actor.name, "application_read", subject_of(row->id), "");
  return report;
}

DeskReport perform(State& state, const AccountForAll&) {
  DeskReport report;
  bool whole = true;
  for (const auto& row : store::account_for_all(state.database)) {
    const SessionModel* session = find_session(state, row.session_code);
    if (session == nullptr && !state.actor.everywhere) continue;
    whole = whole && row.reached + row.to_call + row.under_way == row.applicants;
    report.rows.push_back({{"session", row.session_code},
                           {"kind", row.kind},
                           {"applicants", row.applicants},
                           {"reached", row.reached},
                           {"under_way", row.under_way},
                           {"to_call", row.to_call}});
  }
  report.facts = {{"accounted_for", whole}};
  return report;
}

DeskReport perform(State& state, const ExportPerson& command) {
  if (admission::check_iin(command.iin)) return refuse("iin-wrong");
  const std::string person_key = state.vault.person_key(command.iin);
  DeskReport report;
  for (const auto id : store::list_of_person(state.database, state.campaign, person_key)) {
    report.rows.push_back(show_all(state, id));
    state.audit(state.actor.name, "person_exported", subject_of(id), "");
  }
  if (report.rows.empty()) return refuse("person-unknown");
  report.facts = {{"applications", static_cast<std::int64_t>(report.rows.size())}};
  return report;
}

DeskReport perform(State& state, const ErasePerson& command) {
  if (admission::check_iin(command.iin)) return refuse("iin-wrong");
  if (!is_reason(command.reason)) return refuse("reason-missing");
  const std::string person_key = state.vault.person_key(command.iin);
  const auto ids = store::list_of_person(state.database, state.campaign, person_key);
  if (ids.empty()) return refuse("person-unknown");
  for (const auto id : ids) {
    if (store::find_application(state.database, id)->is_live()) {
      return refuse("application-live", {{"application", id.value}});
    }
  }
  for (const auto id : ids) {
    erase_application(state, id);
    state.audit(state.actor.name, "person_erased", subject_of(id), "");
  }
  store::erase_rights_of(state.database, state.campaign, person_key);
  store::erase_action_changes(state.database, subject_of_extension(person_key));
  DeskReport report;
  report.facts = {{"erased", static_cast<std::int64_t>(ids.size())}};
  return report;
}

int fire_erasure(State& state, const store::AgendaEntry& entry) {
  const int limit = state.settings.fan_out_chunk;
  const auto ids = store::list_unerased(state.database, state.campaign,
                                        store::ApplicationId{entry.reached}, limit);
  for (const auto id : ids) erase_application(state, id);
  if (static_cast<int>(ids.size()) == limit) {
    pause_at(state, entry, ids.back().value);
  } else {
    store::erase_all_rights(state.database, state.campaign);
    store::erase_extension_changes(state.database);
    finish(state, entry,
           {"personal_data_erased", "The time to keep personal data is over: they are gone."});
  }
  return static_cast<int>(ids.size());
}

}  // namespace keste::engine
