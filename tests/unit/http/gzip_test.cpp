// Tests of gzip, undone by zlib.
#include "http/gzip.hpp"
#include "gunzip.hpp"

#include <catch2/catch.hpp>

using keste::http::gunzip;
using keste::http::gzip;

TEST_CASE("what is compressed comes back whole", "[http][gzip]") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text.append(std::to_string(i * i));
  for (const std::string& plain : {std::string(), std::string("a"), text}) {
    CHECK(gunzip(gzip(plain)) == plain);
  }
  CHECK(gzip(text).size() < text.size());
}

TEST_CASE("the same text gives the same bytes", "[http][gzip]") {
  CHECK(gzip("кесте") == gzip("кесте"));
}
