// Operations: kestectl health, metrics, openapi and imports, for those who run the daemon.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>
#include <sstream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

using boost::json::value;

Question at_root(const char* path) {
  Question question(path);
  question.at_root = true;
  return question;
}

/// Not ready is an answer, and an exit code.
void health(Shared& shared) {
  const auto answer = fetch_or_complain(at_root("/readyz"), shared);
  if (!answer) return;
  boost::json::error_code error;
  const value state = boost::json::parse(answer->body, error);
  if (error || !state.is_object() || state.as_object().if_contains("parts") == nullptr) {
    shared.err << "kestectl: kested says nothing of its parts: HTTP " << answer->status << '\n';
    shared.exit = exit_code::unavailable;
    return;
  }
  const bool ready = text_at(state, "ready") == "true";
  if (!ready) shared.exit = exit_code::unavailable;
  if (shared.json()) return print_json(state, shared);
  Table table({"part", "ready", "state"});
  for (const auto& part : state.at("parts").as_object()) {
    const bool is_ready = text_at(part.value(), "ready") == "true";
    table.add({std::string(part.key()), is_ready ? "yes" : "NO", text_at(part.value(), "state")});
  }
  shared.out << table.render(shared.width) << (ready ? "kested is ready.\n" : "NOT READY.\n");
}

/// The body of a text answer.
std::optional<std::string> fetch_text(const Question& question, Shared& shared) {
  auto answer = fetch_or_complain(question, shared);
  if (!answer) return std::nullopt;
  if (answer->status / 100 == 2) return std::move(answer->body);
  shared.err << "kestectl: kested answered: HTTP " << answer->status << '\n';
  shared.exit = exit_code::unavailable;
  return std::nullopt;
}

/// `name{label="value"} 3`: what stands before the last blank, and the number.
boost::json::array list_samples(const std::string& text) {
  boost::json::array samples;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto gap = line.rfind(' ');
    if (line.starts_with('#') || gap == std::string::npos) continue;
    samples.push_back(
        boost::json::object{{"sample", line.substr(0, gap)}, {"value", line.substr(gap + 1)}});
  }
  return samples;
}

void metrics(Shared& shared) {
  const auto text = fetch_text(at_root("/metrics"), shared);
  if (!text) return;
  if (shared.json()) return print_json(list_samples(*text), shared);
  shared.out << *text;
}

void openapi(Shared& shared) {
  const auto text = fetch_text("/openapi.yaml", shared);
  if (!text) return;
  if (shared.json()) return print_json(boost::json::object{{"yaml", *text}}, shared);
  shared.out << *text;
}

void show_import(const std::string& id, Shared& shared) {
  const auto answer = ask_or_complain("/imports/" + percent_encode(id), shared);
  if (answer) print_report(*answer, shared);
}

}  // namespace

void add_operations(CLI::App& app, Shared& shared) {
  CLI::App* command =
      app.add_subcommand("health", "Whether the daemon answers and each of its parts can work");
  add_socket_options(*command, shared);
  command->callback([&shared] { health(shared); });

  command = app.add_subcommand("metrics", "Its figures, in the text format of Prometheus");
  add_socket_options(*command, shared);
  command->callback([&shared] { metrics(shared); });

  command = app.add_subcommand("openapi", "The document of its API (OpenAPI 3.1, YAML)");
  add_socket_options(*command, shared);
  command->callback([&shared] { openapi(shared); });

  CLI::App* group = app.add_subcommand("imports", "Sheets that are being taken");
  group->require_subcommand(1);
  const auto id = std::make_shared<std::string>();
  command = group->add_subcommand("show", "How far an import has come");
  command->add_option("ID", *id, "The id that whoever sent it gave it (?id= of the API)")
      ->required();
  add_socket_options(*command, shared);
  command->callback([id, &shared] { show_import(*id, shared); });
}

}  // namespace keste::kestectl
