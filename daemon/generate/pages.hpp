// Pages: the man pages of Keste.
#pragma once

#include <string>
#include <string_view>

namespace keste::generate {

/// kestectl(1). `date` as YYYY-MM-DD, as in the others.
std::string kestectl_page(std::string_view date);
/// kested(8)
std::string kested_page(std::string_view date);
/// kested.yaml(5), out of the comments of the settings that are shipped. Throws std::runtime_error
/// when it finds no setting there.
std::string settings_page(std::string_view settings, std::string_view date);

}  // namespace keste::generate
