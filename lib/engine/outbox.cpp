// Settling notifications, and what follows when one fails for good.
#include "engine/outbox.hpp"

#include <algorithm>
#include <unordered_set>

#include "base/check.hpp"
#include "store/addresses.hpp"
#include "store/applications.hpp"

namespace keste::engine {
namespace {

/// What settlements that came together share.
struct Batch {
  std::vector<store::NotificationId> plainly_sent;
  std::unordered_set<std::int64_t> told;  ///< Applications.
};

void move_count(State& state, store::TallyId id, Count from, Count to) {
  TallyModel& tally = state.model.tally(id);
  state.model.add(tally, from, -1);
  state.model.add(tally, to, 1);
}

bool has_channel(const State& state, std::string_view name) {
  const auto& channels = state.settings.channels;
  return std::find(channels.begin(), channels.end(), name) != channels.end();
}

/// The channels after this one that the daemon has, in the order in which they are tried.
std::optional<std::string> find_next_channel(const State& state, std::string_view failed) {
  if (failed != "email" || !has_channel(state, "sms")) return std::nullopt;
  return "sms";
}

void mark_address(State& state, const store::ApplicationRow& row, std::string_view channel,
                  std::string_view reason) {
  const std::string& address = channel == "sms" ? row.phone : row.email;
  if (address.empty()) return;
  store::insert_dead_address(state.database, state.vault.contact_key(address), reason,
                             state.now.at);
  state.has_dead_addresses = true;
  state.remade = true;
}

/// Another system hears of what a person was written, once, when that has ended either way.
void mirror(State& state, store::NotificationId settled, const store::ClaimedMessage& row) {
  if (row.channel != "email" || !has_channel(state, "webhook")) return;
  const auto& kinds = state.settings.webhook_kinds;
  const bool wanted =
      kinds.empty() || std::find(kinds.begin(), kinds.end(), row.kind) != kinds.end();
  if (!wanted || !store::insert_fallback(state.database, settled, "webhook")) return;
  state.model.add(state.model.tally(row.tally), Count::pending, 1);
}

/// The message goes by the next channel; without one its applicant must be called.
void fall_back(State& state, store::NotificationId failed, const store::ClaimedMessage& row) {
  if (!row.application || row.channel == "webhook") return;
  const auto next = find_next_channel(state, row.channel);
  if (next && store::insert_fallback(state.database, failed, *next)) {
    state.model.add(state.model.tally(row.tally), Count::pending, 1);
    return;
  }
  store::insert_call(state.database, row.application, row.kind, state.now.at);
  state.audit("system", "call_listed", "application " + std::to_string(row.application.value),
              row.kind);
}

/// What the person knows now. A session that moved while the message was on its way, and perhaps
/// back again, is told once more; the claim judges whether there is anything to tell.
void note_told(State& state, const store::ClaimedMessage& row, Batch& batch) {
  // The first of several to one person in a batch may have changed what they know.
  const bool is_first = batch.told.insert(row.application.value).second;
  if (!is_first || row.told != row.sitting) {
    store::set_told(state.database, row.application, row.sitting);
  }
  const TallyModel& tally = state.model.tally(row.tally);
  if (tally.session == nowhere) return;
  const SessionModel& session = state.model.sessions[tally.session];
  if (session.row.sitting == row.sitting) return;
  const auto application = store::find_application(state.database, row.application);
  if (application->state != "seated" || application->session != session.row.id) return;
  if (store::has_waiting_change(state.database, row.application, "session_changed")) return;
  state.notify({row.application, row.tally, "session_changed", {}, 0});
}

void end_claim(State& state, const store::Claim& claim, const Settlement& settlement,
               Batch& batch) {
  const auto row = store::find_claim(state.database, claim);
  if (!row) return;
  const bool sent = settlement.delivery == Delivery::sent;
  if (sent && settlement.reason.empty() && settlement.provider_id.empty()) {
    batch.plainly_sent.push_back(claim.id);
  } else {
    store::settle_claim(
        state.database, claim,
        {sent ? "sent" : "failed", state.now.at, settlement.reason, settlement.provider_id});
  }
  move_count(state, row->tally, Count::claimed, sent ? Count::sent : Count::failed);
  mirror(state, claim.id, *row);
  if (sent) {
    if (row->application && row->sitting) note_told(state, *row, batch);
    return;
  }
  if (row->application && settlement.address_dead) {
    const auto application = store::find_application(state.database, row->application);
    if (application) mark_address(state, *application, row->channel, settlement.reason);
  }
  fall_back(state, claim.id, *row);
}

void defer(State& state, const store::Claim& claim, const Settlement& settlement) {
  const bool ambiguous = settlement.delivery == Delivery::ambiguous;
  const bool counts = settlement.delivery != Delivery::held;
  const auto tally = store::defer_claim(
      state.database, claim, {settlement.retry_at, ambiguous, counts, settlement.reason});
  if (!tally) return;
  move_count(state, *tally, Count::claimed, Count::pending);
  if (ambiguous) state.model.add(state.model.tally(*tally), Count::ambiguous, 1);
}

bool ends_claim(const Settlement& settlement) {
  return settlement.delivery == Delivery::sent || settlement.delivery == Delivery::failed;
}

store::Claim claim_of(const State& state, const Settlement& settlement) {
  return {store::NotificationId{settlement.id.value}, state.run};
}

void settle_one(State& state, const Settlement& settlement, Batch& batch) {
  const store::Claim claim = claim_of(state, settlement);
  switch (settlement.delivery) {
    case Delivery::sent:
    case Delivery::failed:
      return end_claim(state, claim, settlement, batch);
    case Delivery::released: {
      const auto tally = store::release_claim(state.database, claim);
      if (tally) move_count(state, *tally, Count::claimed, Count::pending);
      return;
    }
    case Delivery::ambiguous:
    case Delivery::deferred:
    case Delivery::held:
      return defer(state, claim, settlement);
  }
}

}  // namespace

void settle(State& state, const std::vector<Settlement>& settlements) {
  std::vector<const Settlement*> own;
  std::unordered_set<std::int64_t> known;
  for (const Settlement& settlement : settlements) {
    // Of an earlier run's claim nothing is left: another daemon, or this one, has it anew.
    if (settlement.run != 0 && settlement.run != state.run.value) continue;
    if (!known.insert(settlement.id.value).second) continue;
    own.push_back(&settlement);
    if (!ends_claim(settlement)) continue;
    store::find_claim_ahead(state.database, claim_of(state, settlement));
  }
  Batch batch;
  for (const Settlement* settlement : own) settle_one(state, *settlement, batch);
  store::settle_sent(state.database, state.run, batch.plainly_sent, state.now.at);
}

void note_deliveries(State& state, const std::vector<DeliveryReport>& reports) {
  for (const DeliveryReport& report : reports) {
    if (report.state == DeliveryReport::State::under_way) continue;
    const bool delivered = report.state == DeliveryReport::State::delivered;
    const auto row =
        store::note_delivery(state.database, report.channel, report.provider_id, delivered);
    if (!row || delivered || !row->application) continue;
    fall_back(state, row->id, {row->tally, row->application, row->kind, report.channel, {}, {}});
  }
}

void release_dead_claims(State& state) {
  const auto tallies = store::release_dead_claims(state.database);
  for (const store::TallyId tally : tallies) {
    move_count(state, tally, Count::claimed, Count::pending);
  }
  if (!tallies.empty()) {
    state.log.warning("claims_released",
                      "A run ended with messages under way; they will be sent again "
                      "under the same Message-ID.",
                      {{"count", tallies.size()}});
  }
}

}  // namespace keste::engine
