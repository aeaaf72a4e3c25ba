// Rows of the outbox: writing, claiming, settling.
#include "store/outbox.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"

namespace keste::store {
namespace {

std::optional<SessionId> first_session(Rows& rows) {
  std::optional<SessionId> session;
  while (rows.next()) session = SessionId{rows.integer(0)};
  return session;
}

}  // namespace

int insert_received(Database& database, ApplicationId after, Instant queued_at) {
  return database.run("outbox_insert_received", {to_micros(queued_at), after.value});
}

Chunk find_chunk(Database& database, SessionId session, std::int64_t after, int limit) {
  Rows rows = database.query("application_chunk_end", {session.value, after, limit});
  CHECK(rows.next());
  return Chunk{after, rows.integer(0), rows.integer(1)};
}

int insert_chunk(Database& database, SessionId session, std::string_view kind, Instant queued_at,
                 Chunk chunk) {
  return database.run("outbox_insert_chunk",
                      {kind, to_micros(queued_at), session.value, chunk.after, chunk.last});
}

std::vector<ClaimedRow> claim_due(Database& database, RunId run, Instant now, int limit) {
  std::vector<ClaimedRow> claimed;
  Rows rows = database.query("outbox_claim_due", {run.value, to_micros(now), limit});
  while (rows.next()) {
    claimed.push_back({NotificationId{rows.integer(0)}, ApplicationId{rows.integer(1)},
                       SessionId{rows.integer(2)}, std::string(rows.text(3)),
                       static_cast<int>(rows.integer(4)), from_micros(rows.integer(5)),
                       from_micros(rows.integer(6))});
  }
  // RETURNING promises no order.
  std::sort(claimed.begin(), claimed.end(), [](const ClaimedRow& a, const ClaimedRow& b) {
    return std::tie(a.not_before, a.id) < std::tie(b.not_before, b.id);
  });
  return claimed;
}

std::optional<RecipientRow> find_recipient(Database& database, ApplicationId application) {
  Rows rows = database.query("outbox_find_recipient", {application.value});
  if (!rows.next()) return std::nullopt;
  RecipientRow found;
  found.secret = rows.text(0);
  found.surname = rows.text(1);
  found.given_name = rows.text(2);
  found.patronymic = rows.text(3);
  found.email = rows.text(4);
  found.language = rows.text(5);
  found.received_at = from_micros(rows.integer(6));
  found.application_state = rows.text(7);
  return found;
}

std::optional<Instant> find_next_due(Database& database) {
  Rows rows = database.query("outbox_find_next");
  if (!rows.next()) return std::nullopt;
  return from_micros(rows.integer(0));
}

std::optional<SessionId> settle_claim(Database& database, Claim claim, std::string_view state,
                                      Instant at, std::string_view reason) {
  Rows rows = database.query("outbox_settle",
                             {claim.id.value, claim.run.value, state, to_micros(at), reason});
  return first_session(rows);
}

std::optional<SessionId> defer_claim(Database& database, Claim claim, const Deferral& deferral) {
  Rows rows = database.query("outbox_defer",
                             {claim.id.value, claim.run.value, to_micros(deferral.not_before),
                              deferral.ambiguous ? 1 : 0, deferral.reason});
  return first_session(rows);
}

std::optional<SessionId> release_claim(Database& database, Claim claim) {
  Rows rows = database.query("outbox_release", {claim.id.value, claim.run.value});
  return first_session(rows);
}

std::vector<SessionId> release_dead_claims(Database& database, RunId run) {
  std::vector<SessionId> sessions;
  Rows rows = database.query("outbox_release_dead", {run.value});
  while (rows.next()) sessions.push_back(SessionId{rows.integer(0)});
  return sessions;
}

std::vector<OutboxListing> list_outbox(Database& database, std::string_view state,
                                       NotificationId after, int limit) {
  std::vector<OutboxListing> listed;
  Rows rows = database.query("outbox_list", {state, after.value, limit});
  while (rows.next()) {
    listed.push_back({NotificationId{rows.integer(0)}, std::string(rows.text(1)),
                      std::string(rows.text(2)), ApplicationId{rows.integer(3)},
                      std::string(rows.text(4)), std::string(rows.text(5)),
                      from_micros(rows.integer(6)), static_cast<int>(rows.integer(7)),
                      std::string(rows.text(8))});
  }
  return listed;
}

RunId insert_run(Database& database, Instant started_at) {
  Rows rows = database.query("run_insert", {to_micros(started_at)});
  CHECK(rows.next());
  const RunId run{rows.integer(0)};
  while (rows.next()) {
  }
  return run;
}

void touch_run(Database& database, RunId run) { database.run("run_touch", {run.value}); }

void mark_run_ended(Database& database, RunId run, Instant ended_at) {
  database.run("run_mark_ended", {run.value, to_micros(ended_at)});
}

}  // namespace keste::store
