// The command's own agenda entry fires as it would, and what it writes is looked at.
#include "engine/preview.hpp"

#include <algorithm>
#include <set>

#include "engine/agenda.hpp"
#include "engine/outbox.hpp"
#include "store/applications.hpp"
#include "store/releases.hpp"

namespace keste::engine {
namespace {

constexpr int shown_people = 20;

Facts show(State& state, const store::ClaimedRow& row, const Look& look) {
  Facts facts{{"kind", row.kind}};
  if (row.application) {
    const auto application = store::find_application(state.database, row.application);
    facts.push_back({"application", row.application.value});
    facts.push_back({"city", application->city});
  }
  if (look.message) facts.push_back({"session", look.message->session});
  if (!look.untruth.empty()) facts.push_back({"not_sent", std::string(look.untruth)});
  return facts;
}

void show_release(State& state, store::ReleaseId release, DeskReport& report) {
  std::set<std::string> kinds;
  for (const auto& row : store::list_release_rows(state.database, release, shown_people)) {
    Look look = look_at(state, row, "email");
    report.rows.push_back(show(state, row, look));
    if (!look.message || !look.untruth.empty() || !kinds.insert(row.kind).second) continue;
    report.messages.push_back(*std::move(look.message));
  }
}

}  // namespace

void show_effects(State& state, DeskReport& report) {
  report.facts.push_back({"dry_run", true});
  report.every_language = true;
  if (!report.refusal.empty()) return;
  const Instant now = state.now.at;
  for (const auto& [city, hold] : state.holds) {
    if (hold.release == 0) continue;
    const store::ReleaseId release{hold.release};
    state.now.at = std::max(now, hold.until);
    const auto moment = store::find_release_moment(state.database, release);
    if (moment) fire_entry(state, *moment);
    show_release(state, release, report);
  }
}

}  // namespace keste::engine
