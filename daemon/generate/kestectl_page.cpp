// kestectl(1): what its definitions do not say.
#include "generate/pages.hpp"
#include "kestectl/kestectl.hpp"
#include "manual/man_page.hpp"

namespace keste::generate {
namespace {

manual::Prose make_prose() {
  manual::Prose prose{"kestectl", 1, "check, watch and run a testing campaign",
                      // The description.
                      "`kestectl` checks the files of a campaign, shows how the campaign stands, "
                      "and runs it: sessions, windows, promo codes, sheets and results. `check`, "
                      "`timeline`, `due` and `messages` read the files of `--etc` and need no "
                      "daemon; `db` needs that none runs; all others ask the running kested(8) "
                      "through its Unix socket, which takes root and the daemon's own user.\n\n"
                      "Tables fit the terminal: what is too wide ends in an ellipsis. Piped, and "
                      "with `--format json`, everything is whole. The JSON of what asks the daemon "
                      "is the daemon's own, as `kestectl openapi` describes it.\n\n"
                      "Answers go to the standard output, all that went wrong to the standard "
                      "error. Promo codes, IINs and tickets may be given as `-`: then the first "
                      "line of the standard input is taken, and no list of processes shows them."};
  prose.files = {
      {"/etc/keste/kested.yaml",
       "The settings, with `campaigns/`, `calendars/` and `messages/` "
       "beside it; see kested.yaml(5)."},
      {"/run/keste/kested.sock", "The socket of a daemon that systemd started. Looked for first."},
      {"/var/lib/keste/kested.sock", "The socket of one that was started by hand."},
  };
  prose.environment = {
      {"LC_ALL, LC_MESSAGES, LANG",
       "The language in which the daemon explains what it refuses: "
       "Kazakh for kk, Russian for ru, else English."},
      {"COLUMNS", "The width of a terminal that does not tell its own."},
  };
  prose.examples =
      "Check the files before a season, and see when a result is due:\n\n"
      "  kestectl check --etc /etc/keste\n"
      "  kestectl due --city almaty --ended 2023-09-15T12:30\n\n"
      "How a city stands, and what could not be sent:\n\n"
      "  kestectl status --city almaty\n"
      "  kestectl outbox --state-is failed\n\n"
      "A session is moved, and then over:\n\n"
      "  kestectl session move astana-0920-1 --starts 2023-09-20T15:00 \\\n"
      "    --reason \"No power until noon\"\n"
      "  kestectl session finish astana-0920-1 --ended 2023-09-20T17:40 \\\n"
      "    --absent 17,23\n\n"
      "A promo code, with the IIN out of sight:\n\n"
      "  kestectl promo issue --iin - --test QAZTEST\n\n"
      "The cities whose windows are open, for a script:\n\n"
      "  kestectl cities --format json |\n"
      "    jq -r '.cities[] | select(.window.state == \"open\").code'";
  prose.see_also = "kested(8), kested.yaml(5)";
  return prose;
}

}  // namespace

std::string kestectl_page(std::string_view date) {
  return manual::make_man_page(kestectl::describe_program(), make_prose(), kestectl::exit_codes,
                               date);
}

}  // namespace keste::generate
