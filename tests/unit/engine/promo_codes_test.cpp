// One free attempt in all: whose promo code, for what, and what becomes of it.
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

EngineSettings season(bool code_required = false) {
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.code_required = code_required;
  return settings_of(campaign);
}

std::string issue(World& world, int person, const std::string& test = "QAZTEST") {
  return fact(desk(world, IssueCode{make_iin(person), test}).facts, "code");
}

std::string state_of(World& world, const std::string& code) {
  const DeskReport report = desk(world, ShowCode{code});
  return report.refusal.empty() ? fact(report.facts, "state") : report.refusal;
}

ApplyCommand with_code(World& world, int person, const std::string& code,
                       const std::string& session = "astana-0920") {
  ApplyCommand command = make_command(person, session, world.receipt());
  command.request.promo_code = code;
  return command;
}

std::string apply_with(World& world, int person, const std::string& code,
                       const std::string& session = "astana-0920") {
  return word_of(apply(world, with_code(world, person, code, session)));
}

ApplyCommand paying(World& world, int person, const std::string& session = "astana-0920") {
  ApplyCommand command = with_code(world, person, "", session);
  command.request.payment_reference = "receipt 77";
  return command;
}

/// Has sat astana-0905 and got a level.
void sit(World& world, ApplicationId id, const std::string& level) {
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  REQUIRE(desk(world, FinishSession{"astana-0905", {}, {}}).refusal.empty());
  fire_all(world);
  ResultLine line;
  line.application = id;
  line.level = level;
  line.status = "final";
  REQUIRE(fact(desk(world, TakeResults{{line}}).facts, "taken") == "1");
}

TEST_CASE("a code is taken on trust, once, while the campaign has no list", "[engine][code]") {
  World world(season());
  CHECK(apply_with(world, 1, "SOMETHING-1") == "seated");
  CHECK(apply_with(world, 2, "something 1") == "promo-code-refused");
  CHECK(apply_with(world, 2, "SOMETHING-2") == "seated");
  // The first of a list ends the trust.
  issue(world, 9);
  CHECK(apply_with(world, 3, "SOMETHING-3") == "promo-code-refused");
}

TEST_CASE("whose codes are taken is a key of the campaign", "[engine][code]") {
  using Codes = campaign::AdmissionRules::Codes;
  struct Case {
    Codes codes;
    bool has_list;
    const char* word;
  };
  const auto [codes, has_list, word] =
      GENERATE(values<Case>({{Codes::as_listed, false, "seated"},
                             {Codes::as_listed, true, "promo-code-refused"},
                             {Codes::listed, false, "promo-code-refused"},
                             {Codes::listed, true, "promo-code-refused"},
                             {Codes::any, false, "seated"},
                             {Codes::any, true, "seated"}}));
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.codes = codes;
  World world(settings_of(campaign));
  if (has_list) issue(world, 9);
  CHECK(apply_with(world, 1, "SOMETHING-1") == word);
}

TEST_CASE("an issued code is typed in any way and is its holder's alone", "[engine][code]") {
  World world(season());
  const std::string code = issue(world, 1);
  CHECK(issue(world, 1) == code);
  CHECK(state_of(world, code) == "issued");
  CHECK(apply_with(world, 2, code) == "promo-code-refused");
  std::string typed;
  for (const char c : code) {
    if (c == '-') continue;
    typed += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    typed += ' ';
  }
  CHECK(apply_with(world, 1, "  " + typed) == "seated");
  CHECK(state_of(world, code) == "reserved");
  std::string slip = code;
  slip[0] = slip[0] == '7' ? '8' : '7';
  CHECK(apply_with(world, 3, slip) == "promo-code-mistyped");
  CHECK(state_of(world, slip) == "code-mistyped");
}

TEST_CASE("an imported code is read through look-alike letters", "[engine][code]") {
  World world(season());
  const DeskReport report = desk(world, ImportCodes{{{2, "COMET-1", make_iin(1), "QAZTEST"},
                                                     {3, "COMET-1", make_iin(1), "QAZTEST"},
                                                     {4, "COMET-1", make_iin(2), "QAZTEST"},
                                                     {5, "COMET-2", make_iin(1), "QAZTEST"},
                                                     {6, "COMET-1", make_iin(1), "QRT"},
                                                     {7, "COMET-3", "123", "QAZTEST"},
                                                     {8, "COMET-4", make_iin(4), "TOEFL"},
                                                     {9, " ", make_iin(4), "QRT"}}});
  CHECK(fact(report.facts, "taken") == "1");
  CHECK(fact(report.facts, "known") == "1");
  std::vector<std::string> problems;
  for (const Facts& row : report.rows) problems.push_back(fact(row, "problem"));
  CHECK(problems == std::vector<std::string>{"code-of-another-person", "person-has-another-code",
                                             "code-for-another-test", "iin-wrong", "test-unknown",
                                             "code-missing"});
  CHECK(apply_with(world, 1, "СОМЕТ1") == "seated");  // In Cyrillic letters.
}

TEST_CASE("a list that names a code taken on trust makes it a listed one", "[engine][code]") {
  World world(season());
  const ApplicationView view =
      std::get<ApplicationView>(apply(world, with_code(world, 1, "OLD-1")));
  const ImportCodes list{{{2, "OLD-1", make_iin(1), "QAZTEST"}}};
  CHECK(fact(desk(world, list).facts, "taken") == "1");
  CHECK(fact(desk(world, list).facts, "known") == "1");
  REQUIRE(word_of(withdraw(world, view.ticket)) == "withdrawn");
  CHECK(state_of(world, "OLD-1") == "released");
  CHECK(apply_with(world, 2, "OLD-2") == "promo-code-refused");
  CHECK(apply_with(world, 1, "OLD-1") == "seated");
}

TEST_CASE("a withdrawal frees the code for its holder, and one on trust for anybody",
          "[engine][code]") {
  World world(season());
  const auto trusted = std::get<ApplicationView>(apply(world, with_code(world, 1, "ANY")));
  withdraw(world, trusted.ticket);
  CHECK(apply_with(world, 2, "ANY") == "seated");
  const std::string code = issue(world, 3);
  const auto listed = std::get<ApplicationView>(apply(world, with_code(world, 3, code)));
  CHECK(listed.free_attempt);
  withdraw(world, listed.ticket);
  CHECK(state_of(world, code) == "released");
  CHECK(apply_with(world, 4, code) == "promo-code-refused");
  CHECK(apply_with(world, 3, code, "oral-0920") == "seated");
}

TEST_CASE("a void code is told as such to its holder only", "[engine][code]") {
  World world(season());
  const std::string code = issue(world, 1);
  CHECK(desk(world, VoidCode{code, " "}).refusal == "reason-missing");
  CHECK(desk(world, VoidCode{"NONE", "a reason"}).refusal == "code-unknown");
  CHECK(fact(desk(world, VoidCode{code, "issued twice"}).facts, "state") == "void");
  CHECK(fact(desk(world, VoidCode{code, "issued twice"}).facts, "state") == "void");
  CHECK(apply_with(world, 1, code) == "promo-code-void");
  CHECK(apply_with(world, 2, code) == "promo-code-refused");
  // They may have another one now.
  const std::string fresh = issue(world, 1);
  CHECK(fresh != code);
  CHECK(apply_with(world, 1, fresh) == "seated");
  CHECK(desk(world, VoidCode{fresh, "a reason"}).refusal == "code-in-use");
}

TEST_CASE("a code is for one test", "[engine][code]") {
  World world(season());
  const std::string code = issue(world, 1, "QRT");
  CHECK(apply_with(world, 1, code) == "promo-code-other-test");
  CHECK(desk(world, IssueCode{make_iin(1), "QAZTEST"}).refusal == "free-attempt-chosen");
  ApplyCommand online = make_online_command(1, world.receipt());
  online.request.promo_code = code;
  CHECK(word_of(apply(world, online)) == "accepted");
}

TEST_CASE("one free attempt in all, whichever test", "[engine][code]") {
  World world(season());
  const auto view =
      std::get<ApplicationView>(apply(world, make_online_command(1, world.receipt())));
  CHECK(apply_with(world, 1, "ANOTHER") == "free-attempt-used");
  CHECK(word_of(apply(world, paying(world, 1))) == "seated");
  REQUIRE(word_of(withdraw(world, view.ticket)) == "withdrawn");
  ApplyCommand again = make_online_command(1, world.receipt());
  CHECK(word_of(apply(world, again)) == "accepted");
}

TEST_CASE("attendance spends the code; a retake is paid for, and none follows a pass",
          "[engine][code]") {
  World world(season(true));
  const std::string code = issue(world, 1);
  const auto view =
      std::get<ApplicationView>(apply(world, with_code(world, 1, code, "astana-0905")));
  const std::string level = GENERATE("A2", "B1");
  sit(world, view.id, level);
  CHECK(state_of(world, code) == "redeemed");
  const bool passed = level == "B1";
  CHECK(apply_with(world, 1, code) == (passed ? "already-passed" : "free-attempt-used"));
  CHECK(apply_with(world, 1, "") == (passed ? "already-passed" : "payment-required"));
  CHECK(word_of(apply(world, paying(world, 1))) == (passed ? "already-passed" : "seated"));
}

TEST_CASE("what a first attempt needs is a key of the campaign", "[engine][code]") {
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.code_required = GENERATE(false, true);
  campaign.admission.self_funded_first = GENERATE(false, true);
  const bool required = campaign.admission.code_required;
  World world(settings_of(campaign));
  CHECK(apply_with(world, 1, "") == (required ? "promo-code-required" : "seated"));
  const bool pays = !required || campaign.admission.self_funded_first;
  CHECK(word_of(apply(world, paying(world, 2))) == (pays ? "seated" : "promo-code-required"));
  CHECK(apply_with(world, 3, "CODE") == "seated");
}

TEST_CASE("a no-show spends the code where the campaign says so", "[engine][code]") {
  const bool spends = GENERATE(false, true);
  const bool listed = GENERATE(false, true);
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.no_show_spends_code = spends;
  World world(settings_of(campaign));
  const std::string code = listed ? issue(world, 1) : "TRUST-1";
  const auto view =
      std::get<ApplicationView>(apply(world, with_code(world, 1, code, "astana-0905")));
  world.set("2023-09-05T13:00:00+06:00");
  fire_all(world);
  desk(world, FinishSession{"astana-0905", {}, {view.id}});
  fire_all(world);
  CHECK(look(world, view.ticket).state == "absent");
  CHECK(state_of(world, code) == (spends ? "redeemed" : listed ? "released" : "code-unknown"));
  SECTION("which decides whether it may be used again") {
    CHECK(apply_with(world, 1, code) == (spends ? "free-attempt-used" : "seated"));
  }
  SECTION("and an absence taken back spends it after all") {
    desk(world, MarkAttendance{"astana-0905", {view.id}, {}});
    CHECK(look(world, view.ticket).state == "tested");
    CHECK(state_of(world, code) == "redeemed");
    CHECK(apply_with(world, 1, code) == "free-attempt-used");
    desk(world, MarkAttendance{"astana-0905", {}, {view.id}});
    CHECK(state_of(world, code) == (spends ? "redeemed" : listed ? "released" : "code-unknown"));
  }
  SECTION("a code used again meanwhile stays with the later application") {
    if (!spends) {
      REQUIRE(apply_with(world, 1, code) == "seated");
      desk(world, MarkAttendance{"astana-0905", {view.id}, {}});
      CHECK(state_of(world, code) == "reserved");
      desk(world, MarkAttendance{"astana-0905", {}, {view.id}});
      CHECK(state_of(world, code) == "reserved");
    }
  }
  SECTION("a result shows that they were there") {
    ResultLine line;
    line.application = view.id;
    line.level = "A2";
    line.status = "final";
    CHECK(fact(desk(world, TakeResults{{line}}).facts, "taken") == "1");
    CHECK(look(world, view.ticket).state == "tested");
    CHECK(state_of(world, code) == "redeemed");
  }
}

TEST_CASE("a refused code leaves nothing behind", "[engine][code]") {
  World world(season());
  issue(world, 9);
  const auto messages = outbox(world).size();
  CHECK(apply_with(world, 1, "WRONG") == "promo-code-refused");
  CHECK(outbox(world).size() == messages);
  CHECK(world.snapshot().find_city("astana")->applications.seated == 0);
  CHECK(word_of(apply(world, paying(world, 1))) == "seated");
}

TEST_CASE("who guesses is slowed, and the holder of a right code is not", "[engine][code]") {
  World world(season());
  const std::string code = issue(world, 1);
  const auto from = [&](const std::string& client, int person, const std::string& typed) {
    ApplyCommand command = with_code(world, person, typed);
    command.client = client;
    return word_of(apply(world, command));
  };
  std::string word;
  for (int i = 0; i < 12; ++i) word = from("203.0.113.7", 1, "GUESS-" + std::to_string(i));
  CHECK(word == "guessing");
  CHECK(from("203.0.113.7", 1, code) == "guessing");
  CHECK(from("198.51.100.1", 1, code) == "seated");
}

TEST_CASE("the report counts codes by test, make and state", "[engine][code]") {
  World world(season());
  issue(world, 1);
  const std::string used = issue(world, 2);
  issue(world, 3, "QRT");
  apply_with(world, 2, used);
  const DeskReport report = desk(world, ReportCodes{});
  CHECK(fact(report.facts, "total") == "3");
  std::vector<std::string> lines;
  for (const Facts& row : report.rows) {
    lines.push_back(fact(row, "test") + " " + fact(row, "made") + " " + fact(row, "state") + " " +
                    fact(row, "count"));
  }
  CHECK(lines == std::vector<std::string>{"QAZTEST issued issued 1", "QAZTEST issued reserved 1",
                                          "QRT issued issued 1"});
}

}  // namespace
}  // namespace keste::engine
