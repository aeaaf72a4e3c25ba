// Tests of pages: their forms, their tags, and when they are old.
#include "http/page_cache.hpp"
#include "fake_engine.hpp"
#include "gunzip.hpp"

#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

std::string body_of(const Prepared& prepared) { return prepared.bytes.substr(prepared.head_size); }
std::string head_of(const Prepared& prepared) {
  return prepared.bytes.substr(0, prepared.head_size);
}
bool has(const Prepared& prepared, const std::string& field) {
  return head_of(prepared).find("\r\n" + field + "\r\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a long page has a gzip form under its own tag", "[http][page]") {
  const std::string text(3000, 'k');
  Page page(text, "application/json", "b-7");
  const Prepared& plain = *page.choose("", false);
  CHECK(body_of(plain) == text);
  CHECK(has(plain, "ETag: \"b-7\""));
  CHECK(has(plain, "Vary: Accept-Encoding"));
  const Prepared& packed = *page.choose("", true);
  CHECK(gunzip(body_of(packed)) == text);
  CHECK(has(packed, "ETag: \"b-7-gzip\""));
  CHECK(has(packed, "Content-Encoding: gzip"));
  CHECK(has(packed, "Vary: Accept-Encoding"));
}

TEST_CASE("a short page is sent as it is", "[http][page]") {
  Page page("{}", "application/json", "b-7");
  const Prepared& answer = *page.choose("", true);
  CHECK(body_of(answer) == "{}");
  CHECK(head_of(answer).find("Vary") == std::string::npos);
}

TEST_CASE("a known tag is answered with 304 and nothing more", "[http][page]") {
  Page page(std::string(3000, 'k'), "application/json", "b-7");
  for (const char* tag : {"\"b-7\"", "W/\"b-7\"", "\"x\", \"b-7-gzip\"", "*"}) {
    const Prepared& answer = *page.choose(tag, true);
    CHECK(answer.status == 304);
    CHECK(body_of(answer).empty());
    CHECK(head_of(answer).find("Content-Length") == std::string::npos);
    CHECK(head_of(answer).find("ETag: \"b-7") != std::string::npos);
  }
  CHECK(page.choose("\"b-6\"", true)->status == 200);
}

TEST_CASE("a page is old when what it shows has changed", "[http][page]") {
  PageCache cache("b");
  const auto first = make_snapshot(7);
  const auto second = make_snapshot(8);
  cache.put("/oral", PageSource{PageSource::Kind::city, 1}, *first, "{}");
  cache.put("/astana", PageSource{PageSource::Kind::city, 0}, *first, "{}");
  cache.put("/all", PageSource{PageSource::Kind::campaign, 0}, *first, "{}");
  cache.put("/fixed", PageSource{}, *first, "{}");
  for (const char* path : {"/oral", "/astana", "/all", "/fixed"}) {
    CHECK(cache.find_fresh(path, *first) != nullptr);
  }
  CHECK(cache.find_fresh("/oral", *second) != nullptr);
  CHECK(cache.find_fresh("/fixed", *second) != nullptr);
  CHECK(cache.find_fresh("/astana", *second) == nullptr);
  CHECK(cache.find_fresh("/all", *second) == nullptr);
  CHECK(cache.find_fresh("/none", *first) == nullptr);
}
