// Message patterns: what is refused at start, and how they render.
#include "dispatch/messages.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

using Catch::Matchers::Contains;

std::vector<MessageProblem> check_pattern(const config::MessagePattern& pattern) {
  auto patterns = make_patterns();
  patterns[Language::ru]["results_due"] = pattern;
  return Messages(patterns).check();
}

Arguments sample() {
  Arguments arguments;
  arguments.fill("x");
  at(arguments, Argument::given_name) = "Әсел";
  at(arguments, Argument::name) = "Қасымова Әсел";
  at(arguments, Argument::working_days) = "2";
  return arguments;
}

TEST_CASE("good patterns have no problems", "[dispatch][messages]") {
  CHECK(Messages(make_patterns()).check().empty());
}

TEST_CASE("a wrong pattern is refused with its place and reason", "[dispatch][messages]") {
  struct Row {
    const char* field;
    config::MessagePattern pattern;
    const char* says;
  };
  for (const Row& row :
       {Row{"text", {"s", "Hello {given_name"}, "U_UNMATCHED_BRACES"},
        Row{"subject", {"{given_name", "t"}, "U_UNMATCHED_BRACES"},
        Row{"text", {"s", "{nobody}"}, "{nobody}: there is no such argument"},
        Row{"text", {"s", "{0}"}, "arguments have names"},
        Row{"text",
            {"s", "{working_days, select, one {a} other {b}}"},
            "{working_days} is a number"},
        Row{"text", {"s", "{working_days, date}"}, "{working_days} is a number"},
        Row{"text", {"s", "{starts_date, date}"}, "{starts_date} is a text"},
        Row{"text", {"s", "{city, plural, other {x}}"}, "{city} is a text"},
        Row{"text", {"s", "{has_address, select, yes {x}}"}, "need other"},
        Row{"text", {"s", "{has_address, select, yes {{nobody}} other {}}"}, "{nobody}"},
        Row{"subject", {"one\ntwo", "t"}, "line break"},
        Row{"subject", {"one\u2028two", "t"}, "line break"}, Row{"subject", {" ", "t"}, "is empty"},
        Row{"text", {"s", ""}, "is empty"}, Row{"text", {"s", "a\x01"}, "control character"},
        Row{"text", {"s", "a\uFDD1"}, "control character"},
        Row{"text", {"s", "\xff"}, "not UTF-8"}}) {
    const auto problems = check_pattern(row.pattern);
    CAPTURE(row.pattern.subject, row.pattern.text);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].language == Language::ru);
    CHECK(problems[0].kind == "results_due");
    CHECK(problems[0].field == row.field);
    CHECK_THAT(problems[0].message, Contains(row.says));
  }
}

TEST_CASE("all problems are reported at once", "[dispatch][messages]") {
  CHECK(check_pattern({"{a} {b}", "{c} {0}"}).size() == 4);
}

TEST_CASE("a kind or a language that is missing is a problem", "[dispatch][messages]") {
  auto patterns = make_patterns();
  patterns.erase(Language::kk);
  patterns[Language::en].erase("session_reminder");
  const auto problems = Messages(patterns).check();
  REQUIRE(problems.size() == message_kinds.size() + 1);
  CHECK(problems.front().language == Language::kk);
  CHECK(problems.back().language == Language::en);
  CHECK(problems.back().kind == "session_reminder");
}

TEST_CASE("an SMS is one line and carries no secret", "[dispatch][messages]") {
  struct Row {
    const char* sms;
    const char* says;
  };
  for (const Row& row : {Row{"{city}\n{city}", "an SMS is one line"},
                         Row{"See {ticket_url}", "{ticket_url} is a secret"},
                         Row{"{document, select, other {{document_number}}}", "is a secret"},
                         Row{"{steps}", "only a text may hold it"}, Row{" ", "is empty"},
                         Row{"{nobody}", "no such argument"}}) {
    CAPTURE(row.sms);
    auto patterns = make_patterns();
    patterns[Language::ru]["session_reminder"].sms = row.sms;
    const auto problems = Messages(patterns).check();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].field == "sms");
    CHECK_THAT(problems[0].message, Contains(row.says));
  }
}

TEST_CASE("an SMS that one language lacks is a problem there", "[dispatch][messages]") {
  auto patterns = make_patterns();
  patterns[Language::ru]["session_reminder"].sms.clear();
  const auto problems = Messages(patterns).check();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].language == Language::ru);
  CHECK(problems[0].field == "sms");
  CHECK_THAT(problems[0].message, Contains("as kk and en has it"));
}

TEST_CASE("an SMS is rendered where there is one", "[dispatch][messages]") {
  const Messages messages(make_patterns());
  CHECK(messages.has_sms(Language::kk, "session_reminder"));
  CHECK_FALSE(messages.has_sms(Language::kk, "results_due"));
  CHECK(messages.render_sms(Language::kk, "session_reminder", sample()) == "x: x, x");
}

TEST_CASE("plurals follow the language", "[dispatch][messages]") {
  auto patterns = make_patterns();
  patterns[Language::ru]["results_due"].text =
      "{working_days, plural, one {# рабочий день} few {# рабочих дня} many {# рабочих дней} "
      "other {# рабочего дня}}";
  const Messages messages(patterns);
  auto arguments = sample();
  for (const auto& [count, text] : std::map<std::string, std::string>{
           {"1", "1 рабочий день"}, {"2", "2 рабочих дня"}, {"7", "7 рабочих дней"}}) {
    at(arguments, Argument::working_days) = count;
    CHECK(messages.render(Language::ru, "results_due", arguments).text == text);
  }
}

TEST_CASE("a value is never read as a pattern", "[dispatch][messages]") {
  const Messages messages(make_patterns());
  auto arguments = sample();
  at(arguments, Argument::given_name) = "{name} '{0}' # <b>";
  at(arguments, Argument::campaign) = "C";
  at(arguments, Argument::starts_date) = "{utc}";
  const auto rendered = messages.render(Language::en, "results_due", arguments);
  CHECK(rendered.subject == "C: {name} '{0}' # <b>, {utc}");
  const auto prepared = messages.prepare(Language::en, "results_due", arguments);
  REQUIRE(prepared);
  CHECK(prepared->fill(arguments).subject == rendered.subject);
}

TEST_CASE("a prepared message says the same as a rendered one", "[dispatch][messages]") {
  const Messages messages(make_patterns());
  const auto arguments = sample();
  for (const Language language : languages) {
    for (const auto kind : message_kinds) {
      const auto prepared = messages.prepare(language, kind, arguments);
      REQUIRE(prepared);
      const auto filled = prepared->fill(arguments);
      const auto rendered = messages.render(language, kind, arguments);
      CHECK(filled.subject == rendered.subject);
      CHECK(filled.text == rendered.text);
    }
  }
}

TEST_CASE("words chosen by a personal argument are not prepared", "[dispatch][messages]") {
  auto patterns = make_patterns();
  patterns[Language::kk]["results_due"].text = "{given_name, select, Әсел {жоқ} other {иә}}";
  const Messages messages(patterns);
  CHECK(messages.check().empty());
  CHECK_FALSE(messages.prepare(Language::kk, "results_due", sample()));
  CHECK(messages.render(Language::kk, "results_due", sample()).text == "жоқ");
}

}  // namespace
}  // namespace keste::dispatch
