// Rows of applications and kept answers.
#include "store/applications.hpp"

namespace keste::store {

std::optional<ApplicationId> insert_application(Database& database, const NewApplication& wanted) {
  const auto id = database.insert(
      "application_insert",
      {wanted.campaign.value, wanted.session.value, to_micros(wanted.received_at), wanted.secret,
       wanted.iin, wanted.surname, wanted.given_name, wanted.patronymic, wanted.email, wanted.phone,
       wanted.language, wanted.test, wanted.promo_code});
  if (!id) return std::nullopt;
  return ApplicationId{*id};
}

ApplicationId find_last_application(Database& database) {
  Rows rows = database.query("application_find_last");
  return rows.next() ? ApplicationId{rows.integer(0)} : ApplicationId{};
}

bool has_live_application(Database& database, CampaignId campaign, std::string_view iin) {
  return database.query("application_find_live", {iin, campaign.value}).next();
}

std::optional<ApplicationRow> find_application(Database& database, ApplicationId id) {
  Rows rows = database.query("application_find", {id.value});
  if (!rows.next()) return std::nullopt;
  ApplicationRow found;
  found.id = ApplicationId{rows.integer(0)};
  found.secret = rows.text(1);
  found.state = rows.text(2);
  found.received_at = from_micros(rows.integer(3));
  found.test = rows.text(4);
  found.city = rows.text(5);
  found.session_code = rows.text(6);
  found.starts_at = from_micros(rows.integer(7));
  found.ends_at = from_micros(rows.integer(8));
  found.due_at = from_micros(rows.integer(9));
  found.language = rows.text(10);
  found.session = SessionId{rows.integer(11)};
  return found;
}

bool mark_withdrawn(Database& database, ApplicationId id, Instant at) {
  return database.run("application_mark_withdrawn", {id.value, to_micros(at)}) == 1;
}

std::optional<KeptAnswer> find_answer(Database& database, std::string_view key,
                                      Instant not_before) {
  Rows rows = database.query("idempotency_find", {key, to_micros(not_before)});
  if (!rows.next()) return std::nullopt;
  return KeptAnswer{std::string(rows.text(0)), ApplicationId{rows.integer(1)},
                    std::string(rows.text(2))};
}

void keep_answer(Database& database, std::string_view key, const KeptAnswer& answer, Instant at) {
  const bool accepted = static_cast<bool>(answer.application);
  database.run("idempotency_insert", {key, Value::blob(answer.body_digest),
                                      accepted ? Value(answer.application.value) : Value(),
                                      accepted ? Value() : Value(answer.refusal), to_micros(at)});
}

int forget_answers(Database& database, Instant kept_until, int limit) {
  return database.run("idempotency_forget", {to_micros(kept_until), limit});
}

}  // namespace keste::store
