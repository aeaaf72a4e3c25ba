// Actions in the store: what was done at the desk and can be undone. Engine thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/schedule.hpp"

namespace keste::store {

struct ActionRow {
  std::int64_t id = 0;  ///< Of its line in the audit log.
  std::string city;
  std::string kind;  ///< "session_moved", …: as in the audit log.
  std::string subject;
  std::string actor;
  Instant at;
  std::int64_t undone_by = 0;  ///< The line that undid it; 0 while it stands.
};
struct ActionChange {
  std::string subject;  ///< "application 17" where the value is a person's.
  std::string name;
  std::string was;
  std::string became;
};

void insert_action(Database& database, CampaignId campaign, const ActionRow& row,
                   const std::vector<ActionChange>& changes);
std::optional<ActionRow> find_action(Database& database, CampaignId campaign, std::int64_t id);
std::vector<ActionRow> list_actions(Database& database, CampaignId campaign, std::int64_t before,
                                    int limit, std::string_view cities);
/// What was done to one thing: "notification 5".
std::vector<ActionRow> list_actions_of(Database& database, std::string_view subject);
std::vector<ActionChange> list_action_changes(Database& database, std::int64_t id);
/// False when it was undone before.
bool mark_action_undone(Database& database, std::int64_t id, std::int64_t undone_by);
/// With a person's data go the values that were theirs.
void erase_action_changes(Database& database, std::string_view subject);
void erase_extension_changes(Database& database);

/// What a session had before it when it was cancelled is before it again.
void restore_agenda(Database& database, CampaignId campaign, std::string_view session);

/// A person's longer window as it was before; without `was`, none. False when it is no longer what
/// it became.
struct ExtensionBack {
  std::string_view person_key;
  std::string_view place;
  std::optional<Instant> was;
  Instant became;
};
bool put_extension_back(Database& database, CampaignId campaign, const ExtensionBack& back);

}  // namespace keste::store
