// Facts that messages share, and those that differ from person to person.
#include "dispatch/message_facts.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include <functional>

#include "dispatch/composer.hpp"

namespace keste::dispatch {
namespace {

using engine::Notification;
using Change = std::function<void(Notification&)>;

const auto later = std::chrono::hours(25);

engine::Sitting make_before(const Notification& n) {
  return {"old", n.starts_at, n.ends_at, n.due_at, {}, {}};
}

/// One change to each part of a sitting, and of what was said of it before.
std::vector<Change> list_sitting_changes() {
  return {[](Notification& n) { n.city = "aqtau"; },
          [](Notification& n) { n.city.clear(); },
          [](Notification& n) { n.session = "aqtau-0912-1"; },
          [](Notification& n) { n.starts_at += later; },
          [](Notification& n) { n.ends_at += later; },
          [](Notification& n) { n.due_at += later; },
          [](Notification& n) { n.starts_at = {}; },
          [](Notification& n) { n.venue = "Hall 2"; },
          [](Notification& n) { n.address = "1 Abai"; },
          [](Notification& n) { n.venue = n.address = "Hall 2"; },
          [](Notification& n) { n.extra_minutes = 30; },
          [](Notification& n) { n.before = make_before(n); },
          [](Notification& n) { (n.before = make_before(n))->session = "astana-0920-1"; },
          [](Notification& n) { (n.before = make_before(n))->venue = "Hall 3"; },
          [](Notification& n) { (n.before = make_before(n))->starts_at -= later; },
          [](Notification& n) { (n.before = make_before(n))->due_at += later; },
          [](Notification& n) { (n.before = make_before(n))->due_at -= later; }};
}

/// One change to each other part that a text may depend on.
std::vector<Change> list_other_changes() {
  return {[](Notification&) {},
          [](Notification& n) { n.kind = "result_ready"; },
          [](Notification& n) { n.language = Language::kk; },
          [](Notification& n) { n.test = "QRT"; },
          [](Notification& n) { n.attempt = "self_funded"; },
          [](Notification& n) { n.answer_by = instant("2023-09-10T10:00:00+06:00"); },
          [](Notification& n) { n.answer_by = instant("2023-09-11T10:00:00+06:00"); },
          [](Notification& n) { n.outcome = "reseated"; },
          [](Notification& n) {
            n.result = {"B1", "certificate", "KT-1", "final"};
          },
          [](Notification& n) {
            n.result = {"B2", "certificate", "KT-2", "final"};
          },
          [](Notification& n) {
            n.result = {"A2", "reference", "KT-3", "final"};
          },
          [](Notification& n) {
            n.result = {"A2", "reference", "", "final"};
          },
          [](Notification& n) {
            n.result = {"", "", "", "on_hold"};
          },
          [](Notification& n) { n.given_name = "Bolat"; },
          [](Notification& n) { n.application = {43}; },
          [](Notification& n) { n.ticket = "other"; },
          [](Notification& n) { n.received_at += later; },
          [](Notification& n) { n.application = {}; },
          [](Notification& n) {
            n.application = {};
            n.figures.missing = 5;
          }};
}

std::vector<Change> list_changes() {
  std::vector<Change> changes = list_other_changes();
  for (Change& change : list_sitting_changes()) changes.push_back(std::move(change));
  return changes;
}

std::string compose(Composer& composer, const Notification& notification) {
  const auto draft = composer.compose_draft(notification);
  REQUIRE(bool(draft));
  return draft.value().subject + "\n" + draft.value().text;
}

TEST_CASE("what one composer remembers never stands in another's message", "[dispatch][facts]") {
  const ManualClock clock(instant("2023-09-05T08:00:01Z"));
  const auto make_composer = [&] {
    return Composer(make_composer_settings(), make_season(), Messages(make_patterns()), clock);
  };
  Composer worn = make_composer();
  std::size_t texts = 0;
  std::vector<std::string> seen;
  for (int round = 0; round < 2; ++round) {
    for (const Change& change : list_changes()) {
      Notification notification = make_notification("results_due", Language::en);
      change(notification);
      Composer fresh = make_composer();
      const std::string text = compose(worn, notification);
      CHECK(text == compose(fresh, notification));
      if (round == 0) ++texts;
      if (std::find(seen.begin(), seen.end(), text) == seen.end()) seen.push_back(text);
    }
  }
  // A kind alone changes no text here, since all have one pattern; everything else must show.
  CHECK(seen.size() == texts - 1);
}

Arguments fill(const Notification& notification) {
  const Season season = make_season();
  const campaign::City* home = find_home(season->campaign, notification);
  REQUIRE(home != nullptr);
  MessageFacts facts(season);
  Arguments arguments;
  facts.fill_shared(arguments, notification, *home);
  facts.fill_person(arguments, notification, *home, "https://keste.example.kz/t/");
  return arguments;
}

TEST_CASE("each fact has its argument", "[dispatch][facts]") {
  Notification n = make_notification("session_changed", Language::en);
  n.test = "QAZTEST";
  n.extra_minutes = 30;
  n.outcome = "reseated";
  n.answer_by = instant("2023-09-19T10:00:00+06:00");
  n.before = {"aqtau-0912-1",
              instant("2023-09-12T09:00:00+05:00"),
              {},
              instant("2023-09-21T18:00:00+05:00"),
              {},
              {}};
  n.result = {"B1", "certificate", "KT-0001", "final"};
  const Arguments facts = fill(n);
  struct Row {
    Argument argument;
    const char* value;
  };
  for (const Row& row : {Row{Argument::test, "QAZTEST"},
                         Row{Argument::attempt, "free"},
                         Row{Argument::test_url, ""},
                         Row{Argument::has_session, "yes"},
                         Row{Argument::ends_time, "13:00"},
                         Row{Argument::extra_minutes, "30"},
                         Row{Argument::has_before, "yes"},
                         Row{Argument::before_city, "Aqtau"},
                         Row{Argument::before_session, "aqtau-0912-1"},
                         Row{Argument::before_venue, "School No. 2"},
                         Row{Argument::before_date, "Tuesday, September 12, 2023"},
                         Row{Argument::before_time, "09:00"},
                         Row{Argument::before_due_date, "Thursday, September 21, 2023"},
                         Row{Argument::before_due_time, "18:00"},
                         Row{Argument::due_moved, "later"},
                         Row{Argument::has_answer, "yes"},
                         Row{Argument::answer_date, "Tuesday, September 19, 2023"},
                         Row{Argument::answer_time, "10:00"},
                         Row{Argument::outcome, "reseated"},
                         Row{Argument::level, "B1"},
                         Row{Argument::document, "certificate"},
                         Row{Argument::has_document_number, "yes"},
                         Row{Argument::document_number, "KT-0001"},
                         Row{Argument::result_status, "final"}}) {
    CAPTURE(argument_names[static_cast<std::size_t>(row.argument)]);
    CHECK(at(facts, row.argument) == row.value);
  }
}

TEST_CASE("a place set at the desk goes before the file's", "[dispatch][facts]") {
  struct Row {
    const char* venue;
    const char* address;
    const char* wanted_venue;
    const char* wanted_address;
  };
  for (const Row& row :
       {Row{"", "", "The Academy's branch", "33 Abai Avenue"},
        Row{"Hall 2", "1 Satpaev", "Hall 2", "1 Satpaev"}, Row{"Hall\r\n2", "", "Hall 2", ""},
        Row{"", "1 Satpaev", "The Academy's branch", "1 Satpaev"}}) {
    CAPTURE(row.venue, row.address);
    Notification n = make_notification("session_changed", Language::en);
    n.venue = row.venue;
    n.address = row.address;
    const Arguments facts = fill(n);
    CHECK(at(facts, Argument::venue) == row.wanted_venue);
    CHECK(at(facts, Argument::address) == row.wanted_address);
    CHECK(at(facts, Argument::has_address) == (*row.wanted_address == '\0' ? "no" : "yes"));
  }
}

TEST_CASE("what is not there is empty, and select has a word for it", "[dispatch][facts]") {
  Notification n = make_notification("waitlisted", Language::en);
  n.session.clear();
  n.starts_at = n.ends_at = n.due_at = {};
  const Arguments facts = fill(n);
  for (const Argument empty : {Argument::session, Argument::starts_date, Argument::starts_time,
                               Argument::ends_time, Argument::due_date, Argument::before_date,
                               Argument::answer_date, Argument::answer_time, Argument::level}) {
    CAPTURE(argument_names[static_cast<std::size_t>(empty)]);
    CHECK(at(facts, empty).empty());
  }
  for (const Argument no : {Argument::has_session, Argument::has_before, Argument::has_answer,
                            Argument::has_document_number}) {
    CHECK(at(facts, no) == "no");
  }
  for (const Argument none :
       {Argument::outcome, Argument::document, Argument::result_status, Argument::due_moved}) {
    CHECK(at(facts, none) == "none");
  }
  CHECK(at(facts, Argument::city) == "Astana");
  CHECK(at(facts, Argument::utc) == "UTC+6");
}

TEST_CASE("an online test has its steps, the first city's clock and no city", "[dispatch][facts]") {
  Notification n = make_notification("application_received", Language::en);
  n.test = "QRT";
  n.city.clear();
  n.session.clear();
  n.starts_at = n.ends_at = n.due_at = {};
  n.answer_by = instant("2023-09-23T00:00:00+06:00");
  const Arguments facts = fill(n);
  CHECK(choose_text(n) == "application_received_online");
  CHECK(at(facts, Argument::city).empty());
  CHECK(at(facts, Argument::test_url) == "https://qrt.example.kz");
  CHECK(at(facts, Argument::results_url) == "https://qrt.example.kz");
  CHECK(at(facts, Argument::steps) == "1. Sign in\n2. Enter the code");
  // The midnight that ends a day is that day's, or people would take it for a day more.
  CHECK(at(facts, Argument::answer_date) == "Friday, September 22, 2023");
  CHECK(at(facts, Argument::answer_time) == "24:00");
  CHECK(at(facts, Argument::utc) == "UTC+6");
}

}  // namespace
}  // namespace keste::dispatch
