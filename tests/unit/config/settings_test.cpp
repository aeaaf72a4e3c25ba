// kested.yaml: defaults, passwords and where they may stand.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

using Addresses = std::vector<config::Settings::Http::Address>;

config::Settings settings_of(ScratchEtc& etc, const std::string& text) {
  etc.write("kested.yaml", text);
  const config::Loaded loaded = etc.load();
  CAPTURE(etc.errors());
  REQUIRE(loaded.configuration != nullptr);
  return loaded.configuration->settings;
}

TEST_CASE("every setting has a default", "[config][settings]") {
  ScratchEtc etc;
  for (const char* text : {"", "# nothing\n", "{}\n", "---\n"}) {
    CAPTURE(text);
    const config::Settings settings = settings_of(etc, text);
    REQUIRE(settings.http.listen.size() == 1);
    CHECK(settings.http.listen[0].host == "127.0.0.1");
    CHECK(settings.http.listen[0].port == 8080);
    CHECK_FALSE(settings.http.tls);
    CHECK(settings.http.trusted_proxies == loopback_networks());
    CHECK(settings.store_url == "sqlite:keste.db");
    CHECK(settings.mail.scheme == "maildir");
    CHECK(settings.mail.connections == 16);
  }
}

TEST_CASE("the public address follows the listening one unless given", "[config][settings]") {
  ScratchEtc etc;
  const auto followed = settings_of(etc, "http: {listen: \"[::1]:0\"}\n").http;
  CHECK(followed.listen == Addresses{{"::1", 0}});
  CHECK(followed.public_url == "http://[::1]:0");
  const auto given = settings_of(etc, "http: {public_url: \"https://keste.example.kz/\"}\n").http;
  CHECK(given.public_url == "https://keste.example.kz");
}

TEST_CASE("several addresses and proxies are listed", "[config][settings]") {
  ScratchEtc etc;
  const auto http = settings_of(etc,
                                "http: {listen: [\"127.0.0.1:1\", \"0.0.0.0:2\"], "
                                "plain_beyond_loopback: true, trusted_proxies: [10.0.0.0/8]}\n")
                        .http;
  CHECK(http.listen == Addresses{{"127.0.0.1", 1}, {"0.0.0.0", 2}});
  CHECK(http.public_url == "http://127.0.0.1:1");
  CHECK(http.trusted_proxies == std::vector{parse_ip_network("10.0.0.0/8").value()});
  CHECK(settings_of(etc, "http: {trusted_proxies: []}\n").http.trusted_proxies.empty());
}

TEST_CASE("a byte order mark and CRLF are no trouble", "[config][settings]") {
  ScratchEtc etc;
  const auto settings =
      settings_of(etc, "\xEF\xBB\xBFmail:\r\n  url: smtp://localhost\r\n  per_second: 5\r\n");
  CHECK(settings.mail.host == "localhost");
  CHECK(settings.mail.per_second == 5);
}

TEST_CASE("the password comes from a file without its line break", "[config][settings]") {
  ScratchEtc etc;
  etc.write("secret", "s3cret word\n");
  const auto mail = settings_of(etc,
                                "mail: {password_file: secret, tls: required, reply_to: "
                                "help@example.kz, url: \"smtp://keste%40example.kz@localhost\"}\n")
                        .mail;
  CHECK(mail.user == "keste@example.kz");
  CHECK(mail.password == "s3cret word");
  CHECK(mail.tls == "required");
  CHECK(mail.reply_to == "help@example.kz");
}

TEST_CASE("a password is given once and kept out of messages", "[config][settings]") {
  ScratchEtc etc;
  etc.write("secret", "hidden\n");
  etc.write("empty", "\n");
  const std::string file = (etc.path() / "empty").string();
  struct Case {
    std::string text;
    Texts errors;
  };
  const Case cases[] = {
      {"mail: {password_file: secret, url: \"smtp://u:hidden@localhost\"}\n",
       {"kested.yaml:1:23: password_file: the url holds a password already; keep one of them"}},
      {"mail: {password_file: empty, url: \"smtp://u@localhost\"}\n",
       {"kested.yaml:1:23: password_file: empty must hold one line"}},
      {"mail: {url: \"smtp://u:hidden@localhost/hidden\"}\n",
       {"kested.yaml:1:13: url takes nothing after the port"}},
      {"mail: {url: \"smtp://u:hid den@localhost\"}\n",
       {"kested.yaml:1:13: url is not of the form smtp://HOST:PORT or "
        "smtps://USER:PASSWORD@HOST:PORT"}},
      {"mail: {url: \"smtps://localhost\", tls: none}\n",
       {"kested.yaml:1:39: tls: smtps is always encrypted; leave the key out"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    etc.write("kested.yaml", c.text);
    CHECK(etc.errors() == c.errors);
  }
}

}  // namespace
}  // namespace keste::test
