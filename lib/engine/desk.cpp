// What the desk's commands have in common, and those on windows and single persons.
#include <utility>

#include "admission/person.hpp"
#include "base/check.hpp"
#include "base/text.hpp"
#include "engine/agenda.hpp"
#include "engine/changes.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/releases.hpp"
#include "store/addresses.hpp"

namespace keste::engine {
namespace {

std::string micros(Instant at) { return std::to_string(to_micros(at)); }

}  // namespace

DeskReport refuse(std::string word, Facts facts) {
  DeskReport report;
  report.refusal = std::move(word);
  report.facts = std::move(facts);
  return report;
}

std::string subject_of(store::ApplicationId id) {
  return "application " + std::to_string(id.value);
}

std::string shown(State& state, Instant at, std::string_view city) {
  const CityModel* found = state.model.find_city(city);
  return found == nullptr ? format_utc(at) : found->city->zone.format(at);
}

SessionModel* find_session(State& state, std::string_view code) {
  SessionModel* session = state.model.find_session(code);
  return session != nullptr && state.actor.may_see(session->row.city) ? session : nullptr;
}

CityModel* find_city(State& state, std::string_view code) {
  return state.actor.may_see(code) ? state.model.find_city(code) : nullptr;
}

std::optional<store::ApplicationRow> find_application(State& state, ApplicationId id) {
  auto row = store::find_application(state.database, store::ApplicationId{id.value});
  if (row && !state.actor.may_see(row->city)) row.reset();
  return row;
}

bool is_reason(std::string_view text) {
  constexpr std::size_t shortest = 3;
  constexpr std::size_t longest = 500;
  const std::string_view written = trim(text);
  return is_utf8(written) && code_point_count(written) >= shortest &&
         code_point_count(written) <= longest;
}

std::int64_t count_received(const State& state, const CityModel& city) {
  std::int64_t received = 0;
  for (const TallyModel& tally : state.model.tallies) {
    if (tally.city == nowhere || &state.model.cities[tally.city] != &city) continue;
    received += tally.row.seats_taken + tally.count(Count::waitlisted) +
                tally.count(Count::withdrawn) + tally.count(Count::unplaced);
  }
  return received;
}

DeskReport put_window(State& state, CityModel& city, Instant closes_at, std::string_view reason) {
  const std::string& code = city.city->code;
  const auto at = [&](Instant instant) { return shown(state, instant, code); };
  const auto rows = store::list_windows(state.database, state.campaign);
  for (store::WindowRow row : rows) {
    if (row.city != code) continue;
    note_window_change(state, row.city, {row.opens_at, row.closes_at}, {row.opens_at, closes_at},
                       reason);
    row.closes_at = closes_at;
    if (row.state == "closed") row.state = "open";
    city.window_version = store::reschedule_window(state.database, state.campaign, row);
    rearm_window(state, row);
    city.window = row.state == "open" ? WindowState::open : city.window;
  }
  const Instant was = std::exchange(city.closes_at, closes_at);
  city.closed_recorded.reset();
  city.changed = true;
  const std::int64_t line = state.audit(state.actor.name, "window_changed", "city " + code,
                                        at(was) + " to " + at(closes_at), reason);
  DeskReport report;
  report.facts = {{"city", code},
                  {"state", std::string(to_text(city.window))},
                  {"opens_at", at(city.opens_at)},
                  {"closes_at", at(city.closes_at)},
                  {"closed_at_before", at(was)}};
  const std::string received = std::to_string(count_received(state, city));
  keep_action(state, report, {line, "window_changed", code, "city " + code},
              {{"", "closes_at", micros(was), micros(closes_at)},
               {"", "applications", received, received}});
  return report;
}

std::string subject_of_extension(std::string_view person_key) {
  return "extension " + to_hex(person_key);
}

DeskReport perform(State& state, const ChangeWindow& command) {
  CityModel* city = find_city(state, command.city);
  if (city == nullptr) return refuse("city-unknown", {{"city", command.city}});
  if (!is_reason(command.reason)) return refuse("reason-missing");
  const auto at = [&](Instant instant) { return shown(state, instant, command.city); };
  if (command.closes_at < state.now.at || command.closes_at <= city->opens_at) {
    return refuse("closing-in-the-past", {{"closes_at", at(command.closes_at)},
                                          {"opens_at", at(city->opens_at)},
                                          {"now", at(state.now.at)}});
  }
  return put_window(state, *city, command.closes_at, command.reason);
}

DeskReport perform(State& state, const ExtendPerson& command) {
  if (admission::check_iin(command.iin)) return refuse("iin-wrong");
  if (!is_reason(command.reason)) return refuse("reason-missing");
  if (!state.actor.may_see(command.place)) {
    return refuse("city-unknown", {{"city", command.place}});
  }
  const CityModel* city = state.model.find_city(command.place);
  const TestModel* test = state.model.find_test(command.place);
  if (city == nullptr && test == nullptr) {
    return refuse("city-unknown", {{"city", command.place}});
  }
  const Instant closes_at = city != nullptr ? city->closes_at : test->window.closes_at;
  if (command.until <= closes_at || command.until <= state.now.at) {
    return refuse("extension-too-short", {{"until", shown(state, command.until, command.place)},
                                          {"closes_at", shown(state, closes_at, command.place)}});
  }
  const std::string person_key = state.vault.person_key(command.iin);
  const auto before =
      store::find_extension(state.database, state.campaign, person_key, command.place);
  const bool longer = store::upsert_extension(
      state.database, state.campaign, {person_key, command.place, command.until, command.reason},
      state.now.at);
  const auto until =
      store::find_extension(state.database, state.campaign, person_key, command.place);
  CHECK(until.has_value());
  DeskReport report;
  report.facts = {
      {"city", command.place}, {"until", shown(state, *until, command.place)}, {"changed", longer}};
  if (longer) {
    const std::string_view kind = "window_extended_for_person";
    const std::int64_t line = state.audit(state.actor.name, kind, "city " + command.place,
                                          format_utc(*until), command.reason);
    keep_action(state, report, {line, std::string(kind), command.place, "city " + command.place},
                {{subject_of_extension(person_key), "until", before ? micros(*before) : "",
                  micros(*until)}});
  }
  return report;
}

DeskReport perform(State& state, const SetNeeds& command) {
  constexpr int most_minutes = 24 * 60;
  const auto row = find_application(state, command.application);
  if (!row) return refuse("application-unknown", {{"application", command.application.value}});
  if (command.extra_minutes < 0 || command.extra_minutes > most_minutes) {
    return refuse("minutes-out-of-range", {{"most", std::int64_t{most_minutes}}});
  }
  constexpr std::size_t longest_needs = 500;
  if (code_point_count(command.needs) > longest_needs) return refuse("text-too-long");
  store::set_needs(state.database, row->id, trim(command.needs), command.extra_minutes);
  const std::string subject = subject_of(row->id);
  const std::int64_t line =
      state.audit(state.actor.name, "needs_set", subject,
                  std::to_string(command.extra_minutes) + " minutes", trim(command.needs));
  DeskReport report;
  report.facts = {{"application", row->id.value},
                  {"needs", std::string(trim(command.needs))},
                  {"extra_minutes", std::int64_t{command.extra_minutes}}};
  keep_action(state, report, {line, "needs_set", row->city, subject},
              {{subject, "needs", row->needs, std::string(trim(command.needs))},
               {subject, "extra_minutes", std::to_string(row->extra_minutes),
                std::to_string(command.extra_minutes)}});
  return report;
}

DeskReport perform(State& state, const ReleaseAddress& command) {
  const std::string address(trim(command.address));
  const auto phone = admission::to_e164(address);
  const auto email = admission::read_email(address);
  if (!phone && !email) return refuse("address-wrong");
  const std::string key = state.vault.contact_key(email ? *email : *phone);
  const bool released = store::release_address(state.database, key);
  state.has_dead_addresses = store::has_dead_addresses(state.database);
  if (released) state.audit(state.actor.name, "address_released", "", "");
  DeskReport report;
  report.facts = {{"released", released}};
  return report;
}

namespace {

/// 0 when nobody is to be called about it.
int mark_called(State& state, ApplicationId id, std::string_view note) {
  if (!find_application(state, id)) return 0;
  const int marked =
      store::mark_called(state.database, store::ApplicationId{id.value}, note, state.now.at);
  if (marked > 0) {
    state.audit(state.actor.name, "called", subject_of(store::ApplicationId{id.value}), "", note);
  }
  return marked;
}

}  // namespace

DeskReport perform(State& state, const MarkCalled& command) {
  DeskReport report;
  if (command.application) {
    const int marked = mark_called(state, command.application, trim(command.note));
    if (marked == 0) return refuse("not-on-the-call-list");
    report.facts = {{"application", command.application.value}, {"called", std::int64_t{marked}}};
    return report;
  }
  std::int64_t called = 0;
  for (const ApplicationId id : command.applications) {
    const int marked = mark_called(state, id, trim(command.note));
    called += marked;
    if (marked > 0) continue;
    report.rows.push_back(
        {{"application", id.value}, {"problem", std::string("not-on-the-call-list")}});
  }
  report.facts = {{"called", called}, {"refused", static_cast<std::int64_t>(report.rows.size())}};
  return report;
}

}  // namespace keste::engine
