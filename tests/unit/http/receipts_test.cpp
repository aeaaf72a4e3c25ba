// Receipts over HTTP: with refusals at once, of acceptances when asked, and the keys.
#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

#include "admission/receipt_text.hpp"

using namespace keste;
using namespace keste::http;

namespace {

const std::string target = "/api/v1/applications";

Instant at(std::string_view text) { return parse_instant(text).value(); }

engine::Ruling make_ruling() {
  engine::Ruling ruling;
  ruling.received_at = at("2023-09-23T00:00:00+06:00");
  ruling.test = "QAZTEST";
  ruling.city = "astana";
  ruling.window = {2, at("2023-09-01T00:00:00+06:00"), at("2023-09-23T00:00:00+06:00")};
  ruling.applicant = "0123456789abcdef";
  return ruling;
}

engine::AcceptedReceipt make_accepted() {
  engine::AcceptedReceipt accepted;
  accepted.ruling = make_ruling();
  accepted.ruling.received_at = at("2023-09-19T12:00:00.25+06:00");
  accepted.id.value = 42;
  accepted.state = "seated";
  return accepted;
}

engine::ApplyOutcome refused(admission::Refusal refusal) {
  engine::ApplyOutcome outcome(refusal);
  outcome.ruling = make_ruling();
  return outcome;
}

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

std::string receipt_in(const Answer& answer) {
  return std::string(body_of(answer).at("receipt").as_string());
}

/// A line of a receipt that is signed by the present key.
std::string line(const std::string& receipt, std::string_view name) {
  const auto read = admission::read_signed_receipt(receipt);
  REQUIRE(read);
  const auto keys = make_receipt_keys();
  CHECK(store::is_signed_by(keys->present->public_key(), read.value().statement,
                            read.value().signature));
  return std::string(admission::find_receipt_line(read.value().statement, name));
}

}  // namespace

TEST_CASE("a refusal brings its receipt along, in every language the same", "[http][receipts]") {
  World world;
  world.apply_outcome = refused(admission::Refusal::window_closed);
  const Answer kazakh = world.ask(post(target, right_form()));
  REQUIRE(kazakh.status == 409);
  const std::string receipt = receipt_in(kazakh);
  CHECK(line(receipt, "problem") == "window-closed");
  CHECK(line(receipt, "received") == "2023-09-23T00:00:00.000000+06:00");
  CHECK(line(receipt, "window") == "2");
  CHECK(line(receipt, "campaign") == "pkr-2023");
  const Answer russian = world.ask(post(target, right_form(), "Accept-Language: ru\r\n"));
  CHECK(body_of(russian).at("title") != body_of(kazakh).at("title"));
  CHECK(receipt_in(russian) == receipt);
}

TEST_CASE("a receipt names the type of the problem that it came with", "[http][receipts]") {
  World world;
  world.apply_outcome = refused(admission::Refusal::city_unknown);
  const Answer answer = world.ask(post(target, right_form()));
  REQUIRE(answer.status == 422);
  CHECK(body_of(answer).at("type").as_string() == "/problems/form-incorrect");
  CHECK(line(receipt_in(answer), "problem") == "form-incorrect");
}

TEST_CASE("what was not decided has no receipt", "[http][receipts]") {
  World world;
  world.apply_outcome = engine::Trouble::storage_full;
  CHECK(body_of(world.ask(post(target, right_form()))).count("receipt") == 0);
  CHECK(body_of(world.ask(post(target, "{}"))).count("receipt") == 0);
}

TEST_CASE("an acceptance has a link to its receipt, and brings it when asked", "[http][receipts]") {
  World world;
  world.receipt_outcome = make_accepted();
  const Answer plain = world.ask(post(target, right_form()));
  REQUIRE(plain.status == 201);
  CHECK(body_of(plain).count("receipt") == 0);
  CHECK(body_of(plain).at("links").at("receipt").as_string() == target + "/k3st3/receipt");
  const Answer asked = world.ask(post(target, right_form(), "Prefer: wait=5, Receipt\r\n"));
  REQUIRE(asked.status == 201);
  CHECK(asked.fields.at("preference-applied") == "receipt");
  CHECK(world.asked_ticket == "k3st3");
  const std::string receipt = receipt_in(asked);
  CHECK(line(receipt, "decision") == "accepted");
  CHECK(line(receipt, "application") == "42");
  CHECK(line(receipt, "received") == "2023-09-19T12:00:00.250000+06:00");
  const Answer page = world.ask(get(target + "/k3st3/receipt"));
  CHECK(page.status == 200);
  CHECK(page.fields.at("content-type") == "text/plain; charset=utf-8");
  CHECK(page.fields.at("cache-control") == "no-store");
  CHECK(page.body == receipt);
}

TEST_CASE("an acceptance stands though its receipt cannot be read just now", "[http][receipts]") {
  World world;
  world.receipt_outcome = engine::Trouble::queue_full;
  const Answer answer = world.ask(post(target, right_form(), "Prefer: receipt\r\n"));
  CHECK(answer.status == 201);
  CHECK(body_of(answer).count("receipt") == 0);
  CHECK(answer.fields.count("preference-applied") == 0);
  CHECK(world.ask(get(target + "/k3st3/receipt")).status == 503);
  world.receipt_outcome = engine::Trouble::not_found;
  CHECK(world.ask(get(target + "/wrong/receipt")).status == 404);
}

TEST_CASE("the present key is at a fixed address, and each one by its id", "[http][receipts]") {
  World world;
  const auto keys = make_receipt_keys();
  const Answer present = world.ask(get("/.well-known/keste-receipt-key.pem"));
  CHECK(present.status == 200);
  CHECK(store::read_pem(present.body) == keys->present->public_key());
  for (const store::ReceiptKeyRow& key : keys->all) {
    const Answer one = world.ask(get("/.well-known/keste-receipt-keys/" + key.id));
    CHECK(store::read_pem(one.body) == key.public_key);
  }
  CHECK(world.ask(get("/.well-known/keste-receipt-keys/0000000000000000")).status == 404);
}

TEST_CASE("the desk renews the key, and asks whose receipt one is", "[http][receipts]") {
  World world;
  REQUIRE(world.ask_at_desk(post("/api/v1/receipts:renew-key", R"({"reason":"жылдық"})")).status ==
          200);
  CHECK(std::get<engine::RenewReceiptKey>(world.performed.back()).reason == "жылдық");
  REQUIRE(
      world.ask_at_desk(post("/api/v1/receipts:applicant", R"({"iin":"900101300017"})")).status ==
      200);
  CHECK(std::get<engine::FindApplicantTag>(world.performed.back()).iin == "900101300017");
  const std::string question = R"({"iin":"900101300017"})";
  CHECK(world.ask(post("/api/v1/receipts:applicant", question)).status == 403);
  const std::string nobody = "Authorization: Bearer nobody\r\n";
  CHECK(world.ask(post("/api/v1/receipts:applicant", question, nobody)).status == 401);
}
