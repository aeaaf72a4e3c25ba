// Languages: their codes, and the choice by Accept-Language.
#include "base/language.hpp"

#include <catch2/catch.hpp>

namespace keste {
namespace {

TEST_CASE("a language is known by its code", "[base][language]") {
  for (const Language language : languages) CHECK(parse_language(to_text(language)) == language);
  CHECK_FALSE(parse_language("KK"));
  CHECK_FALSE(parse_language("de"));
  CHECK_FALSE(parse_language(""));
}

TEST_CASE("the asker's best language is chosen and Kazakh else", "[base][language]") {
  struct Row {
    const char* header;
    Language expected;
  };
  const std::vector<Row> rows = {
      {"", Language::kk},
      {"*", Language::kk},
      {"ru", Language::ru},
      {"RU", Language::ru},
      {"ru-RU", Language::ru},
      {"en-US,en;q=0.9,ru;q=0.8", Language::en},
      {"de-DE,de;q=0.9,ru;q=0.8,en;q=0.5", Language::ru},
      {"ru;q=0.8, en;q=0.9", Language::en},
      {"ru ; q=0.8 , en ; Q=0.9", Language::en},
      {"ru,en", Language::ru},
      {"en,ru", Language::en},
      {"ru;q=0", Language::kk},
      {"ru;q=0,en;q=0.001", Language::en},
      {"ru;q=0.000,en;q=0.3", Language::en},
      {"fr, de;q=0.5", Language::kk},
      {"ru;q=nan", Language::kk},
      {"ru;q=1.5,en;q=0.1", Language::en},
      {"ru;q=-1,en;q=0.1", Language::en},
      {"ru;q=1e9,en;q=0.1", Language::en},
      {"ru;q=,en;q=0.1", Language::en},
      {"ru;q=1.000,en;q=0.1", Language::ru},
      {"ru;level=1;q=0.1,en;q=0.2", Language::en},
      {",,;q=1,-,en", Language::en},
      {"rus,enx", Language::kk},
  };
  for (const Row& row : rows) {
    CAPTURE(row.header);
    CHECK(to_text(choose_language(row.header)) == to_text(row.expected));
  }
}

TEST_CASE("a localized text is read and written by language", "[base][language]") {
  LocalizedText text{"кк", "рр", "ee"};
  CHECK(text.in(Language::kk) == "кк");
  CHECK(text.in(Language::ru) == "рр");
  text.in(Language::en) = "changed";
  CHECK(text == LocalizedText{"кк", "рр", "changed"});
}

}  // namespace
}  // namespace keste
