// Parts of a campaign file: one rule, test, city or session.
#pragma once

#include <optional>

#include "campaign/campaign.hpp"
#include "config/document.hpp"

namespace keste::config {

/// Each gives nothing when the part has an error of its own. What the parts say of one another
/// (known rule and city, order of times) is campaign::resolve()'s to judge.
std::optional<campaign::Rule> read_rule(const Node& node, Report& report);
std::optional<campaign::Test> read_test(const Node& node, Report& report);
std::optional<campaign::City> read_city(const Node& node, Report& report);
std::optional<campaign::Session> read_session(const Node& node, Report& report);

/// An IANA zone that the system knows.
std::optional<calendar::Zone> read_zone(const Node* node, Report& report);

}  // namespace keste::config
