// Holds, and who is told in their name.
#include "engine/releases.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "engine/access_store.hpp"
#include "engine/agenda.hpp"
#include "store/releases.hpp"

namespace keste::engine {
namespace {

store::AgendaEntry moment_of(std::string_view kind, const SessionModel& session) {
  store::AgendaEntry entry;
  entry.kind = kind;
  entry.city = session.row.city;
  entry.session = session.row.code;
  return entry;
}

void end_replaced(State& state, store::ReleaseId old, std::int64_t by) {
  store::end_release(state.database, old,
                     {"replaced", state.now.at, state.actor.name, store::ReleaseId{by}});
}

void take_over(State& state, std::string_view kind, const SessionModel& session, const Hold& hold) {
  const auto telling =
      store::find_telling(state.database, state.campaign, moment_of(kind, session));
  if (!telling || !telling->release || telling->release.value == hold.release) return;
  const int taken = store::take_over_release(state.database, telling->release,
                                             store::ReleaseId{hold.release}, kind, hold.until);
  const bool open = telling->state == "pending" || telling->state == "firing";
  if (!open && taken == 0) return;
  const ReleaseFigures left = figures_of_release(state, telling->release.value);
  if (left.pending == 0) end_replaced(state, telling->release, hold.release);
}

void show_release(State& state, const Hold& hold, Facts& facts) {
  const CityModel* city = state.model.find_city(hold.city);
  facts.push_back({"release", hold.release});
  facts.push_back({"people", hold.people});
  facts.push_back(
      {"sends_at", city == nullptr ? format_utc(hold.until) : city->city->zone.format(hold.until)});
}

}  // namespace

void hold_messages(State& state, const Subject& subject) {
  // As for changes that are gathered: time is left to read it.
  constexpr std::chrono::hours ahead{2};
  const auto [place, fresh] = state.holds.try_emplace(subject.city);
  state.hold = &place->second;
  if (!fresh) return;
  Instant until = state.now.at + state.settings.hold;
  if (subject.before) until = std::min(until, *subject.before - ahead);
  place->second = {subject.what, subject.city, subject.session, std::max(until, state.now.at)};
}

void go_on_with(State& state, const std::string& city, std::int64_t release) {
  const auto row = store::find_release(state.database, state.campaign, store::ReleaseId{release});
  const bool fits = row && row->city == city && row->actor == state.actor.name &&
                    row->ended_as.empty() && state.now.at < row->sends_at;
  if (!fits) return;
  state.holds[city] = {row->what, row->city, row->session, row->sends_at, release, row->people};
}

std::int64_t release_of(State& state, Hold& hold) {
  if (hold.release == 0) {
    store::ReleaseRow row;
    row.city = hold.city;
    row.session = hold.session;
    row.what = hold.what;
    row.actor = state.actor.name;
    row.made_at = state.now.at;
    row.sends_at = hold.until;
    hold.release = store::insert_release(state.database, state.campaign, row).value;
  }
  return hold.release;
}

void announce(State& state, std::string_view kind, const SessionModel& session) {
  if (state.hold == nullptr) {
    // What waits already tells the latest state when it leaves.
    const auto telling =
        store::find_telling(state.database, state.campaign, moment_of(kind, session));
    const bool waits = telling && telling->release && telling->state == "pending";
    if (!waits) rearm(state, kind, session, state.now.at);
    return;
  }
  Hold& hold = *state.hold;
  const std::int64_t release = release_of(state, hold);
  const TallyModel& tally = state.model.tally_of(session);
  hold.people += tally.row.seats_taken;
  if (kind == "session_cancelled") hold.people += tally.count(Count::waitlisted);
  take_over(state, kind, session, hold);
  rearm(state, kind, session, hold.until, release);
}

void replace_open(State& state, const SessionModel& session) {
  const std::int64_t by = release_of(state, *state.hold);
  for (const auto id :
       store::list_open_releases(state.database, state.campaign, session.row.code)) {
    if (id.value != by) end_replaced(state, id, by);
  }
}

void finish_holds(State& state, DeskReport& report) {
  std::vector<const Hold*> used;
  for (const auto& [city, hold] : state.holds) {
    if (hold.release == 0) continue;
    used.push_back(&hold);
    report.releases[city] = hold.release;
    store::complete_release(state.database, store::ReleaseId{hold.release}, hold.people,
                            state.kept_action);
  }
  if (used.size() == 1) show_release(state, *used.front(), report.facts);
  for (const Hold* hold : used) {
    if (used.size() == 1) break;
    Facts row{{"city", hold->city}};
    show_release(state, *hold, row);
    report.rows.push_back(std::move(row));
  }
}

void keep_action(State& state, DeskReport& report, const Done& done,
                 const std::vector<store::ActionChange>& changes) {
  store::ActionRow row;
  row.id = done.line;
  row.city = done.city;
  row.kind = done.kind;
  row.subject = done.subject;
  row.actor = state.actor.name;
  row.at = state.now.at;
  store::insert_action(state.database, state.campaign, row, changes);
  state.kept_action = done.line;
  report.facts.push_back({"undo", done.line});
}

ReleaseFigures figures_of_release(State& state, std::int64_t release) {
  ReleaseFigures figures;
  for (const auto& each : store::count_release(state.database, store::ReleaseId{release})) {
    if (each.channel == "webhook") continue;
    if (each.state == "sent") figures.sent += each.count;
    if (each.state == "claimed") figures.under_way += each.count;
    if (each.state == "pending") figures.pending += each.count;
    if (each.state == "failed") figures.failed += each.count;
    if (each.state == "dropped") figures.dropped += each.count;
  }
  return figures;
}

std::string cities_of(const Actor& actor) {
  return actor.everywhere ? "" : " " + join_words(actor.cities) + " ";
}

}  // namespace keste::engine
