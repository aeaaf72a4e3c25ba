// A notification is judged again for truth when it is claimed.
#include <algorithm>

#include "base/check.hpp"
#include "engine/outbox.hpp"
#include "engine/seating.hpp"
#include "engine/ticket.hpp"
#include "engine/truth.hpp"
#include "store/addresses.hpp"
#include "store/releases.hpp"
#include "store/results.hpp"

namespace keste::engine {
namespace {

Sitting sitting_of(const store::SittingRow& row) {
  return {row.session_code, row.starts_at, row.ends_at, row.due_at, row.venue, row.address};
}

void fill_session(Notification& made, const SessionModel& session) {
  made.session = session.row.code;
  made.starts_at = session.row.starts_at;
  made.ends_at = session.row.finished_at.value_or(session.row.ends_at);
  made.due_at = session.row.due_at;
  made.venue = session.row.venue;
  made.address = session.row.address;
  made.answer_by = session.row.answer_by;
}

void fill_result(const State& state, const store::ResultRow& result, Notification& made) {
  made.result = {result.level, std::string(document_of(state, result)), result.document_number,
                 result.status};
}

BranchFigures figures_of(State& state, const TallyModel& tally) {
  BranchFigures figures;
  const auto add = [&figures](const TallyModel& one) {
    figures.seated += one.row.seats_taken;
    figures.waitlisted += one.count(Count::waitlisted);
    figures.withdrawn += one.count(Count::withdrawn);
    figures.accepted += one.count(Count::unplaced);
  };
  if (tally.session != nowhere) {
    add(tally);
    figures.missing =
        store::count_missing_results(state.database, state.model.sessions[tally.session].row.id);
  } else {
    for (const TallyModel& one : state.model.tallies) {
      if (one.city == tally.city) add(one);
    }
  }
  figures.accepted += figures.seated + figures.waitlisted + figures.withdrawn;
  return figures;
}

/// To the branch of a city, about the city or one of its sessions.
Notification make_branch_message(State& state, const TallyModel& tally) {
  Notification made;
  const CityModel& city = state.model.cities[tally.city];
  made.city = city.city->code;
  made.email = city.city->branch.email;
  if (tally.session != nowhere) fill_session(made, state.model.sessions[tally.session]);
  made.figures = figures_of(state, tally);
  return made;
}

Notification make_personal_message(State& state, const store::ClaimedRow& row, Recipient& to) {
  Notification made;
  store::RecipientRow& person = to.row;
  made.language = parse_language(person.language).value_or(Language::kk);
  made.application = ApplicationId{row.application.value};
  made.ticket = make_ticket(row.application.value, person.secret);
  made.surname = std::move(person.surname);
  made.given_name = std::move(person.given_name);
  made.patronymic = std::move(person.patronymic);
  made.email = std::move(person.email);
  made.phone = std::move(person.phone);
  made.received_at = person.received_at;
  made.test = std::move(person.test);
  made.city = std::move(person.city);
  made.extra_minutes = person.extra_minutes;
  made.sequence = person.sequence;
  made.attempt = person.free_attempt ? "free" : "self_funded";
  if (to.session != nullptr) {
    fill_session(made, *to.session);
    if (row.application.value > to.session->row.answer_of) made.answer_by = Instant{};
    made.sequence += to.session->row.sequence;
    made.answer_by = std::max(made.answer_by, person.answer_by);
  } else if (const TestModel* test = state.model.find_test(made.test)) {
    made.answer_by = test->window.closes_at;
  }
  if (to.told && tells_before(row.kind)) made.before = sitting_of(*to.told);
  made.outcome = outcome_of(person.application_state);
  if (to.result) fill_result(state, *to.result, made);
  return made;
}

void drop(State& state, const store::ClaimedRow& row, std::string_view reason) {
  store::settle_claim(state.database, {row.id, state.run}, {"dropped", state.now.at, reason, {}});
  TallyModel& tally = state.model.tally(row.tally);
  state.model.add(tally, Count::claimed, -1);
  state.model.add(tally, Count::dropped, 1);
  if (row.kind == "session_changed" && reason == too_late_for_change) {
    store::insert_call(state.database, row.application, row.kind, state.now.at);
  }
}

/// Facts of the person that the row is for, as they stand.
Recipient load_recipient(State& state, const store::ClaimedRow& row) {
  auto found = store::find_recipient(state.database, row.application);
  CHECK(found.has_value());
  Recipient to{std::move(*found), nullptr, {}, {}};
  // Who waits or is unplaced has no seat in the session that is kept with the application.
  const std::string& place = to.row.application_state;
  const bool has_place = place != "waitlisted" && place != "unplaced";
  if (has_place && to.row.session) to.session = &state.model.session(*to.row.session);
  // Few differ from what stands: one look-up for those only.
  const bool differs = to.session != nullptr && to.row.told != to.session->row.sitting;
  if (to.row.told && (tells_before(row.kind) || differs)) {
    to.told = store::find_sitting(state.database, *to.row.told);
  }
  if (tells_result(row.kind)) to.result = store::find_result(state.database, row.application);
  return to;
}

/// Sends a message whose address is dead by the next way at once.
bool divert(State& state, const store::ClaimedRow& row, const Recipient& to,
            std::string_view channel) {
  if (!state.has_dead_addresses) return false;
  const std::string& address = channel == "sms" ? to.row.phone : to.row.email;
  if (!store::is_dead_address(state.database, state.vault.contact_key(address))) return false;
  Settlement settlement;
  settlement.id = NotificationId{row.id.value};
  settlement.delivery = Delivery::failed;
  settlement.reason = "the address had refused messages for good";
  settle(state, {settlement});
  return true;
}

/// A cancellation tells of the new seat; beside it, the same as a change would be said twice.
bool is_told_beside(const store::ClaimedRow& row, const std::vector<store::ClaimedRow>& batch) {
  if (row.kind != "session_changed") return false;
  return std::any_of(batch.begin(), batch.end(), [&row](const store::ClaimedRow& other) {
    return other.application == row.application && other.kind == "session_cancelled";
  });
}

/// Where a session is cancelled and its applicants are yet to be moved, what confirms a seat waits
/// until it can say which.
bool put_off(State& state, const store::ClaimedRow& row, const Recipient& to,
             std::string_view untruth) {
  if (untruth != session_was_cancelled) return false;
  if (row.kind != "application_received" && row.kind != "seat_allotted") return false;
  constexpr std::chrono::minutes look_again{10};
  store::AgendaEntry moment;
  moment.kind = "session_cancelled";
  moment.city = to.session->row.city;
  moment.session = to.session->row.code;
  const auto telling = store::find_telling(state.database, state.campaign, moment);
  if (telling && telling->state == "done") return false;
  const auto tally = store::defer_claim(state.database, {row.id, state.run},
                                        {state.now.at + look_again, false, false, untruth});
  CHECK(tally.has_value());
  state.model.add(state.model.tally(*tally), Count::claimed, -1);
  state.model.add(state.model.tally(*tally), Count::pending, 1);
  return true;
}

void complete(Notification& made, const store::ClaimedRow& row, std::string_view channel) {
  made.id = NotificationId{row.id.value};
  made.kind = row.kind;
  // Due, and held back: that is what the applicant must hear.
  if (row.kind == "results_due" && made.result.status == "on_hold") made.kind = "result_ready";
  made.channel = channel;
  made.attempts = row.attempts;
  made.queued_at = row.queued_at;
}

std::optional<Notification> judge(State& state, const store::ClaimedRow& row,
                                  std::string_view channel,
                                  const std::vector<store::ClaimedRow>& batch) {
  TallyModel& tally = state.model.tally(row.tally);
  state.model.add(tally, Count::pending, -1);
  state.model.add(tally, Count::claimed, 1);
  if (row.release != 0 && state.stopped.contains(row.release)) {
    return drop(state, row, "stopped at the desk"), std::nullopt;
  }
  std::optional<Notification> made;
  if (!row.application) {
    made = make_branch_message(state, tally);
    const std::string_view untruth = find_branch_untruth(state, row, *made);
    if (!untruth.empty()) return drop(state, row, untruth), std::nullopt;
  } else {
    Recipient to = load_recipient(state, row);
    std::string_view untruth = find_untruth(state, row, to);
    if (untruth.empty() && is_told_beside(row, batch)) untruth = "the cancellation tells of it";
    if (put_off(state, row, to, untruth)) return std::nullopt;
    if (!untruth.empty()) return drop(state, row, untruth), std::nullopt;
    if (divert(state, row, to, channel)) return std::nullopt;
    // What is told now is what a later change is measured by.
    if (to.session != nullptr && to.session->row.sitting != to.row.told) {
      store::note_sitting(state.database, row.id, to.session->row.sitting);
    }
    made = make_personal_message(state, row, to);
  }
  complete(*made, row, channel);
  return made;
}

}  // namespace

Look look_at(State& state, const store::ClaimedRow& row, std::string_view channel) {
  Look look;
  if (!row.application) {
    look.message = make_branch_message(state, state.model.tally(row.tally));
    look.untruth = find_branch_untruth(state, row, *look.message);
  } else {
    Recipient to = load_recipient(state, row);
    look.untruth = find_untruth(state, row, to);
    if (to.row.email.empty() && to.row.phone.empty()) return look;
    look.message = make_personal_message(state, row, to);
    // Whoever holds the ticket may act as the applicant.
    constexpr std::size_t secret_size = 16;
    std::string& ticket = look.message->ticket;
    ticket.replace(ticket.find('-') + 1, std::string::npos, secret_size, '0');
  }
  complete(*look.message, row, channel);
  return look;
}

std::vector<Notification> claim(State& state, std::string_view channel, int limit) {
  CHECK(limit > 0);
  std::vector<Notification> notifications;
  bool more = true;
  while (more && notifications.empty()) {
    const auto rows = store::claim_due(state.database, state.run, {channel, state.now.at, limit});
    more = static_cast<int>(rows.size()) == limit;
    for (const store::ClaimedRow& row : rows) {
      if (!row.application) continue;
      store::find_recipient_ahead(state.database, row.application);
      if (tells_result(row.kind)) store::find_result_ahead(state.database, row.application);
    }
    for (const store::ClaimedRow& row : rows) {
      auto made = judge(state, row, channel, rows);
      if (!made) continue;
      made->run = state.run.value;
      notifications.push_back(*std::move(made));
    }
  }
  return notifications;
}

}  // namespace keste::engine
