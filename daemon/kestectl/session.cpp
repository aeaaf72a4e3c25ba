// kestectl session and kestectl window: what changes a schedule while the season runs.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <boost/json.hpp>
#include <memory>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"

namespace keste::kestectl {
namespace {

using boost::json::object;

/// Empty texts were not given.
struct Wish {
  std::string id;  ///< Of a session, or a city's code.
  std::string starts;
  std::string ends;
  std::string venue;
  std::string address;
  int seats = 0;
  std::string reason;
  std::string iin;
  std::vector<std::int64_t> present;
  std::vector<std::int64_t> absent;
  bool dry_run = false;
};

/// What an instant is the time of, and how it is written.
std::string instant(const char* what) {
  return std::string(what) +
         ": 2023-09-20T10:00 by the city's clock, or with an offset, 2023-09-20T10:00:00+06:00";
}

std::string path_of(const Wish& wish, const char* what) {
  return "/sessions/" + percent_encode(wish.id) + "/" + what +
         (wish.dry_run ? "?dry_run=true" : "");
}

void put(object& members, const char* name, const std::string& text) {
  if (!text.empty()) members[name] = text;
}

boost::json::array list_of(const std::vector<std::int64_t>& ids) {
  return boost::json::array(ids.begin(), ids.end());
}

/// All pages as one answer.
void roster(const Wish& wish, Shared& shared) {
  std::string cursor;
  boost::json::value whole;
  do {
    const auto page = ask_or_complain(
        path_of(wish, "roster?limit=1000") + (cursor.empty() ? "" : "&cursor=" + cursor), shared);
    if (!page) return;
    cursor = text_at(*page, "next_cursor");
    if (whole.is_null()) {
      whole = *page;
      whole.as_object().erase("next_cursor");
    } else {
      auto& rows = whole.as_object()["rows"].as_array();
      for (const auto& row : list_at(*page, "rows")) rows.push_back(row);
    }
  } while (!cursor.empty());
  print_report(whole, shared);
}

void finish(const Wish& wish, Shared& shared) {
  object members{{"absent", list_of(wish.absent)}};
  put(members, "ended_at", wish.ends);
  send_and_print(path_of(wish, "finish"), members, shared);
}

void attendance(const Wish& wish, Shared& shared) {
  send_and_print(path_of(wish, "attendance"),
                 {{"present", list_of(wish.present)}, {"absent", list_of(wish.absent)}}, shared);
}

void move(const Wish& wish, Shared& shared) {
  object members{{"reason", wish.reason}};
  put(members, "starts_at", wish.starts);
  put(members, "ends_at", wish.ends);
  put(members, "venue", wish.venue);
  put(members, "address", wish.address);
  send_and_print(path_of(wish, "move"), members, shared);
}

void change_seats(const Wish& wish, Shared& shared) {
  send_and_print(path_of(wish, "move"), {{"seats", wish.seats}, {"reason", wish.reason}}, shared);
}

void extend_person(const Wish& wish, Shared& shared) {
  const auto iin = read_secret(wish.iin, shared);
  if (!iin) return;
  send_and_print("/extensions",
                 {{"iin", *iin}, {"city", wish.id}, {"until", wish.ends}, {"reason", wish.reason}},
                 shared);
}

/// A subcommand of the group, about one session or city.
CLI::App& add(CLI::App& group, const char* name, const char* what, const char* subject,
              const std::shared_ptr<Wish>& wish) {
  CLI::App* command = group.add_subcommand(name, what);
  command->add_option(subject, wish->id, "Its id, as in the campaign's file")
      ->required()
      ->type_name(subject);
  return *command;
}

void add_dry_run(CLI::App& command, Wish& wish) {
  command.add_flag("--dry-run", wish.dry_run, "Only show whom it would tell what");
}

void add_reason(CLI::App& command, Wish& wish) {
  command
      .add_option("--reason", wish.reason,
                  "Everybody can read it in the city's changes: name no person")
      ->required();
}

void run(CLI::App& command, const std::shared_ptr<Wish>& wish, Shared& shared,
         void (*action)(const Wish&, Shared&)) {
  add_socket_options(command, shared);
  command.callback([wish, &shared, action] { action(*wish, shared); });
}

void add_day(CLI::App& group, const std::shared_ptr<Wish>& wish, Shared& shared) {
  run(add(group, "roster", "List who has a seat", "SESSION", wish), wish, shared, roster);

  CLI::App& ended = add(group, "finish", "Say that it has ended, and when", "SESSION", wish);
  ended.add_option("--ended", wish->ends, instant("When it ended; without it, now"))
      ->type_name("INSTANT");
  ended
      .add_option("--absent", wish->absent,
                  "Applications of those who did not come, parted by commas")
      ->delimiter(',')
      ->type_name("NUMBER");
  add_dry_run(ended, *wish);
  run(ended, wish, shared, finish);

  CLI::App& there = add(group, "attendance", "Put attendance right", "SESSION", wish);
  there.add_option("--present", wish->present, "Applications of those who came, parted by commas")
      ->delimiter(',')
      ->type_name("NUMBER");
  there
      .add_option("--absent", wish->absent,
                  "Applications of those who did not come, parted by commas")
      ->delimiter(',')
      ->type_name("NUMBER");
  run(there, wish, shared, attendance);
}

void add_changes(CLI::App& group, const std::shared_ptr<Wish>& wish, Shared& shared) {
  CLI::App& moved = add(group, "move", "Move it to another time or place", "SESSION", wish);
  moved.add_option("--starts", wish->starts, instant("When it starts"))->type_name("INSTANT");
  moved.add_option("--ends", wish->ends, "When it ends; without it, it lasts as long as before")
      ->type_name("INSTANT");
  moved.add_option("--venue", wish->venue, "The building");
  moved.add_option("--address", wish->address, "Its address");
  add_reason(moved, *wish);
  add_dry_run(moved, *wish);
  run(moved, wish, shared, move);

  CLI::App& seats =
      add(group, "seats", "Give it more seats, or fewer; nobody is dropped", "SESSION", wish);
  seats.add_option("SEATS", wish->seats, "How many in all")
      ->required()
      ->check(CLI::Range(0, 100'000));
  add_reason(seats, *wish);
  run(seats, wish, shared, change_seats);

  CLI::App& cancelled = add(group, "cancel", "Cancel it: it does not take place", "SESSION", wish);
  add_reason(cancelled, *wish);
  add_dry_run(cancelled, *wish);
  run(cancelled, wish, shared, [](const Wish& wished, Shared& to) {
    send_and_print(path_of(wished, "cancel"), {{"reason", wished.reason}}, to);
  });
}

}  // namespace

void add_session(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("session", "One session: its roster, its day, its changes");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  add_day(*group, wish, shared);
  add_changes(*group, wish, shared);
}

void add_window(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("window", "When applications are taken");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();

  CLI::App& closing =
      add(*group, "close-at", "Extend a city's window, reopen it, or close it early", "CITY", wish);
  closing.add_option("INSTANT", wish->ends, instant("The first that is too late"))
      ->required()
      ->type_name("INSTANT");
  add_reason(closing, *wish);
  run(closing, wish, shared, [](const Wish& wished, Shared& to) {
    send_and_print("/cities/" + percent_encode(wished.id) + "/window",
                   {{"closes_at", wished.ends}, {"reason", wished.reason}}, to);
  });

  CLI::App* person = group->add_subcommand("extend-person", "Give one person a longer window");
  person->add_option("--iin", wish->iin, "The person's IIN; - reads it from the standard input")
      ->required();
  person->add_option("--city", wish->id, "The city's code, or a test that is taken online")
      ->required()
      ->type_name("CITY");
  person->add_option("--until", wish->ends, instant("The first that is too late"))
      ->required()
      ->type_name("INSTANT");
  person->add_option("--reason", wish->reason, "For the audit log")->required();
  run(*person, wish, shared, extend_person);
}

}  // namespace keste::kestectl
