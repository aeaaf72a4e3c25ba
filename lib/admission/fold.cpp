// Folding for comparison: case, look-alike letters, spaces and dashes.
#include "admission/characters.hpp"
#include "admission/person.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

constexpr char32_t combining_diaeresis = 0x308;
constexpr char32_t combining_breve = 0x306;

/// The Cyrillic twin of a small Latin letter. Some are twins only as capitals (B, K, M, T), which
/// is how codes are typed. H has two (Һ and Н): the Kazakh one is what texts really mix up.
char32_t cyrillic_twin(char32_t c) {
  switch (c) {
    case U'a':
      return U'а';
    case U'b':
      return U'в';
    case U'c':
      return U'с';
    case U'e':
    case U'ё':
      return U'е';
    case U'h':
      return U'һ';
    case U'i':
      return U'і';
    case U'k':
      return U'к';
    case U'm':
      return U'м';
    case U'o':
      return U'о';
    case U'p':
      return U'р';
    case U't':
      return U'т';
    case U'x':
      return U'х';
    case U'y':
      return U'у';
    case 0x259:
      return U'ә';
    default:
      return c;
  }
}

/// Some systems write й and ё as a letter and a mark.
char32_t compose(char32_t letter, char32_t mark) {
  if (letter == U'и' && mark == combining_breve) return U'й';
  if (letter == U'е' && mark == combining_diaeresis) return U'е';
  return 0;
}

}  // namespace

std::string fold_for_comparison(std::string_view text) {
  std::u32string folded;
  bool gap = false;
  while (!text.empty()) {
    const char32_t c = cyrillic_twin(to_lower(take_code_point(text)));
    if (is_blank(c) || is_dash(c) || c == U'\t' || c == U'\r' || c == U'\n') {
      gap = !folded.empty();
      continue;
    }
    const char32_t composed = folded.empty() || gap ? 0 : compose(folded.back(), c);
    if (composed != 0) {
      folded.back() = composed;
      continue;
    }
    if (gap) folded.push_back(U' ');
    gap = false;
    folded.push_back(c);
  }
  std::string out;
  for (const char32_t c : folded) append_code_point(out, c);
  return out;
}

}  // namespace keste::admission
