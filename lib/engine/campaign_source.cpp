// SHA-256 of a campaign's facts.
#include "engine/campaign_source.hpp"

#include "base/text.hpp"
#include "campaign/difference.hpp"
#include "store/digest.hpp"

namespace keste::engine {

std::string digest_of(const campaign::Campaign& campaign) {
  std::string all;
  for (const auto& [path, value] : campaign::list_facts(campaign)) {
    // With their lengths, so that no two lists look alike.
    all.append(std::to_string(path.size())).append(":").append(path);
    all.append(std::to_string(value.size())).append(":").append(value);
  }
  return to_hex(store::Sha256().digest(all));
}

}  // namespace keste::engine
