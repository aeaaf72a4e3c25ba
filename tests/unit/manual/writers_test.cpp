// Help, man pages and completions as text.
#include <catch2/catch.hpp>

#include "manual/completion.hpp"
#include "manual/help.hpp"
#include "manual/man_page.hpp"

namespace keste::manual {
namespace {

Argument make_option(const char* name, const char* value, const char* what) {
  Argument option;
  option.names = {name};
  option.value = value;
  option.what = what;
  return option;
}

Command make_program() {
  Command program;
  program.name = "tool";
  program.what = "What it is for";
  Command look;
  look.name = "look";
  look.what = "Look, don't touch: it's the city's";
  look.options.push_back(make_option("--city", "CITY", "Which city"));
  look.options.push_back(make_option("--quiet", "", "Say nothing"));
  program.commands.push_back(look);
  return program;
}

TEST_CASE("text is wrapped by letters, not bytes", "[manual]") {
  CHECK(wrap("қала қала қала қала қала", 20, 0) == "қала қала қала қала\nқала");
  CHECK(wrap("one two three four five six", 24, 4) == "one two three four\n    five six");
  CHECK(wrap("a-word-that-is-longer-than-all-of-it x", 20, 0) ==
        "a-word-that-is-longer-than-all-of-it\nx");
  CHECK(wrap("", 20, 0).empty());
}

TEST_CASE("what roff would take for its own is escaped", "[manual]") {
  CHECK(escape("a-b") == "a\\-b");
  CHECK(escape("C:\\x") == "C:\\ex");
  CHECK(escape("it's `bold`") == "it\\(aqs \\fBbold\\fR");
  CHECK(escape("`plain`", false) == "\\(gaplain\\(ga");
  CHECK(escape("ә…") == "\\[u04D9]\\[u2026]");
  Roff page("tool", 1, "a tool", "2023-09-01");
  page.heading("FILES");
  page.paragraph(".hidden is no request");
  CHECK(page.text().ends_with(".SH \"FILES\"\n\\&.hidden is no request\n"));
}

TEST_CASE("a page has every section, and each command", "[manual]") {
  const Prose prose{.name = "tool",
                    .section = 1,
                    .title = "a tool",
                    .description = "First.\n\n  as it is\n\nLast.",
                    .files = {{"/etc/tool", "Its file."}},
                    .examples = "One:\n\n  tool look",
                    .see_also = "other(1)"};
  const ExitCode codes[] = {{0, "", "Done."}, {64, "EX_USAGE", "Wrong."}};
  const std::string page = make_man_page(make_program(), prose, codes, "2023-09-01");
  for (const char* part : {".TH TOOL 1 2023-09-01 ", ".SH \"NAME\"\ntool \\- a tool\n",
                           ".SS \"tool look\"", "\\fB\\-\\-city\\fR\\ \\fICITY\\fR", "as it is",
                           "\\fB64\\fR (EX_USAGE)\nWrong.\n", "\\fB/etc/tool\\fR\nIts file.\n"}) {
    CHECK_THAT(page, Catch::Contains(part));
  }
}

TEST_CASE("values are completed by what stands for them", "[manual]") {
  CHECK(completion_of(make_option("--file", "FILE", "")) == "file");
  CHECK(completion_of(make_option("--etc", "DIR", "")) == "directory");
  CHECK(completion_of(make_option("--city", "CITY", "")) == "cities");
  CHECK(completion_of(make_option("--reason", "TEXT", "")).empty());
  Argument choice = make_option("--format", "TEXT", "");
  choice.choices = {"table", "json"};
  CHECK(completion_of(choice) == "=table json");
}

TEST_CASE("the tables of completions hold commands, options and kinds", "[manual]") {
  const std::string bash = bash_completion(make_program());
  CHECK_THAT(bash, Catch::Contains("'') echo 'look' ;;"));
  CHECK_THAT(bash, Catch::Contains("'look') echo '--city --quiet' ;;"));
  CHECK_THAT(bash, Catch::Contains("'look --city') echo 'cities' ;;"));
  CHECK_THAT(bash, Catch::Contains("complete -F _tool tool"));
  const std::string zsh = zsh_completion(make_program());
  CHECK_THAT(zsh, Catch::StartsWith("#compdef tool\n"));
  CHECK_THAT(zsh, Catch::Contains("'look:Look, don'\\''t touch: it'\\''s the city'\\''s'"));
}

TEST_CASE("help names words, options and what is needed", "[manual]") {
  Command program = make_program();
  program.commands[0].options[0].required = true;
  const Place look{{&program, &program.commands[0]}};
  CHECK(help_text(look, 80) ==
        "Look, don't touch: it's the city's\n\n"
        "Usage: tool look --city CITY [OPTION…]\n\n"
        "Options:\n"
        "  --city CITY  Which city (needed)\n"
        "  --quiet      Say nothing\n");
  CHECK_THAT(short_help(Place{{&program}}, 80), Catch::Contains("  look  Look, don't touch"));
}

}  // namespace
}  // namespace keste::manual
