// The lines of a receipt, written and taken apart again.
#include "admission/receipt_text.hpp"

#include <array>

#include "base/base64.hpp"
#include "base/check.hpp"

namespace keste::admission {
namespace {

constexpr std::string_view title = "Keste receipt ";
constexpr std::string_view first_line = "Keste receipt 1\n";
constexpr std::string_view signature_name = "signature: ";
constexpr std::size_t signature_digits = 88;  // 64 bytes in base64.
constexpr std::array<std::string_view, 15> names{
    "campaign", "test",         "city",          "received",  "received-utc",
    "window",   "window-opens", "window-closes", "decision",  "application",
    "state",    "problem",      "extension",     "applicant", "key"};

/// Always with microseconds: "2023-09-17T23:59:59.999999+06:00".
std::string with_micros(std::string text) {
  constexpr std::size_t second_end = 19;
  if (text[second_end] != '.') text.insert(second_end, ".000000");
  return text;
}

std::string show(Instant at, const calendar::Zone* zone) {
  return with_micros(zone == nullptr ? format_utc(at) : zone->format(at));
}

bool is_line_text(std::string_view text) {
  for (const char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return true;
}

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

/// Takes "name: value\n" off the front; false when it stands otherwise.
bool take_line(std::string_view& rest, std::string_view name) {
  if (!rest.starts_with(name)) return false;
  rest.remove_prefix(name.size());
  const auto end = rest.find('\n');
  if (!rest.starts_with(": ") || end == std::string_view::npos || end == 2) return false;
  if (!is_line_text(rest.substr(0, end))) return false;
  rest.remove_prefix(end + 1);
  return true;
}

/// 88 digits as to_base64 writes them: its last digit has bits to spare, which must be zero.
Result<std::string, ReceiptFlaw> read_signature(std::string_view rest) {
  rest.remove_prefix(signature_name.size());
  if (rest.size() <= signature_digits) return failed(ReceiptFlaw::cut);
  if (rest.size() > signature_digits + 1) return failed(ReceiptFlaw::too_long);
  const std::string_view digits = rest.substr(0, signature_digits);
  auto signature = from_base64(digits);
  const bool canonical = signature && to_base64(*signature) == digits && rest.back() == '\n';
  if (!canonical) return failed(ReceiptFlaw::garbled);
  return *std::move(signature);
}

}  // namespace

std::string write_statement(const ReceiptStatement& s, const calendar::Zone* zone) {
  const bool accepted = s.application != 0;
  const bool has_window = s.window_version != 0;
  const std::array<std::string, names.size()> values{
      or_dash(s.campaign),
      or_dash(s.test),
      or_dash(s.city),
      show(s.received_at, zone),
      show(s.received_at, nullptr),
      has_window ? std::to_string(s.window_version) : "-",
      has_window ? show(s.opens_at, zone) : "-",
      has_window ? show(s.closes_at, zone) : "-",
      accepted ? "accepted" : "refused",
      accepted ? std::to_string(s.application) : "-",
      or_dash(s.state),
      or_dash(s.problem),
      s.extended ? "yes" : "no",
      or_dash(s.applicant),
      or_dash(s.key)};
  std::string text(first_line);
  text.reserve(640);
  for (std::size_t i = 0; i < names.size(); ++i) {
    CHECK(is_line_text(values[i]));
    text.append(names[i]).append(": ").append(values[i]).append("\n");
  }
  return text;
}

std::string make_signed_receipt(std::string statement, std::string_view signature) {
  statement.append(signature_name).append(to_base64(signature)).append("\n");
  return statement;
}

Result<SignedReceipt, ReceiptFlaw> read_signed_receipt(std::string_view receipt) {
  if (receipt.empty()) return failed(ReceiptFlaw::empty);
  if (!receipt.starts_with(title)) return failed(ReceiptFlaw::not_receipt);
  if (receipt.find('\r') != std::string_view::npos) return failed(ReceiptFlaw::line_ends);
  if (receipt.find('\n') == std::string_view::npos) return failed(ReceiptFlaw::cut);
  if (!receipt.starts_with(first_line)) return failed(ReceiptFlaw::other_format);
  std::string_view rest = receipt.substr(first_line.size());
  for (const std::string_view name : names) {
    if (take_line(rest, name)) continue;
    return failed(rest.find('\n') == std::string_view::npos ? ReceiptFlaw::cut
                                                            : ReceiptFlaw::garbled);
  }
  const std::string_view statement = receipt.substr(0, receipt.size() - rest.size());
  if (!rest.starts_with(signature_name)) {
    return failed(signature_name.starts_with(rest) ? ReceiptFlaw::cut : ReceiptFlaw::garbled);
  }
  auto signature = read_signature(rest);
  if (!signature) return failed(signature.error());
  return SignedReceipt{statement, std::move(signature).value(),
                       find_receipt_line(statement, "key")};
}

std::string_view find_receipt_line(std::string_view statement, std::string_view name) {
  const std::string begin = "\n" + std::string(name) + ": ";
  const auto at = statement.find(begin);
  if (at == std::string_view::npos) return {};
  const std::string_view value = statement.substr(at + begin.size());
  return value.substr(0, value.find('\n'));
}

}  // namespace keste::admission
