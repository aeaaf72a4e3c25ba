// What people typed and servers said, made harmless.
#include "dispatch/plain_text.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

TEST_CASE("a name becomes one harmless line", "[dispatch][text]") {
  struct Row {
    std::string typed;
    std::string kept;
  };
  for (const Row& row :
       {Row{"Әсел Қасымова", "Әсел Қасымова"}, Row{"  Asel  K ", "Asel K"},
        Row{"Asel\r\nBcc: x@example.kz", "Asel Bcc: x@example.kz"}, Row{"a\tb\vc", "a b c"},
        Row{std::string("a\0b", 3), "ab"}, Row{"\u202Eabc\u202C", "abc"},
        Row{"\u2066x\u2069\u200E\u200F", "x"}, Row{"a\u2028b\u0085c", "a b c"},
        Row{"a\u009Fb\x7F", "ab"}, Row{"\uFDD0\uFDD5x", "x"}, Row{"bad \xff\xfe", "bad ??"},
        Row{"O’Нил — 😀", "O’Нил — 😀"}, Row{"{name} '{'", "{name} '{'"}, Row{"", ""},
        Row{"\r\n", ""}}) {
    CHECK(one_line(row.typed) == row.kept);
  }
}

TEST_CASE("a server's words lose the applicant's address", "[dispatch][text]") {
  CHECK(without_addresses("550 5.1.1 <asel@example.kz>: user unknown", "asel@example.kz") ==
        "550 5.1.1 <[address]>: user unknown");
  CHECK(without_addresses("550 No such user: ASEL", "asel@example.kz") ==
        "550 No such user: [address]");
  CHECK(without_addresses("452 mailbox of a@b and c@d full", "al@x.kz") ==
        "452 mailbox of [address] and [address] full");
  CHECK(without_addresses("451 4.7.1\r\nlater", "x@y") == "451 4.7.1 later");
}

TEST_CASE("a server's words are cut between code points", "[dispatch][text]") {
  const std::string long_reason =
      "x" + std::string(150, 'y') + std::string("қққққққққққққққққққққққққққққ");
  const std::string kept = without_addresses(long_reason, "asel@example.kz");
  CHECK(kept.size() == 199);
  CHECK(is_utf8(kept));
}

}  // namespace
}  // namespace keste::dispatch
