// Rows of the outbox: writing, claiming, settling.
#include "store/outbox.hpp"

#include <algorithm>
#include <tuple>

#include "base/check.hpp"

namespace keste::store {
namespace {

std::optional<TallyId> first_tally(Rows& rows) {
  std::optional<TallyId> tally;
  while (rows.next()) tally = TallyId{rows.integer(0)};
  return tally;
}

/// A branch's message has no application.
Value optional_id(ApplicationId id) { return id ? Value(id.value) : Value(); }
Value optional_number(std::int64_t number) { return number != 0 ? Value(number) : Value(); }

}  // namespace

void insert_received(Database& database, ApplicationId after, int count, Instant queued_at) {
  database.run_later("outbox_insert_received",
                     {to_micros(queued_at), after.value, after.value + count}, count);
}

Chunk find_chunk(Database& database, SessionId session, std::int64_t after, int limit) {
  Rows rows = database.query("application_chunk_end", {session.value, after, limit});
  CHECK(rows.next());
  return Chunk{after, rows.integer(0), rows.integer(1)};
}

void insert_notification(Database& database, const NewNotification& wanted, Instant queued_at) {
  database.run("outbox_insert",
               {optional_id(wanted.application), wanted.tally.value, wanted.kind,
                to_micros(queued_at), wanted.not_before ? to_micros(*wanted.not_before) : 0,
                optional_number(wanted.result), optional_number(wanted.release)});
}

bool insert_fallback(Database& database, NotificationId failed, std::string_view channel) {
  return database.run("outbox_insert_fallback", {failed.value, channel}) == 1;
}

int insert_chunk(Database& database, SessionId session, std::string_view kind, Instant queued_at,
                 Chunk chunk) {
  return database.run("outbox_insert_chunk",
                      {kind, to_micros(queued_at), session.value, chunk.after, chunk.last,
                       optional_number(chunk.release)});
}

void mark_chunk_tested(Database& database, CampaignId campaign, SessionId session, Chunk chunk,
                       Instant at) {
  const int marked = database.run("application_mark_chunk_tested",
                                  {session.value, chunk.after, chunk.last, to_micros(at)});
  if (marked == 0) return;
  database.run("promo_code_redeem_chunk",
               {session.value, chunk.after, chunk.last, campaign.value, to_micros(at)});
}

int insert_changes(Database& database, SessionId session, const ChangeNotice& notice, Chunk chunk) {
  return database.run("outbox_insert_change_chunk",
                      {notice.kind, to_micros(notice.queued_at), session.value, chunk.after,
                       chunk.last, to_micros(notice.not_before), optional_number(chunk.release)});
}

bool has_waiting_change(Database& database, ApplicationId application, std::string_view kind) {
  return database.query("outbox_find_waiting_change", {application.value, kind}).next();
}

ClaimedRow read_outbox_row(const Rows& rows) {
  return {NotificationId{rows.integer(0)},
          ApplicationId{rows.integer(1)},
          TallyId{rows.integer(2)},
          std::string(rows.text(3)),
          static_cast<int>(rows.integer(4)),
          from_micros(rows.integer(5)),
          from_micros(rows.integer(6)),
          rows.integer(7),
          rows.integer(8)};
}

std::vector<ClaimedRow> claim_due(Database& database, RunId run, const ClaimWish& wish) {
  std::vector<ClaimedRow> claimed;
  Rows rows = database.query("outbox_claim_due",
                             {run.value, to_micros(wish.now), wish.limit, wish.channel});
  while (rows.next()) {
    claimed.push_back(read_outbox_row(rows));
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
  found.phone = rows.text(5);
  found.language = rows.text(6);
  found.received_at = from_micros(rows.integer(7));
  found.application_state = rows.text(8);
  found.test = rows.text(9);
  found.city = rows.text(10);
  if (!rows.is_null(11)) found.session = SessionId{rows.integer(11)};
  if (!rows.is_null(12)) found.told = SittingId{rows.integer(12)};
  found.sequence = static_cast<int>(rows.integer(13));
  found.extra_minutes = static_cast<int>(rows.integer(14));
  found.free_attempt = rows.integer(15) != 0;
  found.answer_by = from_micros(rows.integer(16));
  return found;
}

void find_recipient_ahead(Database& database, ApplicationId application) {
  database.ask_ahead("outbox_find_recipient", {application.value});
}

std::optional<Instant> find_next_due(Database& database, std::string_view channel) {
  Rows rows = database.query("outbox_find_next", {channel});
  if (!rows.next()) return std::nullopt;
  return from_micros(rows.integer(0));
}

void note_sitting(Database& database, NotificationId id, SittingId sitting) {
  database.run("outbox_note_sitting", {id.value, sitting.value});
}

std::optional<ClaimedMessage> find_claim(Database& database, Claim claim) {
  Rows rows = database.query("outbox_find_claim", {claim.id.value, claim.run.value});
  if (!rows.next()) return std::nullopt;
  return ClaimedMessage{TallyId{rows.integer(0)},   ApplicationId{rows.integer(1)},
                        std::string(rows.text(2)),  std::string(rows.text(3)),
                        SittingId{rows.integer(4)}, SittingId{rows.integer(5)}};
}

void find_claim_ahead(Database& database, Claim claim) {
  database.ask_ahead("outbox_find_claim", {claim.id.value, claim.run.value});
}

void settle_claim(Database& database, Claim claim, const Ending& ending) {
  database.run_later(
      "outbox_settle",
      {claim.id.value, claim.run.value, ending.state, to_micros(ending.at), ending.reason,
       ending.provider_id.empty() ? Value() : Value(ending.provider_id)});
}

void settle_sent(Database& database, RunId run, const std::vector<NotificationId>& sent,
                 Instant at) {
  constexpr std::size_t at_once = 8;
  std::size_t settled = 0;
  for (; sent.size() - settled >= at_once; settled += at_once) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < at_once; ++i) values.emplace_back(sent[settled + i].value);
    values.emplace_back(run.value);
    values.emplace_back(to_micros(at));
    database.run_later("outbox_settle_eight_sent", values, at_once);
  }
  for (; settled < sent.size(); ++settled) {
    settle_claim(database, {sent[settled], run}, {"sent", at, {}, {}});
  }
}

std::optional<TallyId> defer_claim(Database& database, Claim claim, const Deferral& deferral) {
  Rows rows = database.query(
      "outbox_defer", {claim.id.value, claim.run.value, to_micros(deferral.not_before),
                       deferral.ambiguous ? 1 : 0, deferral.reason, deferral.counts ? 1 : 0});
  return first_tally(rows);
}

std::optional<TallyId> release_claim(Database& database, Claim claim) {
  Rows rows = database.query("outbox_release", {claim.id.value, claim.run.value});
  return first_tally(rows);
}

bool has_dead_claims(Database& database) { return database.query("outbox_find_dead_claim").next(); }

std::vector<TallyId> release_dead_claims(Database& database) {
  std::vector<TallyId> tallies;
  Rows rows = database.query("outbox_release_dead");
  while (rows.next()) tallies.push_back(TallyId{rows.integer(0)});
  return tallies;
}

std::optional<DeliveredRow> note_delivery(Database& database, std::string_view channel,
                                          std::string_view provider_id, bool delivered) {
  Rows rows = database.query("outbox_note_delivery",
                             {provider_id, channel, delivered ? "delivered" : "undelivered"});
  std::optional<DeliveredRow> noted;
  while (rows.next()) {
    noted = DeliveredRow{NotificationId{rows.integer(0)}, ApplicationId{rows.integer(1)},
                         std::string(rows.text(2)), TallyId{rows.integer(3)}};
  }
  return noted;
}

std::vector<std::string> list_accepted(Database& database, std::string_view channel, int limit) {
  std::vector<std::string> ids;
  Rows rows = database.query("outbox_list_accepted", {channel, limit});
  while (rows.next()) ids.emplace_back(rows.text(0));
  return ids;
}

std::vector<OutboxListing> list_outbox(Database& database, std::string_view state,
                                       NotificationId after, int limit, std::string_view cities) {
  std::vector<OutboxListing> listed;
  Rows rows = database.query("outbox_list", {state, after.value, limit, cities});
  while (rows.next()) {
    listed.push_back(
        {NotificationId{rows.integer(0)}, std::string(rows.text(1)), std::string(rows.text(2)),
         ApplicationId{rows.integer(3)}, std::string(rows.text(4)), std::string(rows.text(5)),
         from_micros(rows.integer(6)), static_cast<int>(rows.integer(7)), std::string(rows.text(8)),
         std::string(rows.text(9)), std::string(rows.text(10))});
  }
  return listed;
}

}  // namespace keste::store
