// kested(8): what its definitions do not say.
#include "generate/pages.hpp"
#include "kested/options.hpp"
#include "manual/man_page.hpp"

namespace keste::generate {
namespace {

manual::Prose make_prose() {
  manual::Prose prose{
      "kested", 8, "the daemon that runs a testing campaign",
      // The description.
      "`kested` runs a testing campaign from its published schedule to the last delivered result: "
      "it opens and closes the application window of every city on time, seats applicants in the "
      "sessions, works out in working days when each result is due, and tells every applicant, "
      "once, in their language.\n\n"
      "It serves HTTP, as `listen` of kested.yaml(5) says, and the same interface on a Unix "
      "socket for kestectl(1), to root and to its own user. It stays in the foreground and logs "
      "one JSON object a line to the standard error, or to the journal where that is connected.\n\n"
      "On SQLite there is one daemon for one state directory; on PostgreSQL there may be several "
      "for one database."};
  prose.signals = {
      {"SIGHUP", "Read the files again. What has errors changes nothing."},
      {"SIGTERM, SIGINT", "Finish what was begun and stop; a second one does not wait."},
  };
  prose.files = {
      {"/etc/keste/kested.yaml", "The settings."},
      {"/etc/keste/campaigns, calendars, messages",
       "Schedules, working calendars and texts, one YAML file each."},
      {"keste.db", "In the state directory: the database, where no other is set."},
      {"keste.key",
       "There too: the key that seals IINs and promo codes; back it up apart from the "
       "database. Looked for among the credentials first."},
      {"kested.sock",
       "In $RUNTIME_DIRECTORY, else in the state directory: the socket of kestectl."},
      {"results.d", "In the state directory: results that are laid there are taken."},
  };
  prose.environment = {
      {"STATE_DIRECTORY", "The state directory, where `--state` is not given."},
      {"RUNTIME_DIRECTORY", "Where the socket is made."},
      {"CREDENTIALS_DIRECTORY", "Where secrets and the key are looked for first."},
      {"NOTIFY_SOCKET, WATCHDOG_USEC", "How systemd is told of readiness and life."},
      {"JOURNAL_STREAM", "Whether the log goes to the journal."},
  };
  prose.examples =
      "As a service:\n\n"
      "  systemctl enable --now kested\n\n"
      "By hand, in a folder of one's own:\n\n"
      "  kested --etc etc --state var/live\n\n"
      "A whole season in a few minutes, on a clock of its own:\n\n"
      "  kested --etc etc --state var/season \\\n"
      "    --clock-start 2023-08-31T12:00:00+06:00 --clock-rate 20000";
  prose.see_also = "kestectl(1), kested.yaml(5), systemd.exec(5)";
  return prose;
}

}  // namespace

std::string kested_page(std::string_view date) {
  return manual::make_man_page(kested::describe_program(), make_prose(), kested::exit_codes, date);
}

}  // namespace keste::generate
