// The IIN: length and control digit are judged, nothing else.
#include <string>

#include "admission/person.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

TEST_CASE("an IIN whose control digit fits the first pass is accepted", "[admission][iin]") {
  for (const char* iin : {"900101300007", "951231450128", "000229600014", "980715301236"}) {
    CAPTURE(iin);
    CHECK_FALSE(check_iin(iin).has_value());
  }
}

TEST_CASE("an IIN whose first pass gives ten is accepted by the second", "[admission][iin]") {
  for (const char* iin : {"950101300707", "950101300719", "990101400003", "061211600012"}) {
    CAPTURE(iin);
    CHECK_FALSE(check_iin(iin).has_value());
  }
}

TEST_CASE("no control digit fits a prefix for which both passes give ten", "[admission][iin]") {
  for (char last = '0'; last <= '9'; ++last) {
    const std::string iin = std::string("95010130077") + last;
    CAPTURE(iin);
    CHECK(check_iin(iin) == Wrong::iin_control);
  }
}

TEST_CASE("a wrong control digit is refused", "[admission][iin]") {
  CHECK(check_iin("900101300008") == Wrong::iin_control);
  CHECK(check_iin("950101300706") == Wrong::iin_control);
}

TEST_CASE("anything else than twelve ASCII digits has the wrong length", "[admission][iin]") {
  for (const char* iin : {"", "90010130000", "9001013000070", "90010130000a", "900101 30000",
                          "-90010130000", "٩٠٠١٠١٣٠٠٠٠٧"}) {
    CAPTURE(iin);
    CHECK(check_iin(iin) == Wrong::iin_length);
  }
}

TEST_CASE("the date part and the seventh digit are not judged", "[admission][iin]") {
  const char* month_99 = "909999300005";
  const char* seventh_digit_9 = "900101900005";
  CHECK_FALSE(check_iin(month_99).has_value());
  CHECK_FALSE(check_iin(seventh_digit_9).has_value());
}

}  // namespace
}  // namespace keste::admission
