// Survey: figures for the dashboard that the snapshot does not carry; read beside the writer.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace keste::store {
class Database;
}

namespace keste::engine {

struct CurvePoint {
  Instant at;
  std::int64_t applications = 0;  ///< Received up to then, whatever became of them.
};

struct Survey {
  std::map<std::string, std::int64_t> calls;  ///< People who must be called, by city.
  std::vector<CurvePoint> curve;              ///< In time order.
};

/// Counts at each of `marks`, which rise. Numbers are given in order of receipt, so that each count
/// takes some twenty looks, however many applications there are; a questionnaire's rows, which were
/// received before they were read in, may stand a little off.
Survey take_survey(store::Database& database, const std::vector<Instant>& marks);

}  // namespace keste::engine
