// Completion for bash: tables as case statements, and one function that walks the words.
#include <utility>

#include "manual/completion.hpp"

namespace keste::manual {
namespace {

/// One arm: 'session move') echo '…' ;;
std::string arm(const std::string& pattern, const std::string& answer) {
  return "    '" + pattern + "') echo '" + answer + "' ;;\n";
}

std::string function(const std::string& name, const std::string& subject, const std::string& arms) {
  return name + "() {\n  case $" + subject + " in\n" + arms + "  esac\n}\n\n";
}

std::string commands_arms(const Command& program) {
  std::string arms;
  for (const Place& place : list_all(program)) {
    if (!place.command().is_group()) continue;
    std::string names;
    for (const Command& each : place.command().commands) {
      names += (names.empty() ? "" : " ") + each.name;
    }
    arms += arm(place.subpath(), names);
  }
  return arms;
}

std::string options_arms(const Command& program) {
  std::string arms;
  for (const Place& place : list_all(program)) {
    std::string names;
    for (const Argument* each : place.list_options()) {
      names += (names.empty() ? "" : " ") + each->name();
    }
    arms += arm(place.subpath(), names);
  }
  return arms;
}

std::string values_arms(const Command& program) {
  std::string arms;
  for (const auto& [pattern, kind] : list_values(program)) arms += arm(pattern, kind);
  return arms;
}

/// What walks over the words before the cursor and offers what may stand there; PROGRAM stands for
/// the name of the program.
constexpr const char* walk = R"bash(# Where the words lead: sets path, place, expects and where.
_PROGRAM_walk() {
  local word value
  for word in "$@"; do
    if [[ $word == = ]]; then
      continue
    elif [[ -n $expects ]]; then
      [[ $expects == --state || $expects == --socket || $expects == --etc ]] &&
        where+=("$expects" "$word")
      expects=''
    elif [[ $word == -* ]]; then
      value=$(_PROGRAM_value "$path $word")
      [[ -z $value ]] || expects=$word
    elif [[ " $(_PROGRAM_commands "$path") " == *" $word "* ]]; then
      path+="${path:+ }$word"
    else
      place=$((place + 1))
    fi
  done
}

_PROGRAM() {
  local path='' expects='' kind='' IFS=$' \t\n'
  local -i place=0
  local -a where=()
  local cur=${COMP_WORDS[COMP_CWORD]}
  [[ $cur != = ]] || cur=''
  _PROGRAM_walk "${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=()
  if [[ -n $expects ]]; then
    kind=$(_PROGRAM_value "$path $expects")
  elif [[ $cur == -* ]]; then
    kind="=$(_PROGRAM_options "$path")"
  elif [[ -n $(_PROGRAM_commands "$path") ]]; then
    kind="=$(_PROGRAM_commands "$path")"
  else
    kind=$(_PROGRAM_value "$path $((place + 1))")
  fi
  case $kind in
    file)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      ;;
    directory)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$cur")
      ;;
    =*) mapfile -t COMPREPLY < <(compgen -W "${kind#=}" -- "$cur") ;;
    cities | sessions | campaigns)
      mapfile -t COMPREPLY < <(
        compgen -W "$("${COMP_WORDS[0]}" complete "$kind" "${where[@]}" 2>/dev/null)" -- "$cur"
      )
      ;;
  esac
}

complete -F _PROGRAM PROGRAM
)bash";

}  // namespace

std::string bash_completion(const Command& program) {
  const std::string name = "_" + program.name;
  return "# Completion of " + program.name + " for bash; made by the build.\n\n" +
         function(name + "_commands", "1", commands_arms(program)) +
         function(name + "_options", "1", options_arms(program)) +
         function(name + "_value", "1", values_arms(program)) + with_name(walk, program.name);
}

}  // namespace keste::manual
