// PublicPages: pages that are the same for everybody who reads one language, made once a second.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>

#include "base/instant.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace keste::http {

/// io thread only. In the last minute before a closing thousands ask for the same page; its clock
/// may be a second old, and each of them need not have it rendered and compressed anew.
class PublicPages {
 public:
  /// The page at `request.path` in its language; rendered when the version of what it shows or the
  /// second has changed. `path` must be one of a bounded number.
  Response find_or_render(const Request& request, std::uint64_t version,
                          const std::function<std::string()>& render);
  void clear() { pages_.clear(); }

 private:
  struct Page {
    std::uint64_t version = 0;
    std::chrono::sys_seconds second{};
    std::string plain;
    std::string gzip;
  };
  std::unordered_map<std::string, Page> pages_;
};

}  // namespace keste::http
