// A public page of a server that may be elsewhere, over http or https.
#pragma once

#include <optional>
#include <string>

#include "dispatch/http_reply.hpp"
#include "kestectl/kestectl.hpp"

namespace keste::kestectl {

/// GET of `path` at the server that `url` names. Empty, with the reason printed and `exit` set,
/// when the address makes no sense or nobody answers there.
std::optional<dispatch::HttpReply> fetch_or_complain(const std::string& url,
                                                     const std::string& path, Shared& shared);

}  // namespace keste::kestectl
