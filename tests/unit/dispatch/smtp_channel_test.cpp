// The SMTP channel against a scripted server: what goes well, and what a refusal leaves behind.
#include "dispatch/smtp_channel.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "smtp_fake_server.hpp"

using namespace keste::dispatch;
using namespace keste::dispatch::test;
using Then = Answer::Then;
using Lines = std::vector<std::string>;

namespace {

/// A loop, a server and a channel that is made when it is first used.
struct World {
  boost::asio::io_context io;
  FakeSmtpServer server{io};
  SmtpSettings settings = settings_for(server);
  std::unique_ptr<SmtpChannel> channel;

  SendResult send(Mail mail = make_mail()) {
    if (channel == nullptr) channel = std::make_unique<SmtpChannel>(io, settings);
    return test::send(io, *channel, std::move(mail));
  }
};

}  // namespace

TEST_CASE("messages go over one connection, which says QUIT at the end",
          "[dispatch][smtp_channel]") {
  World world;
  world.server.on(".", {"250 2.0.0 queued as A1", "250 2.0.0 queued as A2"});
  const SendResult first = world.send();
  CHECK(first.outcome == Outcome::sent);
  CHECK(first.reason == "250 2.0.0 queued as A1");
  CHECK(world.send().reason == "250 2.0.0 queued as A2");
  close(world.io, *world.channel);
  const Lines message = {"1 MAIL FROM:<keste@example.kz>", "1 RCPT TO:<aigerim@example.kz>",
                         "1 DATA"};
  Lines expected = {"1 EHLO keste.example.kz"};
  expected.insert(expected.end(), message.begin(), message.end());
  expected.insert(expected.end(), message.begin(), message.end());
  expected.push_back("1 QUIT");
  CHECK(world.server.commands() == expected);
  CHECK(world.server.contents() == Lines(2, "Subject: a\r\n\r\nText.\r\n.\r\n"));
}

TEST_CASE("with PIPELINING the same is said in one breath", "[dispatch][smtp_channel]") {
  World world;
  world.server.offer({"PIPELINING", "SIZE 1000", "8BITMIME", "SMTPUTF8"});
  Mail mail = make_mail("ә\r\n.\r\n");
  mail.recipient = "әсел@example.kz";
  mail.needs_utf8 = true;
  CHECK(world.send(mail).outcome == Outcome::sent);
  CHECK(world.server.commands() ==
        Lines{"1 EHLO keste.example.kz",
              "1 MAIL FROM:<keste@example.kz> SIZE=7 BODY=8BITMIME SMTPUTF8",
              "1 RCPT TO:<әсел@example.kz>", "1 DATA"});
  CHECK(world.server.contents() == Lines{"ә\r\n..\r\n.\r\n"});
}

TEST_CASE("replies may come byte by byte and over many lines", "[dispatch][smtp_channel]") {
  for (const bool pipelining : {false, true}) {
    World world;
    world.server.send_byte_by_byte();
    world.server.on("connect", {"220-fake\r\n220-has much to say\r\n220 ESMTP"});
    world.server.on(".", {"250-2.0.0 queued\r\n250 2.0.0 indeed"});
    if (pipelining) world.server.offer({"PIPELINING", "HELP"});
    const SendResult result = world.send();
    CHECK(result.outcome == Outcome::sent);
    CHECK(result.reason == "250 2.0.0 queued 2.0.0 indeed");
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.server.connections() == 1);
  }
}

TEST_CASE("a refusal leaves the connection fit for the next message", "[dispatch][smtp_channel]") {
  struct Row {
    std::string step;
    std::string reply;
    Outcome outcome;
  };
  const std::vector<Row> rows = {
      {"MAIL", "451 4.3.0 later", Outcome::soft}, {"MAIL", "550 5.1.0 no", Outcome::hard},
      {"RCPT", "450 4.7.1 grey", Outcome::soft},  {"RCPT", "550 5.1.1 who", Outcome::hard},
      {"DATA", "451 4.3.0 later", Outcome::soft}, {"DATA", "554 5.5.1 no", Outcome::hard},
      {".", "452 4.3.1 full", Outcome::soft},     {".", "554 5.7.1 spam", Outcome::hard},
  };
  for (const Row& row : rows) {
    for (const bool pipelining : {false, true}) {
      CAPTURE(row.step, row.reply, pipelining);
      World world;
      if (pipelining) world.server.offer({"PIPELINING"});
      world.server.on(row.step, {row.reply});
      if (pipelining && (row.step == "MAIL" || row.step == "RCPT")) {
        world.server.on("DATA", {"503 5.5.1 nobody to send to"});
      }
      const SendResult result = world.send();
      CHECK(result.outcome == row.outcome);
      CHECK(result.reason == row.reply);
      CHECK(world.send().outcome == Outcome::sent);
      CHECK(world.server.connections() == 1);
      CHECK(world.server.contents().back() == "Subject: a\r\n\r\nText.\r\n.\r\n");
    }
  }
}

TEST_CASE("DATA accepted after a refused RCPT is ended with a lone dot",
          "[dispatch][smtp_channel]") {
  World world;
  world.server.offer({"PIPELINING"});
  world.server.on("RCPT", {"550 5.1.1 who"});
  world.server.on(".", {"554 5.5.1 nobody"});
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::hard);
  CHECK(result.reason == "550 5.1.1 who");
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.connections() == 1);
  CHECK(world.server.contents() == Lines{".\r\n", "Subject: a\r\n\r\nText.\r\n.\r\n"});
}

TEST_CASE("HELO serves where EHLO is unknown", "[dispatch][smtp_channel]") {
  World world;
  world.settings.helo = "";
  world.server.on("EHLO", {"500 what"});
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.commands()[0] == "1 EHLO [127.0.0.1]");
  CHECK(world.server.commands()[1] == "1 HELO [127.0.0.1]");
}

TEST_CASE("a message that the server cannot take does not disturb the next",
          "[dispatch][smtp_channel]") {
  World world;
  Mail utf8 = make_mail();
  utf8.needs_utf8 = true;
  CHECK(world.send(utf8).outcome == Outcome::hard);
  CHECK(world.send(utf8).outcome == Outcome::hard);
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.connections() == 1);
}

TEST_CASE("a connection takes as many messages as the settings say", "[dispatch][smtp_channel]") {
  World world;
  world.settings.messages_per_connection = 2;
  for (int message = 0; message < 5; ++message) CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.connections() == 3);
  const Lines& commands = world.server.commands();
  CHECK(std::count(commands.begin(), commands.end(), "1 QUIT") == 1);
}

TEST_CASE("a long message passes whole", "[dispatch][smtp_channel]") {
  World world;
  world.server.offer({"PIPELINING"});
  std::string content;
  for (int line = 0; line < 60'000; ++line) content += ".line " + std::to_string(line) + "\r\n";
  CHECK(world.send(make_mail(content)).outcome == Outcome::sent);
  REQUIRE(world.server.contents().size() == 1);
  CHECK(world.server.contents()[0].size() == content.size() + 60'000 + 3);
}

TEST_CASE("every lane has a connection of its own, opened when needed",
          "[dispatch][smtp_channel]") {
  World world;
  world.settings.connections = 4;
  SmtpChannel channel(world.io, world.settings);
  CHECK(channel.name() == "smtp");
  CHECK(channel.width() == 4);
  int sent = 0;
  for (int lane = 0; lane < 3; ++lane) {
    channel.send(lane, make_mail(),
                 [&sent](const SendResult& result) { sent += result.outcome == Outcome::sent; });
  }
  run_until(world.io, [&sent] { return sent == 3; });
  CHECK(world.server.connections() == 3);
  close(world.io, channel);
}

TEST_CASE("the next message may be sent from within the last one's answer",
          "[dispatch][smtp_channel]") {
  World world;
  SmtpChannel channel(world.io, world.settings);
  int left = 100;
  std::function<void(SendResult)> next = [&](const SendResult& result) {
    CHECK(result.outcome == Outcome::sent);
    if (--left > 0) channel.send(0, make_mail(), next);
  };
  channel.send(0, make_mail(), next);
  run_until(world.io, [&left] { return left == 0; });
  CHECK(world.server.connections() == 1);
  CHECK(world.server.contents().size() == 100);
}

TEST_CASE("close lets a message end, gives up one without connection, and frees the loop",
          "[dispatch][smtp_channel]") {
  World world;
  world.settings.connections = 2;
  auto channel = std::make_unique<SmtpChannel>(world.io, world.settings);
  std::vector<Outcome> outcomes;
  const auto note = [&outcomes](const SendResult& result) { outcomes.push_back(result.outcome); };
  channel->send(0, make_mail(), note);
  run_until(world.io, [&world] { return world.server.commands().size() == 2; });
  channel->send(1, make_mail(), note);
  bool closed = false;
  channel->close([&] {
    closed = true;
    channel.reset();
  });
  run_until(world.io, [&closed] { return closed; });
  CHECK(outcomes == std::vector<Outcome>{Outcome::unavailable, Outcome::sent});
  CHECK(world.server.commands().back() == "1 QUIT");
  world.server.stop_listening();
  world.io.restart();
  world.io.run_for(std::chrono::seconds(20));
  CHECK(world.io.stopped());
}

TEST_CASE("a channel that never sent closes at once", "[dispatch][smtp_channel]") {
  World world;
  SmtpChannel channel(world.io, world.settings);
  close(world.io, channel);
  CHECK(world.server.connections() == 0);
}

TEST_CASE("settings that cannot work are refused", "[dispatch][smtp_channel]") {
  World world;
  const auto refuse = [&world](const std::function<void(SmtpSettings&)>& change) {
    SmtpSettings settings = world.settings;
    change(settings);
    CHECK_THROWS_AS(SmtpChannel(world.io, settings), keste::Fault);
  };
  refuse([](SmtpSettings& s) { s.host = ""; });
  refuse([](SmtpSettings& s) { s.port = 0; });
  refuse([](SmtpSettings& s) { s.connections = 257; });
  refuse([](SmtpSettings& s) { s.helo = "a\r\nDATA"; });
  refuse([](SmtpSettings& s) { s.user = "only"; });
  refuse([](SmtpSettings& s) {
    s.tls = TlsMode::required;
    s.ca_file = "/nonexistent/ca.pem";
  });
}
