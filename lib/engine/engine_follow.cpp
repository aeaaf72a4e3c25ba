// Another daemon's campaign file, handed to whoever can read it.
#include "base/fault.hpp"
#include "engine/engine_loop.hpp"

namespace keste::engine {

void EngineLoop::offer_campaign() {
  if (!campaign_listener_) return;
  try {
    auto text = engine_->find_other_campaign();
    if (!text) return;
    post_([listener = campaign_listener_, text = std::move(*text)] { listener(text); });
  } catch (const Fault& fault) {
    log_.warning("campaign_not_read", "Another campaign file is in force; it is read later.",
                 {{"reason", fault.what()}});
  }
}

}  // namespace keste::engine
