// Commands of applicants, and what they are answered: plain values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "admission/application.hpp"
#include "engine/notification.hpp"

namespace keste::engine {

/// When a request had come in whole: the wall clock decides about the window, the steady clock
/// about what had been recorded before it.
struct Receipt {
  Instant at;
  Steady steady;
};

/// Names a request that may be repeated: the caller's key, and the digest of its body.
struct IdempotencyKey {
  std::string key;          ///< 1 to 255 visible ASCII characters.
  std::string body_digest;  ///< 32 bytes.
};

struct ApplyCommand {
  Receipt receipt;
  admission::ApplicationRequest request;
  std::optional<IdempotencyKey> idempotency;
  bool by_answer = false;  ///< Given elsewhere, at `receipt.at`: a closing recorded since is none.
  std::string client;      ///< The asker's address, for slowing whoever guesses; empty: trusted.
};

struct ApplicationView {
  ApplicationId id;
  std::string ticket;
  std::string state;  ///< "seated", "waitlisted", "accepted", "tested", "absent", "unplaced", …
  Instant received_at;
  std::string test;
  std::string city;     ///< Empty for an online test.
  std::string session;  ///< The seat's, or the one waited for; empty for any.
  Instant starts_at;    ///< These are 0 without a session.
  Instant ends_at;
  Instant due_at;
  Instant change_until;     ///< The cut-off for changes and withdrawal; 0 when there is none.
  std::int64_t before = 0;  ///< On the waitlist: how many come first.
  bool free_attempt = false;
  int extra_minutes = 0;
  int sequence = 0;  ///< Of the calendar entry: rises with each change.
  Language language = Language::kk;
  ResultNews result;  ///< Empty words until there is one.
};

/// Why a command was not carried out, apart from the rules of admission.
enum class Trouble {
  queue_full,         ///< The intake queue is full: 503, try again shortly.
  storage_full,       ///< The disk is full: 503.
  storage_failed,     ///< The store failed otherwise: 503.
  outcome_unknown,    ///< The store went silent while it committed: 503, to be asked again.
  clock_wrong,        ///< This machine's clock differs from the database's: 503.
  stopping,           ///< The daemon is going down: 503.
  not_found,          ///< No such ticket.
  key_reused,         ///< The idempotency key stands for another body: 422.
  key_in_flight,      ///< The first request under this key still runs: 409.
  session_under_way,  ///< A change after the session has started: 409.
  guessing,           ///< Too many wrong promo codes from there: 429.
};

using ApplicationOutcome = std::variant<ApplicationView, admission::Refusal, Trouble>;

/// A window as it stood when an application was judged by it.
struct WindowSeen {
  int version = 0;  ///< From 1 on; 0: there is no such window, or nobody knows it any more.
  Instant opens_at{};
  Instant closes_at{};
};

/// What a decision rested on: what its receipt says beside the decision itself.
struct Ruling {
  Instant received_at{};
  std::string test;
  std::string city;  ///< Empty for a test online.
  WindowSeen window;
  bool extended = false;  ///< Taken after the closing, by a personal extension.
  std::string applicant;  ///< See store::Vault::applicant_tag.
};

/// Nothing is kept of a refusal: it brings its ruling along. An acceptance's is found by its ticket
/// whenever somebody wants it.
struct ApplyOutcome : ApplicationOutcome {
  using ApplicationOutcome::ApplicationOutcome;
  ApplyOutcome() = default;
  ApplyOutcome(ApplicationOutcome decided) : ApplicationOutcome(std::move(decided)) {}

  std::optional<Ruling> ruling;
};

/// What the receipt of an acceptance says.
struct AcceptedReceipt {
  Ruling ruling;
  ApplicationId id;
  std::string state;  ///< At the beginning: "seated", "waitlisted", "accepted".
};
using ReceiptOutcome = std::variant<AcceptedReceipt, Trouble>;

}  // namespace keste::engine
