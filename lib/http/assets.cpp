// GET /assets/{}: style sheets, scripts and pictures, kept by browsers for good.
#include "pages/asset.hpp"

#include "http/html.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

/// The name holds the hash of the bytes: another content has another name.
Response make_asset_response(const pages::Asset& asset, const Request& request) {
  const bool compressed = request.accepts_gzip && asset.gzip.size() < asset.bytes.size();
  const std::string etag = "\"" + std::string(asset.file_name) + (compressed ? "-gzip\"" : "\"");
  Response response;
  response.headers = {
      Header{"ETag", etag}, Header{"Cache-Control", "public, max-age=31536000, immutable"},
      Header{"Vary", "Accept-Encoding"}, Header{"X-Content-Type-Options", "nosniff"}};
  if (names_etag(request.if_none_match, etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = pages::content_type_of(asset.file_name);
  if (compressed) response.headers.push_back(Header{"Content-Encoding", "gzip"});
  response.body = compressed ? asset.gzip : asset.bytes;
  return response;
}

}  // namespace

void handle_asset(Service& service, const Request& request, Reply reply) {
  const pages::Asset* asset = pages::find_asset(request.parameters.at(0));
  if (asset == nullptr) return reply(answer_problem(service, ProblemKind::not_found, request));
  reply(make_asset_response(*asset, request));
}

void handle_front_page(Service&, const Request& request, Reply reply) {
  const std::string lang = request.query.empty() ? "" : "?" + request.query;
  reply(make_redirect("/apply" + lang));
}

}  // namespace keste::http
