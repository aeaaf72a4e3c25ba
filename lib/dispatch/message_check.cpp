// Message problems, put where the pattern stands in its file.
#include "dispatch/message_check.hpp"

#include "dispatch/messages.hpp"
#include "dispatch/sms_fit.hpp"

namespace keste::dispatch {

namespace {

/// Where a problem stands: at its field, at its kind, or at its file.
config::Diagnostic find_place(const config::Configuration& configuration,
                              const MessageProblem& problem) {
  const std::string language(to_text(problem.language));
  for (const std::string& field : {problem.field, std::string("subject")}) {
    const auto place =
        configuration.message_places.find(language + "." + problem.kind + "." + field);
    if (place != configuration.message_places.end()) return place->second;
  }
  config::Diagnostic nowhere;
  nowhere.file = "messages/" + language + ".yaml";
  return nowhere;
}

}  // namespace

std::vector<config::Diagnostic> check_messages(const config::Configuration& configuration) {
  const Messages messages(configuration.messages);
  std::vector<MessageProblem> problems = messages.check();
  if (problems.empty()) {
    for (const auto& [id, season] : configuration.seasons) {
      const auto found = check_sms(messages, season);
      problems.insert(problems.end(), found.begin(), found.end());
    }
  }
  std::vector<config::Diagnostic> diagnostics;
  for (const MessageProblem& problem : problems) {
    config::Diagnostic diagnostic = find_place(configuration, problem);
    diagnostic.message = problem.kind + ": " + problem.message;
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

namespace {

config::Loaded check(config::Loaded loaded) {
  if (!loaded.configuration) return loaded;
  const auto problems = check_messages(*loaded.configuration);
  if (problems.empty()) return loaded;
  loaded.diagnostics.insert(loaded.diagnostics.end(), problems.begin(), problems.end());
  loaded.configuration = nullptr;
  return loaded;
}

}  // namespace

config::Loaded load_configuration(const std::filesystem::path& etc) {
  return check(config::load(etc));
}

config::Loaded with_campaign(const config::Configuration& configuration,
                             const config::CampaignText& file) {
  return check(config::with_campaign(configuration, file));
}

}  // namespace keste::dispatch
