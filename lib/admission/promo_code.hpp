// Promo codes: how they are made, typed and compared, and who may use one in which state.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keste::admission {

/// For looking a code up: blanks, dashes and hidden characters away, capitals, Cyrillic look-alikes
/// as their Latin twins. A text that is one of our own codes with its check symbol fitting is also
/// read as Crockford reads it (O as 0; I and L as 1), so that it finds itself. Imported codes are
/// opaque, so O and 0 stay different in them, except in those that pass for one of ours by chance
/// (17 symbols of its alphabet, and one in 37 of these). Folding twice is folding once.
std::string fold_code(std::string_view typed);

/// "XXXX-XXXX-XXXX-XXXX-C": 80 random bits in Crockford's base32 and his check symbol, the number
/// modulo 37. `bytes` are exactly 10. (https://www.crockford.com/base32.html)
std::string make_code(std::string_view bytes);

enum class CodeForm {
  own,           ///< One of ours, as far as its text tells.
  own_mistyped,  ///< 17 symbols of our alphabet whose check symbol does not fit.
  foreign,       ///< Anything else.
};
/// Told from the text alone. Each slip of one symbol and each swap of two neighbours in a code of
/// ours is seen. Hazard: an imported code may have our shape by chance, and then most likely reads
/// as mistyped. So nothing is refused for its form alone: look it up, and let `decide_code` judge
/// both.
CodeForm judge_form(std::string_view typed);

/// issued ──> reserved ──> redeemed         reserved: by a live application
///               │  ^                       redeemed: the attempt is spent; the end
///               v  │                       released: withdrawn before the cut-off, nothing fitted
///            released                                after a cancellation, or a forgiven no-show
/// issued, reserved, released ──> void      void: the end
enum class CodeState { issued, reserved, redeemed, released, void_ };
std::string_view to_text(CodeState state);  ///< "issued", "void"
std::optional<CodeState> parse_code_state(std::string_view text);

bool may_reserve(CodeState state);
bool may_redeem(CodeState state);
bool may_release(CodeState state);
bool may_void(CodeState state);

/// What the store knows about a code that it found.
struct CodeFacts {
  CodeState state = CodeState::issued;
  std::string holder;  ///< The person's key, as the asker's.
  std::string test;    ///< "QAZTEST", "QRT"
};

enum class CodeRefusal {
  unknown,
  mistyped,
  void_,
  used,
  reserved_elsewhere,  ///< Another live application of its holder has it.
  other_holder,
  other_test,
};
std::string_view to_text(CodeRefusal refusal);  ///< "other-holder": for the log only.

/// Whether `person` may reserve the code for `test`. Null facts mean that no such code is known.
/// What is wrong with a code is looked at only for its holder; a text of `own_mistyped` form that
/// is found all the same is mistyped to everyone else, as if it were not there. Pure.
std::optional<CodeRefusal> decide_code(const CodeFacts* code, CodeForm form,
                                       std::string_view person, std::string_view test);

/// The problem's type. Precise to the code's holder ("promo-code-void", "promo-code-used",
/// "promo-code-reserved", "promo-code-other-test"), and "promo-code-refused" to everyone else, so
/// that nobody learns which codes there are. "promo-code-mistyped" rests on the text alone, and is
/// told to anyone. A proven holder is one whose IIN the code was made for.
std::string_view public_word(CodeRefusal refusal, bool proven_holder);

}  // namespace keste::admission
