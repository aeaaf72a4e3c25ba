// Writes that are sent without waiting: they count, and one that missed fails the transaction.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"
#include "store/outbox.hpp"

namespace keste::store {
namespace {

void set_needs_later(Database& database, std::int64_t application, std::string_view needs) {
  database.run_later("application_set_needs", {application, needs, 0});
}

/// Numbers them after the last one.
void insert_all(Season& season, std::vector<NewApplication> wanted) {
  std::int64_t id = find_last_application(season.database).value;
  for (NewApplication& one : wanted) {
    one.id = ApplicationId{++id};
    insert_application(season.database, one);
  }
}

std::vector<NewApplication> persons(Season& season, int first, int last) {
  std::vector<NewApplication> wanted;
  for (int person = first; person <= last; ++person) wanted.push_back(season.seated(person));
  return wanted;
}

TEST_CASE("a write for later is there for the next question and after the commit", "[later]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  commit(season.database, [&] {
    set_needs_later(season.database, id.value, "пандус");
    CHECK(season.load(id).needs == "пандус");
    set_needs_later(season.database, id.value, "лифт");
  });
  CHECK(season.load(id).needs == "лифт");
}

TEST_CASE("a write that changes another number of rows is overtaken, at the commit at the latest",
          "[later]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  const int changes = GENERATE(0, 2);
  CHECK(kind_of([&] {
          commit(season.database, [&] {
            set_needs(season.database, id, "before", 0);
            season.database.run_later("application_set_needs", {id.value, "missed", 0}, changes);
            set_needs_later(season.database, id.value, "after");
          });
        }) == FaultKind::overtaken);
  CHECK(season.load(id).needs.empty());
  commit(season.database, [&] { set_needs_later(season.database, id.value, "next"); });
  CHECK(season.load(id).needs == "next");
}

TEST_CASE("a question after a write that missed is not answered", "[later]") {
  Season season;
  CHECK(kind_of([&] {
          const Transaction transaction(season.database);
          set_needs_later(season.database, 99, "nobody's");
          list_windows(season.database, season.campaign);
        }) == FaultKind::overtaken);
  CHECK(list_windows(season.database, season.campaign).empty());
}

TEST_CASE("a write may be expected to change nothing, or several rows", "[later]") {
  Season season;
  season.add_many(1, 3);
  commit(season.database, [&] {
    season.database.run_later("application_set_needs", {99, "nobody's", 0}, 0);
    insert_received(season.database, ApplicationId{0}, 3, at(5));
  });
  CHECK(list_outbox(season.database, "", {}, 10).size() == 3);
  CHECK(kind_of([&] {
          commit(season.database,
                 [&] { insert_received(season.database, ApplicationId{1}, 3, at(5)); });
        }) == FaultKind::overtaken);
  CHECK(list_outbox(season.database, "", {}, 10).size() == 3);
}

TEST_CASE("outside of a transaction a write for later is done, or overtaken, at once", "[later]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  set_needs_later(season.database, id.value, "ramp");
  CHECK(season.load(id).needs == "ramp");
  CHECK(kind_of([&] { set_needs_later(season.database, 99, "nobody's"); }) == FaultKind::overtaken);
  CHECK(season.load(id).needs == "ramp");
}

TEST_CASE("a rollback takes writes for later with it, sent or not", "[later]") {
  Season season;
  const ApplicationId id = season.add(season.seated(1));
  {
    const Transaction dropped(season.database);
    insert_all(season, persons(season, 2, 40));
    set_needs_later(season.database, id.value, "ramp");
  }
  CHECK(season.load(id).needs.empty());
  CHECK(find_last_application(season.database) == id);
}

TEST_CASE("any number of rows of one INSERT arrive, each as it was given", "[later]") {
  Season season;
  const int count = GENERATE(1, 2, 33, 70);
  std::vector<NewApplication> wanted = persons(season, 1, count);
  std::vector<std::string> names;
  for (int person = 1; person <= count; ++person) names.push_back("Ә" + std::to_string(person));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i].surname = names[i];
    // Some with and some without what may be NULL.
    if (i % 2 == 1) wanted[i].code_key = season.key(1'000 + static_cast<int>(i));
    if (i % 3 == 1) wanted[i].told = season.morning.session.sitting;
  }
  commit(season.database, [&] { insert_all(season, wanted); });
  CHECK(find_last_application(season.database).value == count);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const ApplicationId id{static_cast<std::int64_t>(i) + 1};
    const ApplicationRow row = season.load(id);
    CAPTURE(i);
    CHECK(find_recipient(season.database, id)->surname == names[i]);
    CHECK(row.person_key == wanted[i].person_key);
    CHECK(row.code_key == wanted[i].code_key);
    CHECK(row.told == wanted[i].told);
  }
}

TEST_CASE("one row of many that cannot be inserted fails them all", "[later]") {
  Season season;
  const int twice = GENERATE(1, 17, 40);
  std::vector<NewApplication> wanted = persons(season, 1, 40);
  wanted.push_back(season.seated(twice));
  CHECK(kind_of([&] { commit(season.database, [&] { insert_all(season, wanted); }); }) ==
        FaultKind::overtaken);
  CHECK(find_last_application(season.database).value == 0);
}

TEST_CASE("a write finds the rows that were inserted before it", "[later]") {
  Season season;
  commit(season.database, [&] {
    for (int person = 1; person <= 5; ++person) {
      NewApplication wanted = season.seated(person);
      wanted.id = ApplicationId{person};
      insert_application(season.database, wanted);
      set_needs_later(season.database, person, "place " + std::to_string(person));
    }
  });
  for (int person = 1; person <= 5; ++person) {
    CHECK(season.load(ApplicationId{person}).needs == "place " + std::to_string(person));
  }
}

TEST_CASE("texts are borrowed for the call only", "[later]") {
  Season season;
  std::string surname = "Үміткерова-Сынақова, 1";
  std::string needs = "a place by the window";
  commit(season.database, [&] {
    NewApplication wanted = season.seated(1);
    wanted.id = ApplicationId{1};
    wanted.surname = surname;
    insert_application(season.database, wanted);
    surname.assign(surname.size(), '-');
    set_needs_later(season.database, 1, needs);
    needs.assign(needs.size(), '-');
  });
  CHECK(find_recipient(season.database, ApplicationId{1})->surname == "Үміткерова-Сынақова, 1");
  CHECK(season.load(ApplicationId{1}).needs == "a place by the window");
}

}  // namespace
}  // namespace keste::store
