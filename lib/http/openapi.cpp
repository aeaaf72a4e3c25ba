// GET /openapi.yaml: the document that describes this interface.
#include "http/openapi.hpp"

#include "http/resources.hpp"

namespace keste::http {

void handle_openapi(Service& service, const Request& request, Reply reply) {
  const auto snapshot = service.backend.snapshot();
  PageCache::Entry* entry = service.pages.find_fresh(request.path, *snapshot);
  if (entry == nullptr) {
    entry =
        &service.pages.put(request.path, PageSource{}, *snapshot, std::string(openapi_document()));
  }
  reply(make_page_response(*entry, request));
}

}  // namespace keste::http
