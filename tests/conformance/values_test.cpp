// What is given to a statement comes back from it as it was.
#include <catch2/catch.hpp>

#include <limits>

#include "conformance/fixture.hpp"
#include "store/agenda.hpp"

namespace keste::store {
namespace {

TEST_CASE("integers come back whole to both limits of 64 bits", "[values]") {
  Store store;
  using Limits = std::numeric_limits<std::int64_t>;
  for (const std::int64_t number : {Limits::min(), Limits::max(), std::int64_t{0}, -1L}) {
    CAPTURE(number);
    Rows rows = store.database.query_text("SELECT ?1", {number});
    REQUIRE(rows.next());
    CHECK(rows.integer(0) == number);
    CHECK(rows.kind(0) == Value::Kind::integer);
    CHECK_FALSE(rows.next());
  }
}

TEST_CASE("instants keep to both limits of 64 bits, and their order", "[values]") {
  Season season;
  using Limits = std::numeric_limits<std::int64_t>;
  const auto entry = [](const char* kind, std::int64_t micros) {
    AgendaEntry made;
    made.kind = kind;
    made.at = at(micros);
    return made;
  };
  upsert_agenda(season.database, season.campaign, entry("waitlist_ends", Limits::max()));
  upsert_agenda(season.database, season.campaign, entry("window_opens", Limits::min()));
  upsert_agenda(season.database, season.campaign, entry("window_closes", -1));
  const auto open = list_open_agenda(season.database, season.campaign);
  REQUIRE(open.size() == 3);
  CHECK(open[0].at == at(Limits::min()));
  CHECK(open[1].at == at(-1));
  CHECK(open[2].at == at(Limits::max()));
}

TEST_CASE("texts and blobs come back byte for byte, and as what they are", "[values]") {
  Store store;
  const std::string cyrillic = "Қазақстан, ә ғ ң ө ұ ү һ і; -- '\" \\ $1 ?1 %s";
  std::string every_byte;
  for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
  const std::string big(300'000, '\0');
  for (const std::string& bytes : {every_byte, big, std::string(1, '\0'), cyrillic}) {
    Rows rows = store.database.query_text("SELECT ?1", {Value::blob(bytes)});
    REQUIRE(rows.next());
    CHECK(rows.kind(0) == Value::Kind::blob);
    CHECK((rows.text(0) == bytes));
  }
  for (const std::string& text : {cyrillic, std::string(300'000, 'x'), std::string("\n\t\\x00")}) {
    Rows rows = store.database.query_text("SELECT ?1", {text});
    REQUIRE(rows.next());
    CHECK(rows.kind(0) == Value::Kind::text);
    CHECK((rows.text(0) == text));
  }
}

TEST_CASE("an empty text, an empty blob and NULL are three things", "[values]") {
  Store store;
  Rows rows = store.database.query_text(
      "SELECT ?1, ?2, ?3, ?4, ?5",
      {"", std::string_view(), Value::blob(""), Value::blob(std::string_view()), Value()});
  REQUIRE(rows.next());
  REQUIRE(rows.columns() == 5);
  for (int column = 0; column < 4; ++column) {
    CAPTURE(column);
    CHECK_FALSE(rows.is_null(column));
    CHECK(rows.text(column).empty());
    CHECK(rows.kind(column) == (column < 2 ? Value::Kind::text : Value::Kind::blob));
  }
  CHECK(rows.is_null(4));
  CHECK(rows.kind(4) == Value::Kind::null);
  CHECK(rows.integer(4) == 0);
  CHECK(rows.text(4).empty());
}

TEST_CASE("rows come one by one, and a column is found by its name", "[values]") {
  Season season;
  Rows rows = season.database.query_text("SELECT id, code FROM sessions ORDER BY code");
  CHECK(rows.columns() == 2);
  CHECK(rows.column("code") == 1);
  std::vector<std::string> codes;
  while (rows.next()) codes.emplace_back(rows.text(1));
  CHECK(codes == std::vector<std::string>{"almaty-0915", "astana-0905", "astana-0920"});
}

TEST_CASE("a statement may be asked again before all of its rows were wanted", "[values]") {
  Season season;
  const std::string sql = "SELECT id FROM sessions ORDER BY id";
  CHECK(season.database.query_text(sql).next());
  Rows rows = season.database.query_text(sql);
  int count = 0;
  while (rows.next()) ++count;
  CHECK(count == 3);
}

TEST_CASE("a statement says how many rows it changed", "[values]") {
  Season season;
  season.add_many(1, 3);
  CHECK(season.database.run("application_set_sequence", {1, 7}) == 1);
  CHECK(season.database.run("application_set_sequence", {99, 7}) == 0);
  const std::vector<Value> values{at(5).time_since_epoch().count(), 0, 3};
  CHECK(season.database.run("outbox_insert_received", values) == 3);
}

}  // namespace
}  // namespace keste::store
