// Templates: escaped, strict, and each text that they name is there.
#include "pages/template.hpp"
#include "base/fault.hpp"
#include "pages/site.hpp"

#include <catch2/catch.hpp>
#include <regex>

namespace keste::pages {
namespace {

const std::vector<TextFile> no_texts{};

std::string render(std::string_view source, const Value& value) {
  const Texts texts(no_texts);
  const Templates templates(texts, {{"x.mustache", source}, {"part.mustache", "<b>{{a}}</b>"}});
  return templates.render("x", value, Language::kk);
}

TEST_CASE("what people typed is escaped", "[pages][template]") {
  Value value;
  value.set("a", "<script>\"'&");
  CHECK(render("<p title=\"{{a}}\">{{a}}", value) ==
        "<p title=\"&lt;script&gt;&quot;&apos;&amp;\">&lt;script&gt;&quot;&apos;&amp;");
  CHECK(render("{{> part}}", value) == "<b>&lt;script&gt;&quot;&apos;&amp;</b>");
}

TEST_CASE("lists, truths and members are shown", "[pages][template]") {
  Value value;
  value.set("yes", true).set("no", false).set("list", Value::List{Value("1"), Value("2")});
  value.set("in", Value().set("side", "deep"));
  CHECK(render("{{#yes}}y{{/yes}}{{^no}}n{{/no}}{{#list}}{{.}},{{/list}}{{in.side}}", value) ==
        "yn1,2,deep");
}

TEST_CASE("a name that is not there is a fault, not a gap", "[pages][template]") {
  Value value;
  value.set("a", "x");
  for (const char* source : {"{{b}}", "{{#b}}{{/b}}", "{{^b}}{{/b}}", "{{a.b}}", "{{t.no.text}}",
                             "{{> nothing}}", "{{#a}}{{b}}{{/a}}"}) {
    INFO(source);
    CHECK_THROWS_AS(render(source, value), Fault);
  }
}

TEST_CASE("a template that cannot be read is a fault", "[pages][template]") {
  CHECK_THROWS_AS(render("{{#a}}", Value()), Fault);
}

TEST_CASE("each text that a template names is there", "[pages][template]") {
  const Texts texts;
  const std::regex names(R"(\{\{\{?t\.([a-z0-9_.]+)\}\})");
  for (const auto& [file, content] : list_templates()) {
    const std::string source(content);
    for (std::sregex_iterator it(source.begin(), source.end(), names), end; it != end; ++it) {
      INFO(file << " " << (*it)[1].str());
      for (const Language language : languages) CHECK(texts.find(language, (*it)[1].str()));
    }
  }
}

TEST_CASE("nothing on a page runs inline or comes from elsewhere", "[pages][template]") {
  const std::regex inline_code(R"(<style|<script(?! src="\{\{)|\son[a-z]+="|\sstyle="|https?://)");
  for (const auto& [file, content] : list_templates()) {
    INFO(file);
    CHECK_FALSE(std::regex_search(std::string(content), inline_code));
  }
}

TEST_CASE("a page says its language and leads to the others", "[pages][site]") {
  const Site site;
  for (const Language language : languages) {
    Frame frame;
    frame.language = language;
    frame.title = "A & B";
    frame.brand = "Reserve";
    frame.now = *parse_instant("2023-09-20T10:00:00.5+06:00");
    frame.scripts = {"countdown.js"};
    Value content;
    content.set("heading", "h").set("sentence", "s").set("home", "/");
    const std::string html = site.render("problem", frame, content);
    const std::string code(to_text(language));
    CHECK(html.starts_with("<!doctype html>\n<html lang=\"" + code + "\">"));
    CHECK(html.find("<title>A &amp; B · Reserve</title>") != std::string::npos);
    CHECK(html.find("data-now=\"1695182400500\"") != std::string::npos);
    CHECK(html.find("href=\"?lang=" + code + "\" lang=\"" + code + "\" hreflang=\"" + code +
                    "\" aria-current=\"true\"") != std::string::npos);
    CHECK(html.find("<script src=\"/assets/countdown.") != std::string::npos);
  }
}

}  // namespace
}  // namespace keste::pages
