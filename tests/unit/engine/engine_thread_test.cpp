// The engine on its thread: commands, answers, waiting, stopping.
#include "engine/engine_thread.hpp"

#include <map>

#include "thread_fixture.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

const std::string morning = "2023-09-01T09:00:00+06:00";

TEST_CASE("an application is answered after its commit and seen by readers", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  std::optional<ApplicationView> view;
  world.thread().apply(world.command(1, "astana-0920"),
                       [&](ApplyOutcome outcome) { view = std::get<ApplicationView>(outcome); });
  world.io().run_until([&] { return view.has_value(); });
  CHECK(world.thread().snapshot()->find_city("astana")->applications.seated == 1);
  std::string found;
  world.thread().find_application(view->ticket,
                                  [&](ApplicationOutcome outcome) { found = word_of(outcome); });
  world.io().run_until([&] { return !found.empty(); });
  CHECK(found == "seated");
  std::string withdrawn;
  world.thread().withdraw(view->ticket,
                          [&](ApplicationOutcome outcome) { withdrawn = word_of(outcome); });
  world.io().run_until([&] { return !withdrawn.empty(); });
  CHECK(withdrawn == "withdrawn");
  CHECK(world.thread().snapshot()->find_city("astana")->applications.withdrawn == 1);
}

TEST_CASE("lists and the audit log are read beside the writer, or in its turns",
          "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine::Setup setup;
  setup.in_memory = GENERATE(false, true);
  ThreadedEngine world(clock, setup);
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  std::vector<AgendaRow> agenda;
  std::vector<OutboxRow> outbox;
  AuditVerdict verdict;
  world.thread().list_agenda({"done", {}, 0, 2}, [&](auto rows) { agenda = rows; });
  world.thread().list_outbox({"pending", {}, 0, 10}, [&](auto rows) { outbox = rows; });
  world.thread().verify_audit([&](AuditVerdict found) { verdict = found; });
  world.io().run_until([&] { return verdict.lines > 0 && !outbox.empty() && !agenda.empty(); });
  CHECK(agenda.size() == 2);
  CHECK(agenda[0].kind == "window_opens");
  CHECK(agenda[0].fired_at.has_value());
  REQUIRE(outbox.size() == 1);
  CHECK(outbox[0].kind == "application_received");
  CHECK(outbox[0].session == "astana-0920");
  // A key was made for receipts, a run began, three windows opened, somebody applied.
  CHECK(verdict.lines == 6);
  CHECK(verdict.head.size() == 64);
  CHECK_FALSE(verdict.broken_at);
  std::vector<AgendaRow> rest;
  world.thread().list_agenda({"done", agenda[1].at, agenda[1].id, 10},
                             [&](auto rows) { rest = rows; });
  world.io().run_until([&] { return !rest.empty(); });
  CHECK(rest.size() == 1);
}

TEST_CASE("what gathers before a turn shares its transaction", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  std::map<std::string, int> words;
  for (int person = 0; person < 100; ++person) {
    world.thread().apply(world.command(person, "astana-0920"),
                         [&](ApplyOutcome outcome) { ++words[word_of(outcome)]; });
  }
  world.start();
  world.io().run_until([&] { return words["seated"] + words["waitlisted"] == 100; });
  CHECK(words["seated"] == 60);
  CHECK(world.thread().snapshot()->figures.commits == 1);
}

TEST_CASE("a turn's answers are handed over some at a time", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  int answered = 0;
  for (int person = 0; person < 30; ++person) {
    world.thread().apply(world.command(person, "astana-0920"), [&](const auto&) { ++answered; });
  }
  CHECK(world.thread().in_flight() == 30);
  world.start();
  // The io thread turns to other events in between.
  while (answered == 0) world.io().run_one();
  const int first = answered;
  CHECK(first < 30);
  CHECK(world.thread().in_flight() == static_cast<std::size_t>(30 - first));
  world.io().run_until([&] { return answered == 30; });
  CHECK(world.thread().in_flight() == 0);
}

TEST_CASE("more than the queue holds is refused at once, outcomes of messages never",
          "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine::Setup setup;
  setup.options.queue = 3;
  ThreadedEngine world(clock, setup);
  std::vector<std::string> words;
  for (int person = 0; person < 5; ++person) {
    world.thread().apply(world.command(person, "astana-0920"),
                         [&](ApplyOutcome outcome) { words.push_back(word_of(outcome)); });
  }
  bool settled = false;
  world.thread().settle({}, [&] { settled = true; });
  world.io().run_posted();
  CHECK(words == std::vector<std::string>{"queue_full", "queue_full"});
  CHECK_FALSE(settled);
  world.start();
  world.io().run_until([&] { return words.size() == 5 && settled; });
  CHECK(words.back() == "seated");
  CHECK(world.apply(3, "astana-0920") == "seated");
}

TEST_CASE("a small batch takes the queue piece by piece", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine::Setup setup;
  setup.options.batch = 7;
  ThreadedEngine world(clock, setup);
  int answered = 0;
  for (int person = 0; person < 50; ++person) {
    world.thread().apply(world.command(person, "astana-0920"), [&](const ApplyOutcome& outcome) {
      CHECK(word_of(outcome) == "seated");
      ++answered;
    });
  }
  world.start();
  world.io().run_until([&] { return answered == 50; });
  CHECK(world.thread().snapshot()->figures.commits == 8);
}

TEST_CASE("stopping finishes what was taken, and may be asked for twice", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  std::vector<std::string> words;
  const auto keep = [&](const ApplyOutcome& outcome) { words.push_back(word_of(outcome)); };
  for (int person = 0; person < 50; ++person) {
    world.thread().apply(world.command(person, "astana-0920"), keep);
  }
  world.thread().stop();
  world.thread().stop();
  world.io().run_posted();
  CHECK(words == std::vector<std::string>(50, "seated"));
  store::Database database(world.location(), store::Access::writer);
  CHECK(store::find_application(database, store::ApplicationId{50}).has_value());
  CHECK_FALSE(store::verify_audit(database).broken_at);
}

TEST_CASE("after a stop every command is answered that the daemon is going down",
          "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  REQUIRE(world.apply(1, "astana-0920") == "seated");
  world.thread().stop();
  std::vector<std::string> words;
  EngineThread& thread = world.thread();
  ApplyCommand keyed = world.command(2, "astana-0920");
  keyed.idempotency = IdempotencyKey{"key", std::string(32, 'd')};
  const auto keep = [&](const ApplyOutcome& outcome) { words.push_back(word_of(outcome)); };
  thread.apply(keyed, keep);
  world.io().run_posted();
  thread.apply(keyed, keep);
  thread.withdraw("1-0", [&](const ApplicationOutcome& o) { words.push_back(word_of(o)); });
  thread.find_application("1-0", [&](const ApplicationOutcome& o) { words.push_back(word_of(o)); });
  int others = 0;
  thread.claim("email", 1, [&](const auto& claimed) { others += claimed.empty() ? 1 : 0; });
  thread.list_outbox({"", {}, 0, 10}, [&](const auto& rows) { others += rows.empty() ? 1 : 0; });
  thread.ping([&] { ++others; });
  thread.reload(small_season(), [&](const ReloadOutcome& o) { others += !o.failure.empty(); });
  world.io().run_posted();
  CHECK(words == std::vector<std::string>(4, "stopping"));
  CHECK(others == 4);
  CHECK(thread.snapshot()->find_city("astana")->applications.seated == 1);
}

TEST_CASE("a thread that was never started stops and is destroyed quietly", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.thread().stop();
  CHECK(world.thread().snapshot() != nullptr);
}

TEST_CASE("while a key's first request runs, a second is told so", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  std::vector<std::string> words;
  const auto keep = [&](const ApplyOutcome& outcome) { words.push_back(word_of(outcome)); };
  ApplyCommand command = world.command(1, "astana-0920");
  command.idempotency = IdempotencyKey{"key", std::string(32, 'd')};
  ApplyCommand other = world.command(2, "astana-0920");
  other.idempotency = IdempotencyKey{"key", std::string(32, 'e')};
  world.thread().apply(command, keep);
  world.thread().apply(command, keep);
  world.thread().apply(other, keep);
  CHECK(words == std::vector<std::string>{"key_in_flight", "key_reused"});
  world.start();
  world.io().run_until([&] { return words.size() == 3; });
  CHECK(words.back() == "seated");
  world.thread().apply(command, keep);
  world.thread().apply(other, keep);
  world.io().run_until([&] { return words.size() == 5; });
  // The second was refused while the first still ran.
  CHECK(words[3] == "key_reused");
  CHECK(words[4] == "seated");
  world.thread().apply(other, keep);
  world.io().run_until([&] { return words.size() == 6; });
  CHECK(words.back() == "key_reused");
}

TEST_CASE("who found nothing to send is woken when something is due", "[engine][thread]") {
  ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  int woken = 0;
  world.thread().on_due("email", [&] { ++woken; });
  world.start();
  CHECK(world.claim(10).empty());
  REQUIRE(world.apply(1, "astana-0905") == "seated");
  world.io().run_until([&] { return woken == 1; });
  // Once is enough, whatever else happens until the next claim.
  REQUIRE(world.apply(1, "astana-0920") == "already-applied");
  world.settle({});
  CHECK(woken == 1);
  const auto claimed = world.claim(10);
  REQUIRE(claimed.size() == 1);
  const Instant retry_at = clock.now() + 10min;
  world.settle({settlement(claimed[0].id, Delivery::deferred, retry_at, "451")});
  CHECK(world.claim(10).empty());
  CHECK(woken == 1);
  clock.set(retry_at);
  world.io().run_until([&] { return woken == 2; });
  REQUIRE(world.claim(10).size() == 1);
  world.settle({settlement(claimed[0].id, Delivery::sent)});
  // A reminder three days later wakes as well: the agenda writes it, the outbox tells.
  CHECK(world.claim(10).empty());
  clock.set(instant("2023-09-04T10:00:00+06:00"));
  world.io().run_until([&] { return woken == 3; });
  CHECK(world.claim(10).front().kind == "session_reminder");
}

TEST_CASE("the agenda fires by itself when the clock comes to it", "[engine][thread]") {
  ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  world.wait_for([](const Snapshot& s) { return s.figures.agenda_fired == 3; });
  clock.set(instant("2023-09-18T00:00:00+06:00"));
  world.wait_for(
      [](const Snapshot& s) { return s.find_city("almaty")->window == WindowState::closed; });
  CHECK(world.thread().snapshot()->find_city("oral")->window == WindowState::open);
  clock.set(instant("2023-09-10T00:00:00+06:00"));
  CHECK(world.apply(1, "almaty-0915") == "window-closed");
  CHECK(world.count_events("clock_set") == 2);
}

TEST_CASE("a season on the virtual clock runs to its end", "[engine][thread]") {
  const VirtualClock clock(instant("2023-08-31T00:00:00+06:00"), 3'000'000);
  ThreadedEngine::Setup setup;
  setup.options.watch_clock = false;
  ThreadedEngine world(clock, setup);
  world.start();
  world.wait_for([](const Snapshot& snapshot) { return snapshot.figures.agenda_pending == 0; });
  CHECK(world.thread().snapshot()->figures.agenda_fired == 26);
  world.thread().stop();
  store::Database database(world.location(), store::Access::writer);
  CHECK_FALSE(store::verify_audit(database).broken_at);
}

TEST_CASE("a reload is taken between turns and tells what it left", "[engine][thread]") {
  const ManualClock clock(instant(morning));
  ThreadedEngine world(clock);
  world.start();
  REQUIRE(world.apply(1, "almaty-0915") == "seated");
  std::optional<ReloadOutcome> outcome;
  const auto reload = [&](const campaign::Campaign& campaign) {
    outcome.reset();
    world.thread().reload(settings_of(campaign), [&](ReloadOutcome found) { outcome = found; });
    world.io().run_until([&] { return outcome.has_value(); });
  };
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").seats = 9;
  session_in(campaign, "astana-0905").seats = 9;
  reload(campaign);
  CHECK(outcome->failure.empty());
  CHECK(outcome->left.empty());
  CHECK(world.thread().snapshot()->find_city("almaty")->sessions[0].seats == 9);
  session_in(campaign, "almaty-0915").starts_local += 1h;
  reload(campaign);
  CHECK(outcome->left.size() == 1);
  campaign.cities.pop_back();
  campaign.sessions.erase(campaign.sessions.begin() + 2);
  reload(campaign);
  CHECK_THAT(outcome->failure, Catch::Contains("oral"));
  CHECK(world.apply(2, "oral-0920") == "seated");
}

}  // namespace
}  // namespace keste::engine
