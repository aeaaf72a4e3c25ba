// What CLI11's definitions say, and how far words lead.
#include <CLI/CLI.hpp>
#include <catch2/catch.hpp>

#include "manual/command.hpp"

namespace keste::manual {
namespace {

/// A program with a group, a hidden command and options of every kind.
struct Sample {
  Sample() {
    app.add_option("--etc", etc, "The folder")->type_name("DIR")->capture_default_str();
    CLI::App* group = app.add_subcommand("session", "Sessions");
    CLI::App* move = group->add_subcommand("move", "Move it");
    move->footer("More of it.");
    move->add_option("SESSION", id, "Which")->required()->type_name("SESSION");
    move->add_option("--seats,-s", seats, "How many")->check(CLI::Range(1, 60));
    move->add_option("--kind", kind, "Of which kind")->check(CLI::IsMember({"one", "two"}));
    move->add_option("--absent", absent, "Who")->delimiter(',');
    move->add_flag("--dry-run", dry, "Change nothing");
    app.add_subcommand("secret", "Not shown")->group("");
    program = describe(app);
  }

  std::string etc = "/etc";
  std::string id;
  std::string kind;
  int seats = 0;
  std::vector<int> absent;
  bool dry = false;
  CLI::App app{"What it is for", "tool"};
  Command program;
};

TEST_CASE("a definition is read with its values, choices, ranges and presets", "[manual]") {
  const Sample sample;
  const auto leaves = list_leaves(sample.program);
  REQUIRE(leaves.size() == 1);
  const Place& move = leaves[0];
  CHECK(move.path() == "tool session move");
  CHECK(move.subpath() == "session move");
  CHECK(move.command().more == "More of it.");
  REQUIRE(move.command().words.size() == 1);
  CHECK(move.command().words[0].name() == "SESSION");
  CHECK(move.command().words[0].required);
  CHECK(move.find_option("-s") == move.find_option("--seats"));
  CHECK(move.find_option("--seats")->value == "NUMBER");
  CHECK(move.find_option("--seats")->range == "1 to 60");
  CHECK(move.find_option("--kind")->choices == std::vector<std::string>{"one", "two"});
  CHECK(move.find_option("--kind")->usage() == "--kind one|two");
  CHECK(move.find_option("--absent")->repeated);
  CHECK_FALSE(move.find_option("--dry-run")->takes_value());
  // Of the program itself.
  CHECK(move.find_option("--etc")->explanation() == "The folder; /etc unless given");
  CHECK(move.find_option("--other") == nullptr);
}

TEST_CASE("words lead to a command past options and their values", "[manual]") {
  struct Row {
    std::vector<std::string> words;
    std::string path;
    std::string stranger;
  };
  const Row rows[] = {
      {{}, "tool", ""},
      {{"session"}, "tool session", ""},
      {{"session", "move", "x"}, "tool session move", ""},
      {{"--etc", "session", "session", "move"}, "tool session move", ""},
      {{"--etc=here", "session", "move"}, "tool session move", ""},
      {{"session", "mve"}, "tool session", "mve"},
      {{"--unknown", "sesion"}, "tool", "sesion"},
      {{"secret"}, "tool", "secret"},
      {{"--", "session"}, "tool", ""},
  };
  const Sample sample;
  for (const Row& row : rows) {
    CAPTURE(row.words);
    const Reached reached = reach(sample.program, row.words);
    CHECK(reached.place.path() == row.path);
    CHECK(reached.stranger == row.stranger);
  }
}

}  // namespace
}  // namespace keste::manual
