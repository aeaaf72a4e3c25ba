// Tallies: how many applications and notifications are in each state. Engine thread only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "store/schedule.hpp"

namespace keste::store {

using TallyId = Id<struct TallyTag>;

/// What is counted, in the order of `Counts`; those with a seat are apart, as `seats`.
enum class Count {
  waitlisted,
  accepted,
  withdrawn,
  unplaced,
  absent,
  resulted,
  pending,
  claimed,
  sent,
  failed,
  dropped,
  ambiguous,
};
inline constexpr std::size_t count_kinds = 12;
using Counts = std::array<std::int64_t, count_kinds>;

/// Of a session, of a city (city alone), or of an online test (test alone).
struct TallyPlace {
  std::string city;
  std::string test;
  std::optional<SessionId> session;
};

struct TallyRow {
  TallyId id;
  TallyPlace place;
  int seats_taken = 0;
  Counts counts{};
};

/// A tally's changes of one turn.
struct TallyChange {
  TallyId tally;
  int seats = 0;  ///< Taken less freed.
  Counts counts{};
};

TallyId insert_tally(Database& database, CampaignId campaign, const TallyPlace& place);
/// Those that a turn after `turn` has changed; by default all.
std::vector<TallyRow> list_tallies(Database& database, CampaignId campaign, std::int64_t turn = -1);
/// See Database::ask_ahead.
void list_tallies_ahead(Database& database, CampaignId campaign, std::int64_t turn);
/// In a turn. With the transaction, which fails when the seats are not there or the session is
/// cancelled. Each tally at most once.
void change_tallies(Database& database, const std::vector<TallyChange>& changes, std::int64_t turn);

}  // namespace keste::store
