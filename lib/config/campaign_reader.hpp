// Campaign files: campaigns/*.yaml to campaigns, with the way back from a part to its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign.hpp"
#include "config/document.hpp"

namespace keste::config {

/// A campaign as far as its file is sound. Parts with an error of their own are left out, and so
/// is what refers to them, so that nothing is reported twice. Refers to the document's root.
struct CampaignFile {
  std::string id;  ///< Empty when the file does not even say that soundly.
  Place id_place;
  Place calendar_place;
  campaign::Campaign campaign;
  bool whole = false;  ///< Nothing was left out.

  const Node* root = nullptr;
  std::vector<const Node*> cities;    ///< The node of each of `campaign.cities`.
  std::vector<const Node*> sessions;  ///< The node of each of `campaign.sessions`.

  /// The place of a path such as "sessions[3].ends", with the index into `campaign`; that of the
  /// nearest part above when the file does not hold it.
  Place find_place(std::string_view path) const;
};

CampaignFile read_campaign(const Node& root, Report& report);

}  // namespace keste::config
