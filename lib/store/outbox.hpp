// The outbox and its runs in the store. Engine thread only, except list_outbox.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

using NotificationId = Id<struct NotificationTag>;
using RunId = Id<struct RunTag>;

/// Writes "application_received" for every application after a given one; how many it wrote.
int insert_received(Database& database, ApplicationId after, Instant queued_at);

/// A chunk of a session's seated applicants: those in (after, last], and how many they are.
struct Chunk {
  std::int64_t after = 0;
  std::int64_t last = 0;
  std::int64_t count = 0;
};
Chunk find_chunk(Database& database, SessionId session, std::int64_t after, int limit);
/// Writes one notification for each seated applicant of a chunk; how many it wrote.
int insert_chunk(Database& database, SessionId session, std::string_view kind, Instant queued_at,
                 Chunk chunk);

struct ClaimedRow {
  NotificationId id;
  ApplicationId application;
  SessionId session;
  std::string kind;
  int attempts = 0;
  Instant queued_at;
  Instant not_before;
};
/// Claims up to `limit` due notifications in the name of a run, in the order of their instants.
std::vector<ClaimedRow> claim_due(Database& database, RunId run, Instant now, int limit);

struct RecipientRow {
  std::string secret;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string email;
  std::string language;
  Instant received_at;
  std::string application_state;
};
std::optional<RecipientRow> find_recipient(Database& database, ApplicationId application);
/// When the earliest pending notification may leave.
std::optional<Instant> find_next_due(Database& database);

/// A claim that is to be settled; all settling functions answer with the notification's session, or
/// nothing when this run no longer holds the claim.
struct Claim {
  NotificationId id;
  RunId run;
};
/// To "sent", "failed" or "dropped".
std::optional<SessionId> settle_claim(Database& database, Claim claim, std::string_view state,
                                      Instant at, std::string_view reason);
struct Deferral {
  Instant not_before;
  bool ambiguous = false;
  std::string_view reason;
};
std::optional<SessionId> defer_claim(Database& database, Claim claim, const Deferral& deferral);
std::optional<SessionId> release_claim(Database& database, Claim claim);
/// Frees what other runs had claimed; the session of each.
std::vector<SessionId> release_dead_claims(Database& database, RunId run);

struct OutboxListing {
  NotificationId id;
  std::string kind;
  std::string state;
  ApplicationId application;
  std::string city;
  std::string session_code;
  Instant not_before;
  int attempts = 0;
  std::string reason;
};
std::vector<OutboxListing> list_outbox(Database& database, std::string_view state,
                                       NotificationId after, int limit);

RunId insert_run(Database& database, Instant started_at);
/// Changes the run's row: shows whether the store takes writes.
void touch_run(Database& database, RunId run);
void mark_run_ended(Database& database, RunId run, Instant ended_at);

}  // namespace keste::store
