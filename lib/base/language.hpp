// The three languages of people's texts.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace keste {

enum class Language { kk, ru, en };

/// Every language, Kazakh first: it is the default.
inline constexpr std::array<Language, 3> languages{Language::kk, Language::ru, Language::en};

/// "kk", "ru" or "en".
std::string_view to_text(Language language);
std::optional<Language> parse_language(std::string_view code);

/// The best of kk, ru, en for an Accept-Language header (RFC 9110, 12.5.4); kk when none fits.
Language choose_language(std::string_view accept_language);

/// One text in each language. None is empty in a checked file.
struct LocalizedText {
  std::string kk;
  std::string ru;
  std::string en;

  const std::string& in(Language language) const;
  std::string& in(Language language);
  friend bool operator==(const LocalizedText&, const LocalizedText&) = default;
};

}  // namespace keste
