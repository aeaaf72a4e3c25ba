// The list of places where one may apply: cities and online tests, with their windows.
#pragma once

#include <string>

#include "pages/scene.hpp"

namespace keste::pages {

/// The same for everybody: what it shows is the snapshot and the time.
std::string render_apply(const Scene& scene);

/// "/apply/astana", "/apply/online/QRT"
std::string city_path(std::string_view code);
std::string online_path(std::string_view test);

}  // namespace keste::pages
