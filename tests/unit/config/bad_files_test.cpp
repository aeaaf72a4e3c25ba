// Bad calendars, settings and messages: one fault each, and what is said about it.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

struct BadInput {
  const char* file;
  const char* from;
  const char* to;
  Texts errors;
};

const std::vector<BadInput> bad_inputs{
    {"calendars/kz.yaml",
     "id: kz",
     "id: kz\nids: kz",
     {"calendars/kz.yaml:2:1: unknown key 'ids'; did you mean 'id'?"}},
    {"calendars/kz.yaml",
     "[sat, sun]",
     "[sat, sun, sat]",
     {"calendars/kz.yaml:2:21: weekend: 'sat' stands twice"}},
    {"calendars/kz.yaml",
     "[sat, sun]",
     "[sat, sunday]",
     {"calendars/kz.yaml:2:16: weekend: 'sunday' is not one of sun, mon, tue, wed, thu, fri, sat"}},
    {"calendars/kz.yaml",
     "to: 2024-12-31",
     "to: 2022-12-31",
     {"calendars/kz.yaml:3:32: to: 2022-12-31 is before the first day, 2023-01-01"}},
    {"calendars/kz.yaml",
     "on: 2023-03-08",
     "on: 2025-03-08",
     {"calendars/kz.yaml:5:10: on: 2025-03-08 lies outside covers, 2023-01-01 to 2024-12-31"}},
    {"calendars/kz.yaml",
     "kind: holiday",
     "kind: holyday",
     {"calendars/kz.yaml:5:28: kind: 'holyday' is not one of holiday, day_off, working; did you "
      "mean 'holiday'?"}},
    {"calendars/kz.yaml",
     ", source: law",
     "",
     {"calendars/kz.yaml:5:5: missing key 'source' in day"}},
    {"calendars/kz.yaml",
     "source: law",
     "source: law, provisional: yes",
     {"calendars/kz.yaml:5:110: provisional: 'yes' is neither true nor false"}},
    {"calendars/kz.yaml",
     "on: 2023-07-07, kind: day_off",
     "on: 2023-03-08, kind: holiday",
     {"calendars/kz.yaml:6:10: on: 2023-03-08 has an entry of this kind already, in line 5"}},
    {"kested.yaml",
     "127.0.0.1:8080",
     "0.0.0.0:8080",
     {"kested.yaml:1:16: listen: '0.0.0.0' can be reached from other machines, and without TLS "
      "everybody on the way reads along; name a certificate under tls, or listen on 127.0.0.1 "
      "behind a proxy with TLS, or say plain_beyond_loopback: true"}},
    {"kested.yaml",
     "127.0.0.1:8080",
     "keste.example.kz:8080",
     {"kested.yaml:1:16: listen: 'keste.example.kz' is a name; write the address to listen on, "
      "such as 0.0.0.0 or [::] for all"}},
    {"kested.yaml",
     "\"127.0.0.1:8080\"",
     "[\"127.0.0.1:1\", \"10.0.0.1:2\", 3]",
     {"kested.yaml:1:32: listen: '10.0.0.1' can be reached from other machines, and without TLS "
      "everybody on the way reads along; name a certificate under tls, or listen on 127.0.0.1 "
      "behind a proxy with TLS, or say plain_beyond_loopback: true",
      "kested.yaml:1:46: listen: '3' is not HOST:PORT such as 127.0.0.1:8080"}},
    {"kested.yaml",
     "\"127.0.0.1:8080\"",
     "[]",
     {"kested.yaml:1:16: listen: one address, or a list of 1 to 16"}},
    {"kested.yaml",
     "listen: \"127.0.0.1:8080\"",
     "trusted_proxies: [10.0.0.1, 10.0.0.1/8, \"::1/129\", unix]",
     {"kested.yaml:1:36: trusted_proxies: '10.0.0.1/8' is neither an address such as 10.0.0.5 nor "
      "a network such as 10.0.0.0/8, with zeros after its bits",
      "kested.yaml:1:48: trusted_proxies: '::1/129' is neither an address such as 10.0.0.5 nor "
      "a network such as 10.0.0.0/8, with zeros after its bits",
      "kested.yaml:1:59: trusted_proxies: 'unix' is neither an address such as 10.0.0.5 nor "
      "a network such as 10.0.0.0/8, with zeros after its bits"}},
    {"kested.yaml",
     "listen: \"127.0.0.1:8080\"",
     "listen: \"0.0.0.0:8443\", tls: {certificate: cert.pem}",
     {"kested.yaml:1:37: missing key 'key' in tls"}},
    {"kested.yaml",
     "127.0.0.1:8080",
     "127.0.0.1",
     {"kested.yaml:1:16: listen: '127.0.0.1' is not HOST:PORT such as 127.0.0.1:8080"}},
    {"kested.yaml",
     "127.0.0.1:8080",
     "::1:8080",
     {"kested.yaml:1:16: listen: '::1:8080': write an IPv6 address in brackets, such as "
      "[::1]:8080"}},
    {"kested.yaml",
     "127.0.0.1:8080",
     "127.0.0.1:70000",
     {"kested.yaml:1:16: listen: '127.0.0.1:70000' needs a port from 0 to 65535"}},
    {"kested.yaml",
     "sqlite:keste.db",
     "postgresql:keste",
     {"kested.yaml:2:14: url: must be sqlite:PATH, such as sqlite:keste.db, or "
      "postgresql://HOST/DATABASE"}},
    {"kested.yaml",
     "sqlite:keste.db",
     "keste.db",
     {"kested.yaml:2:14: url: must be sqlite:PATH, such as sqlite:keste.db, or "
      "postgresql://HOST/DATABASE"}},
    {"kested.yaml",
     "maildir:outbox",
     "smtp:localhost",
     {"kested.yaml:3:13: url is not of the form smtp://HOST:PORT or "
      "smtps://USER:PASSWORD@HOST:PORT"}},
    {"kested.yaml",
     "maildir:outbox",
     "imap://localhost",
     {"kested.yaml:3:13: url must begin with smtp://, smtps:// or maildir:"}},
    {"kested.yaml",
     "maildir:outbox",
     "smtp://user:secret@localhost:0",
     {"kested.yaml:3:13: url needs a port from 1 to 65535"}},
    {"kested.yaml",
     "maildir:outbox",
     "maildir:",
     {"kested.yaml:3:13: url needs a path: maildir:outbox, below the state directory, or "
      "maildir:/var/mail/keste"}},
    {"kested.yaml",
     "Keste <keste@example.kz>",
     "Keste",
     {"kested.yaml:3:37: from: must be an address such as Keste <keste@example.kz>"}},
    {"kested.yaml",
     "from:",
     "connections: 257, from:",
     {"kested.yaml:3:44: connections: '257' is not a whole number from 1 to 256"}},
    {"kested.yaml",
     "from:",
     "per_second: -1, from:",
     {"kested.yaml:3:43: per_second: '-1' is not a whole number from 0 to 1000000"}},
    {"kested.yaml",
     "from:",
     "tls: always, from:",
     {"kested.yaml:3:36: tls: 'always' is not one of none, opportunistic, required"}},
    {"kested.yaml",
     "from:",
     "password_file: /nonexistent/keste, from:",
     {"kested.yaml:3:46: password_file: /nonexistent/keste cannot be read: No such file or "
      "directory"}},
    {"kested.yaml",
     "http:",
     "campaign: autumn\nhttp:",
     {"kested.yaml:1:11: campaign: no campaign has the id 'autumn'; known: spring"}},
    {"kested.yaml",
     "http: {",
     "htp: {",
     {"kested.yaml:1:1: unknown key 'htp'; did you mean 'http'?"}},
    {"messages/ru.yaml",
     "results_due:",
     "results_duo:",
     {"messages/ru.yaml:3:1: unknown key 'results_duo'; did you mean 'results_due'?"}},
    {"messages/ru.yaml",
     "session_reminder: {subject: \"Tomorrow\", text: \"Dear {name}\"}\n",
     "",
     {"messages/ru.yaml:1:1: missing key 'session_reminder' in messages"}},
    {"messages/ru.yaml",
     "subject: \"Results\", ",
     "",
     {"messages/ru.yaml:3:14: missing key 'subject' in results_due"}},
    {"messages/ru.yaml",
     "subject: \"Results\"",
     "subject: \"Results\\nBcc: x\"",
     {"messages/ru.yaml:3:24: subject: must be one line, without tabs"}},
    {"messages/ru.yaml",
     "subject: \"Results\"",
     "sms: \"two\\nlines\", subject: \"Results\"",
     {"messages/ru.yaml:3:20: sms: must be one line, without tabs"}},
    {"campaigns/spring.yaml",
     "mode: online",
     "steps: {kk: a, ru: b}, mode: online",
     {"campaigns/spring.yaml:7:22: steps: missing language 'en'; kk, ru and en are all needed"}},
    {"messages/ru.yaml",
     "text: \"Dear {name}\"",
     "text: 5, txt: 6",
     {"messages/ru.yaml:1:54: unknown key 'txt'; did you mean 'text'?"}},
    {"messages/ru.yaml",
     "application_received: {subject: \"Received\", text: \"Dear {name}\"}",
     "application_received: text",
     {"messages/ru.yaml:1:23: application_received: expected keys with values, found a single "
      "value"}},
};

}  // namespace

TEST_CASE("each fault of a calendar or settings or message file is named with its place",
          "[config][errors]") {
  for (const BadInput& input : bad_inputs) {
    CAPTURE(input.from, input.to);
    ScratchEtc etc;
    etc.replace(input.file, input.from, input.to);
    CHECK(etc.errors() == input.errors);
  }
}

}  // namespace keste::test
