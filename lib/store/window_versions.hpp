// Versions of windows: every span in which a city or an online test has taken applications.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/schedule.hpp"

namespace keste::store {

struct Span {
  Instant opens_at;
  Instant closes_at;
  friend bool operator==(const Span&, const Span&) = default;
};

struct WindowVersion {
  std::string place;  ///< The city's code, or the online test.
  int version = 0;    ///< From 1 on.
  Span span;
};

/// Writes down what a window is from now on; its version, which is the next one when the span is
/// another than before. Within the transaction of the change.
int note_window(Database& database, CampaignId campaign, std::string_view place, const Span& span);
std::optional<WindowVersion> find_window_version(Database& database, CampaignId campaign,
                                                 std::string_view place, int version);
/// All of them, by place and version.
std::vector<WindowVersion> list_window_versions(Database& database, CampaignId campaign);

}  // namespace keste::store
