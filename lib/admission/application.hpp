// Applications: what a form must hold, and whether a request may have the seat it asks for.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "base/result.hpp"
#include "campaign/campaign.hpp"

namespace keste::admission {

/// What somebody typed, as received. Absent fields are empty.
struct ApplicationForm {
  std::string iin;
  std::string surname;
  std::string given_name;
  std::string patronymic;
  std::string email;
  std::string phone;
  std::string language;
  std::string test;
  std::string city;
  std::string session;
  std::string promo_code;
  std::string payment_reference;
  std::string needs;
  bool waitlist = true;
  bool consent = false;
};

/// A person, read from a form: names trimmed and shown as typed, phone in E.164.
struct Applicant {
  std::string iin;
  std::string surname;
  std::string given_name;
  std::string patronymic;  ///< May be empty: it is optional by law (94-V, art. 8).
  std::string email;
  std::string phone;
  Language language = Language::kk;
};

/// A well-formed request for a seat, or for a test online. Whether it may have it is for `decide`.
struct ApplicationRequest {
  Applicant applicant;
  std::string test;     ///< The test's id; without one in the form, the campaign's mobile test.
  bool online = false;  ///< The test has neither city nor session.
  std::string city;
  std::string session;            ///< Empty: any session of the city.
  std::string promo_code;         ///< As typed; may be empty.
  std::string payment_reference;  ///< Of a self-funded attempt; may be empty.
  std::string needs;              ///< Accessibility, as typed; may be empty.
  bool waitlist = true;           ///< Whether the person would wait for a seat.
};

/// What is wrong with one field. The words for people are made where the answer is written.
enum class Wrong {
  missing,
  too_long,
  not_text,     ///< Not UTF-8, holds control or hidden characters, or is a name without a letter.
  iin_length,   ///< Not 12 digits.
  iin_control,  ///< The control digit does not fit.
  not_an_email,
  not_a_phone,
  not_a_language,  ///< Not kk, ru or en.
  not_a_code,      ///< Not [a-z0-9-]+.
  consent_missing,
  test_unknown,
  not_for_online,    ///< A city or a session, for a test that has neither.
  code_and_payment,  ///< Both a promo code and a payment reference: one attempt has one right.
};
std::string_view to_text(Wrong wrong);  ///< "missing", "iin_control": stable, for programs.

struct FieldProblem {
  std::string field;
  Wrong wrong;
  friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

/// Reads a form for a campaign with these tests; every wrong field is named, in the form's order.
/// Limits: names 100 code points, e-mail 254 bytes, codes and payment references 64, needs 500. No
/// language means Kazakh; a patronymic of dashes means none; a session of "any" means none. Pure.
Result<ApplicationRequest, std::vector<FieldProblem>> read_form(
    const ApplicationForm& form, std::span<const campaign::Test> tests);

enum class Refusal {
  city_unknown,
  window_not_open,
  window_closed,
  session_unknown,
  session_elsewhere,  ///< The session is in another city.
  session_started,
  session_cancelled,
  session_full,
  already_applied,  ///< The applicant has a live application for the test.
  already_passed,   ///< The applicant has reached the level in this campaign.
  free_attempt_used,
  promo_code_required,
  payment_required,    ///< A retake is at the applicant's own expense.
  promo_code_refused,  ///< Unknown, or another person's: told apart from nothing.
  promo_code_mistyped,
  promo_code_void,  ///< This and the following are told to the code's own holder only.
  promo_code_used,
  promo_code_reserved,
  promo_code_other_test,
  application_ended,
  cut_off_passed,   ///< Of the seat that would be given up.
  session_cut_off,  ///< Of the session wished for.
  already_seated,   ///< Has the seat wished for, or has one and wishes for any.
};
inline constexpr int refusal_count = static_cast<int>(Refusal::already_seated) + 1;
std::optional<Refusal> parse_refusal(std::string_view word);
std::string_view to_text(Refusal refusal);  ///< "window-closed": the problem's type.

/// What the store knows about a city's window when a request is judged, or an online test's.
struct WindowFacts {
  Instant opens_at;
  Instant closes_at;           ///< The person's own deadline, where it is longer.
  bool closed_before_receipt;  ///< Its closing had been recorded when the request came in.
};

struct SessionFacts {
  std::string city;
  Instant starts_at;
  bool started = false;  ///< Recorded as started, ended or later.
  bool cancelled = false;
  int seats = 0;
  int seats_taken = 0;
  bool has_waiting = false;  ///< Somebody waits for a seat there.
};

/// Whether the window takes a request received whole then. It is half-open: at `closes_at` itself
/// it is too late. A null window is one that does not exist. Pure, as all below.
std::optional<Refusal> decide_window(Instant received_at, const WindowFacts* window);
/// Whether the session may be asked for at all; null facts mean that it is not known.
std::optional<Refusal> decide_session(Instant received_at, std::string_view city,
                                      const SessionFacts* session);
/// A seat that is free and that nobody waits for.
bool has_open_seat(const SessionFacts& session);

/// An attempt that a person made before in the campaign, and what came of it.
struct PastAttempt {
  bool free = false;
  bool was_there = false;   ///< Else absent, and nothing more is known.
  bool code_spent = false;  ///< An absence may leave the code as it was.
  bool passed = false;
};
struct AttemptFacts {
  bool has_code = false;
  bool has_payment = false;
  bool other_free_attempt_live = false;  ///< For another test.
  std::vector<PastAttempt> past;
};
/// Whether the person may make the attempt: one free attempt in all, a retake at own expense, and
/// none after passing. Whether the code itself holds is another question.
std::optional<Refusal> decide_attempt(const campaign::AdmissionRules& rules,
                                      const AttemptFacts& facts);

}  // namespace keste::admission
