// Man pages of programs, section by section.
#include "manual/man_page.hpp"

#include <algorithm>

namespace keste::manual {
namespace {

void add_named(Roff& page, const char* heading, const std::vector<Named>& list) {
  if (list.empty()) return;
  page.heading(heading);
  for (const Named& each : list) page.item("`" + std::string(each.name) + "`", each.what);
}

/// Options that every command takes: the program's own, and those of the shared group, which each
/// command that has them repeats.
void add_options(Roff& page, const Command& program) {
  page.heading("OPTIONS");
  for (const Argument& each : program.options) page.item(each);
  std::vector<std::string> told;
  for (const Place& leaf : list_leaves(program)) {
    for (const Argument& each : leaf.command().options) {
      const bool again = std::find(told.begin(), told.end(), each.name()) != told.end();
      if (each.group != shared_group || again) continue;
      page.item(each);
      told.push_back(each.name());
    }
  }
}

void add_command(Roff& page, const Place& place) {
  const Command& command = place.command();
  page.subheading(place.path());
  page.synopsis(place);
  page.paragraph(command.what + ".");
  page.paragraphs(command.more);
  bool shared = false;
  for (const auto* list : {&command.words, &command.options}) {
    for (const Argument& each : *list) {
      const bool everywhere = each.group == shared_group || each.name() == "--help";
      shared = shared || each.group == shared_group;
      if (!everywhere) page.item(each);
    }
  }
  if (shared) page.paragraph("Asks the running daemon: see `--state` and `--socket`.");
}

}  // namespace

std::string make_man_page(const Command& program, const Prose& prose,
                          std::span<const ExitCode> exit_codes, std::string_view date) {
  Roff page(prose.name, prose.section, prose.title, date);
  page.heading("SYNOPSIS");
  page.synopsis(Place{{&program}});
  page.heading("DESCRIPTION");
  page.paragraphs(prose.description);
  if (program.is_group()) {
    page.heading("COMMANDS");
    for (const Place& leaf : list_leaves(program)) add_command(page, leaf);
  }
  add_options(page, program);
  add_named(page, "SIGNALS", prose.signals);
  page.heading("EXIT STATUS");
  for (const ExitCode& each : exit_codes) {
    const std::string name = *each.name == '\0' ? "" : " (" + std::string(each.name) + ")";
    page.item("`" + std::to_string(each.code) + "`" + name, each.meaning);
  }
  add_named(page, "FILES", prose.files);
  add_named(page, "ENVIRONMENT", prose.environment);
  page.heading("EXAMPLES");
  page.paragraphs(prose.examples);
  page.heading("SEE ALSO");
  page.paragraph(prose.see_also);
  return page.text();
}

}  // namespace keste::manual
