// The kinds of texts that messages/*.yaml hold: each is needed in every language.
#pragma once

#include <array>
#include <string_view>

namespace keste::config {

/// The kinds of notification under their own names, and `application_received_online`: what an
/// applicant of an online test, who has no city and no session, reads as `application_received`.
inline constexpr std::array<std::string_view, 14> message_kinds{
    "application_received", "application_received_online",
    "seat_allotted",        "waitlisted",
    "waitlist_ended",       "session_reminder",
    "session_changed",      "session_cancelled",
    "session_finished",     "due_date_moved",
    "results_due",          "result_ready",
    "window_closed",        "results_overdue"};

}  // namespace keste::config
