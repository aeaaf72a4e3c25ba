// Answers that several resources share.
#include "http/json_body.hpp"
#include "http/resources.hpp"

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

Response make_response(engine::Trouble trouble, Language language) {
  using engine::Trouble;
  switch (trouble) {
    case Trouble::queue_full:
      return make_response(ProblemKind::busy, language);
    case Trouble::storage_full:
      return make_response(ProblemKind::storage_full, language);
    case Trouble::storage_failed:
      return make_response(ProblemKind::storage_failed, language);
    case Trouble::outcome_unknown:
      return make_response(ProblemKind::unanswered, language);
    case Trouble::clock_wrong:
      return make_response(ProblemKind::clock_wrong, language);
    case Trouble::stopping:
      return make_response(ProblemKind::stopping, language);
    case Trouble::not_found:
      return make_response(ProblemKind::application_not_found, language);
    case Trouble::key_reused:
      return make_response(ProblemKind::idempotency_key_reused, language);
    case Trouble::key_in_flight:
      return make_response(ProblemKind::idempotency_key_in_flight, language);
    case Trouble::session_under_way:
      return make_response(ProblemKind::session_under_way, language);
    case Trouble::guessing:
      return make_response(ProblemKind::too_many_guesses, language);
  }
  return make_response(ProblemKind::internal_error, language);
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
