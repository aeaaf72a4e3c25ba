// The way of one application: repeated request, rules, seat or waitlist, promo code, audit.
#include "engine/intake.hpp"

#include <algorithm>
#include <set>

#include "admission/deadline.hpp"
#include "engine/attempts.hpp"
#include "engine/own_application.hpp"
#include "engine/receipts.hpp"
#include "engine/seating.hpp"
#include "store/applications.hpp"
#include "store/promo_codes.hpp"

namespace keste::engine {
namespace {

using admission::Refusal;

/// Where an application goes: a seat, a waitlist, or an online test.
struct Place {
  std::string_view state;
  SessionModel* session = nullptr;  ///< Of the seat, or the one waited for.
  Index tally = nowhere;
};

/// A closing that was recorded before the request came in counts against it.
bool closed_before(bool closed, std::optional<Steady> recorded, const ApplyCommand& command) {
  if (command.by_answer) return false;
  return closed && (!recorded || *recorded <= command.receipt.steady);
}

/// When a seat is asked for: an answer from elsewhere asks now, whenever it was given.
Receipt seat_receipt(const State& state, const ApplyCommand& command) {
  return command.by_answer ? Receipt{state.now.at, state.now.steady} : command.receipt;
}

std::optional<admission::WindowFacts> find_window(State& state, const ApplyCommand& command) {
  if (command.request.online) {
    TestModel* test = state.model.find_test(command.request.test);
    if (test == nullptr) return std::nullopt;
    // A clock that is set back later opens it no more.
    if (state.now.at >= test->window.closes_at && !test->closed_recorded) {
      test->closed_recorded = state.now.steady;
    }
    const auto& recorded = test->closed_recorded;
    return admission::WindowFacts{test->window.opens_at, test->window.closes_at,
                                  closed_before(recorded.has_value(), recorded, command)};
  }
  const CityModel* city = state.model.find_city(command.request.city);
  if (city == nullptr) return std::nullopt;
  return admission::WindowFacts{
      city->opens_at, city->closes_at,
      closed_before(city->window == WindowState::closed, city->closed_recorded, command)};
}

/// The window as it is for this person: only who comes too late may have been granted more.
std::optional<Refusal> judge_window(State& state, const ApplyCommand& command,
                                    std::string_view person_key) {
  const auto window = find_window(state, command);
  const auto refusal = admission::decide_window(command.receipt.at, window ? &*window : nullptr);
  if (refusal != Refusal::window_closed) return refusal;
  const std::string& place = command.request.online ? command.request.test : command.request.city;
  const auto extension = store::find_extension(state.database, state.campaign, person_key, place);
  if (!extension) return refusal;
  const admission::WindowFacts own = admission::window_for(*window, extension);
  return admission::decide_window(command.receipt.at, &own);
}

using PlaceOrRefusal = std::variant<Place, Refusal>;

/// A full session or city: a place on its waitlist for whoever would wait.
PlaceOrRefusal queue_up(State& state, const ApplyCommand& command, CityModel& city,
                        SessionModel* session) {
  if (!command.request.waitlist || !may_wait(state, city, session)) return Refusal::session_full;
  return Place{"waitlisted", session, session == nullptr ? city.tally : session->tally};
}

PlaceOrRefusal find_place(State& state, const ApplyCommand& command) {
  const admission::ApplicationRequest& request = command.request;
  if (request.online) {
    return Place{"accepted", nullptr, state.model.find_test(request.test)->tally};
  }
  CityModel& city = *state.model.find_city(request.city);
  const Receipt receipt = seat_receipt(state, command);
  if (request.session.empty()) {
    SessionModel* open = find_open_session(state, city, receipt);
    if (open == nullptr) return queue_up(state, command, city, nullptr);
    return Place{"seated", open, open->tally};
  }
  SessionModel* session = state.model.find_session(request.session);
  std::optional<admission::SessionFacts> facts;
  if (session != nullptr) facts = facts_of(state, *session, receipt);
  const auto refusal =
      admission::decide_session(receipt.at, request.city, facts ? &*facts : nullptr);
  if (refusal) return *refusal;
  if (admission::has_open_seat(*facts)) return Place{"seated", session, session->tally};
  return queue_up(state, command, city, session);
}

/// What the store needs of an application that is not refused so far.
struct Draft {
  Place place;
  std::string secret;
  std::string person_key;
  std::string code_key;
};

void insert(State& state, const ApplyCommand& command, const Draft& draft) {
  const admission::ApplicationRequest& request = command.request;
  const admission::Applicant& applicant = request.applicant;
  const std::string sealed = state.vault.seal(applicant.iin, "iin");
  store::NewApplication wanted;
  wanted.id = state.next_application();
  wanted.campaign = state.campaign;
  wanted.tally = state.model.tallies[draft.place.tally].row.id;
  if (draft.place.session != nullptr) wanted.session = draft.place.session->row.id;
  if (draft.place.state == "seated") wanted.told = draft.place.session->row.sitting;
  wanted.city = request.city;
  wanted.test = request.test;
  wanted.state = draft.place.state;
  wanted.received_at = command.receipt.at;
  wanted.secret = draft.secret;
  wanted.person_key = draft.person_key;
  wanted.iin_sealed = sealed;
  wanted.surname = applicant.surname;
  wanted.given_name = applicant.given_name;
  wanted.patronymic = applicant.patronymic;
  wanted.email = applicant.email;
  wanted.phone = applicant.phone;
  wanted.language = to_text(applicant.language);
  wanted.code_key = draft.code_key;
  wanted.payment = request.payment_reference;
  wanted.needs = request.needs;
  wanted.consent = state.rules().consent;
  wanted.window_version = see_window(state, request).version;
  store::insert_application(state.database, wanted);
}

ApplicationView view_of(const ApplyCommand& command, const Draft& draft, ApplicationId id,
                        const State& state) {
  ApplicationView view;
  view.id = id;
  view.ticket = make_ticket(id.value, draft.secret);
  view.state = draft.place.state;
  view.received_at = command.receipt.at;
  view.test = command.request.test;
  view.city = command.request.city;
  view.free_attempt = !draft.code_key.empty();
  view.language = command.request.applicant.language;
  if (const SessionModel* session = draft.place.session) {
    view.session = session->row.code;
    view.starts_at = session->row.starts_at;
    view.ends_at = session->row.ends_at;
    view.due_at = session->row.due_at;
    view.change_until = cut_off_of(state, *session);
  }
  return view;
}

void count(State& state, const Place& place) {
  TallyModel& tally = state.model.tallies[place.tally];
  if (place.state == "seated") {
    state.model.add_seat(tally, 1);
  } else {
    state.model.add(tally, place.state == "waitlisted" ? Count::waitlisted : Count::accepted, 1);
  }
  state.model.add(tally, Count::pending, 1);
}

/// How many wait for the same seats, the newcomer included.
std::int64_t count_line(State& state, const Place& place) {
  const TallyModel& tally = state.model.tallies[place.tally];
  const CityModel& city = state.model.cities[tally.city];
  std::int64_t count = state.model.tallies[city.tally].count(Count::waitlisted);
  for (const Index index : city.sessions) {
    const bool rival = place.session == nullptr || &state.model.sessions[index] == place.session;
    if (rival) count += state.model.tally_of(state.model.sessions[index]).count(Count::waitlisted);
  }
  return count;
}

/// Writes the application and spends its code; a refusal leaves nothing behind.
ApplyOutcome settle_in(State& state, const ApplyCommand& command, const Draft& draft) {
  const store::ApplicationId id = state.next_application();
  if (!draft.code_key.empty()) {
    const Attempt attempt{id, draft.person_key, draft.code_key};
    if (const auto refusal = spend_code(state, command, attempt)) return *refusal;
  }
  insert(state, command, draft);
  count(state, draft.place);
  // Its receipt is written with those of the whole turn (State::save).
  ++state.accepted_in_turn;
  const SessionModel* session = draft.place.session;
  state.audit("applicant",
              draft.place.state == "waitlisted" ? "application_waitlisted" : "application_accepted",
              "application " + std::to_string(id.value),
              session == nullptr
                  ? (command.request.online ? command.request.test : command.request.city)
                  : session->row.code);
  ApplicationView view = view_of(command, draft, ApplicationId{id.value}, state);
  if (draft.place.state == "waitlisted") view.before = count_line(state, draft.place) - 1;
  return view;
}

bool has_live(const std::vector<store::OwnApplication>& own, std::string_view test) {
  return std::any_of(own.begin(), own.end(),
                     [&](const auto& one) { return one.is_live() && one.test == test; });
}

ApplyOutcome take(State& state, const ApplyCommand& command) {
  Draft draft;
  draft.person_key = state.vault.person_key(command.request.applicant.iin);
  if (const auto refusal = judge_window(state, command, draft.person_key)) return *refusal;
  const bool has_code = !command.request.promo_code.empty();
  if (has_code && !command.client.empty() &&
      state.guesses.find_pause(command.client, draft.person_key, state.now.steady)) {
    return Trouble::guessing;
  }
  const auto own = store::list_own_applications(state.database, state.campaign, draft.person_key);
  const bool has_applied = has_live(own, command.request.test);
  const auto place = find_place(state, command);
  if (const auto* refusal = std::get_if<Refusal>(&place)) {
    // Who has a seat already is told so, rather than that this session is full.
    const bool applied = *refusal == Refusal::session_full && has_applied;
    return applied ? Refusal::already_applied : *refusal;
  }
  if (const auto refusal = judge_attempt(state, command, own)) return *refusal;
  if (has_applied) return Refusal::already_applied;
  draft.place = std::get<Place>(place);
  draft.secret = state.secrets.next();
  if (has_code) draft.code_key = code_key_of(state, command.request.promo_code);
  return settle_in(state, command, draft);
}

/// The same answer again, or nothing when the key is new.
std::optional<ApplyOutcome> repeat_answer(State& state, const ApplyCommand& command) {
  const IdempotencyKey& key = *command.idempotency;
  const auto kept =
      store::find_answer(state.database, key.key, state.now.at - state.settings.answers_kept_for);
  if (!kept) return std::nullopt;
  if (kept->body_digest != key.body_digest) return ApplyOutcome(Trouble::key_reused);
  if (const auto refusal = admission::parse_refusal(kept->refusal)) {
    ApplyOutcome outcome(*refusal);
    outcome.ruling = recall_ruling(state, command.request, *kept);
    return outcome;
  }
  auto view = view_application(state, kept->application);
  CHECK(view.has_value());
  // The answer is that of the first time, whatever has become of the application since.
  view->result = {};
  if (view->starts_at != Instant{}) {
    view->change_until = admission::cut_off_of(view->starts_at, state.rules().change_until_before);
  }
  if (view->state != "waitlisted") {
    view->state = view->city.empty() ? "accepted" : view->session.empty() ? "waitlisted" : "seated";
  }
  return ApplyOutcome(*std::move(view));
}

void keep(State& state, const IdempotencyKey& key, const ApplyOutcome& outcome) {
  store::KeptAnswer answer;
  answer.body_digest = key.body_digest;
  if (const auto* view = std::get_if<ApplicationView>(&outcome)) {
    answer.application = store::ApplicationId{view->id.value};
  } else if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    answer.refusal = to_text(*refusal);
    answer.received_at = outcome.ruling->received_at;
    answer.window_version = outcome.ruling->window.version;
  } else {
    return;
  }
  store::keep_answer(state.database, key.key, answer, state.now.at);
}

}  // namespace

ApplyOutcome apply_answer(State& state, const ApplyCommand& command) {
  ApplyOutcome outcome = take(state, command);
  ++(std::holds_alternative<ApplicationView>(outcome) ? state.figures.accepted
                                                      : state.figures.refused);
  return outcome;
}

ApplyOutcome apply(State& state, const ApplyCommand& command) {
  if (command.idempotency) {
    if (auto kept = repeat_answer(state, command)) return *std::move(kept);
  }
  ApplyOutcome outcome = apply_answer(state, command);
  if (std::holds_alternative<Refusal>(outcome)) outcome.ruling = make_ruling(state, command);
  if (command.idempotency) keep(state, *command.idempotency, outcome);
  return outcome;
}

void look_ahead(State& state, const std::vector<const ApplyCommand*>& commands) {
  const Instant kept_since = state.now.at - state.settings.answers_kept_for;
  std::set<std::string, std::less<>> taken;
  // What two of them share, the later one asks when the earlier one is through.
  const auto is_new = [&taken](const std::string& key) { return taken.insert(key).second; };
  for (const ApplyCommand* command : commands) {
    const auto& request = command->request;
    const std::string person = state.vault.person_key(request.applicant.iin);
    if (is_new(person)) store::list_own_applications_ahead(state.database, state.campaign, person);
    if (!request.promo_code.empty()) {
      const std::string code = code_key_of(state, request.promo_code);
      if (is_new(code)) store::find_code_ahead(state.database, {state.campaign, code});
    }
    if (command->idempotency && is_new(command->idempotency->key)) {
      store::find_answer_ahead(state.database, command->idempotency->key, kept_since);
    }
  }
}

void forget_old_answers(State& state) {
  if (state.now.at < state.forget_answers_at) return;
  constexpr int at_most = 500;
  const int forgotten = store::forget_answers(
      state.database, state.now.at - state.settings.answers_kept_for, at_most);
  if (forgotten < at_most) state.forget_answers_at = state.now.at + std::chrono::hours(1);
}

}  // namespace keste::engine
