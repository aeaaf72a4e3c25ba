// Answers that several resources share.
#include "base/text.hpp"
#include "http/json_body.hpp"
#include "http/resources.hpp"
#include "store/digest.hpp"

namespace keste::http {

Response make_json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.push_back(Header{"Cache-Control", "no-store"});
  response.body = std::move(body);
  return response;
}

Response make_page_response(PageCache::Entry& entry, const Request& request) {
  Response response;
  response.prepared = entry.page.choose(request.if_none_match, request.accepts_gzip);
  response.status = response.prepared->status;
  return response;
}

Response make_tagged_response(const Request& request, std::string body,
                              std::string_view content_type) {
  constexpr std::size_t tag_bytes = 16;
  const std::string digest = store::Sha256().digest(body).substr(0, tag_bytes);
  Page page(std::move(body), content_type, to_hex(digest));
  Response response;
  response.prepared = page.choose(request.if_none_match, request.accepts_gzip);
  response.status = response.prepared->status;
  return response;
}

ProblemKind kind_of(engine::Trouble trouble) {
  using engine::Trouble;
  switch (trouble) {
    case Trouble::queue_full:
      return ProblemKind::busy;
    case Trouble::storage_full:
      return ProblemKind::storage_full;
    case Trouble::storage_failed:
      return ProblemKind::storage_failed;
    case Trouble::outcome_unknown:
      return ProblemKind::unanswered;
    case Trouble::clock_wrong:
      return ProblemKind::clock_wrong;
    case Trouble::stopping:
      return ProblemKind::stopping;
    case Trouble::not_found:
      return ProblemKind::application_not_found;
    case Trouble::key_reused:
      return ProblemKind::idempotency_key_reused;
    case Trouble::key_in_flight:
      return ProblemKind::idempotency_key_in_flight;
    case Trouble::session_under_way:
      return ProblemKind::session_under_way;
    case Trouble::guessing:
      return ProblemKind::too_many_guesses;
  }
  return ProblemKind::internal_error;
}

Response make_response(engine::Trouble trouble, Language language) {
  return make_response(kind_of(trouble), language);
}

bool is_json(const Request& request) {
  return is_type(request.content_type, "application/json") &&
         is_unencoded(request.content_encoding);
}

Response make_media_type_response(std::string_view wanted, Language language) {
  Problem problem(ProblemKind::unsupported_media_type);
  problem.arguments.emplace_back(wanted);
  return make_response(problem, language);
}

}  // namespace keste::http
