// The grammar of written dates, and the order of day and month.
#include "admission/sheet_dates.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "admission/characters.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  /// A number of that many digits at most; how many it had is kept in `digits`.
  std::optional<int> number(std::size_t digits_max) {
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
    digits = count;
    if (count == 0 || count > digits_max) return std::nullopt;
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + count, value);
    rest_.remove_prefix(count);
    return value;
  }
  bool take(std::string_view wanted) {
    if (to_lower_ascii(rest_.substr(0, wanted.size())) != wanted) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }
  char take_any(std::string_view of) {
    if (rest_.empty() || of.find(rest_.front()) == std::string_view::npos) return 0;
    const char found = rest_.front();
    rest_.remove_prefix(1);
    return found;
  }
  void skip(std::string_view of) {
    while (take_any(of) != 0) {
    }
  }

  std::size_t digits = 0;

 private:
  std::string_view rest_;
};

std::optional<int> full_year(int year, std::size_t digits) {
  if (digits == 4) return year;
  return digits == 2 ? std::optional(2000 + year) : std::nullopt;
}

bool read_date_part(Scanner& scan, WrittenDate& out) {
  const auto a = scan.number(4);
  const std::size_t a_digits = scan.digits;
  const char sign = scan.take_any("-./");
  const auto b = scan.number(2);
  const std::size_t b_digits = scan.digits;
  if (!a || sign == 0 || !b || scan.take_any(std::string_view(&sign, 1)) == 0) return false;
  const auto c = scan.number(4);
  const std::size_t c_digits = scan.digits;
  if (!c || a_digits == 3) return false;
  out.month_first = a_digits == 4;
  out.day_first = !out.month_first && sign == '.';
  const auto year = out.month_first ? a : full_year(*c, c_digits);
  if (!year || (out.month_first && c_digits > 2)) return false;
  out.year = *year;
  out.first = out.month_first ? *b : *a;
  out.second = out.month_first ? *c : *b;
  out.padded = a_digits == 2 && b_digits == 2;
  return true;
}

/// AM and PM, if they are there, turn the hour into one of 24; an hour that there is not is
/// refused.
std::optional<int> to_24_hours(Scanner& scan, int hour) {
  scan.skip(" ");
  const bool before_noon = scan.take("am") || scan.take("a.m.");
  const bool after_noon = !before_noon && (scan.take("pm") || scan.take("p.m."));
  if (!before_noon && !after_noon) return hour < 24 ? std::optional(hour) : std::nullopt;
  if (hour < 1 || hour > 12) return std::nullopt;
  return hour % 12 + (after_noon ? 12 : 0);
}

bool read_time_part(Scanner& scan, WrittenDate& out) {
  scan.skip(" ,tT");
  const auto hour = scan.number(2);
  if (!hour || !scan.take(":")) return false;
  const auto minute = scan.number(2);
  if (!minute || scan.digits != 2 || *minute > 59) return false;
  int second = 0;
  if (scan.take(":")) {
    const auto read = scan.number(2);
    if (!read || scan.digits != 2 || *read > 59) return false;
    second = *read;
    if (scan.take_any(".,") != 0 && !scan.number(9)) return false;
  }
  const auto in_day = to_24_hours(scan, *hour);
  if (!in_day) return false;
  out.time = hours(*in_day) + minutes(*minute) + seconds(second);
  return true;
}

bool read_offset_part(Scanner& scan, WrittenDate& out) {
  scan.skip(" ");
  if (scan.at_end()) return true;
  const bool named = scan.take("gmt") || scan.take("utc") || scan.take("z");
  if (named) out.offset = seconds(0);
  const char sign = scan.take_any("+-");
  if (sign == 0) return named;
  const auto written = scan.number(4);
  if (!written) return false;
  const bool joined = scan.digits > 2;
  const auto minute = !joined && scan.take(":") ? scan.number(2) : std::optional(0);
  const int hour = joined ? *written / 100 : *written;
  if (!minute || hour > 14 || *minute > 59) return false;
  const seconds east = hours(hour) + minutes(joined ? *written % 100 : *minute);
  out.offset = sign == '-' ? -east : east;
  return true;
}

/// Days since 1899-12-30, as spreadsheets count. Five decimals are less than a second.
std::optional<WrittenDate> read_day_number(std::string_view text) {
  constexpr std::size_t day_digits = 5;
  constexpr std::size_t decimals_min = 5;
  const std::size_t point = text.find_first_of(".,");
  if (point != day_digits || text.size() < point + 1 + decimals_min) return std::nullopt;
  std::string number(text);
  number[point] = '.';
  if (number.find_first_not_of("0123456789.") != std::string::npos) return std::nullopt;
  const double days = std::strtod(number.c_str(), nullptr);
  if (days < 36526 || days > 73050) return std::nullopt;
  const auto whole = static_cast<int>(days);
  const auto in_day = seconds(std::lround((days - whole) * 86400));
  constexpr Date origin{std::chrono::year(1899) / 12 / 30};
  const std::chrono::year_month_day day(origin + std::chrono::days(whole));
  WrittenDate out;
  out.year = static_cast<int>(day.year());
  out.first = static_cast<int>(static_cast<unsigned>(day.month()));
  out.second = static_cast<int>(static_cast<unsigned>(day.day()));
  out.month_first = true;
  out.time = std::min(in_day, seconds(86399));
  return out;
}

struct Votes {
  int day_first = 0;
  int month_first = 0;
};

std::optional<Date> make_date(int year, int month, int day) {
  const std::chrono::year_month_day made{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1970 || year > 2099 || !made.ok()) return std::nullopt;
  return Date(made);
}

DateOrder decide_order(const std::vector<WrittenDate>& open, Date from, Date to) {
  Votes inside;
  bool unpadded = false;
  for (const WrittenDate& one : open) {
    const auto by_day = make_date(one.year, one.second, one.first);
    const auto by_month = make_date(one.year, one.first, one.second);
    if (by_day && *by_day >= from && *by_day <= to) ++inside.day_first;
    if (by_month && *by_month >= from && *by_month <= to) ++inside.month_first;
    unpadded = unpadded || !one.padded;
  }
  if (inside.day_first != inside.month_first) {
    const bool month_first = inside.month_first > inside.day_first;
    return {month_first, false,
            "assumed: " + std::string(month_first ? "month before day" : "day before month") +
                ", since more of the dates then lie within the campaign"};
  }
  return {unpadded, false,
          unpadded ? "assumed: month before day, since the numbers have no zeros before them"
                   : "assumed: day before month"};
}

}  // namespace

std::optional<WrittenDate> read_written_date(std::string_view text) {
  const std::optional<std::string> tidied = tidy(text);
  if (!tidied || tidied->empty()) return std::nullopt;
  if (auto number = read_day_number(*tidied)) return number;
  Scanner scan(*tidied);
  WrittenDate out;
  if (!read_date_part(scan, out)) return std::nullopt;
  scan.skip(" ");
  if (scan.at_end()) return out;
  if (!read_time_part(scan, out) || !read_offset_part(scan, out)) return std::nullopt;
  scan.skip(" ");
  return scan.at_end() ? std::optional(out) : std::nullopt;
}

DateOrder find_date_order(const std::vector<std::string_view>& cells, Date from, Date to) {
  Votes votes;
  std::vector<WrittenDate> open;
  for (const std::string_view cell : cells) {
    const auto written = read_written_date(cell);
    if (!written || written->month_first || written->day_first) continue;
    votes.day_first += written->first > 12 ? 1 : 0;
    votes.month_first += written->second > 12 ? 1 : 0;
    if (written->first != written->second) open.push_back(*written);
  }
  if (votes.day_first > 0 && votes.month_first > 0) {
    return {false, true,
            "some dates have the day first and others the month; those that could be either are "
            "not taken"};
  }
  if (votes.day_first > 0) return {false, false, "the day stands before the month"};
  if (votes.month_first > 0) return {true, false, "the month stands before the day"};
  return open.empty() ? DateOrder() : decide_order(open, from, to);
}

std::optional<Date> date_of(const WrittenDate& written, const DateOrder& order) {
  bool month_first = order.month_first;
  if (order.contradictory) {
    month_first = written.second > 12;
    const bool open = written.first <= 12 && written.second <= 12;
    const bool known = written.day_first || written.month_first || written.first == written.second;
    if (open && !known) return std::nullopt;
  }
  month_first = written.month_first || (month_first && !written.day_first);
  return month_first ? make_date(written.year, written.first, written.second)
                     : make_date(written.year, written.second, written.first);
}

}  // namespace keste::admission
