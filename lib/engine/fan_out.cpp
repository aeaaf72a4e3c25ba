// Entries that tell a whole session's applicants something, in chunks.
#include <algorithm>

#include "base/check.hpp"
#include "engine/agenda.hpp"
#include "engine/fire.hpp"
#include "engine/overdue.hpp"
#include "engine/seating.hpp"
#include "store/releases.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

using store::AgendaEntry;

struct FanOut {
  int written = 0;
  bool finished = false;
};

/// The next chunk of a session's roster goes to `write`, which answers how many it told.
template <class Write>
FanOut fan_out(State& state, const AgendaEntry& entry, const SessionModel& session, Write write) {
  FanOut result;
  state.complete_roster();
  const int limit = state.settings.fan_out_chunk;
  auto chunk = store::find_chunk(state.database, session.row.id, entry.reached, limit);
  chunk.release = entry.release;
  if (chunk.count > 0) {
    result.written = write(chunk);
    state.model.add(state.model.tally_of(session), Count::pending, result.written);
  }
  result.finished = chunk.count < limit;
  if (!result.finished) pause_at(state, entry, chunk.last);
  return result;
}

/// Tells everybody in the chunk who has a seat.
auto tell(State& state, const AgendaEntry& entry, const SessionModel& session) {
  return [&state, &entry, &session](const store::Chunk& chunk) {
    return store::insert_chunk(state.database, session.row.id, entry.kind, state.now.at, chunk);
  };
}

}  // namespace

int fire_reminder(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  const bool useful =
      session.state == SessionState::planned && state.now.at < session.row.starts_at;
  if (!useful) {
    finish(
        state, entry,
        {"session_reminder_skipped", "A reminder was left out because its session had started."});
    return 0;
  }
  const FanOut result = fan_out(state, entry, session, tell(state, entry, session));
  if (result.finished) {
    finish(state, entry, {"session_reminder_queued", "Reminders of a session are in the outbox."});
  }
  return result.written;
}

int fire_session_finished(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  const FanOut result = fan_out(state, entry, session, [&](const store::Chunk& chunk) {
    store::mark_chunk_tested(state.database, state.campaign, session.row.id, chunk, state.now.at);
    return store::insert_chunk(state.database, session.row.id, entry.kind, state.now.at, chunk);
  });
  if (result.finished) {
    finish(state, entry,
           {"session_finished_told", "Who sat a session is told when to expect the result."});
  }
  return result.written;
}

int fire_results_due(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  if (session.state == SessionState::ended &&
      store::mark_session(state.database, session.row.id, "ended", "due")) {
    session.state = SessionState::due;
    state.model.cities[session.city].changed = true;
  }
  const FanOut result = fan_out(state, entry, session, [&](const store::Chunk& chunk) {
    store::mark_chunk_tested(state.database, state.campaign, session.row.id, chunk, state.now.at);
    return store::insert_chunk(state.database, session.row.id, entry.kind, state.now.at, chunk);
  });
  if (result.finished) {
    watch_for_results(state, session);
    finish(state, entry, {"results_due", "A session's results are due; its applicants are told."});
  }
  return result.written;
}

int fire_change(State& state, const AgendaEntry& entry) {
  SessionModel& session = load_session(state, entry);
  // Changes are gathered for some minutes, but not so long that somebody comes in vain.
  constexpr std::chrono::hours ahead{2};
  // The minutes for which it was held have gathered them already.
  const auto release = entry.release == 0 ? std::nullopt
                                          : store::find_release(state.database, state.campaign,
                                                                store::ReleaseId{entry.release});
  const Instant since = release ? release->made_at : state.now.at;
  const Instant gathered_at =
      std::min(since + state.rules().changes_gathered_for, session.row.starts_at - ahead);
  const store::ChangeNotice notice{entry.kind, state.now.at, std::max(gathered_at, state.now.at)};
  const FanOut result = fan_out(state, entry, session, [&](const store::Chunk& chunk) {
    return store::insert_changes(state.database, session.row.id, notice, chunk);
  });
  if (result.finished) {
    finish(state, entry,
           {entry.kind == "session_changed" ? "session_change_told" : "due_date_move_told",
            "The applicants of a session will be told of its change."});
  }
  return result.written;
}

}  // namespace keste::engine
