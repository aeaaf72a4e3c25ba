// Rounds of questions about what the gateway has taken over.
#include "dispatch/sms_poller.hpp"

#include <catch2/catch.hpp>
#include <optional>

#include "dispatch_fakes.hpp"
#include "http_fake_server.hpp"
#include "sms_fixture.hpp"

namespace keste::dispatch {
namespace {

using test::answer;
using test::HttpAnswer;
using State = engine::DeliveryReport::State;

class Ledger final : public engine::Outbox {
 public:
  void claim(std::string_view, int,
             std::function<void(std::vector<engine::Notification>)>) override {}
  void settle(std::vector<engine::Settlement>, std::function<void()>) override {}
  void on_due(std::string_view, std::function<void()>) override {}
  void list_accepted(std::string_view channel, int,
                     std::function<void(std::vector<std::string>)> done) override {
    CHECK(channel == "sms");
    ++lists;
    done(accepted);
  }
  void note_deliveries(std::vector<engine::DeliveryReport> reports,
                       std::function<void()> done) override {
    noted.insert(noted.end(), reports.begin(), reports.end());
    done();
  }
  bool holds(std::int64_t) const override { return true; }
  std::vector<std::string> accepted;
  std::vector<engine::DeliveryReport> noted;
  int lists = 0;
};

struct World {
  World() : gateway(mobizon()), http(io, http_settings()) {}

  HttpSettings http_settings() {
    HttpSettings settings;
    settings.is_secure = false;
    settings.host = "127.0.0.1";
    settings.port = server.port();
    return settings;
  }
  /// One round, until `asked` requests have come and the poller sleeps again.
  void round(std::size_t asked) {
    const std::size_t before = server.requests().size();
    loop.advance(std::chrono::seconds(60));
    test::run_until(io, [&] { return loop.wakes_at().has_value(); });
    REQUIRE(server.requests().size() == before + asked);
  }

  boost::asio::io_context io;
  test::FakeHttpServer server{io};
  SmsGateway gateway;
  HttpClient http;
  FakeLoop loop;
  Ledger ledger;
  std::vector<std::string> events;
  Log log{[this](const Event& event) { events.emplace_back(event.name); }};
  SmsPoller poller{{ledger, gateway, http, log, loop}};
};

TEST_CASE("a round asks about all that were taken over, in bounded requests",
          "[dispatch][sms_poller]") {
  World world;
  world.poller.start();
  world.round(0);
  CHECK(world.ledger.lists == 1);
  world.ledger.accepted = {"1", "2", "3"};
  world.server.on_request(
      {HttpAnswer(answer(200, R"({"code":0,"data":[{"id":1,"status":"DELIVRD"},)"
                              R"({"id":2,"status":"ENQUEUD"}]})")),
       HttpAnswer(answer(200, R"({"code":0,"data":[{"id":3,"status":"EXPIRED"}]})"))});
  world.round(2);
  CHECK(world.server.requests()[0].body == "ids=1%2C2");
  CHECK(world.server.requests()[1].body == "ids=3");
  REQUIRE(world.ledger.noted.size() == 3);
  CHECK(world.ledger.noted[0] == engine::DeliveryReport{"sms", "1", State::delivered, "DELIVRD"});
  CHECK(world.ledger.noted[1].state == State::under_way);
  CHECK(world.ledger.noted[2].state == State::undelivered);
  CHECK(world.events.empty());
}

TEST_CASE("a gateway that does not answer is told of once, and asked again later",
          "[dispatch][sms_poller]") {
  World world;
  world.poller.start();
  world.ledger.accepted = {"1", "2", "3"};
  world.server.on_request({HttpAnswer(answer(503)), HttpAnswer(answer(503)),
                           HttpAnswer(answer(200, "{}")), HttpAnswer(answer(200, "{}"))});
  world.round(1);
  world.round(1);
  CHECK(world.events == std::vector<std::string>{"sms_states_unknown"});
  world.round(2);
  CHECK(world.events == std::vector<std::string>{"sms_states_unknown", "sms_states_known"});
  CHECK(world.ledger.noted.empty());
}

TEST_CASE("stopping waits for the answer and records it", "[dispatch][sms_poller]") {
  World world;
  world.poller.start();
  world.ledger.accepted = {"1", "2", "3"};
  world.server.on_request({HttpAnswer(answer(200, R"({"data":[{"id":1,"status":"DELIVRD"}]})"))});
  world.loop.advance(std::chrono::seconds(60));
  bool stopped = false;
  world.poller.stop([&stopped] { stopped = true; });
  test::run_until(world.io, [&stopped] { return stopped; });
  CHECK(world.server.requests().size() == 1);
  CHECK(world.ledger.noted.size() == 1);
}

TEST_CASE("stopping an idle poller takes no time", "[dispatch][sms_poller]") {
  World world;
  world.poller.start();
  bool stopped = false;
  world.poller.stop([&stopped] { stopped = true; });
  test::run_until(world.io, [&stopped] { return stopped; });
  CHECK_FALSE(world.loop.wakes_at().has_value());
}

}  // namespace
}  // namespace keste::dispatch
