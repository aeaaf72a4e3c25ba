// Dates as sheets write them: 2023-09-10, 10.09.2023, 9/10/2023 2:03 PM, with the order of day and
// month learnt from the whole column.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace keste::admission {

/// A date, and perhaps a time, before it is known which number is the day.
struct WrittenDate {
  int year = 0;
  int first = 0;   ///< The day or the month, whichever stands first; the month after a year.
  int second = 0;  ///< The other one.
  bool month_first = false;                    ///< Known: the year stands first.
  bool day_first = false;                      ///< Known: dots stand between.
  bool padded = false;                         ///< Both have two digits.
  std::optional<std::chrono::seconds> time;    ///< Since midnight.
  std::optional<std::chrono::seconds> offset;  ///< East of UTC.
};

/// Numbers with - . or / between, years of two or four digits; times with or without seconds, of
/// 24 or 12 hours; "Z", "+06:00" or "GMT+6" after them. Also a spreadsheet's day number
/// (45179.58547) when its digits reach to the second. Empty when it is nothing of that.
std::optional<WrittenDate> read_written_date(std::string_view text);

struct DateOrder {
  bool month_first = false;
  bool contradictory = false;  ///< Both orders occur: what could be either is not decided.
  std::string note;            ///< What was found or assumed; empty when nothing had to be.
};

/// Dots are day first. Slashes are decided by the column: a number over 12 in one place; else by
/// which reading puts more of the dates into `from` to `to`; else unpadded numbers (9/10/2023)
/// are month first, as the American forms write them, and padded ones day first.
DateOrder find_date_order(const std::vector<std::string_view>& cells, Date from, Date to);

/// Empty when there is no such day, or the order is not decided.
std::optional<Date> date_of(const WrittenDate& written, const DateOrder& order);

}  // namespace keste::admission
