// Releases: what a command of the desk tells people waits before it leaves, and can be stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/desk.hpp"
#include "engine/state.hpp"
#include "store/actions.hpp"

namespace keste::engine {

/// What a release is about.
struct Subject {
  std::string what;     ///< The command, as the audit log names it.
  std::string city;     ///< Empty for an online test.
  std::string session;  ///< Empty where it is about single persons.
  /// When the session starts, as it was or as it will be: the earlier. Empty: nobody sits in wait.
  std::optional<Instant> before;
};
/// What the present command tells from here on is told in the name of one release for each city.
/// It waits as long as the settings say, but not until people would come in vain.
void hold_messages(State& state, const Subject& subject);
/// Goes on with a release of the same actor that still waits, where there is one of that number.
void go_on_with(State& state, const std::string& city, std::int64_t release);
/// The hold's release; made now if nothing was told in its name before.
std::int64_t release_of(State& state, Hold& hold);
/// Tells a session's applicants by way of the agenda. What earlier commands have told of the same
/// kind, and what still waits, goes over to this one.
void announce(State& state, std::string_view kind, const SessionModel& session);
/// What the session's earlier releases still have to tell is told by this command.
void replace_open(State& state, const SessionModel& session);
/// At the command's end: what it tells and whom stands in the report.
void finish_holds(State& state, DeskReport& report);

/// Keeps what the present command changed, so that it can be undone; `line` is its line in the
/// audit log. Adds "undo" to the report.
struct Done {
  std::int64_t line = 0;
  std::string kind;  ///< As in the audit log.
  std::string city;
  std::string subject;
};
void keep_action(State& state, DeskReport& report, const Done& done,
                 const std::vector<store::ActionChange>& changes);

/// What has become of a release.
struct ReleaseFigures {
  std::int64_t sent = 0;       ///< Accepted by the next hop.
  std::int64_t under_way = 0;  ///< At the next hop just now.
  std::int64_t pending = 0;    ///< Written, and not left.
  std::int64_t failed = 0;
  std::int64_t dropped = 0;  ///< Stopped, or no longer true at their time.

  std::int64_t left() const { return sent + under_way + failed; }
};
ReleaseFigures figures_of_release(State& state, std::int64_t release);

/// As the store's lists want it: every code between blanks; empty for all.
std::string cities_of(const Actor& actor);

}  // namespace keste::engine
