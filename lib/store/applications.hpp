// Applications, personal extensions, and the answers kept for repeated requests. Engine thread
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/tallies.hpp"

namespace keste::store {

using ApplicationId = Id<struct ApplicationTag>;

/// Whether an application in that state holds a place or waits for one.
bool is_live(std::string_view state);

/// What is written when an application is taken; borrows its texts for the call.
struct NewApplication {
  ApplicationId id;  ///< The next number: whoever takes a turn is the only one who gives them.
  CampaignId campaign;
  std::optional<SessionId> session;  ///< Of the seat, or the one waited for.
  TallyId tally;
  std::string_view city;
  std::string_view test;
  std::string_view state;  ///< "seated", "waitlisted", "accepted"
  Instant received_at;
  std::string_view secret;      ///< 16 characters: the secret part of the ticket.
  std::string_view person_key;  ///< 16 bytes.
  std::string_view iin_sealed;
  std::string_view surname;
  std::string_view given_name;
  std::string_view patronymic;
  std::string_view email;
  std::string_view phone;
  std::string_view language;
  std::string_view code_key;  ///< Empty for a self-funded attempt.
  std::string_view payment;
  std::string_view needs;
  std::string_view consent;
  std::optional<SittingId> told;
  int window_version = 0;  ///< That it was judged by; 0 when nobody knows.
};

struct ApplicationRow {
  ApplicationId id;
  std::string secret;
  std::string state;  ///< "seated", "waitlisted", "accepted", "withdrawn", "tested", …
  Instant received_at;
  std::string test;
  std::string city;
  std::optional<SessionId> session;
  TallyId tally;
  std::string language;
  std::string person_key;
  std::string code_key;  ///< Empty for a self-funded attempt.
  std::string payment;
  std::string needs;
  int extra_minutes = 0;
  std::optional<SittingId> told;
  int sequence = 0;
  std::string consent;
  std::optional<Instant> consent_withdrawn_at;
  std::string email;
  std::string phone;
  Instant answer_by;       ///< Until when a seat that was given may be declined; 0 without one.
  int window_version = 0;  ///< That it was judged by; 0 when nobody knows.
  bool waited = false;     ///< It began on a waitlist.

  bool is_live() const;
};

/// Writes it with the transaction, which fails when the person has a live application for the test
/// already.
void insert_application(Database& database, const NewApplication& wanted);
/// The number of the latest application; 0 when there is none.
ApplicationId find_last_application(Database& database);
/// See Database::ask_ahead.
void find_last_application_ahead(Database& database);
std::optional<ApplicationRow> find_application(Database& database, ApplicationId id);
/// When an application was received; empty when there is none of that number.
std::optional<Instant> find_received(Database& database, ApplicationId id);

/// One of a person's applications, and what has come of it.
struct OwnApplication {
  ApplicationId id;
  std::string test;
  std::string state;
  bool free_attempt = false;
  std::string level;   ///< Of the standing result; empty without one.
  std::string status;  ///< "final", "on_hold", "annulled"; empty without a result.

  bool is_live() const;
};
std::vector<OwnApplication> list_own_applications(Database& database, CampaignId campaign,
                                                  std::string_view person_key);
void list_own_applications_ahead(Database& database, CampaignId campaign,
                                 std::string_view person_key);

/// What a change of place makes of an application; `sequence` keeps its calendar entry rising.
struct Placement {
  ApplicationId application;
  std::optional<SessionId> session;
  TallyId tally;
  int sequence = 0;
};
/// To "seated" in a session. False when it was neither waiting nor seated.
bool mark_seated(Database& database, const Placement& placement);
/// To "waitlisted", for a session or any of the city. False when it was neither before.
bool mark_waitlisted(Database& database, const Placement& placement);
/// From a live state to "withdrawn", "unplaced" or "tested"; false when it was not live.
bool mark_ended(Database& database, ApplicationId id, std::string_view state, Instant at);
bool mark_absent(Database& database, ApplicationId id, Instant at);
/// An absence that was taken back.
bool mark_present(Database& database, ApplicationId id);
void set_told(Database& database, ApplicationId id, SittingId sitting);
/// Of the entry in the applicant's calendar.
void set_sequence(Database& database, ApplicationId id, int sequence);
void mark_consent_withdrawn(Database& database, ApplicationId id, Instant at);
void set_answer_by(Database& database, ApplicationId id, Instant answer_by);
void set_needs(Database& database, ApplicationId id, std::string_view needs, int extra_minutes);

/// Who has waited longest for this session or, without one, for any of the city.
std::optional<ApplicationId> find_waiting(Database& database, std::string_view city,
                                          std::optional<SessionId> session);
/// How many wait before somebody for the same seats.
std::int64_t count_waiting_before(Database& database, const ApplicationRow& application);
std::vector<ApplicationId> list_waiting(Database& database, std::string_view city,
                                        std::optional<SessionId> session, int limit);

/// Who has a seat in a session, in order of receipt, after an application; the roster must be
/// whole.
std::vector<ApplicationId> list_seated(Database& database, SessionId session, ApplicationId after,
                                       int limit);

/// Only ever lengthens; false when a longer one stands.
struct ExtensionRow {
  std::string_view person_key;
  std::string_view place;
  Instant until;
  std::string_view reason;
};
bool upsert_extension(Database& database, CampaignId campaign, const ExtensionRow& extension,
                      Instant at);
std::optional<Instant> find_extension(Database& database, CampaignId campaign,
                                      std::string_view person_key, std::string_view place);

/// The application that a row of a questionnaire became, when the row was taken before.
std::optional<ApplicationId> find_answered(Database& database, CampaignId campaign,
                                           std::string_view row_key);
void insert_answered(Database& database, CampaignId campaign, std::string_view row_key,
                     ApplicationId application);

/// What a request under an idempotency key was answered.
struct KeptAnswer {
  std::string body_digest;
  ApplicationId application;  ///< Set for an acceptance,
  std::string refusal;        ///< else the refusal's word, with the next two.
  Instant received_at{};
  int window_version = 0;
};

/// Answers older than `not_before` are as good as forgotten.
std::optional<KeptAnswer> find_answer(Database& database, std::string_view key, Instant not_before);
void find_answer_ahead(Database& database, std::string_view key, Instant not_before);
void keep_answer(Database& database, std::string_view key, const KeptAnswer& answer, Instant at);
/// Deletes at most `limit` answers kept at or before an instant; how many it deleted.
int forget_answers(Database& database, Instant kept_until, int limit);

}  // namespace keste::store
