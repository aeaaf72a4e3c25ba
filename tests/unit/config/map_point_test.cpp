// Where cities stand on the map, sound and bent.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

constexpr const char* file = "campaigns/spring.yaml";

std::vector<std::string> errors_with_at(const std::string& at) {
  ScratchEtc etc;
  etc.replace(file, "rule: capital}", "rule: capital, at: " + at + "}");
  return etc.errors();
}

TEST_CASE("a city may have a place on the map", "[config][map]") {
  ScratchEtc etc;
  etc.replace(file, "rule: capital}", "rule: capital, at: {lat: 51.16, lon: -71}}");
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration);
  const auto& cities = loaded.configuration->served().campaign.cities;
  REQUIRE(cities.at(0).at);
  CHECK(cities.at(0).at->lat == 51.16);
  CHECK(cities.at(0).at->lon == -71);
  CHECK_FALSE(cities.at(1).at);
}

TEST_CASE("a place that is on no map is refused", "[config][map]") {
  for (const char* bent : {"{lat: 91, lon: 0}", "{lat: 51.16, lon: 180.5}", "{lat: nan, lon: 0}",
                           "{lat: \"51.16\", lon: 71}", "{lat: 51.16}", "{lat: 5e1, lon: 71}",
                           "[51.16, 71.4]", "{lat: 51,16, lon: 71}"}) {
    INFO(bent);
    const auto errors = errors_with_at(bent);
    REQUIRE_FALSE(errors.empty());
    CHECK(errors.front().find("campaigns/spring.yaml:") == 0);
  }
  const auto errors = errors_with_at("{lat: 91, lon: 0}");
  CHECK(errors.front().find("'91' is not a number from -90 to 90") != std::string::npos);
}

}  // namespace
}  // namespace keste::test
