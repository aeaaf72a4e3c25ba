// TLS and AUTH over real sockets, with certificates made here.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dispatch/smtp_channel.hpp"
#include "smtp_fake_server.hpp"
#include "smtp_test_certificate.hpp"

using namespace keste::dispatch;
using namespace keste::dispatch::test;
using Then = Answer::Then;
using Lines = std::vector<std::string>;

namespace {

struct World {
  explicit World(const std::string& name = "IP:127.0.0.1") : certificate(name) {}

  boost::asio::io_context io;
  TestCertificate certificate;
  FakeSmtpServer server{io};
  SmtpSettings settings = settings_for(server);
  std::unique_ptr<SmtpChannel> channel;

  void start_tls(TlsMode mode) {
    server.use_tls(certificate.server(), false);
    server.offer({"PIPELINING", "STARTTLS"});
    settings.tls = mode;
  }
  SendResult send(Mail mail = make_mail()) {
    if (channel == nullptr) channel = std::make_unique<SmtpChannel>(io, settings);
    return test::send(io, *channel, std::move(mail));
  }
};

}  // namespace

TEST_CASE("STARTTLS with a certificate that is trusted and the host's", "[dispatch][smtp_tls]") {
  World world;
  world.start_tls(TlsMode::required);
  world.settings.ca_file = world.certificate.file();
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.send(make_mail(std::string(300'000, 'x') + "\r\n.\r\n")).outcome == Outcome::sent);
  close(world.io, *world.channel);
  CHECK(world.server.connections() == 1);
  const Lines& commands = world.server.commands();
  REQUIRE(commands.size() == 10);
  CHECK(commands[0] == "1 EHLO keste.example.kz");
  CHECK(commands[1] == "1 STARTTLS");
  CHECK(commands[2] == "1 EHLO keste.example.kz");
  CHECK(commands[9] == "1 QUIT");
  CHECK(world.server.contents()[1] == std::string(300'000, 'x') + "\r\n..\r\n.\r\n");
}

TEST_CASE("a certificate that is not trusted or not the host's is refused where TLS is required",
          "[dispatch][smtp_tls]") {
  for (const bool trusted : {false, true}) {
    World world("DNS:other.example.kz");
    world.start_tls(TlsMode::required);
    if (trusted) world.settings.ca_file = world.certificate.file();
    const SendResult result = world.send();
    CHECK(result.outcome == Outcome::unavailable);
    CHECK(result.reason == "TLS: certificate verify failed (SSL routines)");
    CHECK(world.server.contents().empty());
  }
}

TEST_CASE("opportunistic TLS does not look at the certificate", "[dispatch][smtp_tls]") {
  World world("DNS:other.example.kz");
  world.start_tls(TlsMode::opportunistic);
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.commands()[1] == "1 STARTTLS");
}

TEST_CASE("a failed handshake makes the server unavailable, also an opportunistic one",
          "[dispatch][smtp_tls]") {
  World world;
  world.start_tls(TlsMode::opportunistic);
  world.server.on("STARTTLS", {{"220 go", Then::close}});
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason.starts_with("TLS: "));
  CHECK(world.server.contents().empty());
}

TEST_CASE("commands that were smuggled in ahead of TLS are noticed", "[dispatch][smtp_tls]") {
  World world;
  world.start_tls(TlsMode::opportunistic);
  world.server.on("STARTTLS", {{"220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n", Then::secure}});
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason == "the server answered before it was asked");
}

TEST_CASE("a server that never ends its TLS handshake meets the deadline", "[dispatch][smtp_tls]") {
  World world;
  world.start_tls(TlsMode::required);
  world.settings.timeouts.command = std::chrono::milliseconds(30);
  world.settings.timeouts.check_every = std::chrono::milliseconds(5);
  world.server.on("STARTTLS", {{"220 go", Then::stay}});
  CHECK(world.send().reason == "TLS: no answer within 30 ms");
}

TEST_CASE("smtps begins with TLS and names its host", "[dispatch][smtp_tls]") {
  World world("DNS:localhost");
  world.server.use_tls(world.certificate.server(), true);
  world.settings.host = "localhost";
  world.settings.implicit_tls = true;
  world.settings.ca_file = world.certificate.file();
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.commands()[0] == "1 EHLO keste.example.kz");

  World wrong("DNS:other.example.kz");
  wrong.server.use_tls(wrong.certificate.server(), true);
  wrong.settings.implicit_tls = true;
  wrong.settings.ca_file = wrong.certificate.file();
  CHECK(wrong.send().outcome == Outcome::unavailable);
  CHECK(wrong.server.commands().empty());
}

TEST_CASE("a loss under TLS is judged like one in the clear", "[dispatch][smtp_tls]") {
  struct Row {
    std::string step;
    Outcome outcome;
  };
  for (const Row& row : {Row{"MAIL", Outcome::unavailable}, Row{"DATA", Outcome::unavailable},
                         Row{".", Outcome::ambiguous}}) {
    for (const Then how : {Then::close, Then::reset}) {
      CAPTURE(row.step);
      World world;
      world.start_tls(TlsMode::opportunistic);
      world.server.on(row.step, {{"", how}});
      CHECK(world.send().outcome == row.outcome);
      CHECK(world.send().outcome == Outcome::sent);
      world.server.hang_up();
      CHECK(world.send().outcome == Outcome::sent);
    }
  }
}

TEST_CASE("AUTH goes before the first message, once a connection", "[dispatch][smtp_tls]") {
  World world;
  world.start_tls(TlsMode::required);
  world.server.offer({"STARTTLS", "AUTH PLAIN LOGIN"});
  world.settings.ca_file = world.certificate.file();
  world.settings.user = "keste";
  world.settings.password = "secret";
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.send().outcome == Outcome::sent);
  const Lines& commands = world.server.commands();
  CHECK(commands[3] == "1 AUTH PLAIN AGtlc3RlAHNlY3JldA==");
  CHECK(std::count(commands.begin(), commands.end(), commands[3]) == 1);
}

TEST_CASE("AUTH LOGIN goes in the clear to this machine only", "[dispatch][smtp_tls]") {
  World world;
  world.server.offer({"AUTH LOGIN"});
  world.server.on("AUTH", {"334 VXNlcm5hbWU6"});
  world.server.on("line", {"334 UGFzc3dvcmQ6", "235 welcome"});
  world.settings.user = "keste";
  world.settings.password = "secret";
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.commands()[2] == "1 a2VzdGU=");
}

TEST_CASE("a refused password makes the server unavailable and says why", "[dispatch][smtp_tls]") {
  World world;
  world.server.offer({"AUTH PLAIN"});
  world.server.on("AUTH", {"535 5.7.8 wrong"});
  world.settings.user = "keste";
  world.settings.password = "secret";
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason == "AUTH: 535 5.7.8 wrong");
}
