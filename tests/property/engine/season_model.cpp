// What happens in the season, and what the model expects of each answer.
#include "season_model.hpp"

#include <algorithm>

#include "season_checks.hpp"

namespace keste::engine {
namespace {

using namespace std::chrono_literals;

EngineSettings tight_settings() {
  campaign::Campaign campaign = test::whole_campaign();
  campaign.sessions.push_back(
      test::session("almaty-0916", "almaty", "2023-09-16T10:00", "2023-09-16T12:30"));
  for (campaign::Session& session : campaign.sessions) session.seats = 2;
  EngineSettings settings = test::settings_of(campaign);
  settings.fan_out_chunk = 2;
  return settings;
}

std::string code_of(const Step& step) {
  return session_codes.at(static_cast<std::size_t>(step.session) % session_codes.size());
}

}  // namespace

const std::vector<std::string> session_codes{"astana-0905", "almaty-0915", "almaty-0916",
                                             "astana-0920", "oral-0920"};

Season::Season() : settings_(tight_settings()), world_(settings_, folder_.file("keste.db")) {
  world_.set("2023-08-31T22:00:00+06:00");
  latest_ = world_.now();
  look();
}

void Season::take(const Step& step) {
  deed_ = step.deed;
  const auto before = seen_;
  std::map<std::string, int> taken_before;
  for (const auto& code : session_codes) taken_before[code] = count_seated(code);
  const auto amount = std::chrono::minutes(step.amount * 13);
  switch (step.deed) {
    case Deed::claim:
      claim(1 + step.amount % 4);
      break;
    case Deed::settle:
      settle(step.amount);
      break;
    case Deed::fire:
      test::fire(world_);
      break;
    case Deed::advance:
      world_.set(world_.now() + amount);
      break;
    case Deed::to_next:
      if (const auto next = world_.engine().find_next_agenda()) {
        world_.set(*next - std::chrono::microseconds(step.amount % 2));
      }
      break;
    case Deed::set_back:
      world_.set(world_.now() - amount);
      break;
    case Deed::restart:
      restart();
      break;
    default:
      do_request(step);
  }
  latest_ = std::max(latest_, world_.now());
  look();
  check_seats(taken_before);
  check_line(before);
  check_idle_seats();
  check_codes();
}

void Season::do_request(const Step& step) {
  switch (step.deed) {
    case Deed::apply:
      return judge(receive(step));
    case Deed::hold:
      return held_.push_back(receive(step));
    case Deed::judge:
      if (held_.empty()) return;
      judge(held_.front());
      held_.erase(held_.begin());
      return;
    case Deed::answer:
      return answer(step);
    case Deed::withdraw:
      return withdraw(step.person);
    case Deed::change:
      return change(step);
    default:
      return do_desk(step);
  }
}

void Season::do_desk(const Step& step) {
  switch (step.deed) {
    case Deed::set_seats:
      return set_seats(step);
    case Deed::move:
      return move(step);
    case Deed::cancel:
      test::desk(world_, CancelSession{code_of(step), "no heating"});
      return;
    case Deed::finish:
      return finish_session(step);
    case Deed::result:
      return result(step);
    case Deed::set_window:
      return set_window(step);
    case Deed::extend_person: {
      const std::string city = row(code_of(step)).city;
      const Instant until = world_.now() + std::chrono::hours(step.amount);
      const auto report = test::desk(
          world_, ExtendPerson{test::make_iin(step.person), city, until, "the site was down"});
      Instant& granted = extensions_[{step.person, city}];
      if (report.refusal.empty()) granted = std::max(granted, until);
      return;
    }
    default:
      return;
  }
}

Season::Held Season::receive(const Step& step) {
  const std::string session = code_of(step);
  Held held;
  held.person = step.person;
  held.command = test::make_command(step.person, session, world_.receipt());
  auto& request = held.command.request;
  if (step.amount % 3 == 0) request.session.clear();
  if (step.amount % 5 == 0) request.promo_code.clear();
  request.waitlist = step.amount % 7 != 0;
  held.closings = closings_[request.city];
  const auto state = row(session).state;
  held.started = state != "planned" && state != "cancelled";
  return held;
}

bool Season::is_open(const Held& held, const CitySnapshot& city) const {
  const Instant at = held.command.receipt.at;
  const auto closings = closings_.find(city.code);
  const int now = closings == closings_.end() ? 0 : closings->second;
  const bool closed = city.window == WindowState::closed && now == held.closings;
  if (!closed && at < city.closes_at) return true;
  const auto extension = extensions_.find({held.person, city.code});
  return extension != extensions_.end() && extension->second > city.closes_at &&
         at < extension->second;
}

/// "seated", "waitlisted", or why there is no place.
std::string Season::expect_place(const Held& held) {
  const auto& request = held.command.request;
  const auto has_begun = [&](const std::string& code) {
    const store::SessionRow& session = row(code);
    const bool recorded = session.state != "planned" && session.state != "cancelled";
    const bool before = code == request.session ? held.started : recorded;
    return (recorded && before) || session.state == "due" || session.finished_at ||
           held.command.receipt.at >= session.starts_at;
  };
  const auto may_wait = [&](const std::string& code) {
    return row(code).state == "planned" && world_.now() < cut_off(code);
  };
  const auto has_seat = [&](const std::string& code) {
    return count_seated(code) < row(code).seats &&
           !(world_.now() < cut_off(code) && has_line(code));
  };
  bool waits = false;
  for (const std::string& code : session_codes) {
    if (row(code).city != request.city) continue;
    if (!request.session.empty() && code != request.session) continue;
    const bool cancelled = row(code).state == "cancelled";
    if (!request.session.empty() && cancelled) return "session-cancelled";
    if (!request.session.empty() && has_begun(code)) return "session-started";
    if (!cancelled && !has_begun(code) && has_seat(code)) return "seated";
    waits = waits || may_wait(code);
  }
  return waits && request.waitlist ? "waitlisted" : "session-full";
}

/// The word that the engine must answer with.
std::string Season::expect(const Held& held) {
  const auto& request = held.command.request;
  const auto& city = *world_.snapshot().find_city(request.city);
  if (!is_open(held, city)) return "window-closed";
  if (held.command.receipt.at < city.opens_at) return "window-not-open";
  const std::string place = expect_place(held);
  const bool has_place = place == "seated" || place == "waitlisted";
  const bool applied = find_live(held.person) != nullptr;
  if (!has_place) return place == "session-full" && applied ? "already-applied" : place;
  bool used = false;
  for (const auto& [id, seen] : seen_) {
    if (seen.person != held.person) continue;
    if (passed_.contains(id)) return "already-passed";
    used = used || (seen.state == "tested" && seen.free_attempt);
  }
  if (used && !request.promo_code.empty()) return "free-attempt-used";
  return applied ? "already-applied" : place;
}

void Season::judge(const Held& held) {
  const std::string expected = expect(held);
  const ApplyOutcome outcome = test::apply(world_, held.command);
  demand(test::word_of(outcome) == expected,
         "answered " + test::word_of(outcome) + " instead of " + expected);
  const auto* view = std::get_if<ApplicationView>(&outcome);
  if (view != nullptr && view->state == "seated") {
    knows_[view->id.value] = {view->session, view->starts_at, row(view->session).venue};
  }
}

void Season::answer(const Step& step) {
  AnswerLine line;
  line.row = 2;
  line.key = std::to_string(step.person) + " " + std::to_string(step.amount % 4);
  line.answered_at = world_.now() - std::chrono::hours(step.amount % 30);
  line.request = test::make_command(step.person, code_of(step), {}).request;
  const auto report = test::desk(world_, TakeAnswers{{line}, false});
  if (test::fact(report.rows.front(), "outcome") != "seated") return;
  const std::string session = test::fact(report.rows.front(), "session");
  knows_[std::stoll(test::fact(report.rows.front(), "application"))] = {
      session, row(session).starts_at, row(session).venue};
}

void Season::withdraw(int person) {
  const Seen* live = find_live(person);
  if (live == nullptr) return;
  std::string expected = "withdrawn";
  if (live->state == "seated") {
    const store::SessionRow& session = row(live->session);
    const bool begun = (session.state != "planned" && session.state != "cancelled") ||
                       world_.now() >= session.starts_at;
    // A change may be declined by whoever applied before it, and a new seat by who was given it.
    const store::ApplicationId id{read_ticket(live->ticket)->application};
    const Instant own = store::find_application(world_.database(), id)->answer_by;
    const bool knew = id.value > session.answer_of;
    const Instant answer_by = std::max(knew ? Instant{} : session.answer_by, own);
    const bool late = world_.now() >= std::max(cut_off(live->session), answer_by);
    if (begun) expected = "session_under_way";
    if (!begun && late) expected = "cut-off-passed";
  }
  const std::string word = test::word_of(test::withdraw(world_, live->ticket));
  demand(word == expected, "a withdrawal came to " + word + " instead of " + expected);
}

void Season::change(const Step& step) {
  const Seen* live = find_live(step.person);
  if (live == nullptr) return;
  const std::string wanted = step.amount % 4 == 0 ? "any" : code_of(step);
  const std::string state = live->state;
  const std::string word = test::word_of(test::change_session(world_, live->ticket, wanted));
  if (word == "seated" || word == "waitlisted") {
    demand(wanted == "any" || row(wanted).city == live->city, "a change into another city");
    demand(state == "waitlisted" || word == "seated", "a seat was lost by a change");
  }
}

void Season::restart() {
  world_.restart();
  held_.clear();
  claimed_.clear();
  for (auto& [id, place] : messages_) {
    if (place == Place::claimed) place = Place::waiting;
  }
}

void Season::set_seats(const Step& step) {
  MoveSession change;
  change.session = code_of(step);
  change.seats = step.amount % 5;
  change.reason = "another room";
  test::desk(world_, change);
}

void Season::move(const Step& step) {
  MoveSession change;
  change.session = code_of(step);
  change.starts_at = row(code_of(step)).starts_at + std::chrono::hours(step.amount % 5 - 2) * 12;
  if (step.amount % 3 == 0) change.venue = step.amount % 2 == 0 ? "Room 1" : "Room 2";
  change.reason = "no light";
  test::desk(world_, change);
}

void Season::finish_session(const Step& step) {
  FinishSession finish;
  finish.session = code_of(step);
  for (const auto& [id, seen] : seen_) {
    if (seen.session == finish.session && seen.person == step.person) {
      finish.absent.push_back(ApplicationId{id});
    }
  }
  test::desk(world_, finish);
}

void Season::result(const Step& step) {
  for (const auto& [id, seen] : seen_) {
    if (seen.person != step.person || seen.state != "tested") continue;
    ResultLine line;
    line.application = ApplicationId{id};
    line.level = step.amount % 2 == 0 ? "B1" : "A2";
    line.status = "final";
    const auto report = test::desk(world_, TakeResults{{line}});
    if (!report.rows.empty()) continue;
    passed_.erase(id);
    if (line.level == "B1") passed_.insert(id);
  }
}

void Season::set_window(const Step& step) {
  const std::string city = row(code_of(step)).city;
  const Instant closes_at = world_.now() + std::chrono::hours(step.amount % 40 * 3);
  test::desk(world_, ChangeWindow{city, closes_at, "a power cut"});
}

}  // namespace keste::engine
