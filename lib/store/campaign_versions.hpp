// Campaign files that were in force, and what a plan of another one looks at. Engine thread only,
// but for what is read before the engine is made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

std::optional<CampaignId> find_campaign(Database& database, std::string_view code);

/// Which file is in force.
struct CampaignVersion {
  std::int64_t id = 0;  ///< 0: none yet.
  std::string digest;   ///< 64 hexadecimal digits.
};
CampaignVersion find_campaign_version(Database& database, CampaignId campaign);
std::string load_campaign_body(Database& database, std::int64_t version);
/// Whether a file that says the same was ever in force.
bool is_known_campaign(Database& database, CampaignId campaign, std::string_view digest);
bool has_applied_plan(Database& database, CampaignId campaign, std::string_view plan);

struct NewCampaignVersion {
  std::string_view digest;
  std::string_view body;
  std::string_view plan;  ///< Empty when it came by no plan.
  Instant taken_at;
};
CampaignVersion insert_campaign_version(Database& database, CampaignId campaign,
                                        const NewCampaignVersion& version);

/// Somebody whom a change of the schedule may touch.
struct TouchedRow {
  ApplicationId application;
  std::string email;
  std::string phone;
  std::optional<SittingId> told;
  std::optional<SessionId> session;  ///< Of who waits: the one wished for.
};
/// Who has a seat in a session, in order of receipt, whether or not the roster is whole.
std::vector<TouchedRow> list_seated_people(Database& database, SessionId session,
                                           std::int64_t rostered);
/// Who waits in a city, for whatever session, in order of receipt.
std::vector<TouchedRow> list_waiting_people(Database& database, std::string_view city);

struct NumberedSitting {
  SittingId id;
  SittingRow row;  ///< Without its session's code.
};
std::vector<NumberedSitting> list_sittings(Database& database, SessionId session);

/// A venue and an address; empty: those of the campaign's file.
struct PlaceWords {
  std::string venue;
  std::string address;
  friend bool operator==(const PlaceWords&, const PlaceWords&) = default;
};
/// In all sittings of a session that say the one.
void replace_place(Database& database, SessionId session, const PlaceWords& was,
                   const PlaceWords& is);

/// Whether the city ever had an application, a message or a personal extension.
bool is_touched_city(Database& database, CampaignId campaign, std::string_view city);
/// With its window, sessions, counts and moments. It must not be touched.
void delete_city(Database& database, CampaignId campaign, std::string_view city);

}  // namespace keste::store
