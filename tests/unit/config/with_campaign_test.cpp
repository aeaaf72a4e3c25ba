// Another campaign file in place of the one that is served, without a look at the disk.
#include "config/config.hpp"

#include <catch2/catch.hpp>

#include "unit/config/scratch_etc.hpp"

namespace keste::config {
namespace {

using test::ScratchEtc;

TEST_CASE("a campaign's text takes the place of the one that is served", "[config][campaign]") {
  const ScratchEtc etc;
  const Loaded loaded = etc.load();
  REQUIRE(loaded.configuration);
  const std::string text = loaded.configuration->served().text;
  REQUIRE_FALSE(text.empty());
  SECTION("the same again is the same") {
    const Loaded again = with_campaign(*loaded.configuration, {"new.yaml", text});
    REQUIRE(again.configuration);
    CHECK(again.configuration->served().text == text);
    CHECK(again.configuration->calendars == loaded.configuration->calendars);
  }
  SECTION("errors have the name that was given") {
    const Loaded wrong = with_campaign(*loaded.configuration, {"new.yaml", text + "colour: red\n"});
    CHECK_FALSE(wrong.configuration);
    REQUIRE(wrong.diagnostics.size() == 1);
    CHECK(wrong.diagnostics.front().file == "new.yaml");
  }
  SECTION("another campaign's file is none") {
    const std::string id = loaded.configuration->served().campaign.id;
    std::string other = text;
    other.replace(other.find(id), id.size(), "another");
    const Loaded wrong = with_campaign(*loaded.configuration, {"new.yaml", other});
    CHECK_FALSE(wrong.configuration);
  }
  SECTION("neither is what is no text") {
    CHECK_FALSE(with_campaign(*loaded.configuration, {"new.yaml", "\x01"}).configuration);
    CHECK_FALSE(with_campaign(*loaded.configuration, {"new.yaml", ""}).configuration);
  }
}

}  // namespace
}  // namespace keste::config
