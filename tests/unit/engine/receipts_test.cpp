// Receipts: what a decision rested on, at the moment of the decision and ever after.
#include "engine/receipts.hpp"
#include "admission/receipt_text.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

constexpr auto closes = "2023-09-18T00:00:00+06:00";  // Almaty's.

AcceptedReceipt receipt_of(World& world, const std::string& ticket) {
  const Engine& engine = world.engine();
  const auto found = find_receipt({world.database(), engine.vault(), engine.campaign_id()}, ticket);
  REQUIRE(std::holds_alternative<AcceptedReceipt>(found));
  return std::get<AcceptedReceipt>(found);
}

std::string text_of(World& world, const ApplyOutcome& outcome) {
  if (const auto* view = std::get_if<ApplicationView>(&outcome)) {
    return make_receipt(receipt_of(world, view->ticket), world.snapshot());
  }
  REQUIRE(outcome.ruling);
  const auto refusal = std::get<admission::Refusal>(outcome);
  return make_receipt(*outcome.ruling, to_text(refusal), world.snapshot());
}

/// One line of a receipt, which must be genuine.
std::string line(World& world, const std::string& text, std::string_view name) {
  const auto read = admission::read_signed_receipt(text);
  REQUIRE(read);
  const store::ReceiptKeyRow* key = world.snapshot().receipt_keys->find(read.value().key);
  REQUIRE(key != nullptr);
  CHECK(store::is_signed_by(key->public_key, read.value().statement, read.value().signature));
  return std::string(admission::find_receipt_line(read.value().statement, name));
}

ApplyCommand keyed(World& world, int person, const std::string& session) {
  ApplyCommand command = make_command(person, session, world.receipt());
  command.idempotency =
      IdempotencyKey{"key-" + std::to_string(person), std::string(32, static_cast<char>(person))};
  return command;
}

DeskReport move_closing(World& world, std::string_view to) {
  return desk(world, ChangeWindow{"almaty", instant(to), "Сұраныс көп"});
}

TEST_CASE("a microsecond decides, and the receipts say so", "[engine][receipt]") {
  World world;
  const Instant closing = world.snapshot().find_city("oral")->closes_at;
  world.set(closing - 1us);
  const std::string in_time = text_of(world, apply(world, 1, "oral-0920"));
  CHECK(line(world, in_time, "decision") == "accepted");
  CHECK(line(world, in_time, "received") == "2023-09-17T23:59:59.999999+05:00");
  CHECK(line(world, in_time, "received-utc") == "2023-09-17T18:59:59.999999Z");
  CHECK(line(world, in_time, "window-closes") == "2023-09-18T00:00:00.000000+05:00");
  world.set(closing);
  const std::string late = text_of(world, apply(world, 2, "oral-0920"));
  CHECK(line(world, late, "decision") == "refused");
  CHECK(line(world, late, "problem") == "window-closed");
  CHECK(line(world, late, "received") == "2023-09-18T00:00:00.000000+05:00");
  CHECK(line(world, late, "window-closes") == "2023-09-18T00:00:00.000000+05:00");
  CHECK(line(world, late, "application") == "-");
}

TEST_CASE("a receipt of an acceptance names the window as it stood then", "[engine][receipt]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  world.set("2023-09-10T12:00:00+06:00");
  const ApplicationView before = seat(world, 1, "almaty-0915");
  const std::string first = make_receipt(receipt_of(world, before.ticket), world.snapshot());
  CHECK(line(world, first, "window") == "1");
  REQUIRE(move_closing(world, "2023-09-19T00:00:00+06:00").refusal.empty());
  const ApplicationView after = seat(world, 2, "almaty-0915");
  const std::string second = make_receipt(receipt_of(world, after.ticket), world.snapshot());
  CHECK(line(world, second, "window") == "2");
  CHECK(line(world, second, "window-closes") == "2023-09-19T00:00:00.000000+06:00");
  // Nothing that comes later changes it: another closing, withdrawal, a restart.
  REQUIRE(move_closing(world, closes).refusal.empty());
  REQUIRE(word_of(withdraw(world, before.ticket)) == "withdrawn");
  world.restart();
  CHECK(make_receipt(receipt_of(world, before.ticket), world.snapshot()) == first);
  CHECK(make_receipt(receipt_of(world, after.ticket), world.snapshot()) == second);
  CHECK(world.snapshot().find_city("almaty")->window_version == 3);
  CHECK(line(world, first, "state") == "seated");
  CHECK(line(world, first, "application") == "1");
}

TEST_CASE("a refusal is judged by the window of its moment, though the turn goes on",
          "[engine][receipt]") {
  World world;
  world.set(closes);
  const ApplyCommand command = make_command(1, "almaty-0915", world.receipt());
  ApplyOutcome late;
  world.turn([&](Turn& turn) {
    late = turn.apply(command);
    turn.perform(ChangeWindow{"almaty", instant("2023-09-20T00:00:00+06:00"), "Кезек ұзын"});
  });
  const std::string text = text_of(world, late);
  CHECK(line(world, text, "window") == "1");
  CHECK(line(world, text, "window-closes") == "2023-09-18T00:00:00.000000+06:00");
  CHECK(world.snapshot().find_city("almaty")->window_version == 2);
}

TEST_CASE("a repeated request gets the receipt of the first time", "[engine][receipt]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  world.set(closes);
  const ApplyCommand command = keyed(world, 1, "almaty-0915");
  const std::string first = text_of(world, apply(world, command));
  CHECK(line(world, first, "problem") == "window-closed");
  world.set("2023-09-18T08:00:00+06:00");
  REQUIRE(move_closing(world, "2023-09-20T00:00:00+06:00").refusal.empty());
  world.restart();
  ApplyCommand again = command;
  again.receipt = world.receipt();
  CHECK(text_of(world, apply(world, again)) == first);
}

TEST_CASE("who began on the waitlist has a receipt that says so, seated or not",
          "[engine][receipt]") {
  World world;
  seat_many(world, 1, 2, "almaty-0915");
  const ApplyOutcome waiting = apply(world, 3, "almaty-0915");
  REQUIRE(word_of(waiting) == "waitlisted");
  const std::string before = text_of(world, waiting);
  CHECK(line(world, before, "state") == "waitlisted");
  MoveSession more;
  more.session = "almaty-0915";
  more.seats = 5;
  more.reason = "Орын қосылды";
  REQUIRE(desk(world, more).refusal.empty());
  REQUIRE(look(world, std::get<ApplicationView>(waiting).ticket).state == "seated");
  CHECK(text_of(world, waiting) == before);
}

TEST_CASE("an extension for one person is named in the receipt", "[engine][receipt]") {
  World world;
  world.set("2023-09-10T12:00:00+06:00");
  const ApplicationView usual = seat(world, 2, "almaty-0915");
  REQUIRE(desk(world,
               ExtendPerson{make_iin(1), "almaty", instant("2023-09-18T12:00:00+06:00"), "Ауырды"})
              .refusal.empty());
  world.set("2023-09-14T12:00:00+06:00");
  REQUIRE(move_closing(world, "2023-09-14T12:00:01+06:00").refusal.empty());
  world.set("2023-09-14T12:00:02+06:00");
  const std::string text = text_of(world, apply(world, 1, "almaty-0915"));
  CHECK(line(world, text, "decision") == "accepted");
  CHECK(line(world, text, "extension") == "yes");
  const std::string other = make_receipt(receipt_of(world, usual.ticket), world.snapshot());
  CHECK(line(world, other, "extension") == "no");
}

TEST_CASE("a test online has a window with versions of its own", "[engine][receipt]") {
  World world(settings_of(whole_campaign()));
  const std::string text = text_of(world, apply(world, make_online_command(1, world.receipt())));
  CHECK(line(world, text, "test") == "QRT");
  CHECK(line(world, text, "city") == "-");
  CHECK(line(world, text, "state") == "accepted");
  CHECK(line(world, text, "window") == "1");
  campaign::Campaign longer = whole_campaign();
  longer.testing_to = date("2023-09-23");
  world.reload(settings_of(longer));
  CHECK(world.snapshot().tests.at(0).window_version == 2);
  CHECK(
      text_of(world, apply(world, make_online_command(1, world.receipt()))).find("\nwindow: 2\n") !=
      std::string::npos);
}

TEST_CASE("what was typed does not get into a receipt, unless Keste knows it",
          "[engine][receipt]") {
  World world;
  ApplyCommand command = make_command(1, "almaty-0915", world.receipt());
  command.request.city = "Қала\nwindow: 99";
  const std::string text = text_of(world, apply(world, command));
  CHECK(line(world, text, "problem") == "city-unknown");
  CHECK(line(world, text, "city") == "-");
  CHECK(line(world, text, "window") == "-");
}

TEST_CASE("receipts of one person name the same applicant, and others another one",
          "[engine][receipt]") {
  World world;
  const std::string first = text_of(world, apply(world, 1, "almaty-0915"));
  const std::string again = text_of(world, apply(world, 1, "almaty-0915"));
  const std::string other = text_of(world, apply(world, 2, "almaty-0915"));
  CHECK(line(world, again, "problem") == "already-applied");
  CHECK(line(world, first, "applicant") == line(world, again, "applicant"));
  CHECK(line(world, first, "applicant") != line(world, other, "applicant"));
  const DeskReport report = desk(world, FindApplicantTag{make_iin(1)});
  CHECK(fact(report.facts, "applicant") == line(world, first, "applicant"));
  CHECK(desk(world, FindApplicantTag{"123"}).refusal == "iin-wrong");
  CHECK(first.find(make_iin(1)) == std::string::npos);
}

TEST_CASE("a wrong ticket and an erased person have no receipt", "[engine][receipt]") {
  World world;
  const ApplicationView view = seat(world, 1, "almaty-0915");
  const ReceiptSource source{world.database(), world.engine().vault(),
                             world.engine().campaign_id()};
  CHECK(std::get<Trouble>(find_receipt(source, "0-00000")) == Trouble::not_found);
  world.turn([&](Turn& turn) { turn.withdraw_consent(view.ticket, world.receipt()); });
  CHECK(std::get<Trouble>(find_receipt(source, view.ticket)) == Trouble::not_found);
}

TEST_CASE("a renewed key signs what comes, and what was signed stays valid", "[engine][receipt]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  const std::string old = text_of(world, apply(world, 1, "almaty-0915"));
  const std::string old_key = line(world, old, "key");
  CHECK(desk(world, RenewReceiptKey{"x"}).refusal == "reason-missing");
  const DeskReport report = desk(world, RenewReceiptKey{"Жыл сайынғы"});
  CHECK(fact(report.facts, "retired") == old_key);
  CHECK(fact(report.facts, "key") == world.snapshot().receipt_keys->present->id());
  world.restart();
  CHECK(world.snapshot().receipt_keys->present->id() == fact(report.facts, "key"));
  CHECK(line(world, old, "decision") == "accepted");
  const std::string fresh = text_of(world, apply(world, 2, "almaty-0915"));
  CHECK(line(world, fresh, "key") == fact(report.facts, "key"));
}

TEST_CASE("two daemons of one database sign by one key, and renew it together",
          "[engine][receipt][postgresql]") {
  const ScratchFolder folder;
  EngineSettings one_season = small_season();
  EngineSettings other_season = small_season();
  one_season.instance = "one";
  other_season.instance = "other";
  World one(one_season, folder.file("keste.db"));
  World other(other_season, folder.file("keste.db"));
  const auto key_of = [](World& world) { return world.snapshot().receipt_keys->present->id(); };
  CHECK(key_of(one) == key_of(other));
  const DeskReport report = desk(one, RenewReceiptKey{"Жыл сайынғы"});
  CHECK(other.engine().follow());
  CHECK(key_of(other) == fact(report.facts, "key"));
}

}  // namespace
}  // namespace keste::engine
