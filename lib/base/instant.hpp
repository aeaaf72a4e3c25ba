// Instants, civil dates and civil times, and their text.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keste {

/// A point in time, UTC, in microseconds: what is stored and compared.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
/// A civil date; it belongs to a city, whose zone stands beside it.
using Date = std::chrono::local_days;
/// A civil date and time of day, to the second, in a zone that stands beside it.
using LocalTime = std::chrono::local_seconds;
/// For "how long": timeouts and budgets. Never compared with an Instant.
using Steady = std::chrono::steady_clock::time_point;

/// Microseconds since 1970-01-01T00:00Z, as the store keeps them.
constexpr std::int64_t to_micros(Instant at) { return at.time_since_epoch().count(); }
constexpr Instant from_micros(std::int64_t micros) {
  return Instant(std::chrono::microseconds(micros));
}

/// "2023-09-22".
std::string format_date(Date date);
/// "2023-09-22T18:00", with seconds only when they are not zero.
std::string format_local_time(LocalTime time);
/// "2023-09-22T18:00:00+06:00"; a fraction only when there is one; offset zero is "+00:00".
std::string format_instant(Instant at, std::chrono::seconds offset);
/// "2023-09-22T12:00:00Z", with six decimals when `at` is not a whole second.
std::string format_utc(Instant at);

/// "2023-09-22"; empty when the text has another shape or the date does not exist.
std::optional<Date> parse_date(std::string_view text);
/// "2023-09-22T18:00" or "…T18:00:30"; a space may stand for the T. Hour 24 is refused.
std::optional<LocalTime> parse_local_time(std::string_view text);
/// "18:00", from 00:00 to 24:00.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
/// RFC 3339 with an offset or Z: "2023-09-22T18:00:00.5+06:00".
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace keste
