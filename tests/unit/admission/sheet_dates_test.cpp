// Written dates, and the order of day and month in a column.
#include "admission/sheet_dates.hpp"

#include "support/calendars.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

/// "2023-09-10T14:03:05" with the offset in minutes after it when there is one.
std::string shown(std::string_view text, const DateOrder& order = {}) {
  const auto written = read_written_date(text);
  if (!written) return "unread";
  const auto date = date_of(*written, order);
  if (!date) return "no day";
  if (!written->time) return format_date(*date);
  std::string out = format_local_time(LocalTime(*date) + *written->time);
  if (written->offset) out += " " + std::to_string(written->offset->count() / 60);
  return out;
}

TEST_CASE("dates are read as sheets write them", "[admission][sheet][dates]") {
  struct Case {
    const char* text;
    const char* shown;
  };
  const Case c = GENERATE(values<Case>({{"2023-09-10 14:03:05", "2023-09-10T14:03:05"},
                                        {"2023-09-10T14:03", "2023-09-10T14:03"},
                                        {"2023/09/10 2:03:05 PM", "2023-09-10T14:03:05"},
                                        {"2023/09/10 2:03:05 PM GMT+6", "2023-09-10T14:03:05 360"},
                                        {"2023-09-10T14:03:05+06:00", "2023-09-10T14:03:05 360"},
                                        {"2023-09-10T14:03:05.123Z", "2023-09-10T14:03:05 0"},
                                        {"2023-09-10 14:03:05 +0530", "2023-09-10T14:03:05 330"},
                                        {"2023-09-10 14:03:05 UTC-3", "2023-09-10T14:03:05 -180"},
                                        {"2023-9-1 4:03", "2023-09-01T04:03"},
                                        {"10.09.2023 14:03", "2023-09-10T14:03"},
                                        {"1.9.23 14:03", "2023-09-01T14:03"},
                                        {"10.09.2023, 14:03:05", "2023-09-10T14:03:05"},
                                        {"10/09/2023 14:03:05", "2023-09-10T14:03:05"},
                                        {"10-09-2023 14:03", "2023-09-10T14:03"},
                                        {"10.09.2023\u00A014:03", "2023-09-10T14:03"},
                                        {"10.09.2023 12:00 AM", "2023-09-10T00:00"},
                                        {"10.09.2023 12:00\u202FPM", "2023-09-10T12:00"},
                                        {"10.09.2023 11:59 p.m.", "2023-09-10T23:59"},
                                        {"10.09.2023", "2023-09-10"},
                                        {"2023-09-10", "2023-09-10"},
                                        {"45179.58547", "2023-09-10T14:03:05"},
                                        {"45179,585474537", "2023-09-10T14:03:05"},
                                        {"31.09.2023 10:00", "no day"},
                                        {"13.13.2023 10:00", "no day"},
                                        {"29.02.2024", "2024-02-29"},
                                        {"10.09.2023 24:00", "unread"},
                                        {"10.09.2023 13:00 PM", "unread"},
                                        {"10.09.2023 0:30 AM", "unread"},
                                        {"10.09.2023 14:60", "unread"},
                                        {"10.09.2023 14", "unread"},
                                        {"10.09.2023 14:3", "unread"},
                                        {"10.09-2023 14:03", "unread"},
                                        {"10.09.023 14:03", "unread"},
                                        {"10.09.2023 14:03 ALMT", "unread"},
                                        {"45179", "unread"},
                                        {"45179.58", "unread"},
                                        {"кеше", "unread"},
                                        {"", "unread"}}));
  CAPTURE(c.text);
  CHECK(shown(c.text) == c.shown);
}

DateOrder order_of(const std::vector<std::string_view>& cells) {
  return find_date_order(cells, test::date("2023-09-01"), test::date("2023-09-22"));
}

TEST_CASE("the whole column tells the order of day and month", "[admission][sheet][dates]") {
  const DateOrder american = order_of({"9/10/2023 10:00", "9/13/2023 10:00"});
  CHECK(american.month_first);
  CHECK(american.note == "the month stands before the day");
  CHECK(shown("9/10/2023 10:00", american) == "2023-09-10T10:00");
  const DateOrder european = order_of({"9/10/2023", "13/9/2023"});
  CHECK_FALSE(european.month_first);
  CHECK(shown("9/10/2023", european) == "2023-10-09");
}

TEST_CASE("dots and years in front need no column", "[admission][sheet][dates]") {
  const DateOrder american = order_of({"9/13/2023"});
  CHECK(shown("10.09.2023", american) == "2023-09-10");
  CHECK(shown("2023-09-10", american) == "2023-09-10");
  CHECK(shown("2023/09/10", american) == "2023-09-10");
  CHECK(order_of({"10.09.2023", "2023-09-10", "", "x"}).note.empty());
}

TEST_CASE("an open order is assumed, and said so", "[admission][sheet][dates]") {
  const DateOrder by_campaign = order_of({"10/09/2023", "11/09/2023", "09/11/2023"});
  CHECK_FALSE(by_campaign.month_first);
  CHECK(by_campaign.note ==
        "assumed: day before month, since more of the dates then lie within the campaign");
  CHECK(order_of({"09/10/2023", "09/11/2023"}).month_first);
  const DateOrder unpadded = order_of({"9/10/2022"});
  CHECK(unpadded.month_first);
  CHECK(unpadded.note == "assumed: month before day, since the numbers have no zeros before them");
  const DateOrder padded = order_of({"09/10/2022"});
  CHECK_FALSE(padded.month_first);
  CHECK(padded.note == "assumed: day before month");
  // The same either way: nothing is assumed.
  CHECK(order_of({"9/9/2023"}).note.empty());
}

TEST_CASE("in a column with both orders only what is certain is taken",
          "[admission][sheet][dates]") {
  const DateOrder both = order_of({"9/13/2023", "13/9/2023", "9/10/2023"});
  CHECK(both.contradictory);
  CHECK(shown("9/13/2023", both) == "2023-09-13");
  CHECK(shown("13/9/2023", both) == "2023-09-13");
  CHECK(shown("9/9/2023", both) == "2023-09-09");
  CHECK(shown("9/10/2023", both) == "no day");
  CHECK(shown("9.10.2023", both) == "2023-10-09");
  CHECK(shown("2023-09-10", both) == "2023-09-10");
  CHECK(shown("13/13/2023", both) == "no day");
}

}  // namespace
}  // namespace keste::admission
