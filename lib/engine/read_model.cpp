// Loading the model from the store, and keeping its counts.
#include "engine/read_model.hpp"

#include "base/check.hpp"
#include "store/agenda.hpp"

namespace keste::engine {
namespace {

constexpr std::size_t shown_moments = 5;

WindowState window_state(std::string_view text) {
  if (text == "open") return WindowState::open;
  return text == "closed" ? WindowState::closed : WindowState::not_open;
}

SessionState session_state(std::string_view text) {
  for (const SessionState state :
       {SessionState::planned, SessionState::started, SessionState::ended, SessionState::due}) {
    if (text == to_text(state)) return state;
  }
  return SessionState::cancelled;
}

}  // namespace

ReadModel::ReadModel(const campaign::Campaign& campaign) : campaign_(campaign) {
  for (const campaign::City& city : campaign_.cities) {
    city_by_code_.emplace(city.code, cities_.size());
    CityModel model;
    model.city = &city;
    cities_.push_back(std::move(model));
  }
}

void ReadModel::load(store::Database& database, store::CampaignId campaign) {
  for (const store::WindowRow& row : store::list_windows(database, campaign)) {
    CityModel* city = find_city(row.city);
    if (city == nullptr) continue;  // A city that the file no longer names.
    city->opens_at = row.opens_at;
    city->closes_at = row.closes_at;
    city->window = window_state(row.state);
    city->changed = true;
  }
  load_sessions(database, campaign);
  load_next(database, campaign);
}

void ReadModel::load_sessions(store::Database& database, store::CampaignId campaign) {
  std::unordered_map<std::int64_t, Steady> started;
  for (const SessionModel& session : sessions_) {
    if (session.started_recorded) started[session.row.id.value] = *session.started_recorded;
  }
  sessions_.clear();
  session_by_code_.clear();
  session_by_id_.clear();
  unsaved_.clear();
  for (store::SessionRow& row : store::list_sessions(database, campaign)) {
    const auto city = city_by_code_.find(row.city);
    if (city == city_by_code_.end()) continue;
    SessionModel model;
    model.state = session_state(row.state);
    model.city = city->second;
    if (const auto at = started.find(row.id.value); at != started.end()) {
      model.started_recorded = at->second;
    }
    session_by_code_.emplace(row.code, sessions_.size());
    session_by_id_.emplace(row.id.value, sessions_.size());
    model.row = std::move(row);
    sessions_.push_back(std::move(model));
  }
}

void ReadModel::adopt_records(const ReadModel& before) {
  for (const CityModel& old : before.cities_) {
    if (CityModel* city = find_city(old.city->code)) city->closed_recorded = old.closed_recorded;
  }
  for (const SessionModel& old : before.sessions_) {
    if (SessionModel* session = find_session(old.row.code)) {
      session->started_recorded = old.started_recorded;
    }
  }
}

void ReadModel::load_next(store::Database& database, store::CampaignId campaign) {
  std::vector<std::vector<UpcomingMoment>> next(cities_.size());
  open_agenda_ = 0;
  for (store::AgendaEntry& entry : store::list_open_agenda(database, campaign)) {
    ++open_agenda_;
    const auto city = city_by_code_.find(entry.city);
    if (city == city_by_code_.end() || next[city->second].size() >= shown_moments) continue;
    next[city->second].push_back(
        {entry.at, std::move(entry.kind), std::move(entry.city), std::move(entry.session)});
  }
  for (std::size_t i = 0; i < cities_.size(); ++i) {
    if (cities_[i].next == next[i]) continue;
    cities_[i].next = std::move(next[i]);
    cities_[i].changed = true;
  }
}

CityModel* ReadModel::find_city(std::string_view code) {
  const auto found = city_by_code_.find(std::string(code));
  return found == city_by_code_.end() ? nullptr : &cities_[found->second];
}

SessionModel* ReadModel::find_session(std::string_view code) {
  const auto found = session_by_code_.find(std::string(code));
  return found == session_by_code_.end() ? nullptr : &sessions_[found->second];
}

SessionModel& ReadModel::session(store::SessionId id) {
  const auto found = session_by_id_.find(id.value);
  CHECK(found != session_by_id_.end());
  return sessions_[found->second];
}

void ReadModel::add(SessionModel& session, Count count, std::int64_t change) {
  const auto index = static_cast<std::size_t>(count);
  session.row.counts[index] += change;
  session.unsaved.counts[index] += change;
  note_unsaved(session);
}

void ReadModel::add_seat(SessionModel& session, int change) {
  session.row.seats_taken += change;
  session.unsaved.seats += change;
  note_unsaved(session);
}

void ReadModel::note_unsaved(SessionModel& session) {
  cities_[session.city].changed = true;
  if (session.has_unsaved) return;
  session.has_unsaved = true;
  unsaved_.push_back(static_cast<std::size_t>(&session - sessions_.data()));
}

void ReadModel::save_counts(store::Database& database) {
  for (const std::size_t index : unsaved_) {
    SessionModel& session = sessions_[index];
    session.unsaved.session = session.row.id;
    // The model said that there is a seat for each of them; the store has the last word.
    CHECK(store::change_session(database, session.unsaved));
    session.unsaved = {};
    session.has_unsaved = false;
  }
  unsaved_.clear();
}

}  // namespace keste::engine
