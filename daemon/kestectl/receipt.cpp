// kestectl receipt: verifying what a receipt proves, and the key that signs them.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "admission/receipt_text.hpp"
#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/public_page.hpp"
#include "store/receipt_key.hpp"

namespace keste::kestectl {
namespace {

using admission::ReceiptFlaw;

struct Wish {
  std::string file;
  std::string key_file;
  std::string url;
  std::string reason;
  std::string iin;
};

/// A stable word, and what it means to whoever holds the receipt.
struct Flaw {
  const char* word;
  const char* sentence;
};

Flaw describe(ReceiptFlaw flaw) {
  switch (flaw) {
    case ReceiptFlaw::empty:
      return {"empty", "there is nothing in it"};
    case ReceiptFlaw::not_receipt:
      return {"not-a-receipt", "it is no receipt: it does not begin with 'Keste receipt'"};
    case ReceiptFlaw::other_format:
      return {"other-format", "it has a format that this kestectl does not know: use a newer one"};
    case ReceiptFlaw::line_ends:
      return {"line-ends",
              "its line ends were changed to CR LF, as some editors and mail programs do; turn "
              "them back to LF (tr -d '\\r') and verify again"};
    case ReceiptFlaw::cut:
      return {"cut", "it was cut off: the end with the signature is missing; save it whole"};
    case ReceiptFlaw::too_long:
      return {"too-long", "something stands behind its signature, which nobody has signed"};
    case ReceiptFlaw::garbled:
      break;
  }
  return {"garbled", "a line is not as receipts have it: it was altered, or copied badly"};
}

constexpr Flaw altered{"altered",
                       "the text or the signature was altered: they do not belong together"};

void refuse(const Wish& wish, const Flaw& flaw, const std::string& more, Shared& shared) {
  shared.exit = exit_code::broken;
  if (shared.json()) {
    print_json({{"valid", false}, {"flaw", flaw.word}, {"detail", flaw.sentence + more}}, shared);
    return;
  }
  shared.err << "kestectl: " << wish.file << ": NOT VALID: " << flaw.sentence << more << '\n';
}

/// Empty, with the reason printed, when there is no key to verify with.
std::optional<std::string> load_key(const Wish& wish, std::string_view id, Shared& shared) {
  if (!wish.key_file.empty()) {
    const auto pem = read_file_or_complain(wish.key_file, shared);
    if (!pem) return std::nullopt;
    auto key = store::read_pem(*pem);
    if (!key) {
      shared.err << "kestectl: " << wish.key_file
                 << ": no Ed25519 key in PEM: it begins with -----BEGIN PUBLIC KEY-----\n";
      shared.exit = exit_code::no_input;
    }
    return key;
  }
  const std::string path = "/.well-known/keste-receipt-keys/" + std::string(id);
  const auto page = fetch_or_complain(wish.url, path, shared);
  if (!page) return std::nullopt;
  auto key = store::read_pem(page->body);
  if (page->status == 200 && key) return key;
  shared.err << "kestectl: " << wish.url << " knows no receipt key " << id
             << ": the receipt is another server's, or was altered\n";
  shared.exit = page->status == 404 ? exit_code::broken : exit_code::unavailable;
  return std::nullopt;
}

void print_statement(std::string_view statement, Shared& shared) {
  statement.remove_prefix(statement.find('\n') + 1);
  if (!shared.json()) {
    shared.out << "Valid: signed by the key " << admission::find_receipt_line(statement, "key")
               << ", and not altered since.\n\n"
               << statement;
    return;
  }
  boost::json::object answer{{"valid", true}};
  while (!statement.empty()) {
    const std::string_view line = statement.substr(0, statement.find('\n'));
    const auto colon = line.find(": ");
    answer[line.substr(0, colon)] = line.substr(colon + 2);
    statement.remove_prefix(line.size() + 1);
  }
  print_json(answer, shared);
}

void verify(const Wish& wish, Shared& shared) {
  if (wish.key_file.empty() == wish.url.empty()) {
    shared.err
        << "kestectl: with what key? Give --key FILE (offline), or --url URL of the server\n";
    shared.exit = exit_code::usage;
    return;
  }
  const auto text = read_file_or_complain(wish.file, shared);
  if (!text) return;
  const auto receipt = admission::read_signed_receipt(*text);
  if (!receipt) return refuse(wish, describe(receipt.error()), "", shared);
  const auto& signed_text = receipt.value();
  const auto key = load_key(wish, signed_text.key, shared);
  if (!key) return;
  const std::string id = store::receipt_key_id(*key);
  if (id != signed_text.key) {
    return refuse(wish, {"other-key", "it names another key than the one given: "},
                  std::string(signed_text.key) + ", not " + id +
                      "; the key was renewed since, the receipt is another server's, or it was "
                      "altered (a server's old keys: /.well-known/keste-receipt-keys/ID)",
                  shared);
  }
  if (!store::is_signed_by(*key, signed_text.statement, signed_text.signature)) {
    return refuse(wish, altered, "", shared);
  }
  print_statement(signed_text.statement, shared);
}

void find_applicant(const Wish& wish, Shared& shared) {
  const auto iin = read_secret(wish.iin, shared);
  if (iin) send_and_print("/receipts:applicant", {{"iin", *iin}}, shared);
}

}  // namespace

void add_receipt(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("receipt", "The proof of when an application came in");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();

  CLI::App* verifying = group->add_subcommand("verify", "Whether a receipt is genuine; no daemon");
  verifying->add_option("FILE", wish->file, "The receipt; - is the standard input")
      ->required()
      ->type_name("FILE");
  verifying->add_option("--key", wish->key_file, "The server's public key (PEM)")
      ->type_name("FILE");
  verifying->add_option("--url", wish->url, "Or where the server is: https://keste.example.kz")
      ->type_name("URL");
  verifying->callback([wish, &shared] { verify(*wish, shared); });

  CLI::App* applicant = group->add_subcommand("applicant", "What receipts name a person by");
  applicant->add_option("--iin", wish->iin, "The person's IIN; - reads the standard input")
      ->required();
  add_socket_options(*applicant, shared);
  applicant->callback([wish, &shared] { find_applicant(*wish, shared); });

  CLI::App* renewal = group->add_subcommand("renew-key", "Sign by a new key from now on");
  renewal->add_option("--reason", wish->reason, "For the audit log")->required();
  add_socket_options(*renewal, shared);
  renewal->callback([wish, &shared] {
    send_and_print("/receipts:renew-key", {{"reason", wish->reason}}, shared);
  });
}

}  // namespace keste::kestectl
