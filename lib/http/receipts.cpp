// Receipts: of an application, the keys that sign them, and the desk's two questions about them.
#include "http/receipts.hpp"

#include "engine/receipts.hpp"
#include "http/desk.hpp"
#include "http/desk_answer.hpp"
#include "store/receipt_key.hpp"

namespace keste::http {
namespace {

Response make_plain_response(std::string body, const char* type, const char* caching) {
  Response response;
  response.content_type = type;
  response.headers.push_back(Header{"Cache-Control", caching});
  response.body = std::move(body);
  return response;
}

/// A key's text never changes; which one is the present one may.
Response make_key_response(const store::ReceiptKeyRow& key, const char* caching) {
  return make_plain_response(store::to_pem(key.public_key), "application/x-pem-file", caching);
}

engine::DeskCommand read_renewal(DeskBody& body, const Request&, const engine::Snapshot&) {
  return engine::RenewReceiptKey{body.text("reason")};
}

engine::DeskCommand read_person(DeskBody& body, const Request&, const engine::Snapshot&) {
  return engine::FindApplicantTag{body.text("iin")};
}

}  // namespace

std::string receipt_link(const std::string& ticket) {
  return "/api/v1/applications/" + ticket + "/receipt";
}

void handle_find_receipt(Service& service, const Request& request, Reply reply) {
  const auto answer = [&service, language = request.language,
                       reply = std::move(reply)](const engine::ReceiptOutcome& outcome) {
    if (const auto* accepted = std::get_if<engine::AcceptedReceipt>(&outcome)) {
      return reply(make_plain_response(engine::make_receipt(*accepted, *service.backend.snapshot()),
                                       "text/plain; charset=utf-8", "no-store"));
    }
    reply(make_response(std::get<engine::Trouble>(outcome), language));
  };
  service.backend.find_receipt(request.parameters.at(0), answer);
}

void handle_receipt_key(Service& service, const Request&, Reply reply) {
  const auto snapshot = service.backend.snapshot();
  reply(make_key_response(snapshot->receipt_keys->all.front(), "no-cache"));
}

void handle_find_receipt_key(Service& service, const Request& request, Reply reply) {
  const auto snapshot = service.backend.snapshot();
  const auto* key = snapshot->receipt_keys->find(request.parameters.at(0));
  if (key == nullptr) return reply(make_response(ProblemKind::not_found, request.language));
  reply(make_key_response(*key, "public, max-age=86400"));
}

void handle_renew_receipt_key(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_renewal);
}

void handle_applicant_tag(Service& service, const Request& request, Reply reply) {
  handle_command(service, request, reply, read_person);
}

}  // namespace keste::http
