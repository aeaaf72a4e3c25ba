// Instants and civil times to text and back; no zone rules here (calendar/zone has them).
#include "base/instant.hpp"

#include <array>
#include <cstdio>

namespace keste {
namespace {

using namespace std::chrono_literals;

/// Reads exactly `width` digits at the front of `text` and takes them off.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::optional<std::chrono::minutes> take_hour_minute(std::string_view& text, int hour_max) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > hour_max || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

struct ReadTime {
  LocalTime time;
  bool has_seconds;
};

std::optional<ReadTime> take_local_time(std::string_view& text) {
  const auto date = take_date(text);
  if (!date || (!take(text, 'T') && !take(text, ' '))) return std::nullopt;
  const auto time = take_hour_minute(text, 23);
  if (!time) return std::nullopt;
  const LocalTime whole = LocalTime(*date) + *time;
  if (!take(text, ':')) return ReadTime{whole, false};
  const auto second = take_digits(text, 2);
  if (!second || *second > 59) return std::nullopt;
  return ReadTime{whole + std::chrono::seconds(*second), true};
}

std::optional<std::chrono::microseconds> take_fraction(std::string_view& text) {
  if (!take(text, '.')) return 0us;
  std::int64_t micros = 0;
  std::int64_t unit = 100'000;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    micros += (text.front() - '0') * unit;
    unit /= 10;
    text.remove_prefix(1);
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  return std::chrono::microseconds(micros);
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (take(text, 'Z')) return 0min;
  const bool east = take(text, '+');
  if (!east && !take(text, '-')) return std::nullopt;
  const auto offset = take_hour_minute(text, 23);
  if (!offset) return std::nullopt;
  return east ? *offset : -*offset;
}

std::string format_civil(std::chrono::sys_time<std::chrono::microseconds> civil) {
  const auto day = std::chrono::floor<std::chrono::days>(civil);
  const std::chrono::year_month_day ymd(day);
  const std::chrono::hh_mm_ss time(civil - day);
  std::array<char, 48> out{};
  int size = std::snprintf(out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                           static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                           static_cast<unsigned>(ymd.day()), static_cast<int>(time.hours().count()),
                           static_cast<int>(time.minutes().count()),
                           static_cast<int>(time.seconds().count()));
  const auto micros = time.subseconds().count();
  if (micros != 0) {
    size += std::snprintf(out.data() + size, out.size() - static_cast<std::size_t>(size), ".%06d",
                          static_cast<int>(micros));
  }
  return std::string(out.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::string format_date(Date date) {
  const std::chrono::year_month_day ymd(date);
  std::array<char, 32> out{};
  const int size =
      std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                    static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return std::string(out.data(), static_cast<std::size_t>(size));
}

std::string format_local_time(LocalTime time) {
  std::string text = format_civil(Instant(time.time_since_epoch()));
  if (text.ends_with(":00")) text.resize(text.size() - 3);
  return text;
}

std::string format_instant(Instant at, std::chrono::seconds offset) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  const auto size = minutes < 0 ? -minutes : minutes;
  std::array<char, 16> zone{};
  std::snprintf(zone.data(), zone.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+',
                static_cast<int>(size / 60), static_cast<int>(size % 60));
  return format_civil(at + offset) + zone.data();
}

std::string format_utc(Instant at) { return format_civil(at) + "Z"; }

std::optional<Date> parse_date(std::string_view text) {
  const auto date = take_date(text);
  return date && text.empty() ? date : std::nullopt;
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
  const auto read = take_local_time(text);
  if (!read || !text.empty()) return std::nullopt;
  return read->time;
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  const auto time = take_hour_minute(text, 24);
  return time && text.empty() ? time : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto read = take_local_time(text);
  if (!read) return std::nullopt;
  // A fraction without seconds would be one of a minute, which RFC 3339 does not know.
  const auto fraction = read->has_seconds ? take_fraction(text) : 0us;
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant(read->time.time_since_epoch() - *offset) + *fraction;
}

}  // namespace keste
