// Rows of promo codes, and their changes.
#include "store/promo_codes.hpp"

namespace keste::store {
namespace {

std::vector<Value> values_of(const NewCode& wanted, Instant at) {
  const bool reserved = static_cast<bool>(wanted.application);
  return {wanted.code.campaign.value,
          Value::blob(wanted.code.code_key),
          Value::blob(wanted.person_key),
          wanted.test,
          wanted.made,
          reserved ? "reserved" : "issued",
          reserved ? Value(wanted.application.value) : Value(),
          Value::blob(wanted.sealed),
          to_micros(at)};
}

std::vector<Value> values_of(CodeRef code, const CodeClaim& claim, Instant at) {
  return {Value::blob(code.code_key), code.campaign.value, Value::blob(claim.person_key),
          claim.application.value,    to_micros(at),       claim.test};
}

}  // namespace

std::optional<CodeRow> find_code(Database& database, CodeRef code) {
  Rows rows = database.query("promo_code_find", {Value::blob(code.code_key), code.campaign.value});
  if (!rows.next()) return std::nullopt;
  CodeRow found;
  found.person_key = rows.text(0);
  found.test = rows.text(1);
  found.made = rows.text(2);
  found.state = rows.text(3);
  found.application = ApplicationId{rows.integer(4)};
  found.sealed = rows.text(5);
  found.reason = rows.text(6);
  return found;
}

void find_code_ahead(Database& database, CodeRef code) {
  database.ask_ahead("promo_code_find", {Value::blob(code.code_key), code.campaign.value});
}

bool insert_code(Database& database, const NewCode& wanted, Instant at) {
  return database.run("promo_code_insert", values_of(wanted, at)) == 1;
}

void insert_code_later(Database& database, const NewCode& wanted, Instant at) {
  database.run_later("promo_code_insert", values_of(wanted, at));
}

bool enlist_code(Database& database, const NewCode& listed, Instant at) {
  return database.run("promo_code_enlist",
                      {Value::blob(listed.code.code_key), listed.code.campaign.value,
                       Value::blob(listed.person_key), listed.test, listed.made, to_micros(at)}) ==
         1;
}

bool reserve_code(Database& database, CodeRef code, const CodeClaim& claim, Instant at) {
  return database.run("promo_code_reserve", values_of(code, claim, at)) == 1;
}

void reserve_code_later(Database& database, CodeRef code, const CodeClaim& claim, Instant at) {
  database.run_later("promo_code_reserve", values_of(code, claim, at));
}

bool release_code(Database& database, CodeRef code, ApplicationId application, Instant at) {
  if (database.run("promo_code_forget",
                   {Value::blob(code.code_key), code.campaign.value, application.value}) == 1) {
    return true;
  }
  return database.run("promo_code_release", {Value::blob(code.code_key), code.campaign.value,
                                             application.value, to_micros(at)}) == 1;
}

bool redeem_code(Database& database, CodeRef code, ApplicationId application, Instant at) {
  return database.run("promo_code_redeem", {Value::blob(code.code_key), code.campaign.value,
                                            application.value, to_micros(at)}) == 1;
}

bool void_code(Database& database, CodeRef code, std::string_view reason, Instant at) {
  return database.run("promo_code_void", {Value::blob(code.code_key), code.campaign.value,
                                          to_micros(at), reason}) == 1;
}

std::optional<PersonCode> find_code_of(Database& database, CampaignId campaign,
                                       std::string_view person_key) {
  Rows rows =
      database.query("promo_code_find_of_person", {Value::blob(person_key), campaign.value});
  if (!rows.next()) return std::nullopt;
  return PersonCode{std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)),
                    std::string(rows.text(3)), std::string(rows.text(4))};
}

bool has_listed_codes(Database& database, CampaignId campaign) {
  return database.query("promo_code_any_listed", {campaign.value}).next();
}

std::vector<CodeCount> count_codes(Database& database, CampaignId campaign) {
  std::vector<CodeCount> counts;
  Rows rows = database.query("promo_code_report", {campaign.value});
  while (rows.next()) {
    counts.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                      std::string(rows.text(2)), rows.integer(3)});
  }
  return counts;
}

}  // namespace keste::store
