// Receipt text: the lines that prove when an application came in and what was decided. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"
#include "calendar/zone.hpp"

namespace keste::admission {

/// What a receipt states. Texts are ASCII without line breaks; an empty one is written "-".
struct ReceiptStatement {
  std::string campaign;
  std::string test;
  std::string city;  ///< Empty for a test online.
  Instant received_at;
  int window_version = 0;  ///< 0: no window is known; the next two are not used then.
  Instant opens_at;
  Instant closes_at;
  std::int64_t application = 0;  ///< Of an acceptance; 0: refused.
  std::string state;             ///< Of an acceptance: "seated", "waitlisted", "accepted".
  std::string problem;           ///< Of a refusal: "window-closed".
  bool extended = false;         ///< Accepted after the closing, by a personal extension.
  std::string applicant;         ///< 16 hexadecimal digits, see store::Vault::applicant_tag.
  std::string key;               ///< The id of the key that signs it.
};

/// The signed bytes: "Keste receipt 1" and fifteen lines "name: value", each with its line feed,
/// always in the same order. The same statement gives the same bytes.
std::string write_statement(const ReceiptStatement& statement, const calendar::Zone* zone);
/// The whole receipt: the signed bytes and a last line with the signature (64 bytes) in base64.
std::string make_signed_receipt(std::string statement, std::string_view signature);

/// What is wrong with a text that should be a receipt.
enum class ReceiptFlaw {
  empty,         ///< Nothing there.
  not_receipt,   ///< It does not begin as receipts do.
  other_format,  ///< A receipt of a format that this version does not know.
  line_ends,     ///< Line feeds have become CR LF.
  cut,           ///< The signature, or the end of it, is missing.
  too_long,      ///< Something stands behind the signature.
  garbled,       ///< A line is not as receipts have it.
};

/// Views into the receipt.
struct SignedReceipt {
  std::string_view statement;
  std::string signature;  ///< 64 bytes.
  std::string_view key;   ///< The id of the key that signed it, as it says.
};
/// Takes only what make_signed_receipt can have made, byte for byte; the signature is not looked
/// at.
Result<SignedReceipt, ReceiptFlaw> read_signed_receipt(std::string_view receipt);
/// The value of one of its lines; empty when there is no such line.
std::string_view find_receipt_line(std::string_view statement, std::string_view name);

}  // namespace keste::admission
