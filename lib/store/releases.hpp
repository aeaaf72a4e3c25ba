// Releases in the store: what the desk tells people, which waits before it leaves. Engine thread
// only.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/agenda.hpp"
#include "store/outbox.hpp"

namespace keste::store {

using ReleaseId = Id<struct ReleaseTag>;

struct ReleaseRow {
  ReleaseId id;
  std::string city;     ///< Empty for an online test.
  std::string session;  ///< Empty where it is about single persons.
  std::string what;     ///< "session_moved", …: as in the audit log.
  std::string actor;
  Instant made_at;
  Instant sends_at;
  std::int64_t people = 0;
  std::int64_t action = 0;  ///< That can be undone; 0 for none.
  std::string ended_as;     ///< "", "stopped", "replaced"
  Instant ended_at;
  std::string ended_by;
  ReleaseId replaced_by;
  std::string moment;  ///< State of the agenda entry that has people to tell; empty without one.
};

/// Of `row`, what is known at its beginning.
ReleaseId insert_release(Database& database, CampaignId campaign, const ReleaseRow& row);
void complete_release(Database& database, ReleaseId id, std::int64_t people, std::int64_t action);
std::optional<ReleaseRow> find_release(Database& database, CampaignId campaign, ReleaseId id);
/// The latest first, those before `before` where that is set. `cities` as in list_outbox.
std::vector<ReleaseRow> list_releases(Database& database, CampaignId campaign, ReleaseId before,
                                      int limit, std::string_view cities);
/// False when it had ended already.
struct ReleaseEnd {
  std::string_view as;  ///< "stopped" or "replaced"
  Instant at;
  std::string_view by;
  ReleaseId replaced_by = {};
};
bool end_release(Database& database, ReleaseId id, const ReleaseEnd& end);
/// Those that this one had replaced go on.
void revive_releases(Database& database, ReleaseId replaced_by);
std::set<std::int64_t> list_stopped_releases(Database& database);

struct ReleaseCount {
  std::string channel;
  std::string state;  ///< Of the notifications.
  std::int64_t count = 0;
};
std::vector<ReleaseCount> count_release(Database& database, ReleaseId id);
/// Its notifications, the first ones.
std::vector<ClaimedRow> list_release_rows(Database& database, ReleaseId id, int limit);
/// Takes out what has not left; the tally of each notification.
std::vector<TallyId> drop_release(Database& database, ReleaseId id, Instant at,
                                  std::string_view reason);
/// What waits of a kind goes over to a later release, and waits as long; how many.
int take_over_release(Database& database, ReleaseId from, ReleaseId to, std::string_view kind,
                      Instant not_before);
/// Takes its entry out of the agenda where that is not done.
bool forget_release_moment(Database& database, ReleaseId id);
std::optional<AgendaEntry> find_release_moment(Database& database, ReleaseId id);
/// The agenda's entry of this kind for the same city and session.
struct Telling {
  ReleaseId release;  ///< None for one without.
  std::string state;  ///< "pending", "firing", "done", "void"
};
std::optional<Telling> find_telling(Database& database, CampaignId campaign,
                                    const AgendaEntry& entry);
/// Those with something about this session in the agenda.
std::vector<ReleaseId> list_open_releases(Database& database, CampaignId campaign,
                                          std::string_view session);

}  // namespace keste::store
