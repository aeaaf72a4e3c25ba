// The words of the pages: whole in three languages, and strict.
#include "pages/texts.hpp"
#include "base/fault.hpp"

#include <catch2/catch.hpp>

namespace keste::pages {
namespace {

TEST_CASE("every text is there in three languages, with the same arguments", "[pages][texts]") {
  const Texts texts;
  for (const std::string& problem : texts.problems()) FAIL_CHECK(problem);
  CHECK(texts.list_names().size() > 5);
}

TEST_CASE("a text that a language lacks is named", "[pages][texts]") {
  const Texts texts({{"x.kk.yaml", "{a: б, c: {d: б}}"},
                     {"x.ru.yaml", "{a: б, c: {d: \"{e}\"}}"},
                     {"x.en.yaml", "{a: b}"}});
  CHECK(texts.problems() ==
        std::vector<std::string>{"ru.x.c.d: names other arguments than another language",
                                 "en.x.c.d: there is no text"});
}

TEST_CASE("a broken text is named", "[pages][texts]") {
  const Texts texts({{"x.kk.yaml", "{a: \"{b\"}"}, {"x.de.yaml", "{}"}, {"y.kk.yaml", "a: []"}});
  REQUIRE(texts.problems().size() >= 3);
  CHECK(texts.problems()[0] == "kk.x.a: ICU does not read it");
  CHECK(texts.problems()[1] == "x.de.yaml: the name must be like apply.kk.yaml");
  CHECK(texts.problems()[2] == "kk.y.a: a text is needed");
}

TEST_CASE("numbers choose the word's form", "[pages][texts]") {
  const std::string pattern = "a: \"{n, plural, one {# место} few {# места} other {# мест}}\"";
  const Texts texts({{"x.kk.yaml", pattern}, {"x.ru.yaml", pattern}, {"x.en.yaml", pattern}});
  CHECK(texts.say(Language::ru, "x.a", {{"n", 1}}) == "1 место");
  CHECK(texts.say(Language::ru, "x.a", {{"n", 3}}) == "3 места");
  CHECK(texts.say(Language::ru, "x.a", {{"n", 11}}) == "11 мест");
  CHECK(texts.find(Language::ru, "x.a") == nullptr);
  CHECK_THROWS_AS(texts.say(Language::ru, "x.b"), Fault);
}

}  // namespace
}  // namespace keste::pages
