// Rows of campaign versions and of those whom a plan touches.
#include "store/campaign_versions.hpp"

#include "base/check.hpp"

namespace keste::store {
namespace {

TouchedRow read_person(const Rows& rows) {
  TouchedRow person;
  person.application = ApplicationId{rows.integer(0)};
  person.email = rows.text(1);
  person.phone = rows.text(2);
  if (!rows.is_null(3)) person.told = SittingId{rows.integer(3)};
  return person;
}

}  // namespace

std::optional<CampaignId> find_campaign(Database& database, std::string_view code) {
  Rows rows = database.query("campaign_find", {code});
  if (!rows.next()) return std::nullopt;
  return CampaignId{rows.integer(0)};
}

CampaignVersion find_campaign_version(Database& database, CampaignId campaign) {
  Rows rows = database.query("campaign_version_find", {campaign.value});
  if (!rows.next()) return {};
  return {rows.integer(0), std::string(rows.text(1))};
}

std::string load_campaign_body(Database& database, std::int64_t version) {
  Rows rows = database.query("campaign_version_body", {version});
  CHECK(rows.next());
  return std::string(rows.text(0));
}

bool is_known_campaign(Database& database, CampaignId campaign, std::string_view digest) {
  return database.query("campaign_version_is_known", {campaign.value, digest}).next();
}

bool has_applied_plan(Database& database, CampaignId campaign, std::string_view plan) {
  return database.query("campaign_version_has_plan", {campaign.value, plan}).next();
}

CampaignVersion insert_campaign_version(Database& database, CampaignId campaign,
                                        const NewCampaignVersion& version) {
  Rows rows = database.query(
      "campaign_version_insert",
      {campaign.value, version.digest, version.body, version.plan, to_micros(version.taken_at)});
  CHECK(rows.next());
  CampaignVersion made{rows.integer(0), std::string(version.digest)};
  while (rows.next()) {
  }
  return made;
}

std::vector<TouchedRow> list_seated_people(Database& database, SessionId session,
                                           std::int64_t rostered) {
  std::vector<TouchedRow> people;
  Rows rows = database.query("session_list_seated", {session.value, rostered});
  while (rows.next()) people.push_back(read_person(rows));
  return people;
}

std::vector<TouchedRow> list_waiting_people(Database& database, std::string_view city) {
  std::vector<TouchedRow> people;
  Rows rows = database.query("city_list_waiting", {city});
  while (rows.next()) {
    people.push_back(read_person(rows));
    if (!rows.is_null(4)) people.back().session = SessionId{rows.integer(4)};
  }
  return people;
}

std::vector<NumberedSitting> list_sittings(Database& database, SessionId session) {
  std::vector<NumberedSitting> sittings;
  Rows rows = database.query("sitting_list", {session.value});
  while (rows.next()) {
    sittings.push_back(
        {SittingId{rows.integer(0)},
         {"", from_micros(rows.integer(1)), from_micros(rows.integer(2)),
          from_micros(rows.integer(3)), std::string(rows.text(4)), std::string(rows.text(5))}});
  }
  return sittings;
}

void replace_place(Database& database, SessionId session, const PlaceWords& was,
                   const PlaceWords& is) {
  database.run("sitting_set_venue", {session.value, was.venue, was.address, is.venue, is.address});
}

bool is_touched_city(Database& database, CampaignId campaign, std::string_view city) {
  return database.query("city_is_touched", {campaign.value, city}).next();
}

void delete_city(Database& database, CampaignId campaign, std::string_view city) {
  // Each before what it refers to.
  for (const std::string_view statement :
       {"city_delete_agenda", "city_delete_tallies", "city_delete_sittings", "city_delete_sessions",
        "city_delete_window"}) {
    database.run(statement, {campaign.value, city});
  }
}

}  // namespace keste::store
