// kestectl promo: the promo codes of the candidates.
#include <CLI/App.hpp>
#include <memory>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/import.hpp"

namespace keste::kestectl {
namespace {

struct Code {
  std::string code;
  std::string iin;
  std::string test;
  std::string reason;
  std::string file;
};

void issue(const Code& wish, Shared& shared) {
  const auto iin = read_secret(wish.iin, shared);
  if (iin) send_and_print("/promo-codes", {{"iin", *iin}, {"test", wish.test}}, shared);
}

void make_void(const Code& wish, Shared& shared) {
  const auto code = read_secret(wish.code, shared);
  if (code) send_and_print("/promo-codes:void", {{"code", *code}, {"reason", wish.reason}}, shared);
}

void show(const Code& wish, Shared& shared) {
  const auto code = read_secret(wish.code, shared);
  if (code) send_and_print("/promo-codes:show", {{"code", *code}}, shared);
}

void report(Shared& shared) {
  const auto answer = ask_or_complain("/promo-codes/report", shared);
  if (answer) print_report(*answer, shared);
}

void import_codes(const Code& wish, Shared& shared) {
  import_sheet({"/promo-codes:import", wish.test.empty() ? "" : "test=" + percent_encode(wish.test),
                wish.file},
               shared);
}

void add_code(CLI::App& command, Code& wish) {
  command.add_option("CODE", wish.code, "The code; - reads it from the standard input")->required();
}

}  // namespace

void add_promo(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("promo", "Promo codes");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Code>();

  CLI::App* command = group->add_subcommand("import", "Take codes from a CSV: code, IIN, test");
  command->add_option("FILE", wish->file, "The sheet; - for the standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--test", wish->test, "Of codes whose sheet does not say");
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { import_codes(*wish, shared); });

  command = group->add_subcommand("issue", "Make a candidate's code, or show the one made before");
  command->add_option("--iin", wish->iin, "The candidate's IIN; - reads it from the standard input")
      ->required();
  command->add_option("--test", wish->test, "QAZTEST or QRT")->required();
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { issue(*wish, shared); });

  command = group->add_subcommand("void", "Take a code out of use");
  add_code(*command, *wish);
  command->add_option("--reason", wish->reason, "For the audit log")->required();
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { make_void(*wish, shared); });

  command = group->add_subcommand("show", "Show how a code stands");
  add_code(*command, *wish);
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { show(*wish, shared); });

  command = group->add_subcommand("report", "Count the codes in each state");
  add_socket_options(*command, shared);
  command->callback([&shared] { report(shared); });
}

}  // namespace keste::kestectl
