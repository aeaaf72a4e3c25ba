// The engine's own steps, taken on paper.
#include "engine/plan_people.hpp"

#include <algorithm>
#include <unordered_map>

#include "engine/rescheduling.hpp"

namespace keste::engine {
namespace {

/// What people were told of a session, as it will read once the plan is carried out.
class ToldSittings {
 public:
  ToldSittings(State& state, const SessionModel& session, const PlannedSession& plan)
      : is_(plan.is) {
    for (auto& sitting : store::list_sittings(state.database, session.row.id)) {
      store::PlaceWords words{sitting.row.venue, sitting.row.address};
      if (plan.has_moved_house && words == store::PlaceWords{}) words = plan.place_was;
      if (plan.has_moved_house && words == plan.place_is) words = {};
      sitting.row.venue = words.venue;
      sitting.row.address = words.address;
      rows_.emplace(sitting.id.value, std::move(sitting.row));
    }
  }

  /// What would be written to somebody; empty when nothing is new to them.
  std::string_view find_news(const store::TouchedRow& person) const {
    if (!person.told) return "";
    const auto found = rows_.find(person.told->value);
    if (found == rows_.end()) return "session_changed";  // Of a session they sat in before.
    const store::SittingRow& told = found->second;
    const bool same_place = told.starts_at == is_.starts_at && told.ends_at == is_.ends_at &&
                            told.venue == is_.venue && told.address == is_.address;
    if (!same_place) return "session_changed";
    return told.due_at == is_.due_at ? "" : "due_date_moved";
  }

 private:
  const store::SessionRow& is_;
  std::unordered_map<std::int64_t, store::SittingRow> rows_;
};

Instant gathered_at(const State& state, const EngineSettings& wanted, Instant starts_at) {
  constexpr std::chrono::hours ahead{2};  // As the fan-out has it.
  const Instant at =
      std::min(state.now.at + wanted.campaign.admission.changes_gathered_for, starts_at - ahead);
  return std::max(at, state.now.at);
}

}  // namespace

std::vector<TouchedPerson> list_moved(State& state, const EngineSettings& wanted,
                                      const SessionModel& session, const PlannedSession& plan,
                                      MessageCount& messages) {
  std::vector<TouchedPerson> touched;
  const std::string how = plan.has_moved ? "moved" : "due_date_moved";
  const ToldSittings told(state, session, plan);
  const Instant at = gathered_at(state, wanted, plan.is.starts_at);
  for (const auto& person :
       store::list_seated_people(state.database, session.row.id, state.rostered)) {
    touched.push_back({ApplicationId{person.application.value}, how, ""});
    const std::string_view news = told.find_news(person);
    const bool fits = plan.has_moved ? news == "session_changed" : news == "due_date_moved";
    if (fits) messages.add({news, session.row.city, plan.is.starts_at, at}, person);
  }
  return touched;
}

CitySeats::CitySeats(State& state, const EngineSettings& wanted, std::string city,
                     std::vector<admission::SessionSeats> sessions)
    : state_(state), wanted_(wanted), city_(std::move(city)), sessions_(std::move(sessions)) {
  for (store::TouchedRow& person : store::list_waiting_people(state.database, city_)) {
    const std::string wish =
        person.session ? state.model.session(*person.session).row.code : std::string();
    line_.push_back({std::move(person), wish});
  }
}

void CitySeats::tell(std::string_view kind, const std::string& session,
                     const store::TouchedRow& person, MessageCount& messages) const {
  Instant starts_at{};
  for (const auto& one : sessions_) {
    if (one.session == session) starts_at = one.starts_at;
  }
  messages.add({kind, city_, starts_at, state_.now.at}, person);
}

void CitySeats::take(const std::string& session) {
  for (auto& one : sessions_) {
    if (one.session == session) --one.free;
  }
}

std::vector<TouchedPerson> CitySeats::seat_waiting(MessageCount& messages) {
  std::vector<admission::Waiting> line;
  for (const Waiter& one : line_) line.push_back({one.person.application.value, one.wish});
  std::map<std::int64_t, std::string> given;
  for (const auto& seating : admission::plan_seating(sessions_, line, state_.now.at)) {
    given.emplace(seating.application, seating.session);
    take(seating.session);
  }
  std::vector<TouchedPerson> touched;
  std::erase_if(line_, [&](const Waiter& one) {
    const auto seat = given.find(one.person.application.value);
    if (seat == given.end()) return false;
    touched.push_back({ApplicationId{seat->first}, "seated", seat->second});
    tell("seat_allotted", seat->second, one.person, messages);
    return true;
  });
  return touched;
}

/// Whoever waits for a seat has waited longer for it.
std::vector<admission::SessionSeats> CitySeats::list_free() const {
  auto seats = sessions_;
  for (auto& one : seats) {
    const bool wanted = std::any_of(line_.begin(), line_.end(), [&](const Waiter& waiter) {
      return waiter.wish.empty() || waiter.wish == one.session;
    });
    if (wanted && state_.now.at < one.cut_off_at) one.free = 0;
  }
  return seats;
}

bool CitySeats::may_wait() const {
  return wanted_.campaign.admission.waitlist &&
         std::any_of(sessions_.begin(), sessions_.end(), [this](const auto& one) {
           return one.is_held && state_.now.at < one.cut_off_at;
         });
}

TouchedPerson CitySeats::place(const admission::Reseating& one, const store::TouchedRow& person,
                               MessageCount& messages) {
  const ApplicationId id{one.application};
  if (one.outcome == admission::Reseat::seated) {
    take(one.session);
    if (person.told) tell("session_cancelled", one.session, person, messages);
    return {id, "reseated", one.session};
  }
  const bool waits =
      one.outcome == admission::Reseat::waitlisted && wanted_.campaign.admission.waitlist;
  if (person.told) {
    tell("session_cancelled", "", person, messages);
  } else if (!waits) {
    tell("waitlist_ended", "", person, messages);
  }
  if (waits) line_.push_back({person, ""});
  return {id, waits ? "waitlisted" : "unplaced", ""};
}

/// Who waited for the session waits for any, while there is one.
void CitySeats::move_waiting(const std::string& session, std::vector<TouchedPerson>& touched,
                             MessageCount& messages) {
  const bool more = may_wait();
  std::erase_if(line_, [&](Waiter& one) {
    const bool ends = !more && (one.wish == session || one.wish.empty());
    if (one.wish != session && !ends) return false;
    touched.push_back(
        {ApplicationId{one.person.application.value}, ends ? "unplaced" : "waitlisted", ""});
    tell(ends ? "waitlist_ended" : "waitlisted", "", one.person, messages);
    one.wish.clear();
    return ends;
  });
}

std::vector<TouchedPerson> CitySeats::cancel(const SessionModel& session, MessageCount& messages) {
  const auto people = store::list_seated_people(state_.database, session.row.id, state_.rostered);
  std::vector<admission::Waiting> line;
  People by_number;
  for (const auto& person : people) {
    line.push_back({person.application.value, ""});
    by_number.emplace(person.application.value, &person);
  }
  std::vector<TouchedPerson> touched;
  const auto plans =
      admission::plan_reseating(list_free(), line, session.row.starts_at, state_.now.at);
  for (const auto& one : plans) {
    touched.push_back(place(one, *by_number.at(one.application), messages));
  }
  move_waiting(session.row.code, touched, messages);
  std::sort(line_.begin(), line_.end(), [](const Waiter& a, const Waiter& b) {
    return a.person.application < b.person.application;
  });
  for (TouchedPerson& seated : seat_waiting(messages)) touched.push_back(std::move(seated));
  return touched;
}

}  // namespace keste::engine
