// A notification is judged again for truth when it is claimed.
#include "engine/outbox.hpp"

#include "base/check.hpp"
#include "engine/ticket.hpp"

namespace keste::engine {
namespace {

/// Why a message would no longer be true; empty when it still is.
std::string_view find_untruth(const store::ClaimedRow& row, const store::RecipientRow& recipient,
                              const SessionModel& session, Instant now) {
  if (recipient.application_state != "seated") return "the application was withdrawn";
  if (session.state == SessionState::cancelled) return "the session was cancelled";
  if (row.kind == "session_reminder" && now >= session.row.starts_at) {
    return "the session had started";
  }
  return {};
}

Notification make_notification(const store::ClaimedRow& row, store::RecipientRow recipient,
                               const SessionModel& session) {
  Notification made;
  made.id = NotificationId{row.id.value};
  made.kind = row.kind;
  made.language = parse_language(recipient.language).value_or(Language::kk);
  made.attempts = row.attempts;
  made.queued_at = row.queued_at;
  made.application = ApplicationId{row.application.value};
  made.ticket = make_ticket(row.application.value, recipient.secret);
  made.surname = std::move(recipient.surname);
  made.given_name = std::move(recipient.given_name);
  made.patronymic = std::move(recipient.patronymic);
  made.email = std::move(recipient.email);
  made.received_at = recipient.received_at;
  made.city = session.row.city;
  made.session = session.row.code;
  made.starts_at = session.row.starts_at;
  made.ends_at = session.row.ends_at;
  made.due_at = session.row.due_at;
  return made;
}

void move_count(State& state, store::SessionId session, Count from, Count to) {
  SessionModel& model = state.model.session(session);
  state.model.add(model, from, -1);
  state.model.add(model, to, 1);
}

/// The claimed rows that are still true, as notifications; the others are dropped.
void judge(State& state, const std::vector<store::ClaimedRow>& rows,
           std::vector<Notification>& notifications) {
  for (const store::ClaimedRow& row : rows) {
    move_count(state, row.session, Count::pending, Count::claimed);
    auto recipient = store::find_recipient(state.database, row.application);
    CHECK(recipient.has_value());
    const SessionModel& session = state.model.session(row.session);
    const std::string_view untruth = find_untruth(row, *recipient, session, state.now.at);
    if (untruth.empty()) {
      notifications.push_back(make_notification(row, *std::move(recipient), session));
      continue;
    }
    store::settle_claim(state.database, {row.id, state.run}, "dropped", state.now.at, untruth);
    move_count(state, row.session, Count::claimed, Count::dropped);
  }
}

void settle_one(State& state, const Settlement& settlement) {
  const store::Claim claim{store::NotificationId{settlement.id.value}, state.run};
  const auto record = [&](std::string_view to, Count count) {
    const auto session =
        store::settle_claim(state.database, claim, to, state.now.at, settlement.reason);
    if (session) move_count(state, *session, Count::claimed, count);
  };
  switch (settlement.delivery) {
    case Delivery::sent:
      return record("sent", Count::sent);
    case Delivery::failed:
      return record("failed", Count::failed);
    case Delivery::released: {
      const auto session = store::release_claim(state.database, claim);
      if (session) move_count(state, *session, Count::claimed, Count::pending);
      return;
    }
    case Delivery::ambiguous:
    case Delivery::deferred: {
      const bool ambiguous = settlement.delivery == Delivery::ambiguous;
      const auto session = store::defer_claim(state.database, claim,
                                              {settlement.retry_at, ambiguous, settlement.reason});
      if (!session) return;
      move_count(state, *session, Count::claimed, Count::pending);
      if (ambiguous) state.model.add(state.model.session(*session), Count::ambiguous, 1);
      return;
    }
  }
}

}  // namespace

std::vector<Notification> claim(State& state, int limit) {
  CHECK(limit > 0);
  std::vector<Notification> notifications;
  bool more = true;
  while (more && notifications.empty()) {
    const auto rows = store::claim_due(state.database, state.run, state.now.at, limit);
    more = static_cast<int>(rows.size()) == limit;
    judge(state, rows, notifications);
  }
  return notifications;
}

void settle(State& state, const std::vector<Settlement>& settlements) {
  for (const Settlement& settlement : settlements) settle_one(state, settlement);
}

void release_dead_claims(State& state) {
  const auto sessions = store::release_dead_claims(state.database, state.run);
  for (const store::SessionId session : sessions) {
    move_count(state, session, Count::claimed, Count::pending);
  }
  if (!sessions.empty()) {
    state.log.warning("claims_released",
                      "An earlier run ended with messages under way; they will be sent again "
                      "under the same Message-ID.",
                      {{"count", sessions.size()}});
  }
}

}  // namespace keste::engine
