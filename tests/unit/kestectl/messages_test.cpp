// kestectl messages as scripts see it: what is wrong with the texts, and what becomes of them.
#include <boost/json.hpp>
#include <sstream>

#include "kestectl/kestectl.hpp"
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

namespace json = boost::json;

struct Ran {
  int exit;
  std::string out;
  std::string err;

  json::value document() const { return json::parse(out); }
};

Ran run_in(const ScratchEtc& etc, std::vector<std::string> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  kestectl::Shared shared{out, err};
  arguments.insert(arguments.begin(), "messages");
  arguments.insert(arguments.end(), {"--etc", etc.path().string()});
  const int exit = kestectl::run(std::move(arguments), shared);
  return Ran{exit, out.str(), err.str()};
}

/// Seats, hours and letters of a change, in one pattern.
ScratchEtc& with_patterns(ScratchEtc& etc) {
  for (const char* code : {"kk", "ru", "en"}) {
    etc.replace(std::string("messages/") + code + ".yaml",
                "session_cancelled: {subject: \"Cancelled\", text: \"Dear {name}\"}",
                "session_cancelled: {subject: \"{city} {outcome}\", sms: \"{outcome} {session}\", "
                "text: \"{name}: {before_session} {session} {starts_time} {ends_time}\"}");
  }
  return etc;
}

TEST_CASE("messages check shows the parts of each SMS", "[kestectl][messages]") {
  ScratchEtc etc;
  const Ran table = run_in(with_patterns(etc), {"check"});
  CHECK(table.exit == 0);
  CHECK_THAT(table.out, Catch::Contains("session_cancelled            mail, SMS 1  mail, SMS 1  "
                                        "mail, SMS 1\n"));
  CHECK_THAT(table.out, Catch::Contains("window_closed                mail         mail"));
  CHECK_THAT(table.out, Catch::Contains("all texts are sound"));
  const Ran document = run_in(etc, {"check", "--format", "json"});
  REQUIRE(document.exit == 0);
  CHECK(document.document().at("sms_parts_max") == 3);
  CHECK(document.document().at("kinds").at(7) ==
        json::value(
            {{"kind", "session_cancelled"}, {"sms_parts", {{"kk", 1}, {"ru", 1}, {"en", 1}}}}));
}

TEST_CASE("messages check names each problem with its place", "[kestectl][messages]") {
  struct Row {
    const char* from;
    const char* to;
    const char* says;
  };
  const std::string dear(205, 'x');
  const std::string too_long = "sms: \"қ" + dear + "\", subject: \"Results\"";
  for (const Row& row :
       {Row{"subject: \"Results\"", "sms: \"{ticket_url}\", subject: \"Results\"",
            "ru.yaml:3:20: results_due: {ticket_url} is a secret"},
        Row{"subject: \"Results\"", "sms: \"{city}\", subject: \"Results\"",
            "kk.yaml:3:24: results_due: sms is missing: every language needs it, as ru has it"},
        Row{"subject: \"Results\"", "subject: \"{nobody}\"",
            "ru.yaml:3:24: results_due: {nobody}: there is no such argument"}}) {
    ScratchEtc etc;
    etc.replace("messages/ru.yaml", row.from, row.to);
    const Ran ran = run_in(etc, {"check"});
    CAPTURE(row.to);
    CHECK(ran.exit == 78);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Catch::Contains(row.says));
  }
  ScratchEtc etc;
  for (const char* file : {"messages/kk.yaml", "messages/ru.yaml", "messages/en.yaml"}) {
    etc.replace(file, "subject: \"Results\"", too_long);
  }
  const Ran ran = run_in(etc, {"check", "--format", "json"});
  CHECK(ran.exit == 78);
  CHECK(ran.document().at("errors").as_array().size() == 3);
  CHECK_THAT(ran.err, Catch::Contains("en.yaml:3:20: results_due: sms: takes 4 parts with the "
                                      "longest names and dates of campaign spring, at most 3"));
}

TEST_CASE("preview puts an invented person through the composer", "[kestectl][messages]") {
  ScratchEtc etc;
  with_patterns(etc);
  const Ran mail = run_in(etc, {"preview", "session_cancelled", "--lang", "ru", "--city", "oral",
                                "--extra-minutes", "30", "--format", "json"});
  REQUIRE(mail.exit == 0);
  CHECK(mail.document().at("subject") == "Уральск reseated");
  CHECK(mail.document().at("text") == "Қасымова Әсел Болатқызы: o-1 o-1 10:00 13:00");
  CHECK(mail.document().at("headers").at("Keste-Kind") == "session_cancelled");
  CHECK_THAT(std::string(mail.document().at("calendar").as_string()),
             Catch::Contains("METHOD:PUBLISH"));
  const Ran table = run_in(etc, {"preview", "session_cancelled", "--outcome", "unplaced"});
  CHECK_THAT(table.out, Catch::Contains("Subject: Астана unplaced\n"));
  CHECK_THAT(table.out, Catch::Contains("[keste.ics, CANCEL: --channel ics shows it]"));
}

TEST_CASE("preview shows an SMS and a calendar entry", "[kestectl][messages]") {
  ScratchEtc etc;
  with_patterns(etc);
  const Ran sms = run_in(etc, {"preview", "session_cancelled", "--channel", "sms"});
  CHECK(sms.out == "reseated a-1\n\n[1 part]\n");
  const Ran parts =
      run_in(etc, {"preview", "session_cancelled", "--channel", "sms", "--format", "json"});
  CHECK(parts.document().at("parts") == 1);
  const Ran ics = run_in(etc, {"preview", "seat_allotted", "--channel", "ics"});
  CHECK(ics.exit == 0);
  CHECK_THAT(ics.out, Catch::StartsWith("BEGIN:VCALENDAR\r\n"));
}

TEST_CASE("preview says what it cannot show", "[kestectl][messages]") {
  const ScratchEtc etc;
  struct Row {
    std::vector<std::string> arguments;
    int exit;
    const char* says;
  };
  for (const Row& row :
       {Row{{"preview", "party"}, 1, "no message is of the kind 'party'; known: application_"},
        Row{{"preview", "waitlisted", "--city", "oz"}, 1, "no city 'oz'; known: astana, oral"},
        Row{{"preview", "seat_allotted", "--session", "x-1"}, 1, "no session 'x-1'"},
        Row{{"preview", "seat_allotted", "--session", "a-1", "--city", "oral"}, 1, "in oral"},
        Row{{"preview", "result_ready", "--test", "SAT"}, 1, "no test 'SAT'; known: QRT"},
        Row{{"preview", "waitlisted", "--channel", "sms"}, 1, "no SMS for the kind waitlisted"},
        Row{{"preview", "results_due", "--channel", "ics"}, 1, "carries no calendar"},
        Row{{"preview", "results_due", "--campaign", "winter"}, 1, "known: spring"},
        Row{{"preview", "results_due", "--lang", "de"}, 64, "--lang"}, Row{{"preview"}, 64, "kind"},
        Row{{}, 64, "Usage: kestectl messages COMMAND"}}) {
    const Ran ran = run_in(etc, row.arguments);
    CAPTURE(row.arguments);
    CHECK(ran.exit == row.exit);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Catch::Contains(row.says));
  }
}

}  // namespace
}  // namespace keste::test
