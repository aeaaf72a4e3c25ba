// Finding assets by their name, with and without the hash.
#include "pages/asset.hpp"

#include <algorithm>
#include <array>

#include "base/fault.hpp"

namespace keste::pages {

const Asset* find_asset(std::string_view file_name) {
  const auto& assets = list_assets();
  const auto found = std::find_if(assets.begin(), assets.end(), [file_name](const Asset& each) {
    return each.file_name == file_name;
  });
  return found == assets.end() ? nullptr : &*found;
}

std::string asset_path(std::string_view name) {
  for (const Asset& each : list_assets()) {
    if (each.name == name) return "/assets/" + std::string(each.file_name);
  }
  throw Fault(FaultKind::usage, "linking the asset " + std::string(name), "there is none");
}

std::string_view content_type_of(std::string_view file_name) {
  struct Type {
    std::string_view ending;
    std::string_view type;
  };
  static constexpr std::array<Type, 3> types{{{".css", "text/css; charset=utf-8"},
                                              {".js", "text/javascript; charset=utf-8"},
                                              {".svg", "image/svg+xml"}}};
  for (const Type& each : types) {
    if (file_name.ends_with(each.ending)) return each.type;
  }
  return "application/octet-stream";
}

}  // namespace keste::pages
