// Completion for zsh: tables as case statements with descriptions, and one walk over the words.
#include <string_view>

#include "manual/completion.hpp"

namespace keste::manual {
namespace {

/// For the inside of single quotes.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out.push_back(c);
    }
  }
  return out + "'";
}

/// "name:what it does", as _describe takes it.
std::string described(std::string_view name, std::string_view what) {
  std::string out;
  for (const char c : name) out += c == ':' ? std::string("\\:") : std::string(1, c);
  return quoted(out + ":" + std::string(what));
}

std::string arm(const std::string& pattern, const std::string& answers) {
  return "    " + quoted(pattern) + ") reply=(" + answers + ") ;;\n";
}

std::string function(const std::string& name, const std::string& arms) {
  return name + "() {\n  reply=()\n  case $1 in\n" + arms + "  esac\n}\n\n";
}

std::string commands_arms(const Command& program) {
  std::string arms;
  for (const Place& place : list_all(program)) {
    std::string all;
    for (const Command& each : place.command().commands) {
      all += "\n      " + described(each.name, each.what);
    }
    if (!all.empty()) arms += arm(place.subpath(), all);
  }
  return arms;
}

std::string options_arms(const Command& program) {
  std::string arms;
  for (const Place& place : list_all(program)) {
    std::string all;
    for (const Argument* each : place.list_options()) {
      all += "\n      " + described(each->name(), each->what);
    }
    arms += arm(place.subpath(), all);
  }
  return arms;
}

std::string values_arms(const Command& program) {
  std::string arms;
  for (const auto& [pattern, kind] : list_values(program)) arms += arm(pattern, quoted(kind));
  return arms;
}

constexpr const char* walk = R"zsh(_PROGRAM_offer() {
  local -a found
  case $1 in
    file) _files ;;
    directory) _files -/ ;;
    \=*) compadd -- ${=1#=} ;;
    cities | sessions | campaigns)
      found=(${(f)"$($words[1] complete $1 $where 2>/dev/null)"})
      compadd -- $found
      ;;
  esac
}

_PROGRAM() {
  local path_='' expects='' word
  local -i place=0
  local -a where reply offers
  for word in ${words[2,CURRENT-1]}; do
    if [[ -n $expects ]]; then
      [[ $expects == (--state|--socket|--etc) ]] && where+=($expects $word)
      expects=''
      continue
    fi
    if [[ $word == --*=* ]]; then
      [[ ${word%%=*} == (--state|--socket|--etc) ]] && where+=(${word%%=*} ${word#*=})
      continue
    fi
    if [[ $word == -* ]]; then
      _PROGRAM_value "$path_ $word"
      (( $#reply )) && expects=$word
      continue
    fi
    _PROGRAM_commands "$path_"
    if (( ${reply[(I)${word}:*]} )); then
      path_+="${path_:+ }$word"
    else
      place+=1
    fi
  done
  if [[ -z $expects && $PREFIX == --*=* ]]; then
    expects=${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $expects ]]; then
    _PROGRAM_value "$path_ $expects"
    _PROGRAM_offer "$reply[1]"
  elif [[ $PREFIX == -* ]]; then
    _PROGRAM_options "$path_"
    offers=($reply)
    _describe -o option offers
  else
    _PROGRAM_commands "$path_"
    if (( $#reply )); then
      offers=($reply)
      _describe command offers
    else
      _PROGRAM_value "$path_ $((place + 1))"
      _PROGRAM_offer "$reply[1]"
    fi
  fi
}

_PROGRAM "$@"
)zsh";

}  // namespace

std::string zsh_completion(const Command& program) {
  const std::string name = "_" + program.name;
  return "#compdef " + program.name + "\n# Made by the build.\n\n" +
         function(name + "_commands", commands_arms(program)) +
         function(name + "_options", options_arms(program)) +
         function(name + "_value", values_arms(program)) + with_name(walk, program.name);
}

}  // namespace keste::manual
