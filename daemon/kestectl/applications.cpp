// The groups applications and results: what comes in sheets, and needs.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <memory>

#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/import.hpp"

namespace keste::kestectl {
namespace {

struct Wish {
  std::string file;
  bool dry_run = false;
  std::int64_t application = 0;
  std::string needs;
  int extra_minutes = 0;
};

void add_file(CLI::App& command, Wish& wish, Shared& shared) {
  command.add_option("FILE", wish.file, "The sheet; - for the standard input")
      ->required()
      ->type_name("FILE");
  add_socket_options(command, shared);
}

}  // namespace

void add_applications(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("applications", "Applications from elsewhere, and needs");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();

  CLI::App* command =
      group->add_subcommand("import", "Take the answers of the online form, a CSV of any kind");
  add_file(*command, *wish, shared);
  command->add_flag("--dry-run", wish->dry_run, "Change nothing; show what would happen");
  command->callback([wish, &shared] {
    import_sheet({"/applications:import", wish->dry_run ? "dry_run=true" : "", wish->file}, shared);
  });

  command = group->add_subcommand("needs", "Grant extra time, and note what somebody needs");
  command->add_option("APPLICATION", wish->application, "Its number")->required();
  command->add_option("--needs", wish->needs, "In words, for the roster");
  command->add_option("--extra-minutes", wish->extra_minutes, "Beyond the session's end")
      ->check(CLI::Range(0, 24 * 60));
  add_socket_options(*command, shared);
  command->callback([wish, &shared] {
    send_and_print("/applications:needs",
                   {{"application", wish->application},
                    {"needs", wish->needs},
                    {"extra_minutes", wish->extra_minutes}},
                   shared);
  });

  CLI::App* results = app.add_subcommand("results", "Results of the tests");
  results->require_subcommand(1);
  command = results->add_subcommand("import", "Take results as the testing centre exports them");
  add_file(*command, *wish, shared);
  command->callback([wish, &shared] { import_sheet({"/results", "", wish->file}, shared); });
}

}  // namespace keste::kestectl
