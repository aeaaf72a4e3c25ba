// The HTTP client against a scripted server: answers, losses, time-outs, TLS, private addresses.
#include "dispatch/http_client.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "http_fake_server.hpp"
#include "smtp_test_certificate.hpp"

using namespace keste::dispatch;
using namespace keste::dispatch::test;
using Then = HttpAnswer::Then;
using Kind = HttpOutcome::Kind;
using Catch::Matchers::Contains;

namespace {

HttpRequest post(const std::string& body = "body") {
  HttpRequest request;
  request.target = "/send?key=secret";
  request.headers = {{"Content-Type", "text/plain"}};
  request.body = body;
  return request;
}

struct World {
  World() {
    settings.is_secure = false;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    settings.timeouts.check_every = std::chrono::milliseconds(5);
  }

  HttpClient& open() {
    if (client == nullptr) client = std::make_unique<HttpClient>(io, settings);
    return *client;
  }
  HttpOutcome send(HttpRequest request = post(), int lane = 0) {
    std::optional<HttpOutcome> got;
    open().send(lane, std::move(request),
                [&got](HttpOutcome outcome) { got = std::move(outcome); });
    REQUIRE(!got);
    run_until(io, [&got] { return got.has_value(); });
    return *got;
  }
  void close() {
    bool closed = false;
    open().close([&closed] { closed = true; });
    run_until(io, [&closed] { return closed; });
  }

  boost::asio::io_context io;
  FakeHttpServer server{io};
  HttpSettings settings;
  std::unique_ptr<HttpClient> client;
};

}  // namespace

TEST_CASE("requests go over one connection as long as the server keeps it",
          "[dispatch][http_client]") {
  World world;
  world.server.on_request({answer(200, "one"), answer(404, "two"), answer(204),
                           answer(200, "four", "Connection: close\r\n"), answer(200, "five")});
  const HttpOutcome first = world.send();
  CHECK(first.kind == Kind::answered);
  CHECK(first.reply.status == 200);
  CHECK(first.reply.body == "one");
  CHECK(world.send().reply.body == "two");
  CHECK(world.send().reply.status == 204);
  CHECK(world.send().reply.body == "four");
  CHECK(world.server.connections() == 1);
  CHECK(world.send().reply.body == "five");
  CHECK(world.server.connections() == 2);
  const SeenRequest& seen = world.server.requests()[0];
  CHECK(seen.line == "POST /send?key=secret");
  CHECK(seen.header("host") == "127.0.0.1:" + std::to_string(world.server.port()));
  CHECK(seen.header("content-type") == "text/plain");
  CHECK(seen.header("content-length") == "4");
  CHECK(seen.body == "body");
  world.close();
}

TEST_CASE("answers come in many shapes", "[dispatch][http_client]") {
  struct Row {
    std::string text;
    Then then;
    std::string body;
  };
  const Row rows[] = {
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
       Then::stay, "abcde"},
      {"HTTP/1.1 200 OK\r\n\r\nuntil the end", Then::close, "until the end"},
      {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", Then::close, "ok"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" +
           answer(200, "late"),
       Then::stay, "late"},
  };
  for (const Row& row : rows) {
    for (const bool slowly : {false, true}) {
      CAPTURE(row.text, slowly);
      World world;
      if (slowly) world.server.send_byte_by_byte();
      world.server.on_request({{row.text, row.then}});
      const HttpOutcome outcome = world.send();
      CHECK(outcome.kind == Kind::answered);
      CHECK(outcome.reply.status == 200);
      CHECK(outcome.reply.body == row.body);
      CHECK(world.send().kind == Kind::answered);
    }
  }
}

TEST_CASE("an answer is kept up to its bound", "[dispatch][http_client]") {
  World world;
  world.settings.body_max = 1000;
  world.server.on_request({answer(200, std::string(1000, 'x')),
                           answer(201, std::string(9000, 'x')),
                           {"HTTP/1.1 202 OK\r\nContent-Length: 99999999999\r\n\r\nxxx"},
                           {"HTTP/1.1 203 OK\r\n\r\n" + std::string(9000, 'x')}});
  const HttpOutcome whole = world.send();
  CHECK(whole.reply.body.size() == 1000);
  CHECK_FALSE(whole.reply.is_cut);
  for (const int status : {201, 202, 203}) {
    CAPTURE(status);
    const HttpOutcome cut = world.send();
    CHECK(cut.kind == Kind::answered);
    CHECK(cut.reply.status == status);
    CHECK(cut.reply.is_cut);
    CHECK(cut.reply.body.size() <= 1000);
  }
  CHECK(world.server.connections() == 3);
}

TEST_CASE("a loss after the request is told apart from one before", "[dispatch][http_client]") {
  for (const HttpAnswer& bad :
       {HttpAnswer(Then::close), HttpAnswer(Then::reset),
        HttpAnswer("HTTP/1.1 200 OK\r\nCont", Then::close),
        HttpAnswer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", Then::close),
        HttpAnswer("SSH-2.0-OpenSSH\r\n"),
        HttpAnswer("HTTP/1.1 200 OK\r\n" + std::string(70'000, 'x'))}) {
    CAPTURE(bad.text.substr(0, 40));
    World world;
    world.server.on_request({bad, answer(200, "fine")});
    const HttpOutcome outcome = world.send();
    CHECK(outcome.kind == Kind::lost);
    CHECK_THAT(outcome.reason, Contains("127.0.0.1"));
    CHECK_THAT(outcome.reason, !Contains("secret"));
    CHECK(world.server.requests().size() == 1);
    CHECK(world.send().reply.body == "fine");
  }
}

TEST_CASE("nothing was sent when nobody is there", "[dispatch][http_client]") {
  World world;
  world.open();
  world.server.stop_listening();
  const HttpOutcome outcome = world.send();
  CHECK(outcome.kind == Kind::not_sent);
  CHECK_THAT(outcome.reason, Contains("connecting to 127.0.0.1:"));
}

TEST_CASE("a connection that the server closed while idle is opened anew",
          "[dispatch][http_client]") {
  World world;
  CHECK(world.send().kind == Kind::answered);
  world.server.hang_up();
  world.io.restart();
  while (world.io.poll() > 0) continue;
  CHECK(world.send().kind == Kind::answered);
  CHECK(world.server.connections() == 2);
  CHECK(world.server.requests().size() == 2);
}

TEST_CASE("a server that says more than it was asked loses the connection",
          "[dispatch][http_client]") {
  World world;
  world.server.on_request({answer(200, "a") + answer(200, "smuggled"), answer(200, "b")});
  CHECK(world.send().reply.body == "a");
  CHECK(world.send().reply.body == "b");
  CHECK(world.server.connections() == 2);
}

TEST_CASE("a silent server is given up", "[dispatch][http_client]") {
  World world;
  world.settings.timeouts.answer = std::chrono::milliseconds(30);
  world.server.on_request({Then::silence});
  const HttpOutcome outcome = world.send();
  CHECK(outcome.kind == Kind::lost);
  CHECK_THAT(outcome.reason, Contains("no answer within 30 ms"));
  CHECK(world.send().kind == Kind::answered);
  CHECK(world.server.connections() == 2);
}

TEST_CASE("an idle connection is closed after a while", "[dispatch][http_client]") {
  World world;
  world.settings.timeouts.idle = std::chrono::milliseconds(20);
  CHECK(world.send().kind == Kind::answered);
  // With the connection gone only the server's own accept is left to wait for.
  world.server.stop_listening();
  world.io.restart();
  world.io.run_for(std::chrono::seconds(20));
  CHECK(world.io.stopped());
}

TEST_CASE("lanes do not wait for each other", "[dispatch][http_client]") {
  World world;
  world.settings.connections = 2;
  world.server.on_request({Then::silence, answer(200, "second")});
  std::optional<HttpOutcome> first;
  world.open().send(0, post(), [&first](HttpOutcome outcome) { first = std::move(outcome); });
  run_until(world.io, [&world] { return world.server.requests().size() == 1; });
  CHECK(world.send(post(), 1).reply.body == "second");
  CHECK_FALSE(first.has_value());
}

TEST_CASE("closing waits for what was sent and gives up what was not", "[dispatch][http_client]") {
  World world;
  std::optional<HttpOutcome> got;
  world.open().send(0, post(), [&got](HttpOutcome outcome) { got = std::move(outcome); });
  run_until(world.io, [&world] { return world.server.requests().size() == 1; });
  world.close();
  REQUIRE(got);
  CHECK(got->kind == Kind::answered);

  World other;
  std::optional<HttpOutcome> dropped;
  other.open().send(0, post(), [&dropped](HttpOutcome outcome) { dropped = std::move(outcome); });
  other.close();
  REQUIRE(dropped);
  CHECK(dropped->kind == Kind::not_sent);
}

TEST_CASE("https is spoken with the host that its certificate names", "[dispatch][http_client]") {
  struct Row {
    const char* name;
    bool trusted;
    Kind kind;
  };
  for (const Row& row :
       {Row{"IP:127.0.0.1", true, Kind::answered}, Row{"IP:127.0.0.1", false, Kind::not_sent},
        Row{"DNS:other.example.kz", true, Kind::not_sent}}) {
    CAPTURE(row.name, row.trusted);
    TestCertificate certificate(row.name);
    World world;
    world.server.use_tls(certificate.server());
    world.settings.is_secure = true;
    if (row.trusted) world.settings.ca_file = certificate.file();
    world.server.on_request({answer(200, "sealed")});
    const HttpOutcome outcome = world.send();
    CHECK(outcome.kind == row.kind);
    if (row.kind == Kind::answered) {
      CHECK(outcome.reply.body == "sealed");
      CHECK(world.send().kind == Kind::answered);
      CHECK(world.server.connections() == 1);
    } else {
      CHECK_THAT(outcome.reason, Contains("TLS with 127.0.0.1:"));
    }
  }
}

TEST_CASE("private addresses are refused after the name was looked up", "[dispatch][http_client]") {
  for (const char* host :
       {"127.0.0.1", "localhost", "::1", "::ffff:127.0.0.1", "169.254.169.254"}) {
    CAPTURE(host);
    World world;
    world.settings.host = host;
    world.settings.allow_private = false;
    const HttpOutcome outcome = world.send();
    CHECK(outcome.kind == Kind::not_sent);
    CHECK_THAT(outcome.reason, Contains("is a private address"));
    CHECK(world.server.connections() == 0);
  }
}

TEST_CASE("a client may go while requests are under way", "[dispatch][http_client]") {
  World world;
  world.server.on_request({Then::silence});
  bool called = false;
  world.open().send(0, post(), [&called](const HttpOutcome&) { called = true; });
  run_until(world.io, [&world] { return world.server.requests().size() == 1; });
  world.client.reset();
  world.server.stop_listening();
  world.io.restart();
  world.io.run_for(std::chrono::seconds(20));
  CHECK_FALSE(called);
}

TEST_CASE("Retry-After is read as seconds or as a date", "[dispatch][http_client]") {
  const char* date = "Wed, 20 Sep 2023 06:00:00 GMT";
  struct Row {
    const char* text;
    std::optional<int> seconds;
  };
  for (const Row& row : {Row{"0", 0}, Row{"120", 120}, Row{"999999999", 86'400},
                         Row{"-5", std::nullopt}, Row{"", std::nullopt}, Row{"soon", std::nullopt},
                         Row{"12 s", std::nullopt}, Row{"Wed, 20 Sep 2023 06:02:00 GMT", 120},
                         Row{"Wed, 20 Sep 2023 05:00:00 GMT", std::nullopt},
                         Row{"Fri, 20 Oct 2023 06:02:00 GMT", 86'400},
                         Row{"Wed, 20 Foo 2023 06:02:00 GMT", std::nullopt}}) {
    CAPTURE(row.text);
    const auto read = read_retry_after(row.text, date);
    CHECK(read.has_value() == row.seconds.has_value());
    if (read && row.seconds) CHECK(read->count() == *row.seconds);
  }
  CHECK_FALSE(read_retry_after("Wed, 20 Sep 2023 06:02:00 GMT", "").has_value());
}
