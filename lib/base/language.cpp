// Language codes, and the choice by Accept-Language.
#include "base/language.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace keste {
namespace {

constexpr int full_quality = 1000;

/// "0.8" in thousandths, as RFC 9110 writes a weight; 0 for anything else.
int parse_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  int quality = text[0] == '1' ? full_quality : 0;
  if (text.size() > 1 && text[1] != '.') return 0;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 0;
    quality += (c - '0') * unit;
    unit /= 10;
  }
  return quality > full_quality ? 0 : quality;
}

/// The weight of one Accept-Language item ("ru-RU; q=0.8"), in thousandths; 1000 without one.
int quality_of(std::string_view item) {
  auto semicolon = item.find(';');
  while (semicolon != std::string_view::npos) {
    item.remove_prefix(semicolon + 1);
    semicolon = item.find(';');
    const std::string parameter = to_lower_ascii(trim(item.substr(0, semicolon)));
    if (parameter.starts_with("q=")) return parse_quality(std::string_view(parameter).substr(2));
  }
  return full_quality;
}

}  // namespace

std::string_view to_text(Language language) {
  switch (language) {
    case Language::kk:
      return "kk";
    case Language::ru:
      return "ru";
    case Language::en:
      return "en";
  }
  return "kk";
}

std::optional<Language> parse_language(std::string_view code) {
  for (const Language language : languages) {
    if (code == to_text(language)) return language;
  }
  return std::nullopt;
}

Language choose_language(std::string_view accept_language) {
  Language best = Language::kk;
  int best_quality = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const std::string_view item = trim(accept_language.substr(0, comma));
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    const auto end = item.find_first_of("-; ");
    const auto language = parse_language(to_lower_ascii(item.substr(0, end)));
    const int quality = quality_of(item);
    if (language && quality > best_quality) {
      best = *language;
      best_quality = quality;
    }
  }
  return best;
}

const std::string& LocalizedText::in(Language language) const {
  return language == Language::kk ? kk : language == Language::ru ? ru : en;
}

std::string& LocalizedText::in(Language language) {
  return language == Language::kk ? kk : language == Language::ru ? ru : en;
}

}  // namespace keste
