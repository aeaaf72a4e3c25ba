// Promo codes in the store. Every change is one conditional UPDATE whose affected rows decide.
// Engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/applications.hpp"

namespace keste::store {

/// Which code, and whose: keyed digests of 16 bytes; borrowed for the call.
struct CodeRef {
  CampaignId campaign;
  std::string_view code_key;
};

struct CodeRow {
  std::string person_key;
  std::string test;
  std::string made;   ///< "typed", "imported", "issued"
  std::string state;  ///< "issued", "reserved", "redeemed", "released", "void"
  ApplicationId application;
  std::string sealed;
  std::string reason;
};

struct NewCode {
  CodeRef code;
  std::string_view person_key;
  std::string_view test;
  std::string_view made;
  ApplicationId application;  ///< Set: reserved by it from the beginning.
  std::string_view sealed;
};

std::optional<CodeRow> find_code(Database& database, CodeRef code);
/// See Database::ask_ahead.
void find_code_ahead(Database& database, CodeRef code);
/// False when the code exists, or the person has another one that is listed.
bool insert_code(Database& database, const NewCode& wanted, Instant at);
/// A code taken on trust becomes a listed one; false when it is none of this person for this test.
bool enlist_code(Database& database, const NewCode& listed, Instant at);
/// Who asks for a code, and for what; borrowed for the call.
struct CodeClaim {
  std::string_view person_key;
  std::string_view test;
  ApplicationId application;
};
/// False when it is not free, not this person's, or not for this test.
bool reserve_code(Database& database, CodeRef code, const CodeClaim& claim, Instant at);
/// The same two for who has looked the code up: the transaction fails instead.
void insert_code_later(Database& database, const NewCode& wanted, Instant at);
void reserve_code_later(Database& database, CodeRef code, const CodeClaim& claim, Instant at);
/// These two are false when the application does not hold the code. One that was taken on trust is
/// forgotten when it is released: it may have been somebody else's.
bool release_code(Database& database, CodeRef code, ApplicationId application, Instant at);
bool redeem_code(Database& database, CodeRef code, ApplicationId application, Instant at);
/// False when it is held, spent or void already.
bool void_code(Database& database, CodeRef code, std::string_view reason, Instant at);

/// The listed code of a person that is not void.
struct PersonCode {
  std::string code_key;
  std::string test;
  std::string made;
  std::string state;
  std::string sealed;
};
std::optional<PersonCode> find_code_of(Database& database, CampaignId campaign,
                                       std::string_view person_key);
/// Whether the campaign has codes that were imported or issued.
bool has_listed_codes(Database& database, CampaignId campaign);

struct CodeCount {
  std::string test;
  std::string made;
  std::string state;
  std::int64_t count = 0;
};
std::vector<CodeCount> count_codes(Database& database, CampaignId campaign);

}  // namespace keste::store
