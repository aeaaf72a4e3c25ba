// The sections sms and webhook: what is read, and what is said where they are wrong.
#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "config/message_kinds.hpp"
#include "config/spelling.hpp"
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

namespace fs = std::filesystem;

/// An etc with the secrets that the examples below name.
struct Gateways : ScratchEtc {
  Gateways() {
    write_secret("api.key", "kz123\n");
    write_secret("token", "0123456789abcdef\n");
    write_secret("hook.key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  }

  void write_secret(const std::string& name, const std::string& text) {
    write(name, text);
    fs::permissions(path() / name, fs::perms::owner_read | fs::perms::owner_write);
  }
  config::Settings settings(const std::string& text) {
    write("kested.yaml", text);
    const config::Loaded loaded = load();
    CAPTURE(errors());
    REQUIRE(loaded.configuration != nullptr);
    return loaded.configuration->settings;
  }
};

const char* whole_sms = R"(sms:
  url: "https://api.example.kz:8443/send?key={secret.key}"
  secrets: {key: api.key}
  sender: KESTE
  headers: {X-Key: "k {secret.key}"}
  form: {to: "{phone_digits}", text: "{text}", from: "{sender}", id: "{id}"}
  reply:
    success: {at: /code, is: [0]}
    message_id: /data/id
    error: {at: /code, text: /message, hard: [1, "2"], account: [8]}
  status:
    url: "https://api.example.kz:8443/status?ids={ids}"
    method: GET
    ids_max: 50
    every: 30
    list: /data
    id: /id
    state: /status
  hook: {token_file: token, id: /id, state: /status, reason: /why}
  states: {delivered: [DELIVRD], undelivered: [UNDELIV, EXPIRED]}
  quiet_hours: "21:00-09:30"
  quiet_days: [sun, 2023-12-16]
  urgent: [session_reminder]
  connections: 3
  per_second: 7
  per_number_per_hour: 9
  max_parts: 2
)";

TEST_CASE("a gateway is read whole", "[config][gateways]") {
  Gateways etc;
  const auto sms = etc.settings(whole_sms).sms;
  REQUIRE(sms.has_value());
  CHECK(sms->server == config::WebServer{true, "api.example.kz", 8443});
  CHECK(sms->secrets.at("key") == "kz123");
  CHECK(sms->send.method == "POST");
  const auto show = [](std::string_view name) { return "<" + std::string(name) + ">"; };
  CHECK(config::fill(sms->send.target, show) == "/send?key=<secret.key>");
  REQUIRE(sms->send.form.size() == 4);
  CHECK(sms->send.form[0].first == "to");
  CHECK(config::fill(sms->send.form[0].second, show) == "<phone_digits>");
  CHECK(config::fill(sms->send.headers.at(0).second, show) == "k <secret.key>");
  CHECK(sms->reply ==
        config::SmsReply{"/code", {"0"}, "/data/id", "/code", "/message", {"1", "2"}, {"8"}});
  REQUIRE(sms->status.has_value());
  CHECK(sms->status->call.method == "GET");
  CHECK(sms->status->ids_max == 50);
  CHECK(sms->status->every == std::chrono::seconds(30));
  CHECK(sms->status->states == config::SmsStates{"/data", "/id", "/status", std::nullopt});
  REQUIRE(sms->hook.has_value());
  CHECK(sms->hook->token == "0123456789abcdef");
  CHECK(sms->hook->states == config::SmsStates{"", "/id", "/status", "/why"});
  CHECK(sms->delivered == Texts{"DELIVRD"});
  CHECK(sms->undelivered == Texts{"UNDELIV", "EXPIRED"});
  CHECK(sms->quiet.from == std::chrono::hours(21));
  CHECK(sms->quiet.to == std::chrono::minutes(9 * 60 + 30));
  CHECK(sms->quiet.weekdays[0]);
  CHECK_FALSE(sms->quiet.weekdays[1]);
  CHECK(sms->quiet.dates == std::vector<Date>{*parse_date("2023-12-16")});
  CHECK(sms->urgent == Texts{"session_reminder"});
  CHECK(sms->connections == 3);
  CHECK(sms->per_second == 7);
  CHECK(sms->per_number_per_hour == 9);
  CHECK(sms->max_parts == 2);
}

TEST_CASE("a gateway needs an address only", "[config][gateways]") {
  Gateways etc;
  CHECK_FALSE(etc.settings("").sms);
  CHECK_FALSE(etc.settings("").webhook);
  const auto sms = etc.settings("sms: {url: \"http://127.0.0.1:9/x\"}\n").sms;
  REQUIRE(sms.has_value());
  CHECK(sms->server == config::WebServer{false, "127.0.0.1", 9});
  CHECK(sms->per_number_per_hour == 5);
  CHECK(sms->quiet.from == sms->quiet.to);
  CHECK(sms->urgent == Texts{"session_cancelled", "session_changed"});
  CHECK(etc.warnings().empty());
}

TEST_CASE("JSON needs no escapes for its braces", "[config][gateways]") {
  Gateways etc;
  const auto sms = etc.settings(
                          "sms:\n  url: https://a.kz\n  json: '{\"to\": {\"n\": \"{phone}\"}, "
                          "\"t\": \"{text}\", \"i\": {id}, \"x\": {}}'\n")
                       .sms;
  REQUIRE(sms.has_value());
  CHECK(config::fill(sms->send.json, [](std::string_view name) { return std::string(name); }) ==
        R"({"to": {"n": "phone"}, "t": "text", "i": id, "x": {}})");
}

/// What replaces what in `whole_sms`, and what is said then.
struct Wrong {
  const char* from;
  const char* to;
  const char* error;
};
const Wrong wrong_gateways[] = {
    {"{text}", "{txt}", "6:38: text: unknown placeholder {txt}; did you mean 'text'?"},
    {"k {secret.key}", "{text}",
     "5:20: X-Key: unknown placeholder {text}; known: phone, phone_digits, sender, id, "
     "secret.key"},
    {"?ids={ids}", "?ids={id}", "12:10: url: unknown placeholder {id}; did you mean 'ids'?"},
    {"?ids={ids}", "", "2:3: sms: status must name the messages with {ids}"},
    {"https://api.example.kz:8443/status", "https://other.example.kz/status",
     "12:10: url: must be on the same server as the url of sms"},
    {"https://api.example.kz:8443/send", "ftp://a.kz/send",
     "2:8: url is not a web address such as https://api.example.kz/send"},
    {"https://api.example.kz:8443/send", "https://user:kz123@a.kz/send",
     "2:8: url holds a user; send credentials in a header"},
    {"https://api.example.kz:8443/send", "https://a.kz:0/send",
     "2:8: url needs a port from 1 to 65535"},
    {"https://api.example.kz:8443/send", "https://a.kz/жіберу",
     "2:8: url holds a character that must be percent-encoded"},
    {"X-Key:", "Content-Length:",
     "5:13: headers: 'Content-Length' is not a header that may be set"},
    {"method: GET", "method: POST\n    json: '{\"ids\": {ids}}'",
     "14:11: json: is not a JSON object; placeholders of texts stand in quotes, such as "
     "{\"to\": \"{phone}\"}"},
    {"method: GET", "method: GET\n    form: {a: b}",
     "13:13: method: a GET has no body; put the values into the url"},
    {"at: /code, is", "at: code, is",
     "8:19: at: 'code' is not a JSON pointer such as /data/messageId"},
    {"account: [8]", "account: [1]", "10:65: account: 1 stands in another list too"},
    {"ids_max: 50", "ids_max: 0", "14:14: ids_max: '0' is not a whole number from 1 to 1000"},
    {"every: 30", "every: 1", "15:12: every: '1' is not a whole number from 5 to 86400"},
    {"    state: /status\n", "", "12:5: missing key 'state' in status"},
    {"    message_id: /data/id\n", "",
     "2:3: sms: states of delivery need reply.message_id, under which they come"},
    {"  states: {delivered: [DELIVRD], undelivered: [UNDELIV, EXPIRED]}\n", "",
     "2:3: sms: states of delivery need states.delivered and states.undelivered"},
    {"21:00-09:30", "21:00", "21:16: quiet_hours: '21:00' is not a span such as 21:00-09:00"},
    {"21:00-09:30", "00:00-24:00",
     "21:16: quiet_hours: '00:00-24:00' is not a span such as 21:00-09:00"},
    {"21:00-09:30", "09:00-09:00",
     "21:16: quiet_hours: '09:00-09:00' is not a span such as 21:00-09:00"},
    {"[sun, 2023-12-16]", "[sun, mon, tue, wed, thu, fri, sat]",
     "22:15: quiet_days: leave a day on which messages may go"},
    {"[sun, 2023-12-16]", "[sunday]",
     "22:16: quiet_days: 'sunday' is not a date such as 2023-09-22"},
    {"[session_reminder]", "[session_remainder]",
     "23:12: urgent: 'session_remainder' is not one of "},
    {"per_second:", "per_minute:", "25:3: unknown key 'per_minute'"},
    {"max_parts: 2", "max_parts: 11", "27:14: max_parts: '11' is not a whole number from 1 to 10"},
    {"key: api.key", "key: none.key", "3:18: key: none.key "},
    {"key: api.key", "Key: api.key", "3:13: secrets: a name is made of a-z, 0-9 and _"},
    {"token_file: token", "token_file: api.key",
     "19:22: token_file: a token is 16 or more of a-z, A-Z, 0-9, '-' and '_', and secret"},
};

TEST_CASE("what is wrong with a gateway is told at its place", "[config][gateways]") {
  for (const Wrong& c : wrong_gateways) {
    CAPTURE(c.from, c.to);
    Gateways etc;
    etc.write("kested.yaml", whole_sms);
    etc.replace("kested.yaml", c.from, c.to);
    const Texts errors = etc.errors();
    CAPTURE(errors);
    const std::string wanted = "kested.yaml:" + std::string(c.error);
    CHECK(std::any_of(errors.begin(), errors.end(),
                      [&wanted](const auto& error) { return error.starts_with(wanted); }));
    for (const std::string& error : errors) {
      CHECK_THAT(error, !Catch::Matchers::Contains("kz123"));
    }
  }
}

TEST_CASE("a secret's file is for the daemon alone", "[config][gateways]") {
  Gateways etc;
  for (const auto& [mode, sound] : {std::pair(0600, true),
                                    {0400, true},
                                    {0640, true},
                                    {0440, true},
                                    {0644, false},
                                    {0660, false},
                                    {0604, false}}) {
    CAPTURE(mode);
    fs::permissions(etc.path() / "api.key", static_cast<fs::perms>(mode));
    etc.write("kested.yaml", whole_sms);
    CHECK(etc.errors().empty() == sound);
    if (!sound) {
      CHECK(etc.errors().front() ==
            "kested.yaml:3:18: key: api.key is open to others; chmod 600 it");
    }
  }
}

TEST_CASE("a secret may come from systemd", "[config][gateways]") {
  Gateways etc;
  etc.write_secret("credentials/api.key", "from-systemd\n");
  REQUIRE(setenv("CREDENTIALS_DIRECTORY", (etc.path() / "credentials").c_str(), 1) == 0);
  const auto sms = etc.settings(whole_sms).sms;
  unsetenv("CREDENTIALS_DIRECTORY");
  CHECK(sms->secrets.at("key") == "from-systemd");
  CHECK(sms->hook->token == "0123456789abcdef");
}

TEST_CASE("plain http is warned of, but not to this machine", "[config][gateways]") {
  Gateways etc;
  etc.write("kested.yaml",
            "sms: {url: \"http://a.kz/\"}\nwebhook: {url: \"http://[::1]/\", "
            "secrets: [hook.key]}\n");
  CHECK(etc.errors().empty());
  CHECK(etc.warnings() ==
        Texts{"kested.yaml:1:12: warning: url: http sends everything in the clear; use https"});
}

TEST_CASE("a webhook is read", "[config][gateways]") {
  Gateways etc;
  etc.write_secret("old.key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx\n");
  const auto webhook = etc.settings(R"(webhook:
  url: "https://[2001:db8::1]/keste?a=1"
  secrets: [hook.key, old.key]
  allow_private: true
  kinds: [results_due]
  connections: 1
)")
                           .webhook;
  REQUIRE(webhook.has_value());
  CHECK(webhook->server == config::WebServer{true, "2001:db8::1", 443});
  CHECK(webhook->target == "/keste?a=1");
  REQUIRE(webhook->keys.size() == 2);
  CHECK(webhook->keys[0].size() == 24);
  CHECK(webhook->keys[0] != webhook->keys[1]);
  CHECK(webhook->allow_private);
  CHECK(webhook->kinds == Texts{"results_due"});
  CHECK(webhook->connections == 1);
}

TEST_CASE("what is wrong with a webhook is told at its place", "[config][gateways]") {
  Gateways etc;
  etc.write_secret("short.key", "whsec_c2hvcnQ=\n");
  struct Case {
    const char* text;
    Texts errors;
  };
  const Case cases[] = {
      {"webhook: {url: \"https://a.kz/\"}\n",
       {"kested.yaml:1:10: missing key 'secrets' in webhook"}},
      {"webhook: {secrets: [hook.key]}\n", {"kested.yaml:1:10: missing key 'url' in webhook"}},
      {"webhook: {url: a.kz, secrets: [hook.key]}\n",
       {"kested.yaml:1:16: url is not a web address such as https://api.example.kz/send"}},
      {"webhook: {url: \"https://a.kz/\", secrets: []}\n",
       {"kested.yaml:1:42: secrets: one file, or two while the key is changed"}},
      {"webhook: {url: \"https://a.kz/\", secrets: [hook.key, hook.key, hook.key]}\n",
       {"kested.yaml:1:42: secrets: one file, or two while the key is changed"}},
      {"webhook: {url: \"https://a.kz/\", secrets: [api.key, short.key]}\n",
       {"kested.yaml:1:43: secrets: api.key must hold whsec_ and 24 to 64 random bytes in base64",
        "kested.yaml:1:52: secrets: short.key must hold whsec_ and 24 to 64 random bytes in "
        "base64"}},
      {"webhook: {url: \"https://a.kz/\", secrets: [hook.key], allow_private: yes}\n",
       {"kested.yaml:1:69: allow_private: 'yes' is neither true nor false"}},
      {"webhook: {url: \"https://a.kz/\", secrets: [hook.key], kinds: [all]}\n",
       {"kested.yaml:1:62: kinds: 'all' is not one of " +
        config::join({config::message_kinds.begin(), config::message_kinds.end()})}},
      {"webhook: {url: \"https://a.kz/\", secrets: [hook.key], retries: 3}\n",
       {"kested.yaml:1:54: unknown key 'retries'; known: url, secrets, ca_file, allow_private, "
        "kinds, connections, per_second"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    etc.write("kested.yaml", c.text);
    CHECK(etc.errors() == c.errors);
  }
}

TEST_CASE("values are written as a URL and as JSON need them", "[config][pattern]") {
  CHECK(config::percent_encode("aZ09-._~") == "aZ09-._~");
  CHECK(config::percent_encode("a b&=+/%ә\n") == "a%20b%26%3D%2B%2F%25%D3%99%0A");
  CHECK(config::json_escape("a\"b\\c\n\tә/\x01") == "a\\\"b\\\\c\\n\\tә/\\u0001");
}

TEST_CASE("braces that hold no name stand for themselves", "[config][pattern]") {
  for (const char* text :
       {"", "{}", "{ phone }", "{Phone}", "{phone", "phone}", "{\"a\":{}}", "{{", "}}", "{a-b}"}) {
    CAPTURE(text);
    const auto parsed = config::parse_pattern(text, {"phone"});
    REQUIRE(bool(parsed));
    CHECK(config::fill(parsed.value(), [](std::string_view) { return std::string("!"); }) == text);
  }
  const auto nested = config::parse_pattern("{{phone}}", {"phone"});
  REQUIRE(bool(nested));
  CHECK(config::fill(nested.value(), [](std::string_view) { return std::string("!"); }) == "{!}");
}

}  // namespace
}  // namespace keste::test
