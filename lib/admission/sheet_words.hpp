// Words: what people write for one thing, compared folded.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign.hpp"

namespace keste::admission {

/// As fold_for_comparison, without hidden characters, and without signs such as * : ? at the ends.
std::string fold_words(std::string_view text);

/// Spellings to what they stand for. Immutable once built; any thread.
class Words {
 public:
  Words() = default;
  /// Each value with its spellings.
  explicit Words(const std::map<std::string, std::vector<std::string>>& spellings);

  /// The first meaning of a spelling stays.
  void add(std::string_view spelling, const std::string& value);
  /// What the text stands for, also with something in brackets after it: "Астана (орталық)". Null
  /// when it is not known.
  const std::string* find(std::string_view text) const;
  const std::string* find_folded(std::string_view folded) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// To "kk", "ru" and "en".
Words make_language_words();
/// To the ids of the campaign's tests: QAZTEST is also ҚАЗТЕСТ and KAZTEST, QRT QAZAQ RESMI TEST.
Words make_test_words(const campaign::Campaign& campaign);
/// "one of QAZTEST, QRT".
std::string list_tests(const campaign::Campaign& campaign);
/// To A1, A2, B1, B2, C1 and C2, also with Cyrillic letters and with "level" beside them.
Words make_level_words();
/// To "final", "on_hold" and "annulled".
Words make_status_words();

enum class Consent { given, refused, unanswered };
/// Nothing is no answer. A word of refusal anywhere (жоқ, нет, не, no, not, келіспеймін, …), or
/// "0", "false" or a dash, is a refusal. Everything else is consent: a ticked box comes as "TRUE",
/// "иә", or the whole sentence that stood beside it.
Consent read_consent(std::string_view text);

}  // namespace keste::admission
