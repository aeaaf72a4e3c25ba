// Refusals: the rules' "no" as a problem with the facts that explain it.
#pragma once

#include <string>

#include "admission/application.hpp"
#include "engine/snapshot.hpp"
#include "http/problem.hpp"

namespace keste::http {

/// What the refused request asked for; each may be empty.
struct AskedSeat {
  std::string test;
  std::string city;
  std::string session;  ///< Empty: any of the city.
};

/// Instants are given in the city's time. Pure.
Problem describe_refusal(admission::Refusal refusal, const AskedSeat& asked,
                         const engine::Snapshot& snapshot, Language language);

}  // namespace keste::http
