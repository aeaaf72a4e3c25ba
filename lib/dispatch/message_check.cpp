// Message problems, put where the pattern stands in its file.
#include "dispatch/message_check.hpp"

#include "dispatch/messages.hpp"

namespace keste::dispatch {

std::vector<config::Diagnostic> check_messages(const config::Configuration& configuration) {
  std::vector<config::Diagnostic> diagnostics;
  const Messages messages(configuration.messages);
  for (const MessageProblem& problem : messages.check()) {
    const std::string language(to_text(problem.language));
    const std::string key = language + "." + problem.kind + "." + problem.field;
    const auto place = configuration.message_places.find(key);
    config::Diagnostic diagnostic;
    if (place != configuration.message_places.end()) {
      diagnostic = place->second;
    } else {
      diagnostic.file = "messages/" + language + ".yaml";
    }
    diagnostic.message = problem.kind + ": " + problem.message;
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

config::Loaded load_configuration(const std::filesystem::path& etc) {
  config::Loaded loaded = config::load(etc);
  if (!loaded.configuration) return loaded;
  const auto problems = check_messages(*loaded.configuration);
  if (problems.empty()) return loaded;
  loaded.diagnostics.insert(loaded.diagnostics.end(), problems.begin(), problems.end());
  loaded.configuration = nullptr;
  return loaded;
}

}  // namespace keste::dispatch
