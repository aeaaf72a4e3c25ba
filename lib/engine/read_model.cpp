// Loading the model from the store, and keeping its counts.
#include "engine/read_model.hpp"

#include <unordered_set>
#include <utility>

#include "base/check.hpp"
#include "store/agenda.hpp"
#include "store/window_versions.hpp"

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

ReadModel::ReadModel(const campaign::Campaign& campaign,
                     const std::vector<campaign::TestWindow>& online)
    : campaign_(campaign) {
  for (const campaign::TestWindow& window : online) tests.push_back({window, nowhere, {}, 0});
  for (const campaign::City& city : campaign_.cities) {
    city_by_code_.emplace(city.code, cities.size());
    CityModel model;
    model.city = &city;
    cities.push_back(std::move(model));
  }
}

void ReadModel::load(store::Database& database, store::CampaignId campaign, Steady now) {
  load_windows(database, campaign, now);
  load_window_versions(database, campaign);
  load_sessions(database, campaign, now);
  load_tallies(database, campaign);
  load_next(database, campaign);
  loaded_ = true;
}

void ReadModel::load_windows(store::Database& database, store::CampaignId campaign, Steady now) {
  stranger.clear();
  for (const store::WindowRow& row : store::list_windows(database, campaign)) {
    CityModel* city = find_city(row.city);
    if (city == nullptr) {
      stranger = row.city;
      continue;
    }
    const bool was_closed = city->window == WindowState::closed;
    city->opens_at = row.opens_at;
    city->closes_at = row.closes_at;
    city->window = window_state(row.state);
    city->changed = true;
    const bool is_closed = city->window == WindowState::closed;
    if (!is_closed) city->closed_recorded.reset();
    if (is_closed && !was_closed && loaded_ && !city->closed_recorded) city->closed_recorded = now;
  }
}

/// By their instants: where another daemon has other files, each one names the window that it
/// judges by.
void ReadModel::load_window_versions(store::Database& database, store::CampaignId campaign) {
  for (const store::WindowVersion& row : store::list_window_versions(database, campaign)) {
    CityModel* city = find_city(row.place);
    if (city != nullptr && row.span == store::Span{city->opens_at, city->closes_at}) {
      city->window_version = row.version;
    }
    TestModel* test = find_test(row.place);
    if (test != nullptr && row.span == store::Span{test->window.opens_at, test->window.closes_at}) {
      test->window_version = row.version;
    }
  }
}

void ReadModel::load_sessions(store::Database& database, store::CampaignId campaign, Steady now) {
  std::unordered_map<std::int64_t, Steady> started;
  std::unordered_set<std::int64_t> planned;
  for (const SessionModel& session : sessions) {
    if (session.started_recorded) started[session.row.id.value] = *session.started_recorded;
    if (session.state == SessionState::planned) planned.insert(session.row.id.value);
  }
  sessions.clear();
  session_by_code_.clear();
  session_by_id_.clear();
  for (CityModel& city : cities) city.sessions.clear();
  for (store::SessionRow& row : store::list_sessions(database, campaign)) {
    const auto city = city_by_code_.find(row.city);
    if (city == city_by_code_.end()) continue;
    SessionModel model;
    model.state = session_state(row.state);
    model.city = city->second;
    if (const auto at = started.find(row.id.value); at != started.end()) {
      model.started_recorded = at->second;
    } else if (model.state != SessionState::planned && planned.contains(row.id.value)) {
      model.started_recorded = now;
    }
    session_by_code_.emplace(row.code, sessions.size());
    session_by_id_.emplace(row.id.value, sessions.size());
    cities[model.city].sessions.push_back(sessions.size());
    model.row = std::move(row);
    sessions.push_back(std::move(model));
  }
}

/// A tally finds the session, the city or the test that it counts for.
void ReadModel::attach(Index index) {
  TallyModel& tally = tallies[index];
  const store::TallyPlace& place = tally.row.place;
  if (const auto city = city_by_code_.find(place.city); city != city_by_code_.end()) {
    tally.city = city->second;
  }
  if (place.session) {
    const auto session = session_by_id_.find(place.session->value);
    if (session == session_by_id_.end()) return;
    tally.session = session->second;
    sessions[tally.session].tally = index;
  } else if (tally.city != nowhere) {
    cities[tally.city].tally = index;
  } else if (TestModel* test = find_test(place.test)) {
    test->tally = index;
  }
}

void ReadModel::load_tallies(store::Database& database, store::CampaignId campaign) {
  tallies.clear();
  tally_by_id_.clear();
  unsaved_.clear();
  tests_changed = true;
  for (store::TallyRow& row : store::list_tallies(database, campaign)) {
    tally_by_id_.emplace(row.id.value, tallies.size());
    TallyModel model;
    model.row = std::move(row);
    tallies.push_back(std::move(model));
    attach(tallies.size() - 1);
  }
}

void ReadModel::load_counts(store::Database& database, store::CampaignId campaign,
                            std::int64_t turn) {
  for (store::TallyRow& row : store::list_tallies(database, campaign, turn)) {
    TallyModel& known = tally(row.id);
    known.row = std::move(row);
    note_change(known);
  }
}

void ReadModel::adopt_records(const ReadModel& before) {
  for (const CityModel& old : before.cities) {
    CityModel* city = find_city(old.city->code);
    // A closing is remembered for as long as it stands.
    if (city != nullptr && city->window == WindowState::closed) {
      city->closed_recorded = old.closed_recorded;
    }
  }
  for (const SessionModel& old : before.sessions) {
    if (SessionModel* session = find_session(old.row.code)) {
      session->started_recorded = old.started_recorded;
    }
  }
  for (const TestModel& old : before.tests) {
    TestModel* test = find_test(old.window.test);
    if (test != nullptr && test->window.closes_at <= old.window.closes_at) {
      test->closed_recorded = old.closed_recorded;
    }
  }
}

void ReadModel::load_next(store::Database& database, store::CampaignId campaign) {
  std::vector<std::vector<UpcomingMoment>> next(cities.size());
  open_agenda = 0;
  next_at.reset();
  for (store::AgendaEntry& entry : store::list_open_agenda(database, campaign)) {
    if (++open_agenda == 1) next_at = entry.at;
    const auto city = city_by_code_.find(entry.city);
    if (city == city_by_code_.end() || next[city->second].size() >= shown_moments) continue;
    next[city->second].push_back(
        {entry.at, std::move(entry.kind), std::move(entry.city), std::move(entry.session)});
  }
  for (Index i = 0; i < cities.size(); ++i) {
    if (cities[i].next == next[i]) continue;
    cities[i].next = std::move(next[i]);
    cities[i].changed = true;
  }
}

CityModel* ReadModel::find_city(std::string_view code) {
  const auto found = city_by_code_.find(std::string(code));
  return found == city_by_code_.end() ? nullptr : &cities[found->second];
}

SessionModel* ReadModel::find_session(std::string_view code) {
  const auto found = session_by_code_.find(std::string(code));
  return found == session_by_code_.end() ? nullptr : &sessions[found->second];
}

SessionModel& ReadModel::session(store::SessionId id) {
  const auto found = session_by_id_.find(id.value);
  CHECK(found != session_by_id_.end());
  return sessions[found->second];
}

TestModel* ReadModel::find_test(std::string_view id) {
  for (TestModel& test : tests) {
    if (test.window.test == id) return &test;
  }
  return nullptr;
}

TallyModel& ReadModel::tally(store::TallyId id) {
  const auto found = tally_by_id_.find(id.value);
  CHECK(found != tally_by_id_.end());
  return tallies[found->second];
}

void ReadModel::add(TallyModel& tally, Count count, std::int64_t change) {
  const auto index = static_cast<std::size_t>(count);
  tally.row.counts[index] += change;
  tally.unsaved.counts[index] += change;
  note_unsaved(tally);
}

void ReadModel::add_seat(TallyModel& tally, int change) {
  tally.row.seats_taken += change;
  tally.unsaved.seats += change;
  note_unsaved(tally);
}

void ReadModel::note_change(const TallyModel& tally) {
  if (tally.city != nowhere) {
    cities[tally.city].changed = true;
  } else {
    tests_changed = true;
  }
}

void ReadModel::note_unsaved(TallyModel& tally) {
  note_change(tally);
  if (tally.has_unsaved) return;
  tally.has_unsaved = true;
  unsaved_.push_back(static_cast<Index>(&tally - tallies.data()));
}

void ReadModel::save_counts(store::Database& database, std::int64_t turn) {
  std::vector<store::TallyChange> changes;
  changes.reserve(unsaved_.size());
  for (const Index index : unsaved_) {
    TallyModel& tally = tallies[index];
    tally.unsaved.tally = tally.row.id;
    changes.push_back(std::exchange(tally.unsaved, {}));
    tally.has_unsaved = false;
  }
  unsaved_.clear();
  // The model said that there is a seat for each of them; the store has the last word.
  store::change_tallies(database, changes, turn);
}

}  // namespace keste::engine
