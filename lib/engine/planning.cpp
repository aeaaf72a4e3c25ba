// A plan part by part: cities, windows, sessions, due dates, texts; then its hash.
#include "engine/planning.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "admission/deadline.hpp"
#include "base/check.hpp"
#include "engine/plan_gist.hpp"
#include "engine/plan_people.hpp"
#include "engine/seating.hpp"

namespace keste::engine {
namespace {

using campaign::CityWindow;
using campaign::SessionTimes;

constexpr std::chrono::hours soon{24};

class Planner {
 public:
  Planner(State& state, const EngineSettings& wanted)
      : state_(state),
        wanted_(wanted),
        windows_(store::list_windows(state.database, state.campaign)),
        difference_(campaign::find_difference(find_standing(state, windows_),
                                              {wanted.campaign, wanted.schedule})),
        messages_(state, wanted) {}

  Planning plan() {
    for (const auto& change : difference_.sessions) by_session_[change.is.session] = &change;
    plan_cities();
    for (const auto& change : difference_.windows) plan_window_change(change);
    plan_sessions();
    plan_seats();
    plan_tests();
    for (const campaign::FactChange& text : difference_.texts) {
      add("setting_changed", "", "").facts = {
          {"path", text.path}, {"was", text.was}, {"is", text.is}};
    }
    out_.messages = messages_.list();
    sign_plan(state_, wanted_, out_);
    return {std::move(difference_), std::move(out_)};
  }

 private:
  PlannedChange& add(std::string kind, std::string city, std::string session) {
    out_.changes.push_back({std::move(kind), std::move(city), std::move(session), {}, {}});
    return out_.changes.back();
  }
  std::string at(std::string_view city, Instant instant) const {
    return format_in(state_, wanted_, city, instant);
  }
  static void note(std::vector<Facts>& rows, const char* word, const std::string& city,
                   const std::string& session, Facts more = {}) {
    rows.push_back({{"problem", std::string(word)}, {"city", city}, {"session", session}});
    rows.back().insert(rows.back().end(), more.begin(), more.end());
  }

  void plan_cities();
  void plan_window_change(const campaign::WindowChange& change);
  void plan_sessions();
  void plan_session_change(const campaign::SessionChange& change);
  bool refuse_change(const campaign::SessionChange& change, const SessionModel& session,
                     const PlannedSession& plan);
  void plan_added(const SessionTimes& times);
  void plan_removed(const SessionTimes& times);
  void plan_due_dates();
  void describe(PlannedChange& out, const SessionModel& session, const PlannedSession& plan) const;
  void note_due_date(const SessionModel& session, const PlannedSession& plan, std::size_t people);
  void warn_of_due_date(const std::string& city, const std::string& session, Instant due_at,
                        bool provisional);
  void plan_seats();
  void plan_seats_of(const std::string& city);
  void plan_tests();

  State& state_;
  const EngineSettings& wanted_;
  const std::vector<store::WindowRow> windows_;
  campaign::Difference difference_;
  MessageCount messages_;
  PlanReport out_;
  std::unordered_map<std::string_view, const campaign::SessionChange*> by_session_;
  std::set<std::string> changed_;    ///< Sessions whose due date is planned with them.
  std::set<std::string> cancelled_;  ///< Sessions.
  std::set<std::string> cities_;     ///< Where seats come or go.
};

void Planner::plan_cities() {
  for (const std::string& city : difference_.cities_added) add("city_added", city, "");
  for (const std::string& city : difference_.cities_removed) {
    add("city_removed", city, "");
    if (store::is_touched_city(state_.database, state_.campaign, city)) {
      note(out_.problems, "city-has-people", city, "");
    }
  }
  for (const campaign::CityRecoding& one : difference_.cities_recoded) {
    note(out_.problems, "city-recoded", one.was, "", {{"is", one.is}});
  }
  for (const campaign::CityRename& one : difference_.cities_renamed) {
    PlannedChange& change = add("city_renamed", one.city, "");
    for (const Language language : languages) {
      if (one.was.in(language) == one.is.in(language)) continue;
      const std::string suffix = "_" + std::string(to_text(language));
      change.facts.push_back({"was" + suffix, one.was.in(language)});
      change.facts.push_back({"is" + suffix, one.is.in(language)});
    }
  }
}

void Planner::plan_window_change(const campaign::WindowChange& change) {
  const std::string& city = change.is.city;
  const auto row = std::find_if(windows_.begin(), windows_.end(),
                                [&](const store::WindowRow& one) { return one.city == city; });
  CHECK(row != windows_.end());
  const Instant now = state_.now.at;
  const bool has_opened =
      row->state == "open" || (row->state == "not_open" && row->opens_at <= now);
  if (has_opened && change.is.opens_at > now) note(out_.problems, "window-open", city, "");
  const store::WindowRow is = plan_window(*row, change.is, now);
  const bool closes_now = row->state != "closed" && change.is.closes_at <= now;
  const bool reopens = row->state == "closed" && is.state != "closed";
  // The desk had done it before, or it makes no difference any more.
  if (is.opens_at == row->opens_at && is.closes_at == row->closes_at && !reopens) return;
  add("window_changed", city, "").facts = {
      {"state", row->state},
      {"was_opens_at", at(city, row->opens_at)},
      {"was_closes_at", at(city, row->closes_at)},
      {"is_opens_at", at(city, is.opens_at)},
      {"is_closes_at", closes_now ? std::string("at once") : at(city, is.closes_at)}};
  if (reopens) note(out_.warnings, "window-reopens", city, "");
  if (!closes_now) return;
  note(out_.warnings, "window-closes-at-once", city, "");
  if (!wanted_.campaign.find_city(city)->branch.email.empty()) {
    messages_.add_to_branch({"window_closed", city, {}, now});
  }
}

bool Planner::refuse_change(const campaign::SessionChange& change, const SessionModel& session,
                            const PlannedSession& plan) {
  const std::string& id = session.row.code;
  const char* word = nullptr;
  const bool planned =
      session.state == SessionState::planned && state_.now.at < session.row.starts_at;
  if (session.state == SessionState::cancelled) {
    word = "session-was-cancelled";
  } else if (change.in_another_city) {
    word = "session-changes-city";
  } else if (session.state == SessionState::due || (plan.has_moved && !planned)) {
    word = "session-is-over-or-under-way";
  } else if (plan.has_moved && plan.is.starts_at <= state_.now.at) {
    word = "starts-in-the-past";
  } else if (plan.calendar_ends) {
    word = "calendar-too-short";
  }
  if (word != nullptr) {
    note(out_.problems, word, session.row.city, id,
         {{"state", std::string(to_text(session.state))}});
  }
  return word != nullptr;
}

void Planner::describe(PlannedChange& out, const SessionModel& session,
                       const PlannedSession& plan) const {
  const store::SessionRow& was = session.row;
  const auto both = [&](const char* name, Instant old, Instant fresh) {
    if (old == fresh) return;
    out.facts.push_back({std::string("was_") + name, at(was.city, old)});
    out.facts.push_back({std::string("is_") + name, at(was.city, fresh)});
  };
  both("starts_at", was.starts_at, plan.is.starts_at);
  both("ends_at", was.ends_at, plan.is.ends_at);
  both("due_at", was.due_at, plan.is.due_at);
  if (was.seats != plan.is.seats) {
    out.facts.push_back({"was_seats", std::int64_t{was.seats}});
    out.facts.push_back({"is_seats", std::int64_t{plan.is.seats}});
  }
  if (!plan.has_moved_house) return;
  out.facts.push_back({"was_venue", was.venue.empty() ? plan.place_was.venue : was.venue});
  out.facts.push_back({"is_venue", plan.place_is.venue});
}

void Planner::warn_of_due_date(const std::string& city, const std::string& session, Instant due_at,
                               bool provisional) {
  const Facts facts{{"due_at", at(city, due_at)}};
  const auto& deadline = wanted_.campaign.outer_deadline;
  const campaign::City* found = wanted_.campaign.find_city(city);
  if (deadline && found != nullptr && found->zone.date_at(due_at) > *deadline) {
    note(out_.warnings, "due-after-outer-deadline", city, session, facts);
  }
  if (provisional) note(out_.warnings, "due-date-provisional", city, session, facts);
  if (due_at <= state_.now.at) note(out_.warnings, "due-at-once", city, session, facts);
}

void Planner::note_due_date(const SessionModel& session, const PlannedSession& plan,
                            std::size_t people) {
  if (!plan.due_moves) return;
  const store::SessionRow& was = session.row;
  out_.due_dates.push_back(
      {{"session", was.code},
       {"city", was.city},
       {"was_due_at", at(was.city, was.due_at)},
       {"is_due_at", at(was.city, plan.is.due_at)},
       {"direction", std::string(plan.is.due_at > was.due_at ? "later" : "earlier")},
       {"provisional", plan.is.due_provisional},
       {"people", static_cast<std::int64_t>(people)}});
  warn_of_due_date(was.city, was.code, plan.is.due_at, plan.is.due_provisional);
}

void Planner::plan_session_change(const campaign::SessionChange& change) {
  SessionModel* session = state_.model.find_session(change.is.session);
  CHECK(session != nullptr);
  const std::string city = session->row.city;
  // Its city may be gone with it.
  if (wanted_.campaign.find_city(city) == nullptr) {
    return note(out_.problems, "session-changes-city", city, session->row.code);
  }
  const PlannedSession plan = plan_session({state_.settings, wanted_}, session->row, &change);
  changed_.insert(session->row.code);
  const bool stands = !plan.has_moved && !plan.due_moves && plan.is.seats == session->row.seats;
  const bool can = session->state != SessionState::cancelled && !change.in_another_city;
  if (stands && can && !plan.calendar_ends) return;  // The desk had done it before.
  PlannedChange& out =
      add(plan.has_moved ? "session_moved" : "session_seats", city, session->row.code);
  describe(out, *session, plan);
  if (refuse_change(change, *session, plan)) return;
  if (plan.has_moved || plan.due_moves) {
    out.people = list_moved(state_, wanted_, *session, plan, messages_);
  }
  note_due_date(*session, plan, out.people.size());
  if (plan.has_moved) {
    const Instant first = std::min(session->row.starts_at, plan.is.starts_at);
    if (first < state_.now.at + soon) note(out_.warnings, "starts-soon", city, session->row.code);
  }
  const int taken = state_.model.tally_of(*session).row.seats_taken;
  if (plan.is.seats < taken && plan.is.seats != session->row.seats) {
    note(out_.warnings, "more-people-than-seats", city, session->row.code,
         {{"seats_taken", std::int64_t{taken}}, {"seats", std::int64_t{plan.is.seats}}});
  }
  cities_.insert(city);
}

void Planner::plan_added(const SessionTimes& times) {
  PlannedChange& out = add("session_added", times.city, times.session);
  out.facts = {{"is_starts_at", at(times.city, times.starts_at)},
               {"is_ends_at", at(times.city, times.ends_at)},
               {"is_due_at", at(times.city, times.due_at)},
               {"is_seats", std::int64_t{times.seats}}};
  if (state_.model.find_session(times.session) != nullptr) {
    return note(out_.problems, "session-was-cancelled", times.city, times.session);
  }
  if (times.starts_at <= state_.now.at) {
    return note(out_.problems, "starts-in-the-past", times.city, times.session);
  }
  warn_of_due_date(times.city, times.session, times.due_at, times.due_provisional);
  if (times.starts_at < state_.now.at + soon) {
    note(out_.warnings, "starts-soon", times.city, times.session);
  }
  cities_.insert(times.city);
}

/// Its people are placed once all sessions of the city are known.
void Planner::plan_removed(const SessionTimes& times) {
  const SessionModel* session = state_.model.find_session(times.session);
  const bool gone = session == nullptr || session->state == SessionState::cancelled;
  PlannedChange& out =
      add(gone ? "session_forgotten" : "session_cancelled", times.city, times.session);
  if (gone) return;
  changed_.insert(times.session);
  out.facts = {{"was_starts_at", at(times.city, session->row.starts_at)}};
  const bool planned =
      session->state == SessionState::planned && state_.now.at < session->row.starts_at;
  if (!planned) {
    return note(out_.problems, "session-is-over-or-under-way", times.city, times.session,
                {{"state", std::string(to_text(session->state))}});
  }
  if (session->row.starts_at < state_.now.at + soon) {
    note(out_.warnings, "starts-soon", times.city, times.session);
  }
  cancelled_.insert(times.session);
  cities_.insert(times.city);
}

/// Sessions that stay as they are and whose rule, or whose calendar, has changed.
void Planner::plan_due_dates() {
  for (const SessionModel& session : state_.model.sessions) {
    const bool settled =
        session.state == SessionState::due || session.state == SessionState::cancelled;
    if (settled || changed_.contains(session.row.code)) continue;
    if (wanted_.campaign.find_city(session.row.city) == nullptr) continue;
    const PlannedSession plan = plan_session({state_.settings, wanted_}, session.row, nullptr);
    if (plan.calendar_ends) {
      note(out_.problems, "calendar-too-short", session.row.city, session.row.code);
      continue;
    }
    if (!plan.due_moves) continue;
    PlannedChange& out = add("due_date_moved", session.row.city, session.row.code);
    describe(out, session, plan);
    out.people = list_moved(state_, wanted_, session, plan, messages_);
    note_due_date(session, plan, out.people.size());
  }
}

void Planner::plan_sessions() {
  for (const campaign::SessionChange& change : difference_.sessions) plan_session_change(change);
  for (const SessionTimes& times : difference_.sessions_added) plan_added(times);
  for (const SessionTimes& times : difference_.sessions_removed) plan_removed(times);
  plan_due_dates();
}

void Planner::plan_seats() {
  for (const std::string& city : cities_) plan_seats_of(city);
}

void Planner::plan_seats_of(const std::string& code) {
  const auto cut_off = [this](Instant starts_at) {
    return admission::cut_off_of(starts_at, wanted_.campaign.admission.change_until_before);
  };
  std::vector<admission::SessionSeats> seats;
  if (const CityModel* city = state_.model.find_city(code)) {
    for (const Index index : city->sessions) {
      const SessionModel& session = state_.model.sessions[index];
      store::SessionRow row = session.row;
      const auto change = by_session_.find(row.code);
      if (change != by_session_.end() && wanted_.campaign.find_city(code) != nullptr) {
        row = plan_session({state_.settings, wanted_}, row, change->second).is;
      }
      seats.push_back({row.code, row.starts_at, cut_off(row.starts_at),
                       row.seats - state_.model.tally_of(session).row.seats_taken,
                       session.state == SessionState::planned && !cancelled_.contains(row.code)});
    }
  }
  for (const SessionTimes& times : difference_.sessions_added) {
    if (times.city != code) continue;
    seats.push_back({times.session, times.starts_at, cut_off(times.starts_at), times.seats, true});
  }
  CitySeats city(state_, wanted_, code, std::move(seats));
  auto seated = city.seat_waiting(messages_);
  for (PlannedChange& change : out_.changes) {
    if (change.city != code || !cancelled_.contains(change.session)) continue;
    change.people = city.cancel(*state_.model.find_session(change.session), messages_);
    const bool all_seated = std::all_of(
        change.people.begin(), change.people.end(),
        [](const TouchedPerson& one) { return one.how == "reseated" || one.how == "seated"; });
    if (!all_seated) note(out_.warnings, "not-all-get-a-seat", code, change.session);
  }
  if (!seated.empty()) add("seats_given", code, "").people = std::move(seated);
}

void Planner::plan_tests() {
  for (const campaign::TestChange& change : difference_.tests) {
    PlannedChange& out = add("test_window_changed", "", "");
    out.facts = {{"test", change.test}};
    const auto say = [&](const char* opens, const char* closes, const campaign::TestWindow& one) {
      out.facts.push_back({opens, at(wanted_.campaign.cities.front().code, one.opens_at)});
      out.facts.push_back({closes, at(wanted_.campaign.cities.front().code, one.closes_at)});
    };
    if (change.was) say("was_opens_at", "was_closes_at", *change.was);
    if (change.is) say("is_opens_at", "is_closes_at", *change.is);
    const TestModel* test = state_.model.find_test(change.test);
    if (change.is || test == nullptr) continue;
    const auto& counts = state_.model.tallies[test->tally].row.counts;
    const bool touched =
        std::any_of(counts.begin(), counts.end(), [](std::int64_t count) { return count > 0; });
    if (touched) note(out_.problems, "test-has-people", "", "", {{"test", change.test}});
  }
}

}  // namespace

Planning make_plan(State& state, const EngineSettings& wanted) {
  return Planner(state, wanted).plan();
}

}  // namespace keste::engine
