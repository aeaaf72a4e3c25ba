// Phones as people write them, kept as E.164.
#include "admission/person.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

TEST_CASE("every usual way to write a Kazakh number gives the same E.164", "[admission][phone]") {
  for (const char* phone : {
           "+77011234567",
           "8 701 123-45-67",
           "+7 (701) 1234567",
           "77011234567",
           "87011234567",
           "701 123 45 67",
           "7011234567",
           "007 701 123 45 67",
           "8(701)123.45.67",
           "  +7\xC2\xA0"
           "701\xC2\xA0"
           "123\xE2\x80\x91"
           "45\xE2\x80\x91"
           "67 ",
           "\xE2\x80\xAA+7 701 123 45 67\xE2\x80\xAC",
       }) {
    CAPTURE(phone);
    CHECK(to_e164(phone) == "+77011234567");
  }
}

TEST_CASE("fixed lines and unknown Kazakh prefixes are kept", "[admission][phone]") {
  CHECK(to_e164("8 (7172) 55-55-55") == "+77172555555");
  CHECK(to_e164("8 799 123 45 67") == "+77991234567");
  CHECK(to_e164("600 123 45 67") == "+76001234567");
  CHECK(to_e164("+7 916 123 45 67") == "+79161234567");
}

TEST_CASE("foreign numbers need a plus or two zeros", "[admission][phone]") {
  CHECK(to_e164("+996 555 123 456") == "+996555123456");
  CHECK(to_e164("00 44 20 7946 0000") == "+442079460000");
  CHECK(to_e164("+998 90 123-45-67") == "+998901234567");
  CHECK_FALSE(to_e164("996555123456").has_value());
  CHECK_FALSE(to_e164("20 7946 0000").has_value());
}

TEST_CASE("what is no phone number is refused", "[admission][phone]") {
  for (const char* phone : {
           "",
           " ",
           "+",
           "00",
           "701",
           "8 701 123 45 6",
           "8 701 123 45 678",
           "+7 701 123 45 6",
           "+7 8 701 123 45 67",
           "+8 701 123 45 67",
           "+0 701 123 45 67",
           "+1234567",
           "+1234567890123456",
           "8 10 996 555 12",
           "7+7011234567",
           "++77011234567",
           "8 701 ABC-45-67",
           "8 701 123 45 67 ext 5",
           "8701\n1234567",
           "\xFF"
           "87011234567",
       }) {
    CAPTURE(phone);
    CHECK_FALSE(to_e164(phone).has_value());
  }
}

}  // namespace
}  // namespace keste::admission
