// Tests of header fields, percent-encoding and queries.
#include "http/request.hpp"

#include <catch2/catch.hpp>

using namespace keste::http;

TEST_CASE("gzip is allowed where Accept-Encoding says so", "[http][request]") {
  struct Case {
    const char* field;
    bool allowed;
  };
  for (const Case& each : {Case{"gzip", true}, Case{"deflate, GZIP;q=0.5, br", true},
                           Case{"*", true}, Case{"*;q=0", false}, Case{"gzip;q=0", false},
                           Case{"gzip; q=0.000, *", false}, Case{"", false}, Case{"br", false},
                           Case{"identity;q=1, *;q=0", false}, Case{"x-gzip", true}}) {
    INFO(each.field);
    CHECK(allows_gzip(each.field) == each.allowed);
  }
}

TEST_CASE("If-None-Match is compared weakly and as a list", "[http][request]") {
  CHECK(names_etag("\"a\"", "\"a\""));
  CHECK(names_etag("\"b\", W/\"a\"", "\"a\""));
  CHECK(names_etag("*", "\"a\""));
  CHECK_FALSE(names_etag("\"ab\"", "\"a\""));
  CHECK_FALSE(names_etag("a", "\"a\""));
  CHECK_FALSE(names_etag("", "\"a\""));
}

TEST_CASE("a preference is found in a list, whatever stands beside it", "[http][request]") {
  CHECK(prefers("receipt", "receipt"));
  CHECK(prefers("wait=10, Receipt; foo=1", "receipt"));
  CHECK_FALSE(prefers("", "receipt"));
  CHECK_FALSE(prefers("receipts", "receipt"));
  CHECK_FALSE(prefers("return=receipt", "receipt"));
}

TEST_CASE("percent-encoding is undone or refused", "[http][request]") {
  CHECK(percent_decode("a%2Fb%d2%AE") == std::string("a/b\xD2\xAE"));
  CHECK_FALSE(percent_decode("%"));
  CHECK_FALSE(percent_decode("%2"));
  CHECK_FALSE(percent_decode("%zz"));
}

TEST_CASE("a query is read into its items", "[http][request]") {
  const auto items = parse_query("a=1&b=x+y%26&&c");
  REQUIRE(items);
  REQUIRE(items->size() == 3);
  CHECK((*items)[1].value == "x y&");
  CHECK((*items)[2].name == "c");
  CHECK_FALSE(parse_query("a=%ff"));
  CHECK_FALSE(parse_query("a=%f"));
}
