// The SMS channel and its gateway against a scripted server.
#include "dispatch/sms_channel.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "http_fake_server.hpp"
#include "sms_fixture.hpp"

using namespace keste::dispatch;
using namespace keste::dispatch::test;
using Then = HttpAnswer::Then;
using Catch::Matchers::Contains;

namespace {

struct World {
  explicit World(keste::config::SmsSettings with = mobizon()) : settings(std::move(with)) {
    settings.server = {false, "127.0.0.1", server.port()};
    settings.connections = 1;
    timeouts.answer = std::chrono::milliseconds(50);
    timeouts.check_every = std::chrono::milliseconds(5);
  }

  SendResult send(const Outgoing& message = make_sms()) {
    if (!gateway) gateway.emplace(settings);
    if (!channel) channel.emplace(io, *gateway, timeouts);
    std::optional<SendResult> got;
    channel->send(0, message, [&got](SendResult result) { got = std::move(result); });
    REQUIRE(!got);
    run_until(io, [&got] { return got.has_value(); });
    return *got;
  }

  boost::asio::io_context io;
  FakeHttpServer server{io};
  keste::config::SmsSettings settings;
  HttpTimeouts timeouts;
  std::optional<SmsGateway> gateway;
  std::optional<SmsChannel> channel;
};

const char* taken = R"({"code":0,"data":{"messageId":42}})";

}  // namespace

TEST_CASE("a message goes as the settings say", "[dispatch][sms_channel]") {
  World world;
  world.settings.send.headers = {{"X-Key", pattern("k-{secret.api_key}")}};
  world.server.on_request({answer(200, taken)});
  const SendResult result = world.send();
  CHECK(result.outcome == Outcome::sent);
  CHECK(result.provider_id == "42");
  const SeenRequest& seen = world.server.requests()[0];
  CHECK(seen.line == "POST /service/message/sendSmsMessage?apiKey=kz%26top%3Dsecret");
  CHECK(seen.header("content-type") == "application/x-www-form-urlencoded");
  CHECK(seen.header("x-key") == "k-kz&top=secret");
  CHECK(seen.body ==
        "recipient=77011234567&text=%D0%A1%D3%99%D0%BB%D0%B5%D0%BC%2C%20100%25%21&from=KESTE");
}

TEST_CASE("JSON and GET are spoken too", "[dispatch][sms_channel]") {
  World json;
  json.settings.send.form.clear();
  json.settings.send.json = pattern(R"({"to": "{phone}", "text": "{text}", "n": {id}})");
  CHECK(json.send(make_sms("say \"no\"\n\\ {phone} ә")).outcome == Outcome::soft);
  CHECK(json.server.requests()[0].header("content-type") == "application/json");
  CHECK(json.server.requests()[0].body ==
        R"({"to": "+77011234567", "text": "say \"no\"\n\\ {phone} ә", "n": 7})");
  World asked;
  asked.settings.send = {"GET", pattern("/send?to={phone}&text={text}"), {}, {}, {}};
  asked.send(make_sms("a&b c"));
  CHECK(asked.server.requests()[0].line == "GET /send?to=%2B77011234567&text=a%26b%20c");
  CHECK(asked.server.requests()[0].header("content-length").empty());
}

TEST_CASE("what may go wrong has its own outcome", "[dispatch][sms_channel]") {
  struct Row {
    HttpAnswer answer;
    Outcome outcome;
  };
  for (const Row& row :
       {Row{answer(200, R"({"code":1})"), Outcome::hard},
        Row{answer(200, R"({"code":99})"), Outcome::soft},
        Row{answer(200, R"({"code":8})"), Outcome::unavailable}, Row{answer(503), Outcome::soft},
        Row{answer(401), Outcome::unavailable}, Row{Then::silence, Outcome::ambiguous},
        Row{Then::close, Outcome::ambiguous}, Row{Then::reset, Outcome::ambiguous}}) {
    CAPTURE(row.answer.text, static_cast<int>(row.answer.then));
    World world;
    world.server.on_request({row.answer, answer(200, taken)});
    CHECK(world.send().outcome == row.outcome);
    CHECK(world.send().outcome == Outcome::sent);
    CHECK(world.server.requests().size() == 2);
  }
}

TEST_CASE("nobody there means not tried", "[dispatch][sms_channel]") {
  World world;
  world.server.stop_listening();
  world.settings.server.port = 1;
  CHECK(world.send().outcome == Outcome::unavailable);
}

TEST_CASE("a reason holds no secret, no number and no text", "[dispatch][sms_channel]") {
  World world;
  world.server.on_request(
      {answer(200, R"({"code":99,"message":"apiKey kz&top=secret (kz%26top%3Dsecret) may not send)"
                   R"( 'Сәлем, 100%!' to +77011234567 77011234567, ask help@mobizon.example"})")});
  const SendResult result = world.send();
  CHECK(result.reason ==
        "HTTP 200, code 99: apiKey [secret] ([secret]) may not send '[text]' to [number] "
        "[number], ask [address]");
}

TEST_CASE("the question about states names the messages", "[dispatch][sms_channel]") {
  const SmsGateway gateway(mobizon());
  const HttpRequest request = gateway.make_status({"1", "22", "a b"});
  CHECK(request.target == "/service/message/getSMSStatus?apiKey=kz%26top%3Dsecret");
  CHECK(request.body == "ids=1%2C22%2Ca%20b");
}
