// Assets: embedded whole, under names that change with them.
#include "pages/asset.hpp"
#include "base/fault.hpp"

#include <catch2/catch.hpp>
#include <set>

namespace keste::pages {
namespace {

TEST_CASE("an asset is found by its hashed name only", "[pages][asset]") {
  std::set<std::string_view> names;
  for (const Asset& asset : list_assets()) {
    INFO(asset.name);
    CHECK(names.insert(asset.file_name).second);
    CHECK(asset.file_name.size() == asset.name.size() + 13);
    CHECK_FALSE(asset.bytes.empty());
    CHECK(asset.gzip.substr(0, 3) == "\x1f\x8b\x08");
    CHECK(find_asset(asset.file_name) == &asset);
    CHECK(find_asset(asset.name) == nullptr);
    CHECK(asset_path(asset.name) == "/assets/" + std::string(asset.file_name));
    CHECK(content_type_of(asset.file_name) != "application/octet-stream");
  }
  CHECK(names.size() >= 5);
  CHECK_THROWS_AS(asset_path("nothing.css"), Fault);
  CHECK(content_type_of("x.exe") == "application/octet-stream");
}

}  // namespace
}  // namespace keste::pages
