// The offline commands as scripts see them: output, errors and exit codes.
#include <boost/json.hpp>
#include <sstream>

#include "kestectl/kestectl.hpp"
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

namespace json = boost::json;

struct Ran {
  int exit;
  std::string out;
  std::string err;

  json::value document() const { return json::parse(out); }
};

Ran run(std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  kestectl::Shared shared{out, err};
  const int exit = kestectl::run(std::move(arguments), shared);
  return Ran{exit, out.str(), err.str()};
}

Ran run_in(const ScratchEtc& etc, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--etc", etc.path().string()});
  return run(std::move(arguments));
}

TEST_CASE("check sums up a sound tree", "[kestectl][check]") {
  const ScratchEtc etc;
  const Ran table = run_in(etc, {"check"});
  CHECK(table.exit == 0);
  CHECK_THAT(table.out, Catch::Contains("campaign spring: 2 cities, 2 sessions, calendar kz\n"));
  const Ran document = run_in(etc, {"check", "--format", "json"});
  CHECK(document.exit == 0);
  CHECK(document.document().at("ok") == true);
  CHECK(document.document().at("errors") == json::array());
}

TEST_CASE("check says every error and exits with 78", "[kestectl][check]") {
  ScratchEtc etc;
  etc.replace("campaigns/spring.yaml", "seats: 60", "seats: 0");
  etc.replace("kested.yaml", "keste.db", "");
  const std::string prefix = etc.path().string() + "/";
  const Ran ran = run_in(etc, {"check", "--format", "json"});
  CHECK(ran.exit == 78);
  CHECK(ran.err == prefix +
                       "campaigns/spring.yaml:15:86: seats: '0' is not a whole number from 1 to "
                       "100000\n" +
                       prefix +
                       "kested.yaml:2:14: url: must be sqlite:PATH, such as "
                       "sqlite:keste.db, or postgresql://HOST/DATABASE\n");
  const json::value document = ran.document();
  CHECK(document.at("ok") == false);
  REQUIRE(document.at("errors").as_array().size() == 2);
  CHECK(document.at("errors").at(0) ==
        json::value({{"file", prefix + "campaigns/spring.yaml"},
                     {"line", 15},
                     {"column", 86},
                     {"message", "seats: '0' is not a whole number from 1 to 100000"}}));
}

TEST_CASE("timeline is in time order and on each city's clock", "[kestectl][timeline]") {
  const ScratchEtc etc;
  const Ran ran = run_in(etc, {"timeline", "--campaign", "spring", "--format", "json"});
  REQUIRE(ran.exit == 0);
  const json::value document = ran.document();
  const json::array& moments = document.as_array();
  REQUIRE(moments.size() == 10);
  CHECK(moments.at(0) ==
        json::value(
            {{"at", "2023-09-01T00:00:00+06:00"}, {"kind", "window_opens"}, {"city", "astana"}}));
  CHECK(moments.at(1).at("at") == "2023-09-01T00:00:00+05:00");
  CHECK(moments.at(9) == json::value({{"at", "2023-09-25T18:00:00+05:00"},
                                      {"kind", "results_due"},
                                      {"city", "oral"},
                                      {"session", "o-1"}}));
  CHECK_THAT(run_in(etc, {"timeline"}).out,
             Catch::StartsWith("at                         kind            city    session\n"
                               "2023-09-01T00:00:00+06:00  window_opens    astana\n"));
}

TEST_CASE("due counts day by day", "[kestectl][due]") {
  ScratchEtc etc;
  etc.replace("calendars/kz.yaml", "on: 2023-07-07", "provisional: true, on: 2023-09-18");
  const Ran ran =
      run_in(etc, {"due", "--city", "astana", "--ended", "2023-09-16T12:30", "--format", "json"});
  REQUIRE(ran.exit == 0);
  CHECK(ran.document() == json::parse(R"({"due_at": "2023-09-20T18:00:00+06:00", "working_days": 2,
          "provisional": true, "days": [
          {"date": "2023-09-17", "counts": null, "why": "weekend"},
          {"date": "2023-09-18", "counts": null, "why": "day_off", "source": "order",
           "name": {"kk": "Демалыс", "ru": "Выходной", "en": "Day off"}, "provisional": true},
          {"date": "2023-09-19", "counts": 1}, {"date": "2023-09-20", "counts": 2}]})"));
  const Ran table = run_in(etc, {"due", "--city", "astana", "--ended", "2023-09-16T12:30"});
  CHECK_THAT(table.out, Catch::Contains("2023-09-18  Mon  -       day_off  Day off (provisional)"));
  CHECK_THAT(table.out, Catch::Contains("due at 2023-09-20T18:00:00+06:00"));
}

TEST_CASE("what is not there is named with what is", "[kestectl][errors]") {
  const ScratchEtc etc;
  struct Case {
    std::vector<std::string> arguments;
    int exit;
    const char* err;
  };
  const Case cases[] = {
      {{"timeline", "--campaign", "winter"}, 1, "no campaign has the id 'winter'; known: spring\n"},
      {{"due", "--city", "oskemen", "--ended", "2023-09-15T12:30"},
       1,
       "campaign spring has no city 'oskemen'; known: astana oral\n"},
      {{"due", "--city", "astana", "--ended", "2023-09-15"},
       64,
       "--ended: '2023-09-15' is not a civil date and time such as 2023-09-15T12:30, in the "
       "city's zone and without an offset\n"},
  };
  for (const Case& c : cases) {
    const Ran ran = run_in(etc, c.arguments);
    CAPTURE(c.arguments);
    CHECK(ran.exit == c.exit);
    CHECK(ran.err == c.err);
    CHECK(ran.out.empty());
  }
  CHECK(run_in(etc, {"due", "--city", "astana", "--ended", "2031-01-01T10:00"}).exit == 1);
}

TEST_CASE("an end that comes twice is refused with both readings", "[kestectl][errors]") {
  const ScratchEtc etc;
  const Ran ran = run_in(etc, {"due", "--city", "astana", "--ended", "2024-02-29T23:30"});
  CHECK(ran.exit == 64);
  CHECK_THAT(ran.err, Catch::Contains("2024-02-29T23:30:00+06:00"));
  CHECK_THAT(ran.err, Catch::Contains("2024-02-29T23:30:00+05:00"));
}

TEST_CASE("wrong usage exits with 64", "[kestectl][errors]") {
  const std::vector<std::vector<std::string>> wrong{{},
                                                    {"chek"},
                                                    {"check", "--foo"},
                                                    {"check", "--format", "xml"},
                                                    {"due"},
                                                    {"due", "--city", "astana"},
                                                    {"timeline", "extra"}};
  for (const auto& arguments : wrong) {
    CAPTURE(arguments);
    const Ran ran = run(arguments);
    CHECK(ran.exit == 64);
    CHECK_FALSE(ran.err.empty());
  }
  CHECK_THAT(run({"chek"}).err, Catch::Contains("no subcommand 'chek' (check?): one of check, "));
  CHECK_THAT(run({"session", "mve"}).err, Catch::Contains("no subcommand 'mve' (move?)"));
  CHECK_THAT(run({"session"}).err, Catch::Contains("Usage: kestectl session COMMAND"));
  CHECK(run({"--help"}).exit == 0);
  CHECK(run({"due", "--help"}).exit == 0);
  CHECK(run({"--version"}).out == "kestectl " KESTE_VERSION "\n");
}

TEST_CASE("everything that can be asked says what it is", "[kestectl][help]") {
  const manual::Command program = kestectl::describe_program();
  for (const manual::Place& place : manual::list_all(program)) {
    CAPTURE(place.path());
    CHECK(place.command().what.size() > 5);
    for (const auto* list : {&place.command().options, &place.command().words}) {
      for (const manual::Argument& each : *list) {
        CAPTURE(each.name());
        CHECK(each.what.size() > 3);
        // The type that nobody named.
        CHECK(each.value != "VECTOR");
      }
    }
  }
}

TEST_CASE("each exit code stands in the table once", "[kestectl][help]") {
  int before = -1;
  for (const manual::ExitCode& each : kestectl::exit_codes) {
    CHECK(each.code > before);
    before = each.code;
  }
}

}  // namespace
}  // namespace keste::test
