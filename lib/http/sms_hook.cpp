// POST /hooks/sms/{token}: what an SMS gateway tells of deliveries.
#include "http/resources.hpp"

namespace keste::http {

void handle_sms_hook(Service& service, const Request& request, Reply reply) {
  const auto& take = service.settings.take_delivery_hook;
  // A wrong token and a daemon without a hook look the same.
  const bool known = take && take(request.parameters.at(0), request.body, request.content_type,
                                  [reply] { reply(make_json_response(200, "{\"ok\":true}")); });
  if (!known) reply(make_response(ProblemKind::not_found, request.language));
}

}  // namespace keste::http
