// What somebody most likely meant, and what of a value a message shows.
#include "config/spelling.hpp"

#include <catch2/catch.hpp>

namespace keste::config {
namespace {

TEST_CASE("the nearest key is suggested when one is near", "[config][spelling]") {
  struct Case {
    const char* text;
    const char* found;
  };
  for (const Case& c : {Case{"seets", "seats"}, Case{"seat", "seats"}, Case{"saets", "seats"},
                        Case{"SEATS", "seats"}, Case{"strats", "starts"}, Case{"x", ""},
                        Case{"", ""}, Case{"something", ""}}) {
    CAPTURE(c.text);
    CHECK(nearest(c.text, {"id", "starts", "ends", "seats"}) == c.found);
  }
}

TEST_CASE("without a near key the known ones are listed", "[config][spelling]") {
  CHECK(suggest("something", {"id", "seats"}) == "; known: id, seats");
  CHECK(suggest("seets", {"id", "seats"}) == "; did you mean 'seats'?");
}

TEST_CASE("a shown value is short and cannot steer a terminal", "[config][spelling]") {
  CHECK(shown("қала") == "қала");
  CHECK(shown("a\x1b[31mb\n\xC2\x9B") == "a?[31mb??");
  CHECK(shown(std::string(70, 'x')) == std::string(60, 'x') + "…");
}

}  // namespace
}  // namespace keste::config
