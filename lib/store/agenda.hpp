// The agenda in the store. Engine thread only, except list_agenda.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/schedule.hpp"

namespace keste::store {

using AgendaId = Id<struct AgendaTag>;

struct AgendaEntry {
  AgendaId id;
  std::string kind;
  int rank = 0;  ///< Order among entries of one instant.
  std::string city;
  std::string session;  ///< The session's code; empty for windows.
  Instant at;
  std::string state;         ///< "pending", "firing", "done", "void"
  std::int64_t reached = 0;  ///< In a fan-out: the last application that has its notification.
  std::optional<Instant> fired_at;
  bool late = false;
  std::int64_t release = 0;  ///< In whose name it tells people; 0 for none.
};

/// Inserts, or moves an entry that is still pending to another instant.
void upsert_agenda(Database& database, CampaignId campaign, const AgendaEntry& entry);
/// Inserts, or makes pending again whatever its state, at another instant and from the beginning.
void rearm_agenda(Database& database, CampaignId campaign, const AgendaEntry& entry);
/// Voids what a session has still before it, but for the telling of its cancellation.
void void_agenda(Database& database, CampaignId campaign, std::string_view session);
/// Takes out an entry of the whole campaign that is still pending.
void forget_agenda(Database& database, CampaignId campaign, std::string_view kind);
/// The earliest entry that is not done.
std::optional<AgendaEntry> find_first_agenda(Database& database, CampaignId campaign);
/// A row of id, kind, city, session, at, state, reached, release.
AgendaEntry read_moment(const Rows& rows);
/// False when it was done already.
bool mark_agenda_done(Database& database, AgendaId id, Instant fired_at, bool late);
void mark_agenda_reached(Database& database, AgendaId id, std::int64_t reached);
/// All that is not done, in time order.
std::vector<AgendaEntry> list_open_agenda(Database& database, CampaignId campaign);

struct AgendaPage {
  std::string state;  ///< Empty for all.
  Instant after_at;
  AgendaId after_id;
  int limit = 100;
  std::string cities = {};  ///< " almaty oral ", or empty for all.
};
std::vector<AgendaEntry> list_agenda(Database& database, CampaignId campaign,
                                     const AgendaPage& page);

}  // namespace keste::store
