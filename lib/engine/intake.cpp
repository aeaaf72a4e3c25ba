// The way of one application: repeated request, rules, seat, receipt, audit.
#include "engine/intake.hpp"

#include "engine/ticket.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

using admission::Refusal;

/// A record that was made before the request came in counts against it; one made after does not,
/// because the instant of receipt decides.
bool recorded_before(bool recorded, std::optional<Steady> recorded_at, Steady received) {
  return recorded && (!recorded_at || *recorded_at <= received);
}

admission::WindowFacts facts_of(const CityModel& city, Receipt receipt) {
  return {
      city.opens_at, city.closes_at,
      recorded_before(city.window == WindowState::closed, city.closed_recorded, receipt.steady)};
}

admission::SessionFacts facts_of(const SessionModel& session, Receipt receipt) {
  admission::SessionFacts facts;
  facts.city = session.row.city;
  facts.starts_at = session.row.starts_at;
  facts.cancelled = session.state == SessionState::cancelled;
  facts.started = recorded_before(session.state != SessionState::planned && !facts.cancelled,
                                  session.started_recorded, receipt.steady);
  // Its applicants have been told of their results; one more would never be.
  if (session.state == SessionState::due) facts.started = true;
  facts.seats = session.row.seats;
  facts.seats_taken = session.row.seats_taken;
  return facts;
}

std::optional<Refusal> judge(State& state, const ApplyCommand& command) {
  const admission::ApplicationRequest& request = command.request;
  const CityModel* city = state.model.find_city(request.city);
  const SessionModel* session = state.model.find_session(request.session);
  std::optional<admission::WindowFacts> window_facts;
  std::optional<admission::SessionFacts> session_facts;
  if (city != nullptr) window_facts = facts_of(*city, command.receipt);
  if (session != nullptr) session_facts = facts_of(*session, command.receipt);
  const auto decide = [&](bool has_live) {
    return admission::decide(command.receipt.at, request.city,
                             window_facts ? &*window_facts : nullptr,
                             session_facts ? &*session_facts : nullptr, has_live);
  };
  const auto refusal = decide(false);
  // Who has a seat already is told so, rather than that this session is full.
  if (refusal != Refusal::session_full) return refusal;
  return decide(store::has_live_application(state.database, state.campaign, request.applicant.iin));
}

ApplicationView view_of(const ApplyCommand& command, const SessionModel& session, ApplicationId id,
                        std::string_view secret) {
  ApplicationView view;
  view.id = id;
  view.ticket = make_ticket(id.value, secret);
  view.state = "seated";
  view.received_at = command.receipt.at;
  view.test = command.request.test;
  view.city = session.row.city;
  view.session = session.row.code;
  view.starts_at = session.row.starts_at;
  view.ends_at = session.row.ends_at;
  view.due_at = session.row.due_at;
  view.language = command.request.applicant.language;
  return view;
}

ApplicationView view_of(const store::ApplicationRow& row) {
  ApplicationView view;
  view.id = ApplicationId{row.id.value};
  view.ticket = make_ticket(row.id.value, row.secret);
  view.state = row.state;
  view.received_at = row.received_at;
  view.test = row.test;
  view.city = row.city;
  view.session = row.session_code;
  view.starts_at = row.starts_at;
  view.ends_at = row.ends_at;
  view.due_at = row.due_at;
  view.language = parse_language(row.language).value_or(Language::kk);
  return view;
}

std::optional<store::ApplicationId> insert(State& state, const ApplyCommand& command,
                                           const SessionModel& session, std::string_view secret) {
  const admission::Applicant& applicant = command.request.applicant;
  store::NewApplication wanted;
  wanted.campaign = state.campaign;
  wanted.session = session.row.id;
  wanted.received_at = command.receipt.at;
  wanted.secret = secret;
  wanted.iin = applicant.iin;
  wanted.surname = applicant.surname;
  wanted.given_name = applicant.given_name;
  wanted.patronymic = applicant.patronymic;
  wanted.email = applicant.email;
  wanted.phone = applicant.phone;
  wanted.language = to_text(applicant.language);
  wanted.test = command.request.test;
  wanted.promo_code = command.request.promo_code;
  return store::insert_application(state.database, wanted);
}

ApplyOutcome seat(State& state, const ApplyCommand& command) {
  if (const auto refusal = judge(state, command)) return *refusal;
  SessionModel& session = *state.model.find_session(command.request.session);
  const std::string secret = state.secrets.next();
  const auto id = insert(state, command, session, secret);
  if (!id) return Refusal::already_applied;
  state.model.add_seat(session, 1);
  // Its notification is written with those of the whole turn (State::save).
  ++state.accepted_in_turn;
  state.audit("applicant", "application_accepted", "application " + std::to_string(id->value),
              session.row.code);
  state.model.add(session, Count::pending, 1);
  return view_of(command, session, ApplicationId{id->value}, secret);
}

std::optional<Refusal> parse_refusal(std::string_view word) {
  for (int i = 0; i <= static_cast<int>(Refusal::already_applied); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    if (to_text(refusal) == word) return refusal;
  }
  return std::nullopt;
}

/// The same answer again, or nothing when the key is new.
std::optional<ApplyOutcome> repeat_answer(State& state, const IdempotencyKey& key) {
  const auto kept =
      store::find_answer(state.database, key.key, state.now.at - state.settings.answers_kept_for);
  if (!kept) return std::nullopt;
  if (kept->body_digest != key.body_digest) return ApplyOutcome(Trouble::key_reused);
  if (const auto refusal = parse_refusal(kept->refusal)) return ApplyOutcome(*refusal);
  const auto row = store::find_application(state.database, kept->application);
  CHECK(row.has_value());
  ApplicationView view = view_of(*row);
  // The answer is that of the first time, whatever has happened to the application since.
  view.state = "seated";
  return ApplyOutcome(std::move(view));
}

void keep(State& state, const IdempotencyKey& key, const ApplyOutcome& outcome) {
  store::KeptAnswer answer;
  answer.body_digest = key.body_digest;
  if (const auto* view = std::get_if<ApplicationView>(&outcome)) {
    answer.application = store::ApplicationId{view->id.value};
  } else if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    answer.refusal = to_text(*refusal);
  } else {
    return;
  }
  store::keep_answer(state.database, key.key, answer, state.now.at);
}

std::optional<store::ApplicationRow> find_row(store::Database& database,
                                              const std::string& ticket) {
  const auto parts = read_ticket(ticket);
  if (!parts) return std::nullopt;
  auto row = store::find_application(database, store::ApplicationId{parts->application});
  if (!row || !same_secret(row->secret, parts->secret)) return std::nullopt;
  return row;
}

}  // namespace

ApplyOutcome apply(State& state, const ApplyCommand& command) {
  if (command.idempotency) {
    if (auto kept = repeat_answer(state, *command.idempotency)) return *std::move(kept);
  }
  ApplyOutcome outcome = seat(state, command);
  if (std::holds_alternative<ApplicationView>(outcome)) {
    ++state.figures.accepted;
  } else {
    ++state.figures.refused;
  }
  if (command.idempotency) keep(state, *command.idempotency, outcome);
  return outcome;
}

ApplicationOutcome withdraw(State& state, const std::string& ticket, Receipt receipt) {
  auto row = find_row(state.database, ticket);
  if (!row) return Trouble::not_found;
  if (row->state == "withdrawn") return view_of(*row);
  SessionModel& session = state.model.session(row->session);
  const auto facts = facts_of(session, receipt);
  if (facts.started || receipt.at >= session.row.starts_at) return Trouble::session_under_way;
  CHECK(store::mark_withdrawn(state.database, row->id, receipt.at));
  state.model.add_seat(session, -1);
  state.audit("applicant", "application_withdrawn", "application " + std::to_string(row->id.value),
              session.row.code);
  state.model.add(session, Count::withdrawn, 1);
  row->state = "withdrawn";
  return view_of(*row);
}

ApplicationOutcome find_application(store::Database& database, const std::string& ticket) {
  const auto row = find_row(database, ticket);
  if (!row) return Trouble::not_found;
  return view_of(*row);
}

void forget_old_answers(State& state) {
  if (state.now.at < state.forget_answers_at) return;
  constexpr int at_most = 500;
  const int forgotten = store::forget_answers(
      state.database, state.now.at - state.settings.answers_kept_for, at_most);
  if (forgotten < at_most) state.forget_answers_at = state.now.at + std::chrono::hours(1);
}

}  // namespace keste::engine
