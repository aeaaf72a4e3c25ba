// Instants and civil times to text and back; no zone rules here (calendar/zone has them).
#include "base/instant.hpp"

#include <array>
#include <cstdint>

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

/// With zeros in front up to `width`, the sign included. By hand: an applicant's answer holds four
/// instants, and printf took longer for them than all the rest of its writing.
void append_padded(std::string& out, std::int64_t number, std::size_t width) {
  std::array<char, 24> digits{};
  std::size_t begin = digits.size();
  for (auto rest = number < 0 ? -number : number; rest > 0; rest /= 10) {
    digits[--begin] = static_cast<char>('0' + rest % 10);
  }
  if (number < 0) out.push_back('-');
  const std::size_t size = digits.size() - begin + (number < 0 ? 1 : 0);
  if (size < width) out.append(width - size, '0');
  out.append(digits.data() + begin, digits.size() - begin);
}

void append_date(std::string& out, Date date) {
  const std::chrono::year_month_day ymd(date);
  append_padded(out, static_cast<int>(ymd.year()), 4);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(ymd.month()), 2);
  out.push_back('-');
  append_padded(out, static_cast<unsigned>(ymd.day()), 2);
}

constexpr std::size_t longest_usual = sizeof "2023-09-18T00:00:00.000000+06:00";

std::string format_civil(std::chrono::sys_time<std::chrono::microseconds> civil) {
  const auto day = std::chrono::floor<std::chrono::days>(civil);
  const std::chrono::hh_mm_ss time(civil - day);
  std::string out;
  out.reserve(longest_usual);
  append_date(out, Date(day.time_since_epoch()));
  out.push_back('T');
  append_padded(out, time.hours().count(), 2);
  out.push_back(':');
  append_padded(out, time.minutes().count(), 2);
  out.push_back(':');
  append_padded(out, time.seconds().count(), 2);
  if (const auto micros = time.subseconds().count(); micros != 0) {
    out.push_back('.');
    append_padded(out, micros, 6);
  }
  return out;
}

}  // namespace

std::string format_date(Date date) {
  std::string out;
  append_date(out, date);
  return out;
}

std::string format_local_time(LocalTime time) {
  std::string text = format_civil(Instant(time.time_since_epoch()));
  if (text.ends_with(":00")) text.resize(text.size() - 3);
  return text;
}

std::string format_instant(Instant at, std::chrono::seconds offset) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  const auto size = minutes < 0 ? -minutes : minutes;
  std::string out = format_civil(at + offset);
  out.push_back(minutes < 0 ? '-' : '+');
  append_padded(out, size / 60, 2);
  out.push_back(':');
  append_padded(out, size % 60, 2);
  return out;
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
