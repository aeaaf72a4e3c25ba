// Language codes, and the choice by Accept-Language.
#include "base/language.hpp"

#include <charconv>

#include "base/text.hpp"

namespace keste {
namespace {

/// The q value of one Accept-Language item, in thousandths; 1000 when none is given.
int quality_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view digits = parameters.substr(at + 2);
  double quality = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), quality);
  if (read.ec != std::errc() || quality < 0 || quality > 1) return 0;
  return static_cast<int>(quality * 1000);
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
    const auto semicolon = item.find(';');
    const int quality =
        semicolon == std::string_view::npos ? 1000 : quality_of(item.substr(semicolon));
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
