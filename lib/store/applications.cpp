// Rows of applications and kept answers.
#include "store/applications.hpp"

namespace keste::store {
namespace {

template <class Tag>
Value optional_id(std::optional<Id<Tag>> id) {
  return id ? Value(id->value) : Value();
}

std::optional<ApplicationId> read_id(Rows& rows) {
  if (!rows.next() || rows.is_null(0)) return std::nullopt;
  return ApplicationId{rows.integer(0)};
}

}  // namespace

bool is_live(std::string_view state) {
  return state == "seated" || state == "waitlisted" || state == "accepted";
}

bool ApplicationRow::is_live() const { return store::is_live(state); }
bool OwnApplication::is_live() const { return store::is_live(state); }

void insert_application(Database& database, const NewApplication& wanted) {
  database.run_later("application_insert",
                     {wanted.campaign.value,
                      optional_id(wanted.session),
                      wanted.tally.value,
                      wanted.city,
                      wanted.test,
                      wanted.state,
                      to_micros(wanted.received_at),
                      wanted.secret,
                      Value::blob(wanted.person_key),
                      Value::blob(wanted.iin_sealed),
                      wanted.surname,
                      wanted.given_name,
                      wanted.patronymic,
                      wanted.email,
                      wanted.phone,
                      wanted.language,
                      wanted.code_key.empty() ? Value() : Value::blob(wanted.code_key),
                      wanted.payment,
                      wanted.needs,
                      wanted.consent,
                      optional_id(wanted.told),
                      wanted.id.value,
                      wanted.window_version,
                      wanted.state == "waitlisted" ? 1 : 0});
}

ApplicationId find_last_application(Database& database) {
  Rows rows = database.query("application_find_last");
  return rows.next() ? ApplicationId{rows.integer(0)} : ApplicationId{};
}

void find_last_application_ahead(Database& database) {
  database.ask_ahead("application_find_last", {});
}

std::optional<Instant> find_received(Database& database, ApplicationId id) {
  Rows rows = database.query("application_find_received", {id.value});
  if (!rows.next()) return std::nullopt;
  return from_micros(rows.integer(0));
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
  if (!rows.is_null(6)) found.session = SessionId{rows.integer(6)};
  found.tally = TallyId{rows.integer(7)};
  found.language = rows.text(8);
  found.person_key = rows.text(9);
  found.code_key = rows.text(10);
  found.payment = rows.text(11);
  found.needs = rows.text(12);
  found.extra_minutes = static_cast<int>(rows.integer(13));
  if (!rows.is_null(14)) found.told = SittingId{rows.integer(14)};
  found.sequence = static_cast<int>(rows.integer(15));
  found.consent = rows.text(16);
  if (!rows.is_null(17)) found.consent_withdrawn_at = from_micros(rows.integer(17));
  found.email = rows.text(18);
  found.phone = rows.text(19);
  found.answer_by = from_micros(rows.integer(20));
  found.window_version = static_cast<int>(rows.integer(21));
  found.waited = rows.integer(22) != 0;
  return found;
}

std::vector<OwnApplication> list_own_applications(Database& database, CampaignId campaign,
                                                  std::string_view person_key) {
  std::vector<OwnApplication> own;
  Rows rows = database.query("application_list_own", {Value::blob(person_key), campaign.value});
  while (rows.next()) {
    own.push_back({ApplicationId{rows.integer(0)}, std::string(rows.text(1)),
                   std::string(rows.text(2)), rows.integer(3) != 0, std::string(rows.text(4)),
                   std::string(rows.text(5))});
  }
  return own;
}

void list_own_applications_ahead(Database& database, CampaignId campaign,
                                 std::string_view person_key) {
  database.ask_ahead("application_list_own", {Value::blob(person_key), campaign.value});
}

bool mark_seated(Database& database, const Placement& placement) {
  return database.run("application_mark_seated",
                      {placement.application.value, optional_id(placement.session),
                       placement.tally.value, placement.sequence}) == 1;
}

bool mark_waitlisted(Database& database, const Placement& placement) {
  return database.run("application_mark_waitlisted",
                      {placement.application.value, optional_id(placement.session),
                       placement.tally.value, placement.sequence}) == 1;
}

bool mark_ended(Database& database, ApplicationId id, std::string_view state, Instant at) {
  return database.run("application_mark_ended", {id.value, state, to_micros(at)}) == 1;
}

bool mark_absent(Database& database, ApplicationId id, Instant at) {
  return database.run("application_mark_absent", {id.value, to_micros(at)}) == 1;
}

bool mark_present(Database& database, ApplicationId id) {
  return database.run("application_mark_tested", {id.value}) == 1;
}

void set_told(Database& database, ApplicationId id, SittingId sitting) {
  database.run("application_set_told", {id.value, sitting.value});
}

void set_sequence(Database& database, ApplicationId id, int sequence) {
  database.run("application_set_sequence", {id.value, sequence});
}

void mark_consent_withdrawn(Database& database, ApplicationId id, Instant at) {
  database.run("application_withdraw_consent", {id.value, to_micros(at)});
}

void set_answer_by(Database& database, ApplicationId id, Instant answer_by) {
  database.run("application_set_answer_by", {id.value, to_micros(answer_by)});
}

void set_needs(Database& database, ApplicationId id, std::string_view needs, int extra_minutes) {
  database.run("application_set_needs", {id.value, needs, extra_minutes});
}

std::optional<ApplicationId> find_waiting(Database& database, std::string_view city,
                                          std::optional<SessionId> session) {
  if (!session) {
    Rows rows = database.query("application_find_waiting_any", {city});
    return read_id(rows);
  }
  Rows rows = database.query("application_find_waiting", {city, session->value});
  return read_id(rows);
}

std::int64_t count_waiting_before(Database& database, const ApplicationRow& application) {
  const std::int64_t session = application.session ? application.session->value : 0;
  Rows rows =
      database.query("application_count_before", {application.city, application.id.value, session});
  return rows.next() ? rows.integer(0) : 0;
}

std::vector<ApplicationId> list_waiting(Database& database, std::string_view city,
                                        std::optional<SessionId> session, int limit) {
  std::vector<ApplicationId> waiting;
  Rows rows =
      database.query("application_list_waiting", {city, session ? session->value : 0, limit});
  while (rows.next()) waiting.push_back(ApplicationId{rows.integer(0)});
  return waiting;
}

std::vector<ApplicationId> list_seated(Database& database, SessionId session, ApplicationId after,
                                       int limit) {
  std::vector<ApplicationId> seated;
  Rows rows = database.query("application_list_seated", {session.value, after.value, limit});
  while (rows.next()) seated.push_back(ApplicationId{rows.integer(0)});
  return seated;
}

bool upsert_extension(Database& database, CampaignId campaign, const ExtensionRow& extension,
                      Instant at) {
  return database.run("extension_upsert",
                      {campaign.value, Value::blob(extension.person_key), extension.place,
                       to_micros(extension.until), extension.reason, to_micros(at)}) == 1;
}

std::optional<Instant> find_extension(Database& database, CampaignId campaign,
                                      std::string_view person_key, std::string_view place) {
  Rows rows = database.query("extension_find", {campaign.value, Value::blob(person_key), place});
  if (!rows.next()) return std::nullopt;
  return from_micros(rows.integer(0));
}

std::optional<ApplicationId> find_answered(Database& database, CampaignId campaign,
                                           std::string_view row_key) {
  Rows rows = database.query("answer_find", {Value::blob(row_key), campaign.value});
  return read_id(rows);
}

void insert_answered(Database& database, CampaignId campaign, std::string_view row_key,
                     ApplicationId application) {
  database.run("answer_insert", {campaign.value, Value::blob(row_key), application.value});
}

std::optional<KeptAnswer> find_answer(Database& database, std::string_view key,
                                      Instant not_before) {
  Rows rows = database.query("idempotency_find", {key, to_micros(not_before)});
  if (!rows.next()) return std::nullopt;
  return KeptAnswer{std::string(rows.text(0)), ApplicationId{rows.integer(1)},
                    std::string(rows.text(2)), from_micros(rows.integer(3)),
                    static_cast<int>(rows.integer(4))};
}

void find_answer_ahead(Database& database, std::string_view key, Instant not_before) {
  database.ask_ahead("idempotency_find", {key, to_micros(not_before)});
}

void keep_answer(Database& database, std::string_view key, const KeptAnswer& answer, Instant at) {
  const bool accepted = static_cast<bool>(answer.application);
  database.run_later(
      "idempotency_insert",
      {key, Value::blob(answer.body_digest), accepted ? Value(answer.application.value) : Value(),
       accepted ? Value() : Value(answer.refusal), to_micros(at), to_micros(answer.received_at),
       answer.window_version});
}

int forget_answers(Database& database, Instant kept_until, int limit) {
  return database.run("idempotency_forget", {to_micros(kept_until), limit});
}

}  // namespace keste::store
