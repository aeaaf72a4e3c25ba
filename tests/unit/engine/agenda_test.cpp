// The agenda: each entry once, in order, also late and after a restart.
#include <algorithm>
#include <map>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <catch2/catch.hpp>

namespace keste::engine {
namespace {

using namespace keste::test;
using namespace std::chrono_literals;

std::string name_of(const store::AgendaEntry& entry) {
  return entry.kind + " " + (entry.session.empty() ? entry.city : entry.session);
}

std::vector<std::string> audited(World& world) {
  std::vector<std::string> lines;
  store::Rows rows = world.database().query("audit_list", {0, 1'000});
  while (rows.next()) {
    if (rows.text(2) != "agenda") continue;
    lines.push_back(std::string(rows.text(3)) + " " + std::string(rows.text(4)) + " " +
                    std::string(rows.text(5)));
  }
  return lines;
}

TEST_CASE("the agenda holds every moment of the schedule", "[engine][agenda]") {
  World world;
  const auto entries = agenda(world);
  CHECK(entries.size() == 3 * 2 + 4 * 5);
  CHECK(entry(world, "window_opens", "oral").at == instant("2023-09-01T00:00:00+05:00"));
  CHECK(entry(world, "window_closes", "astana").at == instant("2023-09-23T00:00:00+06:00"));
  CHECK(entry(world, "session_reminder", "astana-0905").at == instant("2023-09-04T10:00:00+06:00"));
  CHECK(entry(world, "waitlist_ends", "astana-0905").at == instant("2023-09-04T10:00:00+06:00"));
  CHECK(entry(world, "session_starts", "astana-0905").at == instant("2023-09-05T10:00:00+06:00"));
  CHECK(entry(world, "session_ends", "astana-0905").at == instant("2023-09-05T12:30:00+06:00"));
  CHECK(entry(world, "results_due", "oral-0920").at == instant("2023-09-29T18:00:00+05:00"));
}

TEST_CASE("an entry fires at its instant, not a microsecond before, and once", "[engine][agenda]") {
  World world;
  fire_all(world);
  const Instant at = instant("2023-09-04T10:00:00+06:00");
  CHECK(world.engine().find_next_agenda() == at);
  world.set(at - 1us);
  CHECK(fire(world) == 0);
  CHECK(entry(world, "session_reminder", "astana-0905").state == "pending");
  world.set(at);
  CHECK(fire(world) == 1);
  CHECK(entry(world, "waitlist_ends", "astana-0905").state == "done");
  CHECK(fire(world) == 1);
  const auto fired = entry(world, "session_reminder", "astana-0905");
  CHECK(fired.state == "done");
  CHECK(fired.fired_at == at);
  CHECK_FALSE(fired.late);
  CHECK(fire(world) == 0);
}

TEST_CASE("windows and sessions follow their entries", "[engine][agenda]") {
  World world;
  const auto window = [&] { return world.snapshot().find_city("astana")->window; };
  const auto session = [&] { return world.snapshot().find_city("astana")->sessions.front().state; };
  CHECK(window() == WindowState::not_open);
  fire_all(world);
  CHECK(window() == WindowState::open);
  CHECK(session() == SessionState::planned);
  world.set("2023-09-05T10:00:00+06:00");
  fire_all(world);
  CHECK(session() == SessionState::started);
  world.set("2023-09-05T12:30:00+06:00");
  fire_all(world);
  CHECK(session() == SessionState::ended);
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(session() == SessionState::due);
  world.set("2023-09-23T00:00:00+06:00");
  fire_all(world);
  CHECK(window() == WindowState::closed);
}

TEST_CASE("after a long absence everything fires in order, marked late", "[engine][agenda]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  fire_all(world);
  const auto before = agenda(world, "pending");
  world.set("2023-09-29T18:00:30+05:00");
  world.restart();
  fire_all(world);
  CHECK_FALSE(world.engine().find_next_agenda().has_value());
  const auto done = agenda(world, "done");
  CHECK(done.size() == agenda(world).size());
  const std::map<std::string, std::string> kinds{
      {"session_reminder", "session_reminder_skipped"},
      {"waitlist_ends", "waitlist_ended"},
      {"session_starts", "session_started"},
      {"session_ends", "session_ended"},
      {"results_due", "results_due"},
      {"window_closes", "window_closed"},
  };
  std::vector<std::string> expected;
  for (const auto& entry : before) {
    const bool late = world.now() - entry.at > 1min;
    const std::string subject =
        entry.session.empty() ? "city " + entry.city : "session " + entry.session;
    expected.push_back(kinds.at(entry.kind) + " " + subject + (late ? " late" : " "));
  }
  auto lines = audited(world);
  REQUIRE(lines.size() >= expected.size());
  lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(expected.size()));
  // Entries of one instant may come in another order than the listing's.
  CHECK(lines.back() == "results_due session oral-0920 ");
  CHECK(std::is_permutation(lines.begin(), lines.end(), expected.begin(), expected.end()));
  const auto is_late = [](const std::string& line) { return line.ends_with(" late"); };
  CHECK(world.snapshot().figures.agenda_late == std::count_if(lines.begin(), lines.end(), is_late));
}

TEST_CASE("entries fire in the order of their instants", "[engine][agenda]") {
  World world;
  world.set("2023-10-30T00:00:00+06:00");
  std::map<std::string, Instant> at;
  for (const auto& entry : agenda(world)) at[name_of(entry)] = entry.at;
  Instant last{};
  auto before = agenda(world, "pending");
  while (fire(world) > 0) {
    const auto after = agenda(world, "pending");
    REQUIRE(after.size() + 1 == before.size());
    const auto [gone, unused] =
        std::mismatch(before.begin(), before.end() - 1, after.begin(),
                      [](const auto& a, const auto& b) { return a.id == b.id; });
    CHECK(gone->at >= last);
    last = gone->at;
    before = after;
  }
  CHECK(before.empty());
}

TEST_CASE("a window that ends as a session starts is closed first", "[engine][agenda]") {
  campaign::Campaign campaign = small_campaign();
  session_in(campaign, "almaty-0915").starts_local = local("2023-09-18T00:00");
  session_in(campaign, "almaty-0915").ends_local = local("2023-09-18T02:00");
  World world(settings_of(campaign));
  world.set("2023-09-17T23:59:00+06:00");
  fire_all(world);
  world.set("2023-09-18T00:00:00+06:00");
  CHECK(fire(world) == 1);
  CHECK(entry(world, "window_closes", "almaty").state == "done");
  CHECK(entry(world, "session_starts", "almaty-0915").state == "pending");
}

TEST_CASE("an entry is late only when it fires more than a minute after its instant",
          "[engine][agenda]") {
  World world;
  fire_all(world);
  const auto [delay, late] = GENERATE(table<std::chrono::microseconds, bool>(
      {{0us, false}, {60s, false}, {60s + 1us, true}, {1h, true}}));
  world.set(instant("2023-09-04T10:00:00+06:00") + delay);
  fire_all(world);
  CHECK(entry(world, "session_reminder", "astana-0905").late == late);
  CHECK(world.snapshot().figures.agenda_lateness_us == delay.count());
}

TEST_CASE("a clock set back fires nothing twice", "[engine][agenda]") {
  const ScratchFolder folder;
  World world(small_season(), folder.file("keste.db"));
  seat(world, 1, "astana-0905");
  world.set("2023-09-08T00:00:00+06:00");
  fire_all(world);
  const auto lines = audited(world);
  const auto messages = outbox(world).size();
  world.set("2023-09-02T00:00:00+06:00");
  CHECK(fire(world) == 0);
  world.restart();
  world.set("2023-09-08T00:00:00+06:00");
  CHECK(fire(world) == 0);
  CHECK(audited(world) == lines);
  CHECK(outbox(world).size() == messages);
}

TEST_CASE("a reminder goes to who is seated 24 hours before, and not after the start",
          "[engine][agenda]") {
  World world;
  seat(world, 1, "astana-0905");
  const ApplicationView gone = seat(world, 2, "astana-0905");
  withdraw(world, gone.ticket);
  SECTION("in time") {
    world.set("2023-09-05T09:59:59+06:00");
    fire_all(world);
    CHECK(count_outbox(world, "session_reminder") == 1);
  }
  SECTION("too late") {
    world.set("2023-09-05T10:00:00+06:00");
    fire_all(world);
    CHECK(count_outbox(world, "session_reminder") == 0);
    CHECK(entry(world, "session_reminder", "astana-0905").state == "done");
  }
  world.set("2023-09-07T18:00:00+06:00");
  fire_all(world);
  CHECK(count_outbox(world, "results_due") == 1);
}

}  // namespace
}  // namespace keste::engine
