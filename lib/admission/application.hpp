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

/// A well-formed request for a seat. Whether it may have it is for `decide`.
struct ApplicationRequest {
  Applicant applicant;
  std::string test;  ///< As written; empty means the campaign's mobile test.
  std::string city;
  std::string session;
  std::string promo_code;  ///< As typed; may be empty.
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
  test_elsewhere,  ///< The test is taken on its own site, not in a session.
  test_unknown,
};
std::string_view to_text(Wrong wrong);  ///< "missing", "iin_control": stable, for programs.

struct FieldProblem {
  std::string field;
  Wrong wrong;
  friend bool operator==(const FieldProblem&, const FieldProblem&) = default;
};

/// Reads a form for a campaign with these tests; every wrong field is named, in the form's order.
/// Limits: names 100 code points, e-mail 254 bytes, codes 64. No language means Kazakh; a
/// patronymic of dashes means none. Pure.
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
  already_applied,  ///< The applicant has a live application in the campaign.
};
std::string_view to_text(Refusal refusal);  ///< "window-closed": the problem's type.

/// What the store knows about a city's window when a request is judged.
struct WindowFacts {
  Instant opens_at;
  Instant closes_at;
  bool closed_before_receipt;  ///< Its closing had been recorded when the request came in.
};

struct SessionFacts {
  std::string city;
  Instant starts_at;
  bool started = false;  ///< Recorded as started, ended or later.
  bool cancelled = false;
  int seats = 0;
  int seats_taken = 0;
};

/// Whether a request received whole at `received_at` may have a seat. Null facts mean that the
/// thing is not known. The window is half-open: at `closes_at` itself it is too late. The first
/// reason that holds is given: window, session, the applicant's other application, seats. Pure.
std::optional<Refusal> decide(Instant received_at, std::string_view city, const WindowFacts* window,
                              const SessionFacts* session, bool has_live_application);

}  // namespace keste::admission
