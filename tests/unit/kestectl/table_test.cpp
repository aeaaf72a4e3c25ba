// Tables in terminal cells.
#include "kestectl/table.hpp"

#include <catch2/catch.hpp>

namespace keste::kestectl {
namespace {

TEST_CASE("width counts cells and not bytes", "[kestectl][table]") {
  struct Case {
    const char* text;
    std::size_t width;
  };
  for (const Case& c : {Case{"", 0}, Case{"abc", 3}, Case{"Шымкент", 7}, Case{"Өскемен", 7},
                        Case{"й", 1}, Case{"и\xCC\x86", 1}, Case{"東京", 4}}) {
    CAPTURE(c.text);
    CHECK(display_width(c.text) == c.width);
  }
}

TEST_CASE("a clipped text shows that something is missing", "[kestectl][table]") {
  CHECK(clip("Шымкент", 7) == "Шымкент");
  CHECK(clip("Шымкент", 4) == "Шым…");
  CHECK(clip("東京都", 4) == "東…");
  CHECK(clip("abc", 1) == "…");
  CHECK(clip("abc", 0).empty());
}

Table make_table() {
  Table table({"city", "name", "seats"});
  table.add({"oral", "Уральск", "40"});
  table.add({"astana", "a name that is much longer", ""});
  return table;
}

TEST_CASE("columns line up and lines do not end in spaces", "[kestectl][table]") {
  CHECK(make_table().render(0) ==
        "city    name                        seats\n"
        "oral    Уральск                     40\n"
        "astana  a name that is much longer\n");
}

TEST_CASE("the widest column gives way on a narrow terminal", "[kestectl][table]") {
  CHECK(make_table().render(30) ==
        "city    name             seats\n"
        "oral    Уральск          40\n"
        "astana  a name that is…\n");
}

TEST_CASE("no line is wider than the narrowest terminal", "[kestectl][table]") {
  for (const std::size_t width : {1, 2, 5, 9, 14}) {
    std::string rest = make_table().render(width);
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      CHECK(display_width(rest.substr(0, end)) <= width);
      rest.erase(0, end + 1);
    }
  }
}

TEST_CASE("a cell cannot steer the terminal", "[kestectl][table]") {
  Table table({"a"});
  table.add({"x\x1b[2J\ny"});
  CHECK(table.render(0) == "a\nx?[2J?y\n");
}

}  // namespace
}  // namespace keste::kestectl
