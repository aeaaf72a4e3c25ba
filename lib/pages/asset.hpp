// Assets: the style sheets, scripts and pictures of the pages, embedded in the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keste::pages {

/// One file. All of it lives as long as the program.
struct Asset {
  std::string_view name;       ///< "keste.css": by this a page asks for it.
  std::string_view file_name;  ///< "keste.1a2b3c4d5e6f.css": the hash is that of its bytes.
  std::string_view bytes;
  std::string_view gzip;  ///< The same, compressed.
};

const std::vector<Asset>& list_assets();
/// Null when there is no such file, or no longer.
const Asset* find_asset(std::string_view file_name);
/// "/assets/keste.1a2b3c4d5e6f.css". Throws Fault for a name that no asset has.
std::string asset_path(std::string_view name);
/// By the file name's ending; "application/octet-stream" for one that is not known.
std::string_view content_type_of(std::string_view file_name);

}  // namespace keste::pages
