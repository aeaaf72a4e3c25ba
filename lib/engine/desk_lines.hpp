// Rows of sheets as the lines that the desk takes.
#pragma once

#include "admission/results_sheet.hpp"
#include "engine/desk.hpp"

namespace keste::engine {

/// Of a row without problems. An application's number that is none becomes 0: then the IIN counts.
ResultLine line_of(const admission::ResultRow& row);

}  // namespace keste::engine
