// Mails byte by byte, and what cannot get into their headers.
#include "dispatch/mime.hpp"
#include "season_fixture.hpp"

#include <catch2/catch.hpp>

#include "base/text.hpp"
#include "dispatch/mime_encoding.hpp"

namespace keste::dispatch {
namespace {

using Catch::Matchers::Contains;

Draft make_draft() {
  Draft draft;
  draft.from = {"Keste", "keste@example.kz"};
  draft.to = {"Asel", "asel@example.kz"};
  draft.message_id = "<keste.pkr-2023.7@example.kz>";
  draft.date = "Wed, 20 Sep 2023 10:00:00 +0600";
  draft.subject = "Results";
  draft.language = "en";
  draft.headers = {{"Keste-Kind", "results_due"}, {"Keste-Application", "42"}};
  draft.text = "Hello\nWorld\n";
  draft.boundary = "=_keste.pkr-2023.7";
  return draft;
}

std::string unstructured(std::string_view value, std::size_t column) {
  std::string out;
  append_unstructured(out, value, column);
  return out;
}

std::string phrase(std::string_view name) {
  std::string out;
  append_phrase(out, name, 4);
  return out;
}

TEST_CASE("a short ASCII mail is written byte for byte", "[dispatch][mime]") {
  CHECK(build_message(make_draft()) ==
        "Date: Wed, 20 Sep 2023 10:00:00 +0600\r\n"
        "From: Keste <keste@example.kz>\r\n"
        "To: Asel <asel@example.kz>\r\n"
        "Message-ID: <keste.pkr-2023.7@example.kz>\r\n"
        "Subject: Results\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "Content-Language: en\r\n"
        "Keste-Kind: results_due\r\n"
        "Keste-Application: 42\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: 7bit\r\n"
        "\r\n"
        "Hello\r\nWorld\r\n");
}

TEST_CASE("a Kazakh mail with a calendar is written byte for byte", "[dispatch][mime]") {
  auto draft = make_draft();
  draft.to.name = "Әсел";
  draft.reply_to = Mailbox{"", "branch@example.kz"};
  draft.subject = "Нәтиже";
  draft.text = "Әсел";
  draft.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
  const std::string mail = build_message(draft);
  CHECK_THAT(mail, Contains("\r\nTo: =?utf-8?B?05jRgdC10Ls=?= <asel@example.kz>\r\n"
                            "Reply-To: branch@example.kz\r\n"));
  CHECK_THAT(mail, Contains("\r\nSubject: =?utf-8?B?0J3TmdGC0LjQttC1?=\r\n"));
  CHECK_THAT(mail,
             Catch::EndsWith("MIME-Version: 1.0\r\n"
                             "Content-Type: multipart/mixed; boundary=\"=_keste.pkr-2023.7\"\r\n"
                             "\r\n"
                             "--=_keste.pkr-2023.7\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: base64\r\n"
                             "\r\n"
                             "05jRgdC10LsNCg==\r\n"
                             "\r\n"
                             "--=_keste.pkr-2023.7\r\n"
                             "Content-Type: text/calendar; charset=utf-8; method=PUBLISH\r\n"
                             "Content-Transfer-Encoding: 7bit\r\n"
                             "Content-Disposition: attachment; filename=\"keste.ics\"\r\n"
                             "\r\n"
                             "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
                             "\r\n"
                             "--=_keste.pkr-2023.7--\r\n"));
}

TEST_CASE("nothing a person typed can add a header or a part", "[dispatch][mime]") {
  for (const std::string& attack :
       {std::string("x\r\nBcc: victim@example.kz"), std::string("x\nBcc: victim@example.kz"),
        std::string("x\rBcc: victim@example.kz"), std::string("x\0\r\n\r\nBody", 11),
        std::string("x\u2028Bcc: v\u0085Bcc: v"), std::string("x\" <evil@example.kz>, \"")}) {
    auto draft = make_draft();
    draft.to.name = attack;
    draft.subject = attack;
    const std::string mail = build_message(draft);
    CAPTURE(mail);
    CHECK(mail.find("\r\nBcc:") == std::string::npos);
    CHECK(mail.find('\0') == std::string::npos);
    CHECK(mail.find("\n") == mail.find("\r\n") + 1);
    CHECK(std::count(mail.begin(), mail.end(), '\n') == 15);
    CHECK_THAT(mail, Contains("<asel@example.kz>\r\n"));
  }
}

TEST_CASE("a display name is quoted when it needs it", "[dispatch][mime]") {
  CHECK(phrase("Asel K") == "Asel K");
  CHECK(phrase("Kasymova, A.") == "\"Kasymova, A.\"");
  CHECK(phrase("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(phrase("=?utf-8?B?eA==?=").starts_with("=?utf-8?B?PT91"));
}

TEST_CASE("an encoded subject folds between code points in words of 75", "[dispatch][mime]") {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string subject(shift, 'x');
    for (int i = 0; i < 60; ++i) subject += i % 2 == 0 ? "қ" : "😀";
    std::string folded = unstructured(subject, 9);
    std::size_t column = 9;
    std::string_view rest = folded;
    while (!rest.empty()) {
      const auto end = std::min(rest.find("\r\n"), rest.size());
      const auto line = rest.substr(0, end);
      CHECK(column + line.size() <= 76);
      CHECK(std::count(line.begin(), line.end(), '?') == 4);
      rest.remove_prefix(std::min(rest.size(), end + 2));
      column = 0;
    }
  }
}

TEST_CASE("a long ASCII subject folds at spaces", "[dispatch][mime]") {
  std::string subject = "word";
  for (int i = 0; i < 40; ++i) subject += " word";
  const std::string folded = unstructured(subject, 9);
  CHECK(folded.find("\r\n word") != std::string::npos);
  std::string unfolded = folded;
  for (auto at = unfolded.find("\r\n"); at != std::string::npos; at = unfolded.find("\r\n")) {
    unfolded.erase(at, 2);
  }
  CHECK(unfolded == subject);
  CHECK(unstructured(std::string(200, 'a'), 9).starts_with("=?utf-8?B?"));
}

TEST_CASE("each text takes its smallest encoding", "[dispatch][mime]") {
  CHECK(choose_encoding("Hello\r\n") == TransferEncoding::seven_bit);
  CHECK(choose_encoding("") == TransferEncoding::seven_bit);
  CHECK(choose_encoding(std::string(78, 'a') + "\r\n") == TransferEncoding::seven_bit);
  CHECK(choose_encoding(std::string(79, 'a') + "\r\n") == TransferEncoding::quoted_printable);
  CHECK(choose_encoding("Mostly ASCII, with one é in it\r\n") ==
        TransferEncoding::quoted_printable);
  CHECK(choose_encoding("Құрметті Әсел\r\n") == TransferEncoding::base64);
  CHECK(choose_encoding("a\x01\r\n") != TransferEncoding::seven_bit);
}

TEST_CASE("quoted-printable follows the rules for blanks and long lines", "[dispatch][mime]") {
  CHECK(encode_quoted_printable("a=b \r\nc\t\r\n") == "a=3Db=20\r\nc=09\r\n");
  CHECK(encode_quoted_printable("é\r\n") == "=C3=A9\r\n");
  CHECK(encode_quoted_printable(std::string(76, 'a')) == std::string(75, 'a') + "=\r\na");
  CHECK(encode_quoted_printable(std::string(74, 'a') + "é") ==
        std::string(74, 'a') + "=\r\n=C3=A9");
}

TEST_CASE("base64 comes in lines of 76", "[dispatch][mime]") {
  CHECK(encode_base64("") == "");
  CHECK(encode_base64("a") == "YQ==\r\n");
  CHECK(encode_base64("ab") == "YWI=\r\n");
  CHECK(encode_base64("abc") == "YWJj\r\n");
  CHECK(encode_base64(std::string(57, 'a')).size() == 78);
  CHECK(encode_base64(std::string(58, 'a')).substr(76, 6) == "\r\nYQ==");
}

TEST_CASE("every kind of line end becomes CRLF", "[dispatch][mime]") {
  CHECK(with_crlf("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd\r\n");
  CHECK(with_crlf("\n\r\n") == "\r\n\r\n");
  CHECK(with_crlf("a\r\n") == "a\r\n");
  CHECK(with_crlf("") == "");
}

TEST_CASE("a boundary never occurs in a part", "[dispatch][mime]") {
  auto draft = make_draft();
  draft.text = "--=_keste.pkr-2023.7\n--=_keste.pkr-2023.7x--\n";
  draft.calendar = "BEGIN:VCALENDAR\r\n";
  CHECK_THAT(build_message(draft), Contains("boundary=\"=_keste.pkr-2023.7xx\""));
}

TEST_CASE("addresses that could break out are refused", "[dispatch][mime]") {
  for (const char* good : {"a@b", "asel@example.kz", "әсел@мысал.қаз", "o'neil+x=y@example.kz"}) {
    CAPTURE(good);
    CHECK(is_safe_address(good));
  }
  for (const char* bad :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT TO:<x@y>", "a@b>", "<a@b", "a@b,c@d",
        "\"a\"@b", "a@b\n", "a\u202E@b", "a@b\x7F", "a\xff@b"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_safe_address(bad));
  }
}

TEST_CASE("a mailbox is read from its usual forms", "[dispatch][mime]") {
  CHECK(parse_mailbox("Keste <keste@example.kz>") == Mailbox{"Keste", "keste@example.kz"});
  CHECK(parse_mailbox(" keste@example.kz ") == Mailbox{"", "keste@example.kz"});
  CHECK(parse_mailbox("\"K, \\\"x\\\"\" <k@example.kz>") == Mailbox{"K, \"x\"", "k@example.kz"});
  CHECK(parse_mailbox("<k@example.kz>") == Mailbox{"", "k@example.kz"});
  CHECK_FALSE(parse_mailbox("Keste"));
  CHECK_FALSE(parse_mailbox("Keste keste@example.kz>"));
  CHECK_FALSE(parse_mailbox("a\nb <k@example.kz>"));
}

TEST_CASE("dates are those of RFC 5322 in the city's offset", "[dispatch][mime]") {
  using namespace std::chrono_literals;
  CHECK(format_mail_date(instant("2023-09-20T04:00:00.9Z"), 6h) ==
        "Wed, 20 Sep 2023 10:00:00 +0600");
  CHECK(format_mail_date(instant("2024-02-29T23:30:00Z"), 5h + 30min) ==
        "Fri, 01 Mar 2024 05:00:00 +0530");
  CHECK(format_mail_date(instant("2024-01-01T00:00:00Z"), -3h) ==
        "Sun, 31 Dec 2023 21:00:00 -0300");
}

}  // namespace
}  // namespace keste::dispatch
