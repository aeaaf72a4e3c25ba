// Addresses of kested.yaml, good and bad.
#include "config/addresses.hpp"

#include <catch2/catch.hpp>

namespace keste::config {
namespace {

TEST_CASE("an address to listen on has a host and a port", "[config][listen]") {
  struct Good {
    const char* text;
    const char* host;
    int port;
  };
  for (const Good& good : {Good{"127.0.0.1:8080", "127.0.0.1", 8080},
                           Good{"127.9.8.7:1", "127.9.8.7", 1}, Good{"[::1]:8080", "::1", 8080},
                           Good{"localhost:0", "localhost", 0}, Good{"0.0.0.0:80", "0.0.0.0", 80},
                           Good{"[::]:80", "::", 80}, Good{"10.0.0.1:80", "10.0.0.1", 80}}) {
    CAPTURE(good.text);
    const auto listen = parse_listen(good.text);
    REQUIRE(listen);
    CHECK(listen.value().host == good.host);
    CHECK(listen.value().port == good.port);
  }
  for (const char* bad : {"", ":", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                          "127.0.0.1:-1", "127.0.0.1:80x", "[]:80", "[::1]", "::1", "example.kz:80",
                          "localhost.example.kz:80", "127.1:80", "[::1:80"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_listen(bad));
  }
}

TEST_CASE("other machines reach every address but loopback", "[config][listen]") {
  for (const char* near : {"127.0.0.1", "127.9.8.7", "::1", "localhost", "LOCALHOST"}) {
    CHECK_FALSE(is_beyond_loopback({near, 80}));
  }
  for (const char* far : {"0.0.0.0", "::", "128.0.0.1", "10.0.0.1", "2001:db8::1"}) {
    CHECK(is_beyond_loopback({far, 80}));
  }
}

TEST_CASE("a mail url says scheme and host and port and login", "[config][mail]") {
  struct Good {
    const char* text;
    const char* scheme;
    const char* host;
    int port;
    const char* user;
    const char* password;
  };
  for (const Good& good :
       {Good{"smtp://localhost", "smtp", "localhost", 25, "", ""},
        Good{"smtp://127.0.0.1:2525/", "smtp", "127.0.0.1", 2525, "", ""},
        Good{"smtp://[::1]:25", "smtp", "::1", 25, "", ""},
        Good{"smtps://mail.example.kz", "smtps", "mail.example.kz", 465, "", ""},
        Good{"smtp://u%40example.kz:p%3A%2F@h:587", "smtp", "h", 587, "u@example.kz", "p:/"}}) {
    CAPTURE(good.text);
    const auto mail = parse_mail_url(good.text);
    REQUIRE(mail);
    CHECK(mail.value().scheme == good.scheme);
    CHECK(mail.value().host == good.host);
    CHECK(mail.value().port == good.port);
    CHECK(mail.value().user == good.user);
    CHECK(mail.value().password == good.password);
  }
  for (const char* bad :
       {"", "smtp", "smtp:", "smtp://", "smtp://:25", "smtp://h:0", "smtp://h:99999", "smtp://h/x",
        "smtp://h?x=1", "smtp://h#f", "smtp://:pw@h", "smtp://u:%0D%0A@h", "http://h", "maildir",
        "maildir:", "maildir://x", "maildir:%zz", "maildir:a%00b"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_mail_url(bad));
  }
}

TEST_CASE("a maildir is a percent-decoded path", "[config][mail]") {
  CHECK(parse_mail_url("maildir:outbox").value().maildir == "outbox");
  CHECK(parse_mail_url("maildir:/var/mail/a%20b").value().maildir == "/var/mail/a b");
}

TEST_CASE("a mailbox holds an address", "[config][mail]") {
  for (const char* good : {"a@b", "Keste <keste@example.kz>", "Кесте <кесте@example.kz>",
                           "\"Keste, the daemon\" <keste@example.kz>"}) {
    CAPTURE(good);
    CHECK(is_mailbox(good));
  }
  for (const char* bad : {"", "Keste", "a@", "@b", "Keste <keste>", "Keste <a@b", "a b@c",
                          "<a@b> x", "a@b, c@d", "<>"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_mailbox(bad));
  }
}

TEST_CASE("a public address is http or https without a query", "[config][http]") {
  CHECK(parse_public_url("https://keste.example.kz/a//").value() == "https://keste.example.kz/a");
  for (const char* bad :
       {"", "keste.example.kz", "ftp://h", "http://", "http://h?x", "http://h#x"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_public_url(bad));
  }
}

}  // namespace
}  // namespace keste::config
