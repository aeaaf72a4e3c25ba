// Rendering of cached pages into ready bytes.
#include "http/page_cache.hpp"

#include "http/gzip.hpp"
#include "http/request.hpp"

namespace keste::http {
namespace {

/// Below this a compressed body saves no packet.
constexpr std::size_t gzip_from = 1024;

std::uint64_t version_of(const PageSource& source, const engine::Snapshot& snapshot) {
  switch (source.kind) {
    case PageSource::Kind::fixed:
      return 0;
    case PageSource::Kind::campaign:
      return snapshot.version;
    case PageSource::Kind::city:
      break;
  }
  return source.city < snapshot.cities.size() ? snapshot.cities[source.city]->version
                                              : snapshot.version;
}

/// Whoever sees a part only must not be told that the whole is what they have.
std::string tag_of(std::string_view path) {
  const auto part = path.find(part_mark);
  if (part == std::string_view::npos) return {};
  return "-" + std::to_string(std::hash<std::string_view>{}(path.substr(part)));
}

}  // namespace

Page::Page(std::string body, std::string_view content_type, std::string_view tag, Audience audience)
    : body_(std::move(body)),
      audience_(audience),
      content_type_(content_type),
      etag_("\"" + std::string(tag) + "\""),
      gzip_etag_("\"" + std::string(tag) + "-gzip\""),
      worth_gzip_(body_.size() > gzip_from) {
  plain_ = std::make_shared<const Prepared>(prepare(make_answer(etag_, body_)));
  not_modified_ = make_not_modified(etag_);
}

const std::shared_ptr<const Prepared>& Page::choose(std::string_view if_none_match,
                                                    bool allow_gzip) {
  if (!if_none_match.empty()) {
    if (names_etag(if_none_match, etag_)) return not_modified_;
    if (worth_gzip_ && names_etag(if_none_match, gzip_etag_)) {
      if (!gzip_not_modified_) gzip_not_modified_ = make_not_modified(gzip_etag_);
      return gzip_not_modified_;
    }
  }
  if (!allow_gzip || !worth_gzip_) return plain_;
  if (!gzip_) {
    Response answer = make_answer(gzip_etag_, gzip(body_));
    answer.headers.push_back(Header{"Content-Encoding", "gzip"});
    gzip_ = std::make_shared<const Prepared>(prepare(answer));
  }
  return gzip_;
}

Response Page::make_answer(const std::string& etag, std::string body) const {
  Response answer;
  answer.content_type = content_type_;
  answer.headers.push_back(Header{"ETag", etag});
  const bool is_shared = audience_ == Audience::everybody;
  answer.headers.push_back(Header{"Cache-Control", is_shared ? "no-cache" : "private, no-cache"});
  std::string vary = worth_gzip_ ? "Accept-Encoding" : "";
  if (!is_shared) vary += std::string(vary.empty() ? "" : ", ") + "Authorization, Cookie";
  if (!vary.empty()) answer.headers.push_back(Header{"Vary", vary});
  answer.body = std::move(body);
  return answer;
}

std::shared_ptr<const Prepared> Page::make_not_modified(const std::string& etag) const {
  Response answer = make_answer(etag, {});
  answer.status = 304;
  answer.content_type.clear();
  return std::make_shared<const Prepared>(prepare(answer));
}

PageCache::Entry* PageCache::find_fresh(std::string_view path, const engine::Snapshot& snapshot) {
  const auto found = entries_.find(path);
  if (found == entries_.end()) return nullptr;
  Entry& entry = found->second;
  return entry.version == version_of(entry.source, snapshot) ? &entry : nullptr;
}

PageCache::Entry& PageCache::put(const std::string& path, PageSource source,
                                 const engine::Snapshot& snapshot, std::string body,
                                 Audience audience) {
  const std::uint64_t version = version_of(source, snapshot);
  const bool fixed = source.kind == PageSource::Kind::fixed;
  Entry entry{Page(std::move(body), fixed ? "application/yaml" : "application/json",
                   boot_ + "-" + std::to_string(version) + tag_of(path), audience),
              source,
              version,
              0,
              Right::manage,
              false};
  const auto placed = entries_.insert_or_assign(path, std::move(entry)).first;
  return placed->second;
}

void PageCache::name_route(std::string_view path, std::size_t route, Right right) {
  const auto found = entries_.find(path);
  // A page keeps the right that it was made under.
  if (found == entries_.end() || found->second.named) return;
  found->second.named = true;
  found->second.route = route;
  found->second.right = right;
}

}  // namespace keste::http
