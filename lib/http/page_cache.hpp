// PageCache: answers to GET that are rendered once for each state of what they show.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/snapshot.hpp"
#include "http/asker.hpp"
#include "http/response.hpp"

namespace keste::http {

/// Stands in a page's key before the cities of somebody who sees only these. No path holds it.
inline constexpr char part_mark = '\n';

/// Whether a cache between may give it to others.
enum class Audience { everybody, asker };

/// One representation in its forms: plain, gzip, not modified. Its entity tag is strong: a version
/// names the same bytes for as long as the daemon runs.
class Page {
 public:
  /// `tag` is unquoted and holds no quotes itself.
  Page(std::string body, std::string_view content_type, std::string_view tag,
       Audience audience = Audience::everybody);

  /// The form that fits the request's header fields; the gzip form is made when first asked for.
  const std::shared_ptr<const Prepared>& choose(std::string_view if_none_match, bool allow_gzip);

 private:
  Response make_answer(const std::string& etag, std::string body) const;
  std::shared_ptr<const Prepared> make_not_modified(const std::string& etag) const;

  std::string body_;
  Audience audience_;
  std::string content_type_;
  std::string etag_;
  std::string gzip_etag_;
  bool worth_gzip_;
  std::shared_ptr<const Prepared> plain_;
  std::shared_ptr<const Prepared> gzip_;
  std::shared_ptr<const Prepared> not_modified_;
  std::shared_ptr<const Prepared> gzip_not_modified_;
};

/// What a page shows, and so what makes it old.
struct PageSource {
  enum class Kind { fixed, campaign, city };
  Kind kind = Kind::fixed;
  std::size_t city = 0;  ///< Its place in the snapshot.
};

/// io thread only. Holds at most one page for each path that a resource put in.
class PageCache {
 public:
  /// `boot` makes the entity tags of two runs differ.
  explicit PageCache(std::string boot) : boot_(std::move(boot)) {}

  struct Entry {
    Page page;
    PageSource source;
    std::uint64_t version;
    std::size_t route;               ///< For the metrics.
    Right right = Right::everybody;  ///< What it takes to see it.
    bool named = false;              ///< Its route and right are known.
  };

  /// Null when there is none, or when the snapshot has moved on.
  Entry* find_fresh(std::string_view path, const engine::Snapshot& snapshot);
  /// Puts a page in, in place of the old one.
  Entry& put(const std::string& path, PageSource source, const engine::Snapshot& snapshot,
             std::string body, Audience audience = Audience::everybody);
  void name_route(std::string_view path, std::size_t route, Right right);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::string boot_;
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

}  // namespace keste::http
