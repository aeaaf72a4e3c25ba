// Rendering once a second, in both forms.
#include "http/public_pages.hpp"

#include "http/gzip.hpp"
#include "http/html.hpp"

namespace keste::http {

Response PublicPages::find_or_render(const Request& request, std::uint64_t version,
                                     const std::function<std::string()>& render) {
  const auto second = std::chrono::floor<std::chrono::seconds>(request.receipt.at);
  Page& page = pages_[request.path + " " + std::string(to_text(request.language))];
  if (page.plain.empty() || page.version != version || page.second != second) {
    page = {version, second, render(), {}};
  }
  if (request.accepts_gzip && page.gzip.empty()) page.gzip = gzip(page.plain);
  return begin_html_response(200, request, Keep::revalidate,
                             request.accepts_gzip ? page.gzip : page.plain, request.accepts_gzip);
}

}  // namespace keste::http
