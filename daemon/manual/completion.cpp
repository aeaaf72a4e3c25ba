// Completion: what the scripts of both shells are made of.
#include "manual/completion.hpp"

#include <algorithm>
#include <array>

namespace keste::manual {

std::string completion_of(const Argument& argument) {
  if (!argument.choices.empty()) {
    std::string all = "=";
    for (const auto& each : argument.choices) all += (all.size() == 1 ? "" : " ") + each;
    return all;
  }
  constexpr std::array<std::pair<std::string_view, const char*>, 5> kinds{
      {{"FILE", "file"},
       {"DIR", "directory"},
       {"CITY", "cities"},
       {"SESSION", "sessions"},
       {"CAMPAIGN", "campaigns"}}};
  const auto* found = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const auto& kind) { return kind.first == argument.value; });
  return found == kinds.end() ? "" : found->second;
}

std::vector<std::pair<std::string, std::string>> list_values(const Command& program) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const Place& place : list_all(program)) {
    const std::string path = place.subpath();
    for (const Argument* each : place.list_options()) {
      if (!each->takes_value()) continue;
      const std::string kind = completion_of(*each);
      for (const std::string& name : each->names) {
        all.emplace_back(path + " " + name, kind.empty() ? "nothing" : kind);
      }
    }
    int number = 0;
    for (const Argument& each : place.command().words) {
      const std::string kind = completion_of(each);
      ++number;
      if (!kind.empty()) all.emplace_back(path + " " + std::to_string(number), kind);
    }
  }
  return all;
}

std::string with_name(std::string script, const std::string& program) {
  constexpr std::string_view place = "PROGRAM";
  for (auto at = script.find(place); at != std::string::npos; at = script.find(place, at)) {
    script.replace(at, place.size(), program);
  }
  return script;
}

}  // namespace keste::manual
