// The SMTP channel when the server drops, stalls, talks nonsense or is not there.
#include <boost/asio/ip/tcp.hpp>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "dispatch/smtp_channel.hpp"
#include "smtp_fake_server.hpp"

using namespace keste::dispatch;
using namespace keste::dispatch::test;
using Then = Answer::Then;
using std::chrono::milliseconds;

namespace {

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

void hurry(SmtpSettings& settings) {
  SmtpTimeouts& timeouts = settings.timeouts;
  timeouts.connect = timeouts.greeting = timeouts.command = timeouts.data = timeouts.content =
      timeouts.quit = milliseconds(30);
  timeouts.check_every = milliseconds(5);
}

struct Fault {
  std::string step;
  Answer answer;
  Outcome outcome;
};

void check_fault(const Fault& fault, bool pipelining) {
  CAPTURE(fault.step, fault.answer.text, static_cast<int>(fault.answer.then), pipelining);
  World world;
  if (pipelining) world.server.offer({"PIPELINING"});
  world.server.on(fault.step, {fault.answer});
  const SendResult result = world.send();
  CHECK(static_cast<int>(result.outcome) == static_cast<int>(fault.outcome));
  CHECK(!result.reason.empty());
  CHECK(result.reason.size() <= 200);
  CHECK(world.send().outcome == Outcome::sent);
  CHECK(world.server.connections() == 2);
}

}  // namespace

TEST_CASE("a server that hangs up at any step leaves a clear outcome", "[dispatch][smtp_channel]") {
  for (const bool pipelining : {false, true}) {
    for (const Then how : {Then::close, Then::reset}) {
      for (const char* step : {"connect", "EHLO", "MAIL", "RCPT", "DATA"}) {
        check_fault({step, {"", how}, Outcome::unavailable}, pipelining);
        check_fault({step, {"421 4.3.2 bye", Then::close}, Outcome::unavailable}, pipelining);
      }
      check_fault({".", {"", how}, Outcome::ambiguous}, pipelining);
    }
    check_fault({".", {"421 4.3.2 bye", Then::close}, Outcome::soft}, pipelining);
    check_fault({"connect", {"220 hello", Then::close}, Outcome::unavailable}, pipelining);
    check_fault({"MAIL", {"250 ok", Then::close}, Outcome::unavailable}, pipelining);
    check_fault({"RCPT", {"250 ok", Then::close}, Outcome::unavailable}, pipelining);
    check_fault({"connect", {"554 5.7.1 no", Then::close}, Outcome::unavailable}, pipelining);
    check_fault({"EHLO", {"421 4.3.2 bye", Then::stay}, Outcome::unavailable}, pipelining);
  }
}

TEST_CASE("nonsense ends the connection and never the process", "[dispatch][smtp_channel]") {
  const std::vector<std::string> nonsense = {"hello",
                                             "250_ok",
                                             "250-a\r\n251 b",
                                             "\r\n",
                                             "999 unheard",
                                             std::string(5000, 'x'),
                                             "250-" + std::string(3000, 'y'),
                                             std::string("\0\xff\xfe\n", 4)};
  std::string endless;
  for (int line = 0; line < 500; ++line) endless += "250-more\r\n";
  for (const bool pipelining : {false, true}) {
    for (const char* step : {"connect", "EHLO", "MAIL", "RCPT", "DATA"}) {
      for (const std::string& text : nonsense) {
        check_fault({step, text, Outcome::unavailable}, pipelining);
      }
      check_fault({step, endless, Outcome::unavailable}, pipelining);
    }
    check_fault({".", "what", Outcome::ambiguous}, pipelining);
    check_fault({".", "334 odd", Outcome::ambiguous}, pipelining);
    check_fault({"DATA", "250 odd", Outcome::unavailable}, pipelining);
  }
}

TEST_CASE("a server that says more than it was asked is not used again",
          "[dispatch][smtp_channel]") {
  for (const char* extra : {"250 queued\r\n250 more", "250 queued\r\n25"}) {
    World world;
    world.server.on(".", {extra});
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.server.connections() == 2);
  }
}

TEST_CASE("a server that answers everything ahead is not believed", "[dispatch][smtp_channel]") {
  World world;
  world.server.on("connect", {"220 a\r\n250 a\r\n250 a\r\n250 a\r\n354 a\r\n250 a\r\n250 a"});
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(world.server.contents().empty());
}

TEST_CASE("each step has its deadline", "[dispatch][smtp_channel]") {
  struct Row {
    std::string step;
    Outcome outcome;
    std::string word;
  };
  const std::vector<Row> rows = {
      {"connect", Outcome::unavailable, "greeting"}, {"EHLO", Outcome::unavailable, "EHLO"},
      {"MAIL", Outcome::unavailable, "MAIL"},        {"RCPT", Outcome::unavailable, "RCPT"},
      {"DATA", Outcome::unavailable, "DATA"},        {".", Outcome::ambiguous, "the final dot"}};
  for (const Row& row : rows) {
    CAPTURE(row.step);
    World world;
    hurry(world.settings);
    world.server.on(row.step, {""});
    const SendResult result = world.send();
    CHECK(result.outcome == row.outcome);
    CHECK(result.reason == row.word + ": no answer within 30 ms");
  }
}

TEST_CASE("a server that is slow over a connection kept open is not tried twice",
          "[dispatch][smtp_channel]") {
  World world;
  hurry(world.settings);
  CHECK(world.send().outcome == Outcome::sent);
  world.server.on("MAIL", {""});
  CHECK(world.send().outcome == Outcome::unavailable);
  CHECK(world.server.connections() == 1);
}

TEST_CASE("a server that takes QUIT in silence does not hold up the close",
          "[dispatch][smtp_channel]") {
  World world;
  hurry(world.settings);
  world.server.on("QUIT", {""});
  CHECK(world.send().outcome == Outcome::sent);
  close(world.io, *world.channel);
}

TEST_CASE("a server that stops reading in mid-content has not got the message",
          "[dispatch][smtp_channel]") {
  struct Row {
    std::string said;
    Outcome outcome;
  };
  for (const Row& row :
       {Row{"354 go", Outcome::unavailable}, Row{"354 go\r\n552 5.3.4 too much", Outcome::hard},
        Row{"354 go\r\n452 4.3.1 full", Outcome::soft},
        Row{"354 go\r\n421 4.3.2 bye", Outcome::unavailable},
        Row{"354 go\r\n250 thanks", Outcome::unavailable}}) {
    CAPTURE(row.said);
    World world;
    hurry(world.settings);
    world.server.on("DATA", {{row.said, Then::deaf}});
    CHECK(world.send(make_mail(std::string(30'000'000, 'x'))).outcome == row.outcome);
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.server.connections() == 2);
  }
}

TEST_CASE("a server that hangs up before the content may have got it", "[dispatch][smtp_channel]") {
  // Whether the content has left whole is for the two kernels to decide.
  World world;
  world.server.on("DATA", {{"354 go", Then::close}});
  const Outcome outcome = world.send().outcome;
  CHECK((outcome == Outcome::ambiguous || outcome == Outcome::unavailable));
}

TEST_CASE("a connection that died while idle costs no message", "[dispatch][smtp_channel]") {
  for (const char* words : {"", "421 4.4.2 idle too long\r\n"}) {
    World world;
    CHECK(world.send().outcome == Outcome::sent);
    world.server.hang_up(words);
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.server.connections() == 2);
  }
}

TEST_CASE("a message that finds its connection closed goes over a new one, once",
          "[dispatch][smtp_channel]") {
  for (const bool pipelining : {false, true}) {
    for (const char* step : {"MAIL", "RCPT", "DATA"}) {
      for (const Answer& last : {Answer("421 4.7.0 enough", Then::close), Answer("", Then::close),
                                 Answer("", Then::reset)}) {
        CAPTURE(step, last.text, pipelining);
        World world;
        if (pipelining) world.server.offer({"PIPELINING"});
        CHECK(world.send().outcome == Outcome::sent);
        world.server.on(step, {last});
        CHECK(world.send().outcome == Outcome::sent);
        CHECK(world.server.connections() == 2);
        world.server.on(step, {last, last});
        CHECK(world.send().outcome == Outcome::unavailable);
        CHECK(world.server.connections() == 3);
        CHECK(world.server.contents().size() == 2);
      }
    }
  }
}

TEST_CASE("a loss after the final dot is never tried again", "[dispatch][smtp_channel]") {
  World world;
  CHECK(world.send().outcome == Outcome::sent);
  world.server.on(".", {{"", Then::reset}});
  CHECK(world.send().outcome == Outcome::ambiguous);
  CHECK(world.server.connections() == 1);
  CHECK(world.server.contents().size() == 2);
}

TEST_CASE("a server that is not there is told at once", "[dispatch][smtp_channel]") {
  World world;
  world.server.stop_listening();
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason ==
        "connecting to 127.0.0.1:" + std::to_string(world.settings.port) + ": Connection refused");
  CHECK(world.send().outcome == Outcome::unavailable);
}

TEST_CASE("a host that does not answer at all meets the deadline", "[dispatch][smtp_channel]") {
  namespace asio = boost::asio;
  World world;
  asio::ip::tcp::acceptor acceptor(world.io);
  acceptor.open(asio::ip::tcp::v4());
  acceptor.bind({asio::ip::make_address("127.0.0.1"), 0});
  acceptor.listen(0);
  // A full backlog drops what comes after.
  std::vector<asio::ip::tcp::socket> waiting;
  for (int queued = 0; queued < 4; ++queued) {
    waiting.emplace_back(world.io);
    waiting.back().async_connect(acceptor.local_endpoint(), [](boost::system::error_code) {});
  }
  world.settings.port = acceptor.local_endpoint().port();
  hurry(world.settings);
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason.ends_with(": no answer within 30 ms"));
}

TEST_CASE("a name is looked up, and its addresses are tried in turn", "[dispatch][smtp_channel]") {
  World world;
  world.settings.host = "localhost";
  CHECK(world.send().outcome == Outcome::sent);
  world.server.hang_up();
  CHECK(world.send().outcome == Outcome::sent);
}

TEST_CASE("a name that does not exist makes the server unavailable", "[dispatch][smtp_channel]") {
  World world;
  world.settings.host = "no-such-host.invalid";
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK(result.reason.starts_with("looking up no-such-host.invalid: "));
}

TEST_CASE("a channel may go while everything is under way", "[dispatch][smtp_channel]") {
  for (const char* step : {"connect", "EHLO", "MAIL", "DATA", "."}) {
    World world;
    world.settings.host = "localhost";
    world.settings.connections = 2;
    world.server.on(step, {"", ""});
    bool answered = false;
    auto channel = std::make_unique<SmtpChannel>(world.io, world.settings);
    for (int lane : {0, 1}) channel->send(lane, make_mail(), [&](SendResult) { answered = true; });
    run_until(world.io, [&world] { return world.server.connections() == 2; });
    for (int turn = 0; turn < 20; ++turn) world.io.poll_one();
    channel.reset();
    world.io.poll();
    CHECK(!answered);
  }
}
