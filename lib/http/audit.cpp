// GET /audit/verification: whether the chain of audit lines is whole.
#include "http/json_writer.hpp"
#include "http/resources.hpp"

namespace keste::http {

void handle_audit_verification(Service& service, const Request&, Reply reply) {
  const auto answer = [reply = std::move(reply)](const engine::AuditVerdict& verdict) {
    std::string body;
    JsonWriter json(body);
    json.begin_object()
        .member("whole", !verdict.broken_at.has_value())
        .member("lines", verdict.lines)
        .member("head", verdict.head)
        .key("broken_at");
    if (verdict.broken_at) {
      json.number(*verdict.broken_at);
    } else {
      json.null();
    }
    json.end_object();
    reply(make_json_response(200, std::move(body)));
  };
  service.backend.verify_audit(answer);
}

}  // namespace keste::http
