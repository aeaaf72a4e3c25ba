// kestectl complete: words for the tab key of a shell. Hidden; quick, and silent when nobody
// answers.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <memory>
#include <ostream>
#include <sstream>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/offline.hpp"

namespace keste::kestectl {
namespace {

using Words = std::vector<std::string>;

// Whoever pressed the key waits; two dozen questions take a few milliseconds.
constexpr std::chrono::milliseconds patience{250};

std::optional<boost::json::value> ask(const std::string& path, const Shared& shared) {
  Question question(path);
  question.within = patience;
  return ask_quietly(question, shared);
}

std::optional<Words> list_cities(const Shared& shared) {
  const auto answer = ask("/cities", shared);
  if (!answer) return std::nullopt;
  Words words;
  for (const auto& city : list_at(*answer, "cities")) words.push_back(text_at(city, "code"));
  return words;
}

/// A city that does not answer ends it: the others would not either.
std::optional<Words> list_sessions(const Shared& shared) {
  const auto cities = list_cities(shared);
  if (!cities) return std::nullopt;
  Words words;
  for (const std::string& code : *cities) {
    const auto city = ask("/cities/" + percent_encode(code), shared);
    if (!city) break;
    for (const auto& session : list_at(*city, "sessions")) words.push_back(text_at(session, "id"));
  }
  return words;
}

/// Out of the files, for what is asked without a daemon.
Words list_from_files(const std::string& kind, const Shared& shared) {
  std::ostringstream nowhere;
  Shared apart = aside(shared, nowhere);
  const auto configuration = load_or_complain(apart);
  Words words;
  if (!configuration) return words;
  if (kind == "campaigns") {
    for (const auto& [id, season] : configuration->seasons) words.push_back(id);
    return words;
  }
  const campaign::Campaign& served = configuration->served().campaign;
  for (const auto& city : served.cities) {
    if (kind == "cities") words.push_back(city.code);
  }
  for (const auto& session : served.sessions) {
    if (kind == "sessions") words.push_back(session.id);
  }
  return words;
}

void complete(const std::string& kind, Shared& shared) {
  std::optional<Words> words;
  if (kind == "cities") words = list_cities(shared);
  if (kind == "sessions") words = list_sessions(shared);
  if (!words) words = list_from_files(kind, shared);
  for (const std::string& word : *words) shared.out << word << '\n';
}

}  // namespace

void add_complete(CLI::App& app, Shared& shared) {
  CLI::App* command = app.add_subcommand("complete", "Words for a shell's completion");
  command->group("");
  const auto kind = std::make_shared<std::string>();
  command->add_option("KIND", *kind, "What is to be named")
      ->required()
      ->check(CLI::IsMember({"cities", "sessions", "campaigns"}));
  add_socket_options(*command, shared);
  command->callback([kind, &shared] { complete(*kind, shared); });
}

}  // namespace keste::kestectl
