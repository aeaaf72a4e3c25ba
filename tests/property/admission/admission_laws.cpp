// Laws of admission: control digits, phones, and seats that are never given wrongly.
#include <array>
#include <string>

#include "admission/application.hpp"
#include "admission/person.hpp"

#include <rapidcheck.h>
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

// RapidCheck's macros take expressions apart and lose && and ||: such conditions stand in brackets.

/// Written apart from the code under test: weight of digit `i` in pass one and in pass two.
int sum_of(const std::string& digits, int shift) {
  int sum = 0;
  for (int i = 0; i < 11; ++i) {
    sum += (digits[static_cast<std::size_t>(i)] - '0') * ((i + shift) % 11 + 1);
  }
  return sum % 11;
}

constexpr int first_pass = 0;
constexpr int second_pass = 2;

rc::Gen<std::string> eleven_digits() {
  return rc::gen::container<std::string>(11, rc::gen::inRange('0', static_cast<char>('9' + 1)));
}

/// An acceptable IIN, and which pass gave its control digit.
struct Issued {
  std::string iin;
  int pass;
};

Issued draw_issued() {
  std::string digits = *eleven_digits();
  int pass = first_pass;
  int control = sum_of(digits, pass);
  if (control == 10) control = sum_of(digits, pass = second_pass);
  RC_PRE(control != 10);
  digits.push_back(static_cast<char>('0' + control));
  return {digits, pass};
}

/// The same digits with the one at `place` changed to another.
std::string change_digit(std::string iin, int place) {
  char& digit = iin[static_cast<std::size_t>(place)];
  const int step = *rc::gen::inRange(1, 10);
  digit = static_cast<char>('0' + (digit - '0' + step) % 10);
  return iin;
}

TEST_CASE("any prefix with its own control digit is accepted", "[admission][iin]") {
  rc::prop("accepted", [] { RC_ASSERT(!check_iin(draw_issued().iin)); });
}

TEST_CASE("a changed control digit is always refused", "[admission][iin]") {
  rc::prop("refused",
           [] { RC_ASSERT(check_iin(change_digit(draw_issued().iin, 11)) == Wrong::iin_control); });
}

// Weights one to ten are not divisible by eleven, so a change of one digit moves the first sum.
TEST_CASE("a changed digit is refused while both numbers are judged by the first pass",
          "[admission][iin]") {
  rc::prop("refused", [] {
    const Issued issued = draw_issued();
    const std::string changed = change_digit(issued.iin, *rc::gen::inRange(0, 10));
    RC_PRE((issued.pass == first_pass && sum_of(changed, first_pass) != 10));
    RC_ASSERT(check_iin(changed) == Wrong::iin_control);
  });
}

// The eleventh digit weighs eleven in the first pass: the state's scheme does not see it change.
TEST_CASE("a changed eleventh digit is seen by the second pass only", "[admission][iin]") {
  rc::prop("seen", [] {
    const Issued issued = draw_issued();
    const auto wrong = check_iin(change_digit(issued.iin, 10));
    RC_ASSERT(wrong.has_value() == (issued.pass == second_pass));
  });
}

TEST_CASE("a change across the passes is missed only where the sums meet", "[admission][iin]") {
  rc::prop("refused otherwise", [] {
    const Issued issued = draw_issued();
    const std::string changed = change_digit(issued.iin, *rc::gen::inRange(0, 10));
    const int first = sum_of(changed, first_pass);
    const int control = first == 10 ? sum_of(changed, second_pass) : first;
    RC_ASSERT(check_iin(changed).has_value() == (control != issued.iin.back() - '0'));
  });
}

TEST_CASE("a phone in E.164 stays as it is", "[admission][phone]") {
  rc::prop("to_e164 is idempotent", [] {
    const std::vector<std::string> starts{"+7 ", "8-", "7", "", "00", "+", "+8", "8 10 "};
    const auto length = *rc::gen::inRange<std::size_t>(7, 14);
    const std::string typed =
        *rc::gen::elementOf(starts) +
        *rc::gen::container<std::string>(length, rc::gen::elementOf(std::string("0123456789777")));
    const auto once = to_e164(typed);
    RC_CLASSIFY(once.has_value());
    if (once) RC_ASSERT(to_e164(*once) == once);
  });
  rc::prop("fillers between the digits change nothing", [] {
    const std::string digits =
        *rc::gen::container<std::string>(10, rc::gen::inRange('0', static_cast<char>('9' + 1)));
    std::string typed = "+7";
    for (const char digit : digits) {
      typed += *rc::gen::elementOf(std::vector<std::string>{"", " ", "-", "(", ")", ".", "\u00A0"});
      typed += digit;
    }
    RC_ASSERT(to_e164(typed) == "+7" + digits);
  });
}

TEST_CASE("any bytes are survived", "[admission][text]") {
  rc::prop("no reader of text breaks", [](const std::string& bytes) {
    const auto phone = to_e164(bytes);
    RC_ASSERT((!phone || phone->size() <= 16));
    const auto email = read_email(bytes);
    RC_ASSERT((!email || email->size() <= 260));
    ApplicationForm form;
    form.surname = form.iin = form.promo_code = bytes;
    RC_ASSERT((!read_form(form, {})));
  });
  rc::prop("folding twice is folding once", [](const std::string& bytes) {
    const std::string once = fold_for_comparison(bytes);
    RC_ASSERT(fold_for_comparison(once) == once);
  });
}

struct Situation {
  WindowFacts window;
  SessionFacts session;
  Instant received_at;
};

Situation draw_situation() {
  const auto instant = [] { return from_micros(*rc::gen::inRange(0, 20)); };
  Situation out{{instant(), instant(), *rc::gen::arbitrary<bool>()}, {}, instant()};
  out.session.city = *rc::gen::elementOf(std::vector<std::string>{"astana", "oral"});
  out.session.starts_at = instant();
  out.session.started = *rc::gen::arbitrary<bool>();
  out.session.cancelled = *rc::gen::arbitrary<bool>();
  out.session.seats = *rc::gen::inRange(0, 4);
  out.session.seats_taken = *rc::gen::inRange(0, 5);
  return out;
}

TEST_CASE("a seat is given exactly when nothing stands against it", "[admission][decide]") {
  rc::prop("never late, never full, never past those who wait", [] {
    Situation s = draw_situation();
    s.session.has_waiting = *rc::gen::arbitrary<bool>();
    const bool may_come = !decide_window(s.received_at, &s.window) &&
                          !decide_session(s.received_at, "astana", &s.session);
    const bool open = s.received_at >= s.window.opens_at && s.received_at < s.window.closes_at;
    const bool takes = s.session.city == "astana" && !s.session.cancelled && !s.session.started &&
                       s.received_at < s.session.starts_at;
    const bool free = s.session.seats_taken < s.session.seats;
    RC_CLASSIFY(may_come);
    RC_ASSERT(may_come == (open && !s.window.closed_before_receipt && takes));
    RC_ASSERT(has_open_seat(s.session) == (free && !s.session.has_waiting));
  });
}

}  // namespace
}  // namespace keste::admission
