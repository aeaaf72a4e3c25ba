// Results: taken once, corrected, told in time or late, and asked for while they are missing.
#include "support/engine_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

ResultLine result(ApplicationId id, const std::string& level, const std::string& status = "final") {
  ResultLine line;
  line.row = 2;
  line.application = id;
  line.level = level;
  line.status = status;
  line.document_number = "KZ-" + level;
  return line;
}

std::string take(World& world, const ResultLine& line) {
  const DeskReport report = desk(world, TakeResults{{line}});
  if (!report.rows.empty()) return fact(report.rows[0], "problem");
  for (const char* outcome : {"taken", "corrected", "known"}) {
    if (fact(report.facts, outcome) == "1") return outcome;
  }
  return "nothing";
}

/// Persons 1 and 2 sat astana-0905, which has ended; its results are due on 7 September at 18:00.
struct Sat {
  Sat() : world(settings_of(whole_campaign())) {
    fire_all(world);
    one = seat(world, 1, "astana-0905");
    two = seat(world, 2, "astana-0905");
    world.set("2023-09-05T13:00:00+06:00");
    fire_all(world);
    desk(world, FinishSession{"astana-0905", {}, {}});
    fire_all(world);
    send_all(world);
  }
  void to_due() {
    world.set("2023-09-07T18:00:00+06:00");
    fire_all(world);
  }
  World world;
  ApplicationView one;
  ApplicationView two;
};

TEST_CASE("a result is told at once, with its document", "[engine][result]") {
  Sat sat;
  const auto [level, document] = GENERATE(table<std::string, std::string>(
      {{"A1", "reference"}, {"A2", "reference"}, {"B1", "certificate"}, {"C2", "certificate"}}));
  CHECK(take(sat.world, result(sat.one.id, level)) == "taken");
  const auto sent = send(sat.world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "result_ready");
  CHECK(sent[0].application == sat.one.id);
  CHECK(sent[0].result.level == level);
  CHECK(sent[0].result.document == document);
  CHECK(sent[0].result.document_number == "KZ-" + level);
  CHECK(look(sat.world, sat.one.ticket).result.level == level);
  CHECK(sat.world.snapshot().find_city("astana")->applications.resulted == 1);
  // Who has it is not told that it is due.
  sat.to_due();
  const auto due = send(sat.world);
  REQUIRE(due.size() == 1);
  CHECK(due[0].kind == "results_due");
  CHECK(due[0].application == sat.two.id);
  CHECK(due[0].result.level.empty());
  CHECK(reason_of(sat.world, "results_due") == "the applicant was told of the result itself");
}

TEST_CASE("a result that comes again changes nothing, a correction is told", "[engine][result]") {
  Sat sat;
  CHECK(take(sat.world, result(sat.one.id, "A2")) == "taken");
  CHECK(take(sat.world, result(sat.one.id, "a 2")) == "corrected");  // Another document number.
  CHECK(take(sat.world, result(sat.one.id, "A2")) == "corrected");
  CHECK(take(sat.world, result(sat.one.id, "A2")) == "known");
  CHECK(send(sat.world).size() == 1);
  CHECK(reason_of(sat.world, "result_ready") == "a later result took its place");
  CHECK(take(sat.world, result(sat.one.id, "B1")) == "corrected");
  const auto sent = send(sat.world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].result.document == "certificate");
  store::Rows kept = sat.world.database().query("result_find", {1});
  REQUIRE(kept.next());
  CHECK(kept.text(0) == "A2");
}

TEST_CASE("a hold is told when a result is expected, an annulment at once", "[engine][result]") {
  Sat sat;
  World& world = sat.world;
  CHECK(take(world, result(sat.one.id, "", "on_hold")) == "taken");
  CHECK(send(world).empty());
  sat.to_due();
  const auto due = send(world);
  REQUIRE(due.size() == 2);
  CHECK(due[0].result.status == "on_hold");
  CHECK(due[0].result.document.empty());
  CHECK(take(world, result(sat.one.id, "B1")) == "corrected");
  CHECK(take(world, result(sat.one.id, "", "annulled")) == "corrected");
  const auto news = send(world);
  REQUIRE(news.size() == 1);
  CHECK(news[0].result.status == "annulled");
  CHECK(news[0].result.document.empty());
  CHECK(take(world, result(sat.two.id, "", "on_hold")) == "taken");
  CHECK(send(world).size() == 1);  // Overdue, so it is news.
}

TEST_CASE("what is no result is refused for its own reason", "[engine][result]") {
  Sat sat;
  World& world = sat.world;
  const auto later = seat(world, 3, "astana-0920");
  const auto gone = seat(world, 4, "astana-0920");
  withdraw(world, gone.ticket);
  CHECK(take(world, result(ApplicationId{99}, "B1")) == "application-unknown");
  CHECK(take(world, result(later.id, "B1")) == "session-not-started");
  CHECK(take(world, result(gone.id, "B1")) == "application-has-no-sitting");
  CHECK(take(world, result(sat.one.id, "D1")) == "level-wrong");
  CHECK(take(world, result(sat.one.id, "")) == "level-missing");
  CHECK(take(world, result(sat.one.id, "B1", "perhaps")) == "status-wrong");
  ResultLine by_iin = result({}, "B1");
  by_iin.iin = "123";
  CHECK(take(world, by_iin) == "iin-wrong");
  by_iin.iin = make_iin(77);
  CHECK(take(world, by_iin) == "application-unknown");
  by_iin.iin = make_iin(1);
  by_iin.test = "QRT";
  CHECK(take(world, by_iin) == "application-unknown");
  by_iin.test = "QAZTEST";
  CHECK(take(world, by_iin) == "taken");
}

TEST_CASE("a result by IIN is that of the sitting, not of a retake still to come",
          "[engine][result]") {
  Sat sat;
  World& world = sat.world;
  ApplyCommand retake = make_command(1, "astana-0920", world.receipt());
  retake.request.promo_code = "";
  retake.request.payment_reference = "receipt 7";
  REQUIRE(word_of(apply(world, retake)) == "seated");
  ResultLine by_iin = result({}, "A2");
  by_iin.iin = make_iin(1);
  CHECK(take(world, by_iin) == "taken");
  CHECK(look(world, sat.one.ticket).result.level == "A2");
}

TEST_CASE("an online test has a result and no session", "[engine][result]") {
  World world(settings_of(whole_campaign()));
  const auto view =
      std::get<ApplicationView>(apply(world, make_online_command(1, world.receipt())));
  send_all(world);
  ResultLine line = result({}, "B2");
  line.iin = make_iin(1);
  CHECK(take(world, line) == "taken");
  const auto sent = send(world);
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].kind == "result_ready");
  CHECK(sent[0].result.document == "certificate");
  CHECK(look(world, view.ticket).state == "tested");
}

TEST_CASE("a result shows that somebody marked absent was there", "[engine][result]") {
  Sat sat;
  desk(sat.world, MarkAttendance{"astana-0905", {}, {sat.one.id}});
  CHECK(take(sat.world, result(sat.one.id, "B1")) == "taken");
  CHECK(look(sat.world, sat.one.ticket).state == "tested");
  CHECK(sat.world.snapshot().find_city("astana")->applications.absent == 0);
}

TEST_CASE("the branch is asked each working morning until the results are in",
          "[engine][overdue]") {
  Sat sat;
  World& world = sat.world;
  sat.to_due();
  send_all(world);
  const auto asked_on = [&](std::string_view at) {
    world.set(at);
    fire_all(world);
    const auto sent = send(world);
    return sent.empty() ? std::int64_t{0} : sent.front().figures.missing;
  };
  // Friday, the weekend, Monday.
  CHECK(asked_on("2023-09-08T08:59:59+06:00") == 0);
  CHECK(asked_on("2023-09-08T09:00:00+06:00") == 2);
  CHECK(asked_on("2023-09-09T23:00:00+06:00") == 0);
  CHECK(asked_on("2023-09-10T23:00:00+06:00") == 0);
  take(world, result(sat.one.id, "B1"));
  send_all(world);
  CHECK(asked_on("2023-09-11T09:00:00+06:00") == 1);
  take(world, result(sat.two.id, "A1"));
  CHECK(count_outbox(world, "result_ready", "pending") == 1);
  send_all(world);
  CHECK(asked_on("2023-09-12T09:00:00+06:00") == 0);
  CHECK(asked_on("2023-09-20T09:00:00+06:00") == 0);
  CHECK(count_outbox(world, "results_overdue") == 2);
}

TEST_CASE("a question that waited until the results were in is not asked", "[engine][overdue]") {
  Sat sat;
  sat.to_due();
  sat.world.set("2023-09-08T09:00:00+06:00");
  fire_all(sat.world);
  take(sat.world, result(sat.one.id, "B1"));
  take(sat.world, result(sat.two.id, "B1"));
  send_all(sat.world);
  CHECK(reason_of(sat.world, "results_overdue") == "the results are in");
}

}  // namespace
}  // namespace keste::engine
