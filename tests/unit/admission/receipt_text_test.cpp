// The text of a receipt: always the same lines, and nothing else is taken for one.
#include "admission/receipt_text.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

calendar::Zone almaty() { return calendar::Zone::load("Asia/Almaty").value(); }

ReceiptStatement refused() {
  ReceiptStatement statement;
  statement.campaign = "pkr-2023";
  statement.test = "QAZTEST";
  statement.city = "almaty";
  statement.received_at = at("2023-09-18T00:00:00+06:00");
  statement.window_version = 3;
  statement.opens_at = at("2023-09-01T00:00:00+06:00");
  statement.closes_at = at("2023-09-18T00:00:00+06:00");
  statement.problem = "window-closed";
  statement.applicant = "0123456789abcdef";
  statement.key = "fedcba9876543210";
  return statement;
}

ReceiptStatement accepted() {
  ReceiptStatement statement = refused();
  statement.received_at = at("2023-09-17T23:59:59.999999+06:00");
  statement.application = 17;
  statement.state = "seated";
  statement.problem = "";
  return statement;
}

std::string signature() {
  std::string bytes(64, '\xFB');
  bytes.back() = '\x01';
  return bytes;
}

std::string receipt() {
  const auto zone = almaty();
  return make_signed_receipt(write_statement(accepted(), &zone), signature());
}

std::optional<ReceiptFlaw> flaw_of(std::string_view text) {
  const auto read = read_signed_receipt(text);
  if (read) return std::nullopt;
  return read.error();
}

TEST_CASE("the lines of an acceptance", "[admission][receipt]") {
  const auto zone = almaty();
  CHECK(write_statement(accepted(), &zone) ==
        "Keste receipt 1\n"
        "campaign: pkr-2023\n"
        "test: QAZTEST\n"
        "city: almaty\n"
        "received: 2023-09-17T23:59:59.999999+06:00\n"
        "received-utc: 2023-09-17T17:59:59.999999Z\n"
        "window: 3\n"
        "window-opens: 2023-09-01T00:00:00.000000+06:00\n"
        "window-closes: 2023-09-18T00:00:00.000000+06:00\n"
        "decision: accepted\n"
        "application: 17\n"
        "state: seated\n"
        "problem: -\n"
        "extension: no\n"
        "applicant: 0123456789abcdef\n"
        "key: fedcba9876543210\n");
}

TEST_CASE("the lines of a refusal of what nobody knows", "[admission][receipt]") {
  ReceiptStatement statement = refused();
  statement.city = statement.test = "";
  statement.window_version = 0;
  statement.problem = "form-incorrect";
  CHECK(write_statement(statement, nullptr) ==
        "Keste receipt 1\n"
        "campaign: pkr-2023\n"
        "test: -\n"
        "city: -\n"
        "received: 2023-09-17T18:00:00.000000Z\n"
        "received-utc: 2023-09-17T18:00:00.000000Z\n"
        "window: -\n"
        "window-opens: -\n"
        "window-closes: -\n"
        "decision: refused\n"
        "application: -\n"
        "state: -\n"
        "problem: form-incorrect\n"
        "extension: no\n"
        "applicant: 0123456789abcdef\n"
        "key: fedcba9876543210\n");
}

TEST_CASE("a receipt is taken apart as it was put together", "[admission][receipt]") {
  const auto zone = almaty();
  const std::string text = receipt();
  const auto read = read_signed_receipt(text);
  REQUIRE(read);
  CHECK(read.value().statement == write_statement(accepted(), &zone));
  CHECK(read.value().signature == signature());
  CHECK(read.value().key == "fedcba9876543210");
  CHECK(find_receipt_line(read.value().statement, "window-closes") ==
        "2023-09-18T00:00:00.000000+06:00");
  CHECK(find_receipt_line(read.value().statement, "colour").empty());
}

TEST_CASE("a receipt that is cut anywhere is said to be cut", "[admission][receipt]") {
  const std::string text = receipt();
  CHECK(flaw_of("") == ReceiptFlaw::empty);
  for (std::size_t size = 14; size < text.size(); ++size) {
    CAPTURE(size);
    CHECK(flaw_of(std::string_view(text).substr(0, size)) == ReceiptFlaw::cut);
  }
}

TEST_CASE("what is no receipt is told apart by why", "[admission][receipt]") {
  const std::string text = receipt();
  CHECK(flaw_of("Dear applicant,\n" + text) == ReceiptFlaw::not_receipt);
  CHECK(flaw_of(text + "\n") == ReceiptFlaw::too_long);
  CHECK(flaw_of(text + "and more") == ReceiptFlaw::too_long);
  std::string other = text;
  other.replace(other.find("receipt 1"), 9, "receipt 2");
  CHECK(flaw_of(other) == ReceiptFlaw::other_format);
  std::string windows;
  for (const char c : text) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  CHECK(flaw_of(windows) == ReceiptFlaw::line_ends);
  std::string unknown = text;
  unknown.insert(unknown.find("state:"), "seat: 5\n");
  CHECK(flaw_of(unknown) == ReceiptFlaw::garbled);
  std::string cyrillic = text;
  cyrillic.replace(cyrillic.find("almaty"), 6, "Алматы");
  CHECK(flaw_of(cyrillic) == ReceiptFlaw::garbled);
}

TEST_CASE("one signature has one spelling", "[admission][receipt]") {
  std::string text = receipt();
  // The last digit before the padding carries four bits to spare.
  const std::size_t spare = text.size() - 4;
  REQUIRE(text.substr(spare + 1) == "==\n");
  ++text[spare];
  CHECK(flaw_of(text) == ReceiptFlaw::garbled);
}

}  // namespace
}  // namespace keste::admission
