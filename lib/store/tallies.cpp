// Rows of tallies to values and back.
#include "store/tallies.hpp"

#include <utility>

#include "base/check.hpp"

namespace keste::store {

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

std::vector<TallyRow> list_tallies(Database& database, CampaignId campaign) {
  std::vector<TallyRow> tallies;
  Rows rows = database.query("tally_list", {campaign.value});
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

void change_tally(Database& database, const TallyChange& change) {
  Counts rest = change.counts;
  const std::int64_t pending = std::exchange(rest[static_cast<std::size_t>(Count::pending)], 0);
  if (rest == Counts{}) {
    return database.run_later("tally_add_seated", {change.tally.value, change.seats, pending});
  }
  std::vector<Value> values{change.tally.value, change.seats};
  values.insert(values.end(), change.counts.begin(), change.counts.end());
  database.run_later("tally_add", values);
}

}  // namespace keste::store
