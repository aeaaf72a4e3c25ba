// Arguments: what the patterns of messages may name.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace keste::dispatch {

/// The personal ones come first and the numbers last; all but the personal ones are the same for
/// everybody whose notifications have one `append_shared_key`.
enum class Argument : std::size_t {
  name,
  given_name,
  application,
  received_date,
  received_time,
  ticket_url,
  level,
  document_number,  //
  campaign,
  test,
  attempt,
  test_url,
  steps,
  pass_level,
  results_url,
  city,
  closes_date,
  session,
  has_session,
  venue,
  address,
  has_address,
  starts_date,
  starts_time,
  ends_time,
  utc,
  due_date,
  due_time,
  due_moved,
  has_before,
  before_city,
  before_session,
  before_venue,
  before_date,
  before_time,
  before_due_date,
  before_due_time,
  has_answer,
  answer_date,
  answer_time,
  outcome,
  document,
  has_document_number,
  result_status,  //
  working_days,
  extra_minutes,
  accepted,
  seated,
  waitlisted,
  withdrawn,
  missing,
};

inline constexpr auto argument_names = std::to_array<std::string_view>({"name",
                                                                        "given_name",
                                                                        "application",
                                                                        "received_date",
                                                                        "received_time",
                                                                        "ticket_url",
                                                                        "level",
                                                                        "document_number",
                                                                        "campaign",
                                                                        "test",
                                                                        "attempt",
                                                                        "test_url",
                                                                        "steps",
                                                                        "pass_level",
                                                                        "results_url",
                                                                        "city",
                                                                        "closes_date",
                                                                        "session",
                                                                        "has_session",
                                                                        "venue",
                                                                        "address",
                                                                        "has_address",
                                                                        "starts_date",
                                                                        "starts_time",
                                                                        "ends_time",
                                                                        "utc",
                                                                        "due_date",
                                                                        "due_time",
                                                                        "due_moved",
                                                                        "has_before",
                                                                        "before_city",
                                                                        "before_session",
                                                                        "before_venue",
                                                                        "before_date",
                                                                        "before_time",
                                                                        "before_due_date",
                                                                        "before_due_time",
                                                                        "has_answer",
                                                                        "answer_date",
                                                                        "answer_time",
                                                                        "outcome",
                                                                        "document",
                                                                        "has_document_number",
                                                                        "result_status",
                                                                        "working_days",
                                                                        "extra_minutes",
                                                                        "accepted",
                                                                        "seated",
                                                                        "waitlisted",
                                                                        "withdrawn",
                                                                        "missing"});
inline constexpr std::size_t argument_count = argument_names.size();
inline constexpr auto personal_count = static_cast<std::size_t>(Argument::campaign);
inline constexpr auto first_number = static_cast<std::size_t>(Argument::working_days);
static_assert(argument_count == static_cast<std::size_t>(Argument::missing) + 1);
static_assert(argument_names[personal_count] == "campaign" &&
              argument_names[first_number] == "working_days");

/// By Argument. Numbers are decimal texts, since plurals need them; all others are strings.
using Arguments = std::array<std::string, argument_count>;

inline std::string& at(Arguments& arguments, Argument which) {
  return arguments[static_cast<std::size_t>(which)];
}
inline const std::string& at(const Arguments& arguments, Argument which) {
  return arguments[static_cast<std::size_t>(which)];
}

inline std::optional<Argument> find_argument(std::string_view name) {
  const auto found = std::find(argument_names.begin(), argument_names.end(), name);
  if (found == argument_names.end()) return std::nullopt;
  return static_cast<Argument>(found - argument_names.begin());
}
inline bool is_personal(Argument which) { return static_cast<std::size_t>(which) < personal_count; }
inline bool is_number(Argument which) { return static_cast<std::size_t>(which) >= first_number; }

}  // namespace keste::dispatch
