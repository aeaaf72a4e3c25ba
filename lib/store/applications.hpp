// Applications, and the answers kept for repeated requests. Engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/schedule.hpp"

namespace keste::store {

using ApplicationId = Id<struct ApplicationTag>;

/// What is written when somebody is seated; borrows its texts for the call.
struct NewApplication {
  CampaignId campaign;
  SessionId session;
  Instant received_at;
  std::string_view secret;  ///< 16 characters: the secret part of the ticket.
  std::string_view iin;
  std::string_view surname;
  std::string_view given_name;
  std::string_view patronymic;
  std::string_view email;
  std::string_view phone;
  std::string_view language;
  std::string_view test;
  std::string_view promo_code;
};

struct ApplicationRow {
  ApplicationId id;
  std::string secret;
  std::string state;  ///< "seated", "withdrawn"
  Instant received_at;
  std::string test;
  std::string city;
  std::string session_code;
  Instant starts_at;
  Instant ends_at;
  Instant due_at;
  std::string language;
  SessionId session;
};

/// Empty when the person has a live application in the campaign already.
std::optional<ApplicationId> insert_application(Database& database, const NewApplication& wanted);
/// The number of the latest application; 0 when there is none.
ApplicationId find_last_application(Database& database);
bool has_live_application(Database& database, CampaignId campaign, std::string_view iin);
std::optional<ApplicationRow> find_application(Database& database, ApplicationId id);
/// False when it was not seated.
bool mark_withdrawn(Database& database, ApplicationId id, Instant at);

/// What a request under an idempotency key was answered.
struct KeptAnswer {
  std::string body_digest;
  ApplicationId application;  ///< Set for an acceptance,
  std::string refusal;        ///< else the refusal's word.
};

/// Answers older than `not_before` are as good as forgotten.
std::optional<KeptAnswer> find_answer(Database& database, std::string_view key, Instant not_before);
void keep_answer(Database& database, std::string_view key, const KeptAnswer& answer, Instant at);
/// Deletes at most `limit` answers kept at or before an instant; how many it deleted.
int forget_answers(Database& database, Instant kept_until, int limit);

}  // namespace keste::store
