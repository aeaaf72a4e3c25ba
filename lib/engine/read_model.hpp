// ReadModel: the engine's picture of windows, sessions and counts, kept in step with the store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "campaign/schedule.hpp"
#include "engine/snapshot.hpp"
#include "store/tallies.hpp"

namespace keste::engine {

using store::Count;

/// Where something stands in one of the model's lists.
using Index = std::size_t;
inline constexpr Index nowhere = static_cast<Index>(-1);

/// The counts of a session, a city or an online test.
struct TallyModel {
  store::TallyRow row;
  Index city = nowhere;        ///< Nowhere for an online test.
  Index session = nowhere;     ///< Nowhere for a city or an online test.
  store::TallyChange unsaved;  ///< Of this turn; written before it commits.
  bool has_unsaved = false;

  std::int64_t count(Count which) const { return row.counts[static_cast<std::size_t>(which)]; }
};

struct SessionModel {
  store::SessionRow row;
  SessionState state = SessionState::planned;
  Index city = 0;
  Index tally = 0;
  std::optional<Steady> started_recorded;  ///< When this run recorded its start.
};

struct CityModel {
  const campaign::City* city = nullptr;
  Index tally = nowhere;
  std::vector<Index> sessions;  ///< By start.
  WindowState window = WindowState::not_open;
  Instant opens_at;
  Instant closes_at;
  int window_version = 0;
  std::optional<Steady> closed_recorded;  ///< When this run recorded its closing.
  std::vector<UpcomingMoment> next;
  bool changed = true;  ///< Since the last snapshot.
};

/// An online test.
struct TestModel {
  campaign::TestWindow window;
  Index tally = nowhere;
  std::optional<Steady> closed_recorded;
  int window_version = 0;
};

/// Engine thread only. Changed within a turn as the store is; when a turn fails it is loaded again.
class ReadModel {
 public:
  /// `campaign` must outlive the model.
  ReadModel(const campaign::Campaign& campaign, const std::vector<campaign::TestWindow>& online);

  /// Reads everything from the store; what this run recorded about closings stays. What another
  /// daemon has closed or begun since the last load counts as recorded `now`: what came before that
  /// is judged by its instant of receipt.
  void load(store::Database& database, store::CampaignId campaign, Steady now);
  /// Reads anew what happens next, after the agenda has changed.
  void load_next(store::Database& database, store::CampaignId campaign);
  /// Takes up the counts that turns after one have changed; nothing else has.
  void load_counts(store::Database& database, store::CampaignId campaign, std::int64_t turn);
  /// Takes over what this run recorded about closings and starts from the model before a reload.
  void adopt_records(const ReadModel& before);

  CityModel* find_city(std::string_view code);
  SessionModel* find_session(std::string_view code);
  SessionModel& session(store::SessionId id);
  TestModel* find_test(std::string_view id);
  TallyModel& tally(store::TallyId id);
  TallyModel& tally_of(const SessionModel& session) { return tallies[session.tally]; }

  /// Counts a change; `save_counts` writes it into the tally.
  void add(TallyModel& tally, Count count, std::int64_t change);
  /// Takes a seat (1) or frees one (-1); `save_counts` writes it into the tally, and the store has
  /// the last word. One write a turn and session, however many applicants it seats.
  void add_seat(TallyModel& tally, int change);
  void save_counts(store::Database& database, std::int64_t turn);

  std::vector<CityModel> cities;
  std::vector<SessionModel> sessions;
  std::vector<TestModel> tests;
  std::vector<TallyModel> tallies;
  std::int64_t open_agenda = 0;    ///< Entries that are not done.
  std::optional<Instant> next_at;  ///< Of the first of them.
  bool tests_changed = true;       ///< Since the last snapshot.
  /// A city of the store that this daemon's files do not name: another daemon has other files.
  std::string stranger;

 private:
  void note_change(const TallyModel& tally);
  void note_unsaved(TallyModel& tally);
  void load_windows(store::Database& database, store::CampaignId campaign, Steady now);
  void load_window_versions(store::Database& database, store::CampaignId campaign);
  void load_sessions(store::Database& database, store::CampaignId campaign, Steady now);
  void load_tallies(store::Database& database, store::CampaignId campaign);
  void attach(Index index);

  const campaign::Campaign& campaign_;
  bool loaded_ = false;
  std::unordered_map<std::string, Index> city_by_code_;
  std::unordered_map<std::string, Index> session_by_code_;
  std::unordered_map<std::int64_t, Index> session_by_id_;
  std::unordered_map<std::int64_t, Index> tally_by_id_;
  std::vector<Index> unsaved_;  ///< Tallies with changes of this turn.
};

}  // namespace keste::engine
