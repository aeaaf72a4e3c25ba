// Problem: an error as RFC 9457 writes it, in the asker's language.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "http/response.hpp"

namespace keste::http {

enum class ProblemKind {
  malformed_request,
  tls_needed,
  malformed_json,
  malformed_form,
  bad_parameter,
  bad_idempotency_key,
  forbidden,
  sign_in_required,
  sign_in_refused,
  second_factor_needed,
  foreign_page,
  too_many_sign_ins,
  not_found,
  city_not_found,
  application_not_found,
  method_not_allowed,
  request_timeout,
  body_too_large,
  target_too_long,
  unsupported_media_type,
  expectation_failed,
  head_too_large,
  transfer_coding_unknown,
  internal_error,
  form_incorrect,
  window_not_open,
  window_closed,
  session_elsewhere,
  session_started,
  session_cancelled,
  session_full,
  already_applied,
  session_under_way,
  idempotency_key_reused,
  idempotency_key_in_flight,
  busy,
  storage_full,
  storage_failed,
  clock_wrong,
  stopping,
  unanswered,
  too_many_connections,
  already_passed,
  free_attempt_used,
  promo_code_required,
  payment_required,
  promo_code_refused,
  promo_code_mistyped,
  promo_code_void,
  promo_code_used,
  promo_code_reserved,
  promo_code_other_test,
  application_ended,
  cut_off_passed,
  session_cut_off,
  already_seated,
  too_many_guesses,
  import_not_found,
  import_id_in_use,
  sheet_unreadable,
};

/// The fixed part of a kind. `detail` may hold {0} to {2}, filled with the problem's arguments.
struct ProblemText {
  ProblemKind kind;
  int status;
  std::string_view name;  ///< "window-closed": the last part of the type.
  std::string_view title[3];
  std::string_view detail[3];  ///< kk, ru, en
};
const ProblemText& text_of(ProblemKind kind);
/// The texts of what the rules of admission refuse; null for other kinds, or names.
const ProblemText* find_admission_text(ProblemKind kind);
const ProblemText* find_admission_text(std::string_view name);

/// One wrong field of a form.
struct FieldError {
  std::string field;
  std::string code;  ///< Stable, for programs.
};
/// What is wrong, for people.
std::string_view field_sentence(std::string_view code, Language language);

/// An extra member of the problem's object.
struct Member {
  std::string name;
  std::string value;
};

struct Problem {
  ProblemKind kind;
  std::vector<std::string> arguments;
  std::vector<Member> members;
  std::vector<FieldError> errors;
  Member rule{};  ///< The setting that decided, and its value; empty where none did.

  explicit Problem(ProblemKind k) : kind(k) {}
};

/// The problem of a form with these wrong fields.
Problem make_form_problem(std::vector<FieldError> errors);

/// The title and the whole sentence, for people.
std::string_view title_of(const Problem& problem, Language language);
std::string detail_of(const Problem& problem, Language language);
/// The status, and Retry-After with a 503 or a 429; never cached.
Response begin_answer(const Problem& problem, Language language);

/// The answer for a problem: application/problem+json, never cached, Retry-After with a 503 or a
/// 429.
Response make_response(const Problem& problem, Language language);
inline Response make_response(ProblemKind kind, Language language) {
  return make_response(Problem(kind), language);
}

}  // namespace keste::http
