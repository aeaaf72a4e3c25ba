// What an applicant may do with their ticket.
#include "engine/own_application.hpp"

#include <algorithm>

#include "admission/deadline.hpp"
#include "admission/result.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/seating.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

using admission::Refusal;

void show_session(const Looker& look, const store::ApplicationRow& row, ApplicationView& view) {
  store::Rows rows = look.database.query("session_find", {row.session->value});
  if (!rows.next()) return;
  view.session = rows.text(0);
  view.sequence += static_cast<int>(rows.integer(6));
  view.starts_at = from_micros(rows.integer(1));
  view.ends_at = from_micros(rows.integer(2));
  view.due_at = from_micros(rows.integer(3));
  const bool may_decline = row.id.value <= rows.integer(5);
  const Instant declined_by = may_decline ? from_micros(rows.integer(4)) : Instant{};
  const Instant answer_by = std::min(std::max(declined_by, row.answer_by), view.starts_at);
  if (!row.is_live()) return;
  view.change_until =
      std::max(admission::cut_off_of(view.starts_at, look.change_until_before), answer_by);
}

ApplicationView view_of(const Looker& look, const store::ApplicationRow& row) {
  ApplicationView view;
  view.id = ApplicationId{row.id.value};
  view.ticket = make_ticket(row.id.value, row.secret);
  view.state = row.state;
  view.received_at = row.received_at;
  view.test = row.test;
  view.city = row.city;
  view.free_attempt = !row.code_key.empty();
  view.extra_minutes = row.extra_minutes;
  view.sequence = row.sequence;
  view.language = parse_language(row.language).value_or(Language::kk);
  if (row.session) show_session(look, row, view);
  if (row.state == "waitlisted") view.before = store::count_waiting_before(look.database, row);
  if (const auto result = store::find_result(look.database, row.id)) {
    view.result = {result->level, "", result->document_number, result->status};
  }
  return view;
}

Looker look_of(State& state) { return {state.database, state.rules().change_until_before}; }

std::string subject_of(const store::ApplicationRow& row) {
  return "application " + std::to_string(row.id.value);
}

/// The application's place, as the rules see it; `seat` keeps the facts that it points to.
admission::PlaceFacts place_of(State& state, const store::ApplicationRow& row, Receipt receipt,
                               std::optional<admission::SessionFacts>& seat) {
  admission::PlaceFacts place;
  place.is_live = row.is_live();
  place.city = row.city;
  if (row.state != "seated") return place;
  const SessionModel& session = state.model.session(*row.session);
  seat = facts_of(state, session, receipt);
  place.session = &*seat;
  place.cut_off_at = cut_off_of(state, session);
  const bool may_decline = row.id.value <= session.row.answer_of;
  const Instant answer_by =
      may_decline ? std::max(session.row.answer_by, row.answer_by) : row.answer_by;
  if (answer_by != Instant{}) place.keep_by = answer_by;
  return place;
}

/// The refusal of the rules in the words of the answer.
ApplicationOutcome refuse(admission::ChangeRefusal why, const admission::PlaceFacts& place,
                          Receipt receipt) {
  const bool under_way = place.session != nullptr &&
                         (place.session->started || receipt.at >= place.session->starts_at);
  if (why == admission::ChangeRefusal::cut_off_passed && under_way) {
    return Trouble::session_under_way;
  }
  return admission::parse_refusal(to_text(why)).value_or(Refusal::application_ended);
}

/// An online test may be taken back while its window is open: later it may have been taken.
bool is_online_and_over(State& state, const store::ApplicationRow& row, Receipt receipt) {
  if (row.state != "accepted") return false;
  const TestModel* test = state.model.find_test(row.test);
  return test == nullptr || receipt.at >= test->window.closes_at;
}

}  // namespace

std::optional<store::ApplicationRow> find_row(store::Database& database,
                                              const std::string& ticket) {
  const auto parts = read_ticket(ticket);
  if (!parts) return std::nullopt;
  auto row = store::find_application(database, store::ApplicationId{parts->application});
  if (!row || !same_secret(row->secret, parts->secret)) return std::nullopt;
  return row;
}

ApplicationOutcome withdraw(State& state, const std::string& ticket, Receipt receipt) {
  auto row = find_row(state.database, ticket);
  if (!row) return Trouble::not_found;
  if (row->state == "withdrawn") return view_of(look_of(state), *row);
  std::optional<admission::SessionFacts> seat;
  const auto place = place_of(state, *row, receipt, seat);
  if (const auto why = admission::decide_withdrawal(place, receipt.at)) {
    return refuse(*why, place, receipt);
  }
  if (is_online_and_over(state, *row, receipt)) return Refusal::cut_off_passed;
  end_application(state, *row, "withdrawn");
  const std::string& where = row->city.empty() ? row->test : row->city;
  state.audit("applicant", "application_withdrawn", subject_of(*row), where);
  if (CityModel* city = state.model.find_city(row->city)) seat_waiting(state, *city);
  row->state = "withdrawn";
  return view_of(look_of(state), *row);
}

ApplicationOutcome withdraw_consent(State& state, const std::string& ticket, Receipt receipt) {
  const auto row = find_row(state.database, ticket);
  if (!row) return Trouble::not_found;
  if (row->is_live()) {
    const ApplicationOutcome ended = withdraw(state, ticket, receipt);
    if (!std::holds_alternative<ApplicationView>(ended)) return ended;
  }
  ApplicationView view = *view_application(state, row->id);
  store::mark_consent_withdrawn(state.database, row->id, receipt.at);
  erase_application(state, row->id);
  state.audit("applicant", "consent_withdrawn", subject_of(*row), "");
  view.ticket.clear();
  return view;
}

ApplicationOutcome change_session(State& state, const std::string& ticket,
                                  const std::string& wanted, Receipt receipt) {
  const auto row = find_row(state.database, ticket);
  if (!row) return Trouble::not_found;
  if (row->state == "accepted") return Refusal::session_unknown;
  SessionModel* to = state.model.find_session(wanted);
  if (to != nullptr && row->state == "seated" && row->session == to->row.id) {
    return Refusal::already_seated;
  }
  admission::WishFacts wish;
  wish.is_any = wanted.empty() || wanted == "any";
  std::optional<admission::SessionFacts> facts;
  if (to != nullptr) {
    facts = facts_of(state, *to, receipt);
    wish.session = &*facts;
    wish.cut_off_at = cut_off_of(state, *to);
  }
  std::optional<admission::SessionFacts> seat;
  const auto place = place_of(state, *row, receipt, seat);
  if (const auto why = admission::decide_change(place, wish, receipt.at)) {
    return refuse(*why, place, receipt);
  }
  CityModel& city = *state.model.find_city(row->city);
  if (row->state == "waitlisted") {
    // In their place in the line: whoever came earlier is seated first.
    wait_for(state, *row, wish.is_any ? nullptr : to);
  } else if (!admission::has_open_seat(*facts)) {
    return Refusal::session_full;
  } else {
    take_seat(state, *row, *to);
    // One that waits already will tell the last state.
    if (!store::has_waiting_change(state.database, row->id, "session_changed")) {
      state.notify({row->id, state.model.tally_of(*to).row.id, "session_changed", {}, 0});
    }
  }
  state.audit("applicant", "session_chosen", subject_of(*row), wish.is_any ? "any" : wanted);
  seat_waiting(state, city);
  return *view_application(state, row->id);
}

ApplicationOutcome find_application(const Looker& look, const std::string& ticket) {
  const auto row = find_row(look.database, ticket);
  if (!row) return Trouble::not_found;
  return view_of(look, *row);
}

std::optional<ApplicationView> view_application(State& state, store::ApplicationId id) {
  const auto row = store::find_application(state.database, id);
  if (!row) return std::nullopt;
  return view_of(look_of(state), *row);
}

}  // namespace keste::engine
