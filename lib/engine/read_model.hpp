// ReadModel: the engine's picture of windows and sessions, kept in step with the store.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "campaign/campaign.hpp"
#include "engine/snapshot.hpp"
#include "store/schedule.hpp"

namespace keste::engine {

using store::Count;

struct SessionModel {
  store::SessionRow row;
  SessionState state = SessionState::planned;
  std::size_t city = 0;          ///< Index into ReadModel::cities.
  store::SessionChange unsaved;  ///< Of this turn; written before it commits.
  bool has_unsaved = false;
  std::optional<Steady> started_recorded;  ///< When this run recorded its start.
};

struct CityModel {
  const campaign::City* city = nullptr;
  WindowState window = WindowState::not_open;
  Instant opens_at;
  Instant closes_at;
  std::optional<Steady> closed_recorded;  ///< When this run recorded its closing.
  std::vector<UpcomingMoment> next;
  bool changed = true;  ///< Since the last snapshot.
};

/// Engine thread only. Changed within a turn as the store is; when a turn fails it is loaded again.
class ReadModel {
 public:
  /// `campaign` must outlive the model.
  explicit ReadModel(const campaign::Campaign& campaign);

  /// Reads everything from the store; what this run recorded about closings stays.
  void load(store::Database& database, store::CampaignId campaign);

  /// Reads anew what happens next, after the agenda has changed.
  void load_next(store::Database& database, store::CampaignId campaign);
  /// Takes over what this run recorded about closings and starts from the model before a reload.
  void adopt_records(const ReadModel& before);

  CityModel* find_city(std::string_view code);
  SessionModel* find_session(std::string_view code);
  SessionModel& session(store::SessionId id);
  std::vector<CityModel>& cities() { return cities_; }
  std::vector<SessionModel>& sessions() { return sessions_; }
  std::int64_t open_agenda() const { return open_agenda_; }

  /// Counts a change; `save_counts` writes it into the session.
  void add(SessionModel& session, Count count, std::int64_t change);
  /// Takes a seat (1) or frees one (-1); `save_counts` writes it into the session, and the store
  /// has the last word. One write a turn and session, however many applicants it seats.
  void add_seat(SessionModel& session, int change);
  void save_counts(store::Database& database);

 private:
  void note_unsaved(SessionModel& session);
  void load_sessions(store::Database& database, store::CampaignId campaign);

  const campaign::Campaign& campaign_;
  std::vector<CityModel> cities_;
  std::vector<SessionModel> sessions_;
  std::unordered_map<std::string, std::size_t> city_by_code_;
  std::unordered_map<std::string, std::size_t> session_by_code_;
  std::unordered_map<std::int64_t, std::size_t> session_by_id_;
  std::vector<std::size_t> unsaved_;  ///< Sessions with changes of this turn.
  std::int64_t open_agenda_ = 0;      ///< Entries that are not done.
};

}  // namespace keste::engine
