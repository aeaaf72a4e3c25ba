// Base64 against the vectors of RFC 4648, 10.
#include "base/base64.hpp"

#include <catch2/catch.hpp>

namespace keste {
namespace {

TEST_CASE("base64 goes there and back", "[base][base64]") {
  struct Row {
    const char* bytes;
    const char* text;
  };
  for (const Row& row : {Row{"", ""}, Row{"f", "Zg=="}, Row{"fo", "Zm8="}, Row{"foo", "Zm9v"},
                         Row{"foob", "Zm9vYg=="}, Row{"fooba", "Zm9vYmE="},
                         Row{"foobar", "Zm9vYmFy"}, Row{"\xFB\xFF\xBF", "+/+/"}}) {
    CAPTURE(row.text);
    CHECK(to_base64(row.bytes) == row.text);
    CHECK(from_base64(row.text) == std::string(row.bytes));
  }
}

TEST_CASE("padding may be left out, and nothing else", "[base][base64]") {
  CHECK(from_base64("Zg") == "f");
  CHECK(from_base64("Zm8") == "fo");
  for (const char* text : {"Z", "Zg=", "Zg===", "Zh==", "Zm9v\n", "Zm 9v", "Zm-_", "=", "===="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text).has_value());
  }
}

}  // namespace
}  // namespace keste
