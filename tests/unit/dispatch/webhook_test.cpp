// Signed calls: the signature, what is told, and what the receiver's answer means.
#include "dispatch/webhook_channel.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "base/base64.hpp"
#include "dispatch/webhook_composer.hpp"
#include "dispatch/webhook_signature.hpp"
#include "http_fake_server.hpp"
#include "season_fixture.hpp"
#include "smtp_test_certificate.hpp"

namespace keste::dispatch {
namespace {

using test::answer;
using test::HttpAnswer;
using Then = HttpAnswer::Then;

const std::string spec_key = *from_base64("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

struct World {
  World() {
    settings.server = {false, "127.0.0.1", server.port()};
    settings.target = "/hooks/keste?from=1";
    settings.keys = {spec_key};
    settings.allow_private = true;
    timeouts.answer = std::chrono::milliseconds(50);
    timeouts.check_every = std::chrono::milliseconds(5);
  }

  SendResult send(const std::string& body = "{}") {
    if (!channel) channel.emplace(io, settings, clock, timeouts);
    Outgoing call;
    call.message_id = "keste.pkr-2023.7";
    call.content = body;
    std::optional<SendResult> got;
    channel->send(0, call, [&got](SendResult result) { got = std::move(result); });
    test::run_until(io, [&got] { return got.has_value(); });
    return *got;
  }

  boost::asio::io_context io;
  test::FakeHttpServer server{io};
  config::WebhookSettings settings;
  ManualClock clock{instant("2023-09-05T08:00:01.9Z")};
  HttpTimeouts timeouts;
  std::optional<WebhookChannel> channel;
};

TEST_CASE("the signature is that of the published example", "[dispatch][webhook]") {
  CHECK(sign_webhook({spec_key}, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                     R"({"test": 2432232314})") ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("two keys in rotation give two signatures", "[dispatch][webhook]") {
  const std::string other(24, 'k');
  const std::string first = sign_webhook({spec_key}, "a", 1, "{}");
  const std::string second = sign_webhook({other}, "a", 1, "{}");
  CHECK(first != second);
  CHECK(sign_webhook({spec_key, other}, "a", 1, "{}") == first + " " + second);
}

TEST_CASE("a call has an id that stays, a time and a signature over both", "[dispatch][webhook]") {
  World world;
  world.server.on_request({HttpAnswer(answer(500)), HttpAnswer(answer(204))});
  CHECK(world.send(R"({"a":1})").outcome == Outcome::soft);
  world.clock.set(instant("2023-09-05T08:01:02Z"));
  CHECK(world.send(R"({"a":1})").outcome == Outcome::sent);
  const auto& requests = world.server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].line == "POST /hooks/keste?from=1");
  CHECK(requests[0].body == R"({"a":1})");
  CHECK(requests[0].header("content-type") == "application/json");
  CHECK(requests[0].header("webhook-timestamp") == "1693900801");
  CHECK(requests[1].header("webhook-timestamp") == "1693900862");
  for (const auto& request : requests) {
    CHECK(request.header("webhook-id") == "keste.pkr-2023.7");
    CHECK(request.header("webhook-signature") ==
          sign_webhook({spec_key}, "keste.pkr-2023.7",
                       std::stol(request.header("webhook-timestamp")), R"({"a":1})"));
  }
}

TEST_CASE("what the receiver answers", "[dispatch][webhook]") {
  struct Row {
    HttpAnswer answer;
    Outcome outcome;
    const char* reason;
  };
  for (const Row& row :
       {Row{answer(200, "<html>"), Outcome::sent, ""}, Row{answer(202), Outcome::sent, ""},
        Row{answer(302, "", "Location: http://169.254.169.254/\r\n"), Outcome::soft, "HTTP 302"},
        Row{answer(404), Outcome::soft, "HTTP 404"}, Row{answer(410), Outcome::hard, "HTTP 410"},
        Row{answer(429), Outcome::soft, "HTTP 429"}, Row{answer(503), Outcome::soft, "HTTP 503"}}) {
    CAPTURE(row.answer.text);
    World world;
    world.server.on_request({row.answer});
    const SendResult result = world.send();
    CHECK(result.outcome == row.outcome);
    CHECK(result.reason == row.reason);
    CHECK(world.server.requests().size() == 1);
  }
  for (const Then then : {Then::close, Then::silence}) {
    World world;
    world.server.on_request({then});
    CHECK(world.send().outcome == Outcome::ambiguous);
  }
}

TEST_CASE("a receiver may ask for time", "[dispatch][webhook]") {
  World world;
  world.server.on_request({HttpAnswer(answer(429, "", "Retry-After: 300\r\n"))});
  CHECK(world.send().retry_after == std::chrono::seconds(300));
}

TEST_CASE("a private address is not called unless that is allowed", "[dispatch][webhook]") {
  World world;
  world.settings.allow_private = false;
  world.settings.server.host = "localhost";
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::unavailable);
  CHECK_THAT(result.reason, Catch::Matchers::Contains("is a private address"));
  CHECK(world.server.connections() == 0);
}

TEST_CASE("a call goes over TLS", "[dispatch][webhook]") {
  test::TestCertificate certificate("IP:127.0.0.1");
  World world;
  world.server.use_tls(certificate.server());
  world.settings.server.is_secure = true;
  world.settings.ca_file = certificate.file();
  CHECK(world.send().outcome == Outcome::sent);
}

TEST_CASE("an applicant is told of by number, and nothing personal", "[dispatch][webhook]") {
  engine::Notification n = make_notification("session_changed", Language::kk);
  n.phone = "+77011234567";
  n.test = "QAZTEST";
  n.result = {"B1", "certificate", "KZ-123", "final"};
  n.before = engine::Sitting{"astana-0919-1", instant("2023-09-19T10:00:00+06:00"), {}, {}};
  const auto call = WebhookComposer("pkr-2023").compose(n);
  REQUIRE(bool(call));
  CHECK(call.value().message_id == "keste.pkr-2023.7");
  CHECK(call.value().content ==
        R"({"type":"keste.session_changed","timestamp":"2023-09-05T08:00:00Z","data":{)"
        R"("campaign":"pkr-2023","application":42,"test":"QAZTEST","city":"astana",)"
        R"("session":"astana-0920-1","starts_at":"2023-09-20T04:00:00Z",)"
        R"("ends_at":"2023-09-20T06:30:00Z","due_at":"2023-09-22T12:00:00Z",)"
        R"("before":{"session":"astana-0919-1","starts_at":"2023-09-19T04:00:00Z"},)"
        R"("result":{"status":"final","document":"certificate"}}})");
}

TEST_CASE("a branch is told of by its figures", "[dispatch][webhook]") {
  engine::Notification n = make_notification("window_closed", Language::kk);
  n.application = {0};
  n.session.clear();
  n.starts_at = n.ends_at = n.due_at = {};
  n.figures = {10, 8, 1, 1, 0};
  CHECK(WebhookComposer("pkr-2023").compose(n).value().content ==
        R"({"type":"keste.window_closed","timestamp":"2023-09-05T08:00:00Z","data":{)"
        R"("campaign":"pkr-2023","city":"astana","figures":{"accepted":10,"seated":8,)"
        R"("waitlisted":1,"withdrawn":1,"missing":0}}})");
}

}  // namespace
}  // namespace keste::dispatch
