// CampaignSource: the text that a campaign was read from, and what it says as a digest.
#pragma once

#include <string>

#include "campaign/campaign.hpp"

namespace keste::engine {

struct CampaignSource {
  std::string text;    ///< Empty: there is no file, and none is kept.
  std::string digest;  ///< See digest_of.
  /// The digest of the one that this was made to follow: another one in force is not overwritten.
  /// Empty: whatever is in force.
  std::string follows;
};

/// 64 hexadecimal digits: the same for every text that says the same. Pure.
std::string digest_of(const campaign::Campaign& campaign);

}  // namespace keste::engine
