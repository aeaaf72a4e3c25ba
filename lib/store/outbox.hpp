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

/// Writes the receipt of each of the `count` applications after a given one: "waitlisted" for those
/// who have to wait, else "application_received".
void insert_received(Database& database, ApplicationId after, int count, Instant queued_at);

struct NewNotification {
  ApplicationId application;  ///< None for a message to a branch.
  TallyId tally;
  std::string_view kind;
  std::optional<Instant> not_before;
  std::int64_t result = 0;   ///< The result that is told; 0 for none.
  std::int64_t release = 0;  ///< In whose name it is told; 0 for none.
};
void insert_notification(Database& database, const NewNotification& wanted, Instant queued_at);
/// The same notification by another channel.
bool insert_fallback(Database& database, NotificationId failed, std::string_view channel);

/// A chunk of a session's seated applicants: those in (after, last], and how many they are.
struct Chunk {
  std::int64_t after = 0;
  std::int64_t last = 0;
  std::int64_t count = 0;
  std::int64_t release = 0;  ///< In whose name they are told; 0 for none.
};
Chunk find_chunk(Database& database, SessionId session, std::int64_t after, int limit);
/// Writes one notification for each seated applicant of a chunk; how many it wrote.
int insert_chunk(Database& database, SessionId session, std::string_view kind, Instant queued_at,
                 Chunk chunk);
/// Everybody of a chunk who has a seat has sat the test, and spent the code for it.
void mark_chunk_tested(Database& database, CampaignId campaign, SessionId session, Chunk chunk,
                       Instant at);
struct ChangeNotice {
  std::string_view kind;  ///< "session_changed" or "due_date_moved"
  Instant queued_at;
  Instant not_before;
};
/// The same for a change; who has one of this kind waiting gets no second.
int insert_changes(Database& database, SessionId session, const ChangeNotice& notice, Chunk chunk);
bool has_waiting_change(Database& database, ApplicationId application, std::string_view kind);

struct ClaimedRow {
  NotificationId id;
  ApplicationId application;  ///< None for a message to a branch.
  TallyId tally;
  std::string kind;
  int attempts = 0;
  Instant queued_at;
  Instant not_before;
  std::int64_t result = 0;
  std::int64_t release = 0;  ///< In whose name it is told; 0 for none.
};
/// A row of id, application, tally, kind, attempts, queued_at, not_before, result, release.
ClaimedRow read_outbox_row(const Rows& rows);
struct ClaimWish {
  std::string_view channel;
  Instant now;
  int limit = 0;
};
/// Claims due notifications in the name of a run, in the order of their instants.
std::vector<ClaimedRow> claim_due(Database& database, RunId run, const ClaimWish& wish);

struct RecipientRow {
  std::string secret;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string email;
  std::string phone;
  std::string language;
  Instant received_at;
  std::string application_state;
  std::string test;
  std::string city;
  std::optional<SessionId> session;
  std::optional<SittingId> told;
  int sequence = 0;
  int extra_minutes = 0;
  bool free_attempt = false;
  Instant answer_by;  ///< Until when a seat that was given may be declined; 0 without one.
};
std::optional<RecipientRow> find_recipient(Database& database, ApplicationId application);
/// See Database::ask_ahead.
void find_recipient_ahead(Database& database, ApplicationId application);
/// When the earliest pending notification of a channel may leave.
std::optional<Instant> find_next_due(Database& database, std::string_view channel);
/// Keeps which sitting a claimed message tells of.
void note_sitting(Database& database, NotificationId id, SittingId sitting);

/// A claim that is to be settled.
struct Claim {
  NotificationId id;
  RunId run;
};
struct ClaimedMessage {
  TallyId tally;
  ApplicationId application;
  std::string kind;
  std::string channel;
  SittingId sitting;  ///< The sitting that it tells of, if any,
  SittingId told;     ///< and the one that the applicant knows of.
};
/// Nothing when this run no longer holds the claim.
std::optional<ClaimedMessage> find_claim(Database& database, Claim claim);
/// See Database::ask_ahead.
void find_claim_ahead(Database& database, Claim claim);
struct Ending {
  std::string_view state;  ///< "sent", "failed" or "dropped"
  Instant at;
  std::string_view reason;
  std::string_view provider_id;  ///< Set: its delivery is still under way.
};
/// With the transaction, which fails when this run no longer holds the claim.
void settle_claim(Database& database, Claim claim, const Ending& ending);
/// The same for messages that were sent, and of which there is nothing more to say.
void settle_sent(Database& database, RunId run, const std::vector<NotificationId>& sent,
                 Instant at);
/// These two answer with nothing when this run no longer holds the claim.
struct Deferral {
  Instant not_before;
  bool ambiguous = false;
  bool counts = true;  ///< As a try.
  std::string_view reason;
};
std::optional<TallyId> defer_claim(Database& database, Claim claim, const Deferral& deferral);
std::optional<TallyId> release_claim(Database& database, Claim claim);
bool has_dead_claims(Database& database);
/// Frees what runs that have ended had claimed; the tally of each.
std::vector<TallyId> release_dead_claims(Database& database);

struct DeliveredRow {
  NotificationId id;
  ApplicationId application;
  std::string kind;
  TallyId tally;
};
/// Records how a message that the next hop had accepted ended. Nothing when that is known already.
std::optional<DeliveredRow> note_delivery(Database& database, std::string_view channel,
                                          std::string_view provider_id, bool delivered);
/// The next hop's numbers of messages whose delivery is under way.
std::vector<std::string> list_accepted(Database& database, std::string_view channel, int limit);

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
  std::string channel;
  std::string delivery;
};
/// `cities` is " almaty oral ", or empty for all.
std::vector<OutboxListing> list_outbox(Database& database, std::string_view state,
                                       NotificationId after, int limit,
                                       std::string_view cities = {});

}  // namespace keste::store
