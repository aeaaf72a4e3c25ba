// One message's replies and what they make of it, with and without PIPELINING.
#include "dispatch/smtp_transaction.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace keste::dispatch;
using Act = Transaction::Act;

namespace {

std::shared_ptr<const Mail> mail(const std::string& content = "Subject: a\r\n\r\nb\r\n") {
  Mail made;
  made.sender = "keste@example.kz";
  made.recipient = "aigerim@example.kz";
  made.content = content;
  return std::make_shared<const Mail>(std::move(made));
}

ServerOffers offers(bool pipelining) {
  ServerOffers made;
  made.pipelining = pipelining;
  return made;
}

/// Plays replies; what is written is noted, the content as "<content>". Ends with "close" when the
/// connection is no use any more.
struct Played {
  std::vector<std::string> written;
  Outcome outcome;
  std::string reason;
  bool untouched;
};

Played play(bool pipelining, const std::vector<Reply>& replies) {
  Transaction transaction(mail(), offers(pipelining));
  Played played;
  Act act = transaction.begin();
  std::size_t next = 0;
  while (act != Act::finish) {
    if (act == Act::write) played.written.push_back(transaction.commands());
    if (act == Act::write_content) {
      played.written.push_back("<content>");
      transaction.on_content_written();
    }
    if (next == replies.size()) {
      transaction.on_lost("lost");
      break;
    }
    act = transaction.on_reply(replies[next++]);
  }
  CHECK(next == replies.size());
  if (transaction.must_close()) played.written.push_back("close");
  played.outcome = transaction.verdict().outcome;
  played.reason = transaction.verdict().reason;
  played.untouched = transaction.is_untouched();
  return played;
}

const std::string mail_line = "MAIL FROM:<keste@example.kz>\r\n";
const std::string rcpt_line = "RCPT TO:<aigerim@example.kz>\r\n";
const std::string all_lines = mail_line + rcpt_line + "DATA\r\n";
const std::string rset_line = "RSET\r\n";
const Reply ok{250, "ok"};
const Reply go{354, "go"};
const Reply grey{450, "grey"};
const Reply never{550, "never"};
const Reply bye{421, "bye"};
const Reply odd{334, "odd"};

struct Row {
  std::vector<Reply> replies;
  std::vector<std::string> written;
  Outcome outcome;
  std::string reason;
};

void check_rows(bool pipelining, const std::vector<Row>& rows) {
  for (std::size_t row = 0; row < rows.size(); ++row) {
    CAPTURE(pipelining, row);
    const Played played = play(pipelining, rows[row].replies);
    CHECK(played.written == rows[row].written);
    CHECK(static_cast<int>(played.outcome) == static_cast<int>(rows[row].outcome));
    CHECK(played.reason == rows[row].reason);
  }
}

}  // namespace

TEST_CASE("one step after another, each reply decides", "[dispatch][smtp_transaction]") {
  const std::string data = "DATA\r\n";
  check_rows(
      false,
      {
          {{ok, ok, go, {250, "queued"}},
           {mail_line, rcpt_line, data, "<content>"},
           Outcome::sent,
           "250 queued"},
          {{grey}, {mail_line}, Outcome::soft, "450 grey"},
          {{never}, {mail_line}, Outcome::hard, "550 never"},
          {{ok, grey, ok}, {mail_line, rcpt_line, rset_line}, Outcome::soft, "450 grey"},
          {{ok, never, never},
           {mail_line, rcpt_line, rset_line, "close"},
           Outcome::hard,
           "550 never"},
          {{ok, ok, grey, ok}, {mail_line, rcpt_line, data, rset_line}, Outcome::soft, "450 grey"},
          {{ok, ok, never, bye},
           {mail_line, rcpt_line, data, rset_line, "close"},
           Outcome::hard,
           "550 never"},
          {{ok, ok, go, grey},
           {mail_line, rcpt_line, data, "<content>"},
           Outcome::soft,
           "450 grey"},
          {{ok, ok, go, never},
           {mail_line, rcpt_line, data, "<content>"},
           Outcome::hard,
           "550 never"},
          {{ok, ok, go, bye},
           {mail_line, rcpt_line, data, "<content>", "close"},
           Outcome::soft,
           "421 bye"},
          {{bye}, {mail_line, "close"}, Outcome::unavailable, "421 bye"},
          {{ok, bye}, {mail_line, rcpt_line, "close"}, Outcome::unavailable, "421 bye"},
          {{ok, ok, bye}, {mail_line, rcpt_line, data, "close"}, Outcome::unavailable, "421 bye"},
          {{ok, ok}, {mail_line, rcpt_line, data, "close"}, Outcome::unavailable, "lost"},
          {{ok, ok, go},
           {mail_line, rcpt_line, data, "<content>", "close"},
           Outcome::ambiguous,
           "lost"},
          {{ok, ok, ok},
           {mail_line, rcpt_line, data, "close"},
           Outcome::unavailable,
           "not an answer to DATA: 250 ok"},
          {{odd}, {mail_line, "close"}, Outcome::unavailable, "not an answer to MAIL: 334 odd"},
          {{ok, ok, go, odd},
           {mail_line, rcpt_line, data, "<content>", "close"},
           Outcome::ambiguous,
           "not an answer to the final dot: 334 odd"},
      });
}

TEST_CASE("commands sent ahead are answered to the last", "[dispatch][smtp_transaction]") {
  check_rows(
      true,
      {
          {{ok, ok, go, {250, "queued"}}, {all_lines, "<content>"}, Outcome::sent, "250 queued"},
          {{grey, {503, "no"}, {503, "no"}}, {all_lines}, Outcome::soft, "450 grey"},
          {{ok, never, {554, "none"}, ok}, {all_lines, rset_line}, Outcome::hard, "550 never"},
          // RFC 2920, 3.1: the server may ask for the content nonetheless.
          {{ok, never, go, {554, "none"}}, {all_lines, ".\r\n"}, Outcome::hard, "550 never"},
          {{ok, grey, go, ok}, {all_lines, ".\r\n"}, Outcome::soft, "450 grey"},
          {{ok, never, go, bye}, {all_lines, ".\r\n", "close"}, Outcome::hard, "550 never"},
          {{ok, never, go}, {all_lines, ".\r\n", "close"}, Outcome::hard, "550 never"},
          {{ok, never, bye}, {all_lines, "close"}, Outcome::hard, "550 never"},
          {{never, ok, go, ok}, {all_lines, ".\r\n"}, Outcome::hard, "550 never"},
          {{ok, ok, grey, ok}, {all_lines, rset_line}, Outcome::soft, "450 grey"},
          {{ok, bye}, {all_lines, "close"}, Outcome::unavailable, "421 bye"},
          {{}, {all_lines, "close"}, Outcome::unavailable, "lost"},
          {{ok}, {all_lines, "close"}, Outcome::unavailable, "lost"},
          {{ok, ok, go}, {all_lines, "<content>", "close"}, Outcome::ambiguous, "lost"},
      });
}

TEST_CASE("only a message that nobody judged may go over another connection",
          "[dispatch][smtp_transaction]") {
  CHECK(play(true, {}).untouched);
  CHECK(play(true, {bye}).untouched);
  CHECK(play(false, {ok, ok, bye}).untouched);
  CHECK(!play(true, {ok, never, bye}).untouched);
  CHECK(!play(true, {ok, ok, go}).untouched);
  CHECK(!play(true, {ok, ok, go, bye}).untouched);
  CHECK(!play(true, {odd}).untouched);
}

TEST_CASE("a server that wants AUTH or TLS first does not condemn the message",
          "[dispatch][smtp_transaction]") {
  for (const int code : {530, 534, 535, 538}) {
    for (const bool pipelining : {false, true}) {
      CAPTURE(code, pipelining);
      const Played at_mail = play(pipelining, {{code, "log in"}});
      CHECK(at_mail.outcome == Outcome::unavailable);
      CHECK(at_mail.written.back() == "close");
      CHECK(!at_mail.untouched);
      CHECK(play(pipelining, {ok, {code, "log in"}}).outcome == Outcome::unavailable);
      // Said about a message that was refused already, or is in, it changes nothing.
      CHECK(play(true, {ok, never, {code, "log in"}}).outcome == Outcome::hard);
      CHECK(play(pipelining, {ok, ok, go, {code, "log in"}}).outcome == Outcome::hard);
    }
  }
}

TEST_CASE("an answer in the middle of the content closes the connection",
          "[dispatch][smtp_transaction]") {
  struct Early {
    Reply reply;
    Outcome outcome;
  };
  const std::vector<Early> rows = {{ok, Outcome::unavailable},
                                   {grey, Outcome::soft},
                                   {never, Outcome::hard},
                                   {bye, Outcome::unavailable},
                                   {odd, Outcome::unavailable}};
  for (const Early& row : rows) {
    CAPTURE(row.reply.code);
    Transaction transaction(mail(), offers(true));
    transaction.begin();
    transaction.on_reply(ok);
    transaction.on_reply(ok);
    REQUIRE(transaction.on_reply(go) == Act::write_content);
    REQUIRE(transaction.on_reply(row.reply) == Act::finish);
    CHECK(transaction.verdict().outcome == row.outcome);
    CHECK(transaction.must_close());
  }
}

TEST_CASE("a message that the server cannot take is not tried", "[dispatch][smtp_transaction]") {
  struct Case {
    Mail mail;
    std::string reason;
  };
  Mail utf8 = *mail();
  utf8.recipient = "әсел@example.kz";
  Mail big = *mail(std::string(101, 'x'));
  Mail eight = *mail("ә\r\n");
  Mail bare = *mail("a\nb\r\n");
  Mail inject = *mail();
  inject.recipient = "a@example.kz>\r\nRCPT TO:<b@example.kz";
  Mail nobody = *mail();
  nobody.recipient = "";
  const std::vector<Case> cases = {
      {utf8, "an address is not ASCII, and the server does not offer SMTPUTF8"},
      {big, "the message has 101 bytes, and the server takes 100"},
      {eight, "the message is not ASCII, and the server does not offer 8BITMIME"},
      {bare, "the message has a CR or LF that is not part of CRLF"},
      {inject, "the recipient's address cannot be sent"},
      {nobody, "the recipient's address cannot be sent"},
  };
  ServerOffers small = offers(true);
  small.size = true;
  small.size_limit = 100;
  for (const Case& row : cases) {
    Transaction transaction(std::make_shared<const Mail>(row.mail), small);
    REQUIRE(transaction.begin() == Act::finish);
    CHECK(transaction.verdict().outcome == Outcome::hard);
    CHECK(transaction.verdict().reason == row.reason);
    CHECK(!transaction.must_close());
    // A server that speaks up now is out of step.
    CHECK(transaction.on_reply(ok) == Act::finish);
    CHECK(transaction.must_close());
    CHECK(transaction.verdict().reason == row.reason);
  }
}

TEST_CASE("MAIL says what the message needs", "[dispatch][smtp_transaction]") {
  ServerOffers all = offers(false);
  all.size = all.smtputf8 = all.eight_bit_mime = true;
  Transaction plain(mail("ab\r\n"), all);
  plain.begin();
  CHECK(plain.commands() == "MAIL FROM:<keste@example.kz> SIZE=4\r\n");
  Transaction eight(mail("ә\r\n"), all);
  eight.begin();
  CHECK(eight.commands() == "MAIL FROM:<keste@example.kz> SIZE=4 BODY=8BITMIME\r\n");
  Mail utf8 = *mail("ab\r\n");
  utf8.sender = "";
  utf8.needs_utf8 = true;
  Transaction both(std::make_shared<const Mail>(utf8), all);
  both.begin();
  CHECK(both.commands() == "MAIL FROM:<> SIZE=4 BODY=8BITMIME SMTPUTF8\r\n");
}

TEST_CASE("content is stuffed and ended to the byte", "[dispatch][smtp_transaction]") {
  struct Text {
    std::string content;
    std::string sent;
  };
  const std::vector<Text> rows = {{"a\r\n", "a\r\n.\r\n"},
                                  {"a", "a\r\n.\r\n"},
                                  {"", ".\r\n"},
                                  {".\r\n", "..\r\n.\r\n"},
                                  {"a\r\n.", "a\r\n..\r\n.\r\n"}};
  for (const Text& row : rows) {
    CAPTURE(row.content);
    Transaction transaction(mail(row.content), offers(true));
    CHECK(*transaction.content() + std::string(transaction.content_end()) == row.sent);
  }
}
