// kestectl receipt verify: genuine receipts pass, and everything else is told apart in words.
#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>

#include "admission/receipt_text.hpp"
#include "kestectl/kestectl.hpp"
#include "store/receipt_key.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::test {
namespace {

struct Ran {
  int exit;
  std::string out;
  std::string err;
};

struct Papers {
  ScratchFolder folder;
  store::ReceiptSigner signer{std::string(store::ReceiptSigner::seed_size, 'k')};
  std::string key = write("key.pem", store::to_pem(signer.public_key()));
  std::string receipt = make();

  std::string write(const std::string& name, const std::string& text) const {
    const std::string path = folder.file(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string make() const {
    admission::ReceiptStatement statement;
    statement.campaign = "pkr-2023";
    statement.test = "QAZTEST";
    statement.city = "almaty";
    statement.received_at = parse_instant("2023-09-17T23:59:59.999999+06:00").value();
    statement.problem = "session-full";
    statement.applicant = "0123456789abcdef";
    statement.key = signer.id();
    std::string text = admission::write_statement(statement, nullptr);
    const std::string signature = signer.sign(text);
    return admission::make_signed_receipt(std::move(text), signature);
  }

  Ran verify(const std::string& text, std::vector<std::string> more = {}) const {
    std::istringstream in(text);
    std::ostringstream out;
    std::ostringstream err;
    kestectl::Shared shared{out, err};
    shared.in = &in;
    std::vector<std::string> arguments{"receipt", "verify", "-", "--key", key};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const int exit = kestectl::run(std::move(arguments), shared);
    return Ran{exit, out.str(), err.str()};
  }
  std::string flaw_of(const std::string& text) const {
    const Ran ran = verify(text, {"--format", "json"});
    CHECK(ran.exit == 65);
    const auto answer = boost::json::parse(ran.out).as_object();
    CHECK_FALSE(answer.at("valid").as_bool());
    return std::string(answer.at("flaw").as_string());
  }
};

TEST_CASE("a genuine receipt is shown with all that it says", "[kestectl][receipt]") {
  const Papers papers;
  const Ran ran = papers.verify(papers.receipt);
  CHECK(ran.exit == 0);
  CHECK_THAT(ran.out, Catch::StartsWith("Valid: ") &&
                          Catch::Contains("\nreceived-utc: 2023-09-17T17:59:59.999999Z\n"));
  const Ran json = papers.verify(papers.receipt, {"--format", "json"});
  const auto answer = boost::json::parse(json.out).as_object();
  CHECK(answer.at("valid").as_bool());
  CHECK(answer.at("problem").as_string() == "session-full");
}

TEST_CASE("a byte that is flipped anywhere makes a receipt worthless", "[kestectl][receipt]") {
  const Papers papers;
  for (std::size_t i = 0; i < papers.receipt.size(); ++i) {
    for (const int bit : {0x01, 0x20, 0x80}) {
      std::string other = papers.receipt;
      other[i] = static_cast<char>(other[i] ^ bit);
      CAPTURE(i, bit);
      const Ran ran = papers.verify(other);
      CHECK(ran.exit == 65);
      CHECK(ran.out.empty());
    }
  }
}

TEST_CASE("what is wrong with a receipt is said in words", "[kestectl][receipt]") {
  const Papers papers;
  const std::string& text = papers.receipt;
  std::string other = text;
  other.replace(other.find("almaty"), 6, "astana");
  CHECK(papers.flaw_of(other) == "altered");
  CHECK_THAT(papers.verify(other).err, Catch::Contains("NOT VALID") && Catch::Contains("altered"));
  CHECK(papers.flaw_of(text.substr(0, text.size() - 1)) == "cut");
  CHECK(papers.flaw_of(text.substr(0, 200)) == "cut");
  CHECK(papers.flaw_of("") == "empty");
  CHECK(papers.flaw_of("Hello") == "not-a-receipt");
  CHECK(papers.flaw_of(text + "x") == "too-long");
}

TEST_CASE("another key is told from an altered text", "[kestectl][receipt]") {
  Papers papers;
  const store::ReceiptSigner other(std::string(store::ReceiptSigner::seed_size, 'o'));
  papers.key = papers.write("other.pem", store::to_pem(other.public_key()));
  CHECK(papers.flaw_of(papers.receipt) == "other-key");
  CHECK_THAT(papers.verify(papers.receipt).err,
             Catch::Contains(papers.signer.id()) && Catch::Contains(other.id()));
}

TEST_CASE("without a key that can be read nothing is verified", "[kestectl][receipt]") {
  Papers papers;
  papers.key = papers.write("other.pem", "no key");
  CHECK(papers.verify(papers.receipt).exit == 66);
  papers.key = papers.folder.file("missing.pem");
  CHECK(papers.verify(papers.receipt).exit == 66);
  CHECK(papers.verify(papers.receipt, {"--url", "http://127.0.0.1:1"}).exit == 64);
}

}  // namespace
}  // namespace keste::test
