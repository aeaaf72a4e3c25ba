// Rows of tallies to values and back.
#include "store/tallies.hpp"

#include "base/check.hpp"

namespace keste::store {
namespace {

std::int64_t pending_of(const TallyChange& change) {
  return change.counts[static_cast<std::size_t>(Count::pending)];
}

/// And queues their receipts.
bool only_seats(const TallyChange& change) {
  Counts rest = change.counts;
  rest[static_cast<std::size_t>(Count::pending)] = 0;
  return rest == Counts{};
}

}  // namespace

TallyId insert_tally(Database& database, CampaignId campaign, const TallyPlace& place) {
  Rows rows =
      database.query("tally_insert", {campaign.value, place.city, place.test,
                                      place.session ? Value(place.session->value) : Value()});
  CHECK(rows.next());
  const TallyId id{rows.integer(0)};
  while (rows.next()) {
  }
  return id;
}

std::vector<TallyRow> list_tallies(Database& database, CampaignId campaign, std::int64_t turn) {
  std::vector<TallyRow> tallies;
  Rows rows = database.query("tally_list", {campaign.value, turn});
  while (rows.next()) {
    TallyRow tally;
    tally.id = TallyId{rows.integer(0)};
    tally.place.city = rows.text(1);
    tally.place.test = rows.text(2);
    if (!rows.is_null(3)) tally.place.session = SessionId{rows.integer(3)};
    tally.seats_taken = static_cast<int>(rows.integer(4));
    for (std::size_t i = 0; i < tally.counts.size(); ++i) {
      tally.counts[i] = rows.integer(5 + static_cast<int>(i));
    }
    tallies.push_back(std::move(tally));
  }
  return tallies;
}

void list_tallies_ahead(Database& database, CampaignId campaign, std::int64_t turn) {
  database.ask_ahead("tally_list", {campaign.value, turn});
}

void change_tallies(Database& database, const std::vector<TallyChange>& changes,
                    std::int64_t turn) {
  constexpr std::size_t at_once = 8;
  std::vector<Value> seated;
  for (const TallyChange& change : changes) {
    if (!only_seats(change)) {
      std::vector<Value> values{change.tally.value, change.seats};
      values.insert(values.end(), change.counts.begin(), change.counts.end());
      values.emplace_back(turn);
      database.run_later("tally_add", values);
      continue;
    }
    seated.insert(seated.end(), {change.tally.value, change.seats, pending_of(change)});
    if (seated.size() < at_once * 3) continue;
    seated.emplace_back(turn);
    database.run_later("tally_add_seated_eight", seated, at_once);
    seated.clear();
  }
  for (auto value = seated.begin(); value != seated.end(); value += 3) {
    database.run_later("tally_add_seated", {value[0], value[1], value[2], turn});
  }
}

}  // namespace keste::store
