// Crockford's base32 with his check symbol, look-alike letters, and the states of a code.
#include "admission/promo_code.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "admission/characters.hpp"
#include "base/check.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

/// 32 symbols for the number, and five more that only the check symbol may be.
constexpr std::string_view symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
constexpr std::size_t base = 32;
constexpr std::size_t modulus = 37;
constexpr std::size_t own_bytes = 10;
constexpr std::size_t own_digits = 16;
constexpr std::size_t group = 4;
static_assert(symbols.size() == modulus);

/// The small Latin letter that a small Cyrillic one, or its capital, is taken for; every other
/// character as it is. Small letters may differ where the capitals are twins (в, н, т): codes are
/// printed in capitals.
char32_t latin_twin(char32_t c) {
  static constexpr std::pair<char32_t, char32_t> twins[] = {
      {U'а', U'a'}, {U'в', U'b'}, {U'с', U'c'}, {U'е', U'e'}, {U'н', U'h'}, {U'һ', U'h'},
      {U'і', U'i'}, {U'ј', U'j'}, {U'к', U'k'}, {U'м', U'm'}, {U'о', U'o'}, {U'р', U'p'},
      {U'ѕ', U's'}, {U'т', U't'}, {U'х', U'x'}, {U'у', U'y'}, {U'ү', U'y'}, {U'ԛ', U'q'},
      {U'ԝ', U'w'}, {U'ӏ', U'i'}, {U'ә', U'ə'},
  };
  for (const auto& [cyrillic, latin] : twins) {
    if (c == cyrillic) return latin;
  }
  return c;
}

/// In ASCII only: other letters are compared as small ones.
char32_t to_capital(char32_t c) { return c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c; }

std::string fold_characters(std::string_view typed) {
  std::string out;
  while (!typed.empty()) {
    const char32_t c = take_code_point(typed);
    if (is_blank(c) || is_dash(c) || is_hidden(c)) continue;
    append_code_point(out, to_capital(latin_twin(to_lower(c))));
  }
  return out;
}

/// As Crockford reads it.
std::string fold_symbols(std::string folded) {
  std::replace(folded.begin(), folded.end(), 'O', '0');
  std::replace(folded.begin(), folded.end(), 'I', '1');
  std::replace(folded.begin(), folded.end(), 'L', '1');
  return folded;
}

/// Of the number that the first symbols write.
std::size_t remainder_of(std::string_view digits) {
  std::size_t remainder = 0;
  for (const char digit : digits) {
    remainder = (remainder * base + symbols.find(digit)) % modulus;
  }
  return remainder;
}

/// `text` has Crockford's folding behind it.
CodeForm form_of(std::string_view text) {
  const bool has_shape =
      text.size() == own_digits + 1 && text.find_first_not_of(symbols) == std::string_view::npos;
  if (!has_shape) return CodeForm::foreign;
  const std::string_view digits = text.substr(0, own_digits);
  const bool is_number = digits.find_first_not_of(symbols.substr(0, base)) == digits.npos;
  const bool fits = is_number && symbols[remainder_of(digits)] == text.back();
  return fits ? CodeForm::own : CodeForm::own_mistyped;
}

constexpr std::array<std::pair<CodeState, std::string_view>, 5> state_names{{
    {CodeState::issued, "issued"},
    {CodeState::reserved, "reserved"},
    {CodeState::redeemed, "redeemed"},
    {CodeState::released, "released"},
    {CodeState::void_, "void"},
}};

}  // namespace

std::string fold_code(std::string_view typed) {
  std::string opaque = fold_characters(typed);
  std::string own = fold_symbols(opaque);
  return form_of(own) == CodeForm::own ? own : opaque;
}

std::string make_code(std::string_view bytes) {
  CHECK(bytes.size() == own_bytes);
  const std::string digits = crockford_base32(std::string(bytes));
  std::string code;
  for (const char digit : digits) {
    code.push_back(static_cast<char>(to_capital(static_cast<unsigned char>(digit))));
  }
  const char check = symbols[remainder_of(code)];
  for (std::size_t at = own_digits; at > 0; at -= group) code.insert(at, 1, '-');
  return code + check;
}

CodeForm judge_form(std::string_view typed) {
  return form_of(fold_symbols(fold_characters(typed)));
}

std::string_view to_text(CodeState state) {
  for (const auto& [value, name] : state_names) {
    if (value == state) return name;
  }
  return "unknown";
}

std::optional<CodeState> parse_code_state(std::string_view text) {
  for (const auto& [value, name] : state_names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

bool may_reserve(CodeState state) {
  return state == CodeState::issued || state == CodeState::released;
}

bool may_redeem(CodeState state) { return state == CodeState::reserved; }

bool may_release(CodeState state) { return state == CodeState::reserved; }

bool may_void(CodeState state) { return state != CodeState::redeemed && state != CodeState::void_; }

std::string_view to_text(CodeRefusal refusal) {
  switch (refusal) {
    case CodeRefusal::unknown:
      return "unknown";
    case CodeRefusal::mistyped:
      return "mistyped";
    case CodeRefusal::void_:
      return "void";
    case CodeRefusal::used:
      return "used";
    case CodeRefusal::reserved_elsewhere:
      return "reserved-elsewhere";
    case CodeRefusal::other_holder:
      return "other-holder";
    case CodeRefusal::other_test:
      return "other-test";
  }
  return "unknown";
}

std::optional<CodeRefusal> decide_code(const CodeFacts* code, CodeForm form,
                                       std::string_view person, std::string_view test) {
  const bool holds = code != nullptr && code->holder == person;
  if (!holds && form == CodeForm::own_mistyped) return CodeRefusal::mistyped;
  if (code == nullptr) return CodeRefusal::unknown;
  if (!holds) return CodeRefusal::other_holder;
  if (code->state == CodeState::void_) return CodeRefusal::void_;
  if (code->state == CodeState::redeemed) return CodeRefusal::used;
  if (code->test != test) return CodeRefusal::other_test;
  if (!may_reserve(code->state)) return CodeRefusal::reserved_elsewhere;
  return std::nullopt;
}

std::string_view public_word(CodeRefusal refusal, bool proven_holder) {
  constexpr std::string_view refused = "promo-code-refused";
  if (refusal == CodeRefusal::mistyped) return "promo-code-mistyped";
  if (!proven_holder) return refused;
  switch (refusal) {
    case CodeRefusal::void_:
      return "promo-code-void";
    case CodeRefusal::used:
      return "promo-code-used";
    case CodeRefusal::reserved_elsewhere:
      return "promo-code-reserved";
    case CodeRefusal::other_test:
      return "promo-code-other-test";
    default:
      return refused;
  }
}

}  // namespace keste::admission
