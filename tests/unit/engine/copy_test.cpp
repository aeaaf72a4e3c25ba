// A campaign that moves into another database goes on there as if nothing had happened.
#include "store/copy.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_store.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace test;
using store::Access;
using store::Database;

const auto no_progress = [](std::string_view, std::int64_t, std::int64_t) {};

const store::CopiedTable& table_of(const store::CopyReport& report, std::string_view name) {
  for (const auto& table : report.tables) {
    if (table.name == name) return table;
  }
  throw std::logic_error("no such table");
}

/// A season with people, codes, messages and a change; its run has ended.
struct Moved {
  ScratchFolder folder;
  std::string path = folder.file("keste.db");
  Moved() {
    World world(settings_of(whole_campaign()), path);
    seat_many(world, 1, 40, "astana-0920");
    for (int person = 50; person < 55; ++person) apply(world, person, "astana-0905");
    send_all(world);
    desk(world,
         MoveSession{"astana-0920", instant("2023-09-20T15:00:00+06:00"), {}, {}, {}, {}, "r"});
    world.engine().finish(world.present());
  }
};

TEST_CASE("a campaign is copied there and back, and goes on", "[engine][copy]") {
  Moved moved;
  Database from(store_location(moved.path), Access::writer);
  const std::string middle = moved.folder.file("middle.db");
  {
    Database to(middle, Access::writer);
    const auto report = store::copy_database(from, to, no_progress);
    CHECK(table_of(report, "applications").rows == 45);
    CHECK(report.audit.lines > 40);
    CHECK_FALSE(report.audit.broken_at);
  }
  const std::string back = moved.folder.file("back.db");
  {
    Database to(store_location(back), Access::writer);
    Database copied(middle, Access::writer);
    const auto report = store::copy_database(copied, to, no_progress);
    CHECK_FALSE(table_of(report, "outbox").was_there);
    // Again: everything is there.
    const auto again = store::copy_database(copied, to, no_progress);
    CHECK(table_of(again, "outbox").was_there);
    CHECK(table_of(again, "outbox").checksum == table_of(report, "outbox").checksum);
  }
  World world(settings_of(whole_campaign()), back);
  CHECK(seat(world, 60, "astana-0920").id.value > 45);
  CHECK(send_all(world) > 0);
}

TEST_CASE("a copy that was interrupted goes on where it was", "[engine][copy]") {
  Moved moved;
  Database from(store_location(moved.path), Access::writer);
  Database to(":memory:", Access::writer);
  const auto stop = [](std::string_view table, std::int64_t, std::int64_t) {
    if (table == "applications") throw std::runtime_error("interrupted");
  };
  CHECK_THROWS_WITH(store::copy_database(from, to, stop), "interrupted");
  const auto report = store::copy_database(from, to, no_progress);
  CHECK(table_of(report, "sessions").was_there);
  CHECK_FALSE(table_of(report, "applications").was_there);
  CHECK(table_of(report, "applications").rows == 45);
}

TEST_CASE("what holds other rows, or is at work, is not copied into", "[engine][copy]") {
  Moved moved;
  Database from(store_location(moved.path), Access::writer);
  const std::string other = moved.folder.file("other.db");
  { World world(small_season(), other); }
  Database to(store_location(other), Access::writer);
  CHECK_THROWS_WITH(store::copy_database(from, to, no_progress),
                    Catch::Contains(is_on_postgresql() ? "stop all of them" : "must be empty"));
}

TEST_CASE("a changed row shows in the checksum", "[engine][copy]") {
  Moved moved;
  Database from(store_location(moved.path), Access::writer);
  Database to(":memory:", Access::writer);
  store::copy_database(from, to, no_progress);
  to.run_script("UPDATE applications SET surname = surname || 'x' WHERE id = 7");
  CHECK_THROWS_WITH(store::copy_database(from, to, no_progress),
                    Catch::Contains("other rows in applications"));
}

}  // namespace
}  // namespace keste::engine
