// The signature of Standard Webhooks (https://www.standardwebhooks.com).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keste::dispatch {

/// Pure. "v1,…" for each key, parted by a space: base64 of HMAC-SHA256 over id.timestamp.body.
/// While keys are rotated the receiver takes whichever it knows.
std::string sign_webhook(const std::vector<std::string>& keys, std::string_view id,
                         std::int64_t timestamp, std::string_view body);

}  // namespace keste::dispatch
