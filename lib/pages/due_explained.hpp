// A due date counted day by day, in words.
#pragma once

#include "engine/commands.hpp"
#include "pages/scene.hpp"

namespace keste::pages {

/// Sets "explained", "count", "days" and "provisional" on `content`. Nothing is explained where the
/// calendar is not known, or where the date does not follow from it any more.
void explain_due_date(const Scene& scene, const engine::ApplicationView& view,
                      const engine::CitySnapshot& city, Value& content);

}  // namespace keste::pages
