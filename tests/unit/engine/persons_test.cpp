// Personal data: sealed, exported, erased, kept no longer than allowed; answers from elsewhere.
#include <fstream>
#include <iterator>

#include "base/fault.hpp"
#include "store/audit.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"
#include "support/test_store.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

/// Whether the audit log has the text as a note.
bool is_noted(World& world, std::string_view text) {
  store::Rows lines = world.database().query("audit_list", {0, 1'000});
  while (lines.next()) {
    if (lines.text(7) == text) return true;
  }
  return false;
}

TEST_CASE("another key's daemon is refused", "[engine][person]") {
  const ScratchFolder folder;
  const std::string path = folder.file("keste.db");
  { World world(small_season(), path); }
  Log log(null_sink());
  const auto open = [&](char letter) {
    Engine engine(
        std::make_unique<store::Database>(test::store_location(path), store::Access::writer),
        small_season(), vault_key(letter), log);
  };
  CHECK_THROWS_WITH(open('x'), Catch::Contains("sealed with another key"));
  CHECK_NOTHROW(open('k'));
}

TEST_CASE("nothing of an IIN or a code stands in the file", "[engine][person][sqlite]") {
  const ScratchFolder folder;
  World world(settings_of(whole_campaign()), folder.file("keste.db"));
  seat(world, 1, "astana-0905");
  const std::string code = fact(desk(world, IssueCode{make_iin(2), "QRT"}).facts, "code");
  desk(world, ExtendPerson{make_iin(1), "oral", instant("2023-09-20T00:00:00+05:00"), "a reason"});
  world.engine().finish(world.present());
  std::string bytes;
  for (const char* name : {"keste.db", "keste.db-wal"}) {
    std::ifstream file(folder.file(name), std::ios::binary);
    bytes.append(std::istreambuf_iterator<char>(file), {});
  }
  REQUIRE(bytes.size() > 10'000);
  CHECK(bytes.find("applicant1@example.kz") != std::string::npos);
  for (const std::string& secret : {make_iin(1), make_iin(2), std::string("PROMO-1"), code}) {
    CHECK(bytes.find(secret) == std::string::npos);
  }
}

TEST_CASE("a consent that is withdrawn takes the application and the person's data with it",
          "[engine][person]") {
  World world(settings_of(whole_campaign()));
  const ApplicationView view = seat(world, 1, "astana-0905");
  const auto withdraw_consent = [&world](const std::string& ticket) {
    ApplicationOutcome outcome;
    const Receipt receipt = world.receipt();
    world.turn([&](Turn& turn) { outcome = turn.withdraw_consent(ticket, receipt); });
    return word_of(outcome);
  };
  CHECK(withdraw_consent("1-0000000000000000") == "not_found");
  SECTION("in time") {
    CHECK(withdraw_consent(view.ticket) == "withdrawn");
    CHECK(withdraw_consent(view.ticket) == "not_found");
    CHECK(world.snapshot().find_city("astana")->applications.seated == 0);
    CHECK(desk(world, ExportPerson{make_iin(1)}).refusal == "person-unknown");
    store::Rows rows = world.database().query("application_find_person", {view.id.value});
    REQUIRE(rows.next());
    CHECK(rows.text(0).empty());
    CHECK(rows.text(1).empty());
    CHECK(rows.text(4).empty());
  }
  SECTION("after the cut-off the data are needed to hold the session") {
    world.set(view.change_until);
    CHECK(withdraw_consent(view.ticket) == "cut-off-passed");
    CHECK(desk(world, ExportPerson{make_iin(1)}).rows.size() == 1);
  }
  CHECK_FALSE(store::verify_audit(world.database()).broken_at);
}

TEST_CASE("what is kept of somebody is shown, and erased when nothing of it is live",
          "[engine][person]") {
  World world(settings_of(whole_campaign()));
  fire_all(world);
  const auto one = seat(world, 1, "astana-0905");
  const auto other = seat(world, 2, "astana-0905");
  desk(world, SetNeeds{one.id, "a wheelchair", 10});
  REQUIRE(is_noted(world, "a wheelchair"));
  const DeskReport kept = desk(world, ExportPerson{make_iin(1)});
  REQUIRE(kept.rows.size() == 1);
  CHECK(fact(kept.rows[0], "iin") == make_iin(1));
  CHECK(fact(kept.rows[0], "email") == "applicant1@example.kz");
  CHECK(desk(world, ExportPerson{make_iin(7)}).refusal == "person-unknown");
  CHECK(desk(world, ExportPerson{"1"}).refusal == "iin-wrong");
  const ErasePerson erase{make_iin(1), "asked for it in writing"};
  CHECK(desk(world, erase).refusal == "application-live");
  withdraw(world, one.ticket);
  CHECK(fact(desk(world, erase).facts, "erased") == "1");
  CHECK(desk(world, ExportPerson{make_iin(1)}).refusal == "person-unknown");
  ApplicationOutcome found;
  world.turn([&](Turn& turn) { found = turn.find_application(one.ticket); });
  CHECK(word_of(found) == "not_found");
  CHECK_FALSE(store::verify_audit(world.database()).broken_at);
  CHECK_FALSE(is_noted(world, "a wheelchair"));
  CHECK(world.snapshot().find_city("astana")->applications.withdrawn == 1);
  CHECK(look(world, other.ticket).state == "seated");
  // Only the other one hears anything.
  CHECK(send_all(world) == 1);
  CHECK(word_of(apply(world, 1, "astana-0905")) == "seated");
}

TEST_CASE("an erased person's code and extension find nobody any more", "[engine][person]") {
  World world(settings_of(whole_campaign()));
  const std::string code = fact(desk(world, IssueCode{make_iin(1), "QAZTEST"}).facts, "code");
  ApplyCommand command = make_command(1, "astana-0905", world.receipt());
  command.request.promo_code = code;
  withdraw(world, std::get<ApplicationView>(apply(world, command)).ticket);
  desk(world, ExtendPerson{make_iin(1), "oral", instant("2023-09-20T00:00:00+05:00"), "was ill"});
  REQUIRE(desk(world, ErasePerson{make_iin(1), "asked for it"}).refusal.empty());
  CHECK(fact(desk(world, ShowCode{code}).facts, "state") == "released");
  CHECK(fact(desk(world, IssueCode{make_iin(1), "QAZTEST"}).facts, "fresh") == "yes");
  world.set("2023-09-18T12:00:00+05:00");
  command = make_command(1, "oral-0920", world.receipt());
  CHECK(word_of(apply(world, command)) == "window-closed");
  CHECK_FALSE(is_noted(world, "was ill"));
}

TEST_CASE("personal data go on their day, the counts stay", "[engine][person]") {
  campaign::Campaign campaign = whole_campaign();
  campaign.admission.keep_personal_data_days = 30;
  EngineSettings settings = settings_of(campaign);
  settings.fan_out_chunk = 2;
  World world(settings);
  fire_all(world);
  desk(world, ExtendPerson{make_iin(3), "oral", instant("2023-09-19T00:00:00+05:00"), "was ill"});
  std::vector<ApplicationView> views;
  for (int person : {1, 2}) views.push_back(seat(world, person, "astana-0905"));
  world.set("2023-09-18T12:00:00+05:00");
  views.push_back(seat(world, 3, "oral-0920"));
  // The last due date is Oral's, on 29 September; 03:00 of the first city's zone.
  const Instant at = instant("2023-10-29T03:00:00+06:00");
  CHECK(entry(world, "personal_data_erased", "").at == at);
  world.set(at - 1us);
  fire_all(world);
  CHECK(desk(world, ExportPerson{make_iin(1)}).refusal.empty());
  world.set(at);
  fire_all(world);
  for (int person : {1, 2, 3}) {
    CHECK(desk(world, ExportPerson{make_iin(person)}).refusal == "person-unknown");
  }
  CHECK(world.snapshot().find_city("astana")->applications.seated == 2);
  CHECK(entry(world, "personal_data_erased", "").state == "done");
  CHECK(send_all(world) == 5);  // To branches: three windows closed, two results are missing.
  CHECK_FALSE(store::verify_audit(world.database()).broken_at);
}

TEST_CASE("the day of erasing follows the file and the last due date", "[engine][person]") {
  campaign::Campaign campaign = whole_campaign();
  World world(settings_of(campaign));
  CHECK_THROWS(entry(world, "personal_data_erased", ""));
  campaign.admission.keep_personal_data_days = 10;
  world.reload(settings_of(campaign));
  CHECK(entry(world, "personal_data_erased", "").at == instant("2023-10-09T03:00:00+06:00"));
  campaign.admission.keep_personal_data_days = 20;
  world.reload(settings_of(campaign));
  CHECK(entry(world, "personal_data_erased", "").at == instant("2023-10-19T03:00:00+06:00"));
  campaign.admission.keep_personal_data_days = 0;
  world.reload(settings_of(campaign));
  CHECK_THROWS(entry(world, "personal_data_erased", ""));
}

AnswerLine answer(int row, int person, const std::string& session, std::string_view at) {
  AnswerLine line;
  line.row = row;
  line.key = "answer " + std::to_string(person);
  line.answered_at = instant(at);
  line.request = make_command(person, session, {}).request;
  return line;
}

std::vector<std::string> outcomes(const DeskReport& report) {
  std::vector<std::string> words;
  for (const Facts& row : report.rows) {
    const std::string problem = fact(row, "problem");
    words.push_back(problem.empty() ? fact(row, "outcome") : problem);
  }
  return words;
}

using Words = std::vector<std::string>;

TEST_CASE("answers are taken as of when they were given, once", "[engine][answer]") {
  World world(settings_of(whole_campaign()));
  world.set("2023-09-18T02:00:00+06:00");
  fire_all(world);
  TakeAnswers import;
  import.lines = {answer(2, 1, "oral-0920", "2023-09-17T23:59:59+05:00"),
                  answer(3, 2, "oral-0920", "2023-09-18T00:00:00+05:00"),
                  answer(4, 3, "almaty-0915", "2023-09-10T12:00:00+06:00"),
                  answer(5, 4, "astana-0920", "2023-09-18T02:00:00.000001+06:00"),
                  answer(6, 5, "astana-0920", "2023-08-31T12:00:00+06:00")};
  const Words expected{"seated", "window-closed", "session-started", "answered-in-the-future",
                       "window-not-open"};
  CHECK(outcomes(desk(world, import)) == expected);
  import.lines.push_back(answer(7, 6, "astana-0920", "2023-09-17T12:00:00+06:00"));
  const DeskReport again = desk(world, import);
  CHECK(outcomes(again).front() == "known");
  CHECK(outcomes(again).back() == "seated");
  CHECK(fact(again.facts, "taken") == "1");
  CHECK(fact(again.facts, "refused") == "4");
  CHECK(outbox(world).size() == 4);  // Two windows' ends, two receipts.
}

TEST_CASE("who answered first is served first, however the export is sorted", "[engine][answer]") {
  World world(settings_of(whole_campaign()));
  world.set("2023-09-10T12:00:00+06:00");
  fire_all(world);
  TakeAnswers import;
  import.lines = {answer(2, 1, "almaty-0915", "2023-09-04T12:00:00+06:00"),
                  answer(3, 2, "almaty-0915", "2023-09-02T12:00:00+06:00"),
                  answer(4, 3, "almaty-0915", "2023-09-03T12:00:00+06:00")};
  const DeskReport report = desk(world, import);
  CHECK(outcomes(report) == Words{"waitlisted", "seated", "seated"});
  CHECK(fact(report.rows[0], "row") == "2");
}

TEST_CASE("a rehearsal says what would happen and leaves no trace", "[engine][answer]") {
  World world(settings_of(whole_campaign()));
  world.set("2023-09-10T12:00:00+06:00");
  fire_all(world);
  seat(world, 9, "almaty-0915");
  TakeAnswers import;
  for (int person = 1; person <= 3; ++person) {
    import.lines.push_back(answer(person + 1, person, "almaty-0915", "2023-09-04T12:00:00+06:00"));
  }
  const std::string head = store::verify_audit(world.database()).head;
  const auto messages = outbox(world).size();
  const DeskReport rehearsed = world.engine().rehearse(world.present(), import);
  CHECK(outcomes(rehearsed) == Words{"seated", "waitlisted", "waitlisted"});
  world.check_invariants();
  CHECK(store::verify_audit(world.database()).head == head);
  CHECK(outbox(world).size() == messages);
  CHECK(world.snapshot().find_city("almaty")->applications.seated == 1);
  CHECK(outcomes(desk(world, import)) == outcomes(rehearsed));
}

}  // namespace
}  // namespace keste::engine
