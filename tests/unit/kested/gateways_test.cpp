// The services of the channels over HTTP, from a due notification to what became of it.
#include "kested/sms_service.hpp"
#include "kested/webhook_service.hpp"
#include "unit/dispatch/dispatch_fakes.hpp"
#include "unit/dispatch/season_fixture.hpp"

#include <catch2/catch.hpp>

#include "unit/dispatch/http_fake_server.hpp"

namespace keste::kested {
namespace {

using dispatch::instant;
using dispatch::test::answer;
using dispatch::test::HttpAnswer;
using engine::Delivery;

config::Pattern pattern(std::string_view text) {
  auto parsed = config::parse_pattern(text, {"phone", "text", "id", "ids"});
  REQUIRE(bool(parsed));
  return std::move(parsed).value();
}

std::map<Language, config::MessagePatterns> make_sms_patterns() {
  auto patterns = dispatch::make_patterns();
  for (auto& [language, kinds] : patterns) {
    for (auto& [kind, texts] : kinds) texts.sms = "{city}";
  }
  return patterns;
}

engine::Notification make_notification(std::int64_t id, const char* channel) {
  auto notification = dispatch::make_notification("session_reminder", Language::en);
  notification.id = {id};
  notification.channel = channel;
  notification.phone = "+77011234567";
  return notification;
}

struct World {
  boost::asio::io_context io;
  dispatch::test::FakeHttpServer server{io};
  dispatch::AsioLoop loop{io.get_executor()};
  dispatch::FakeOutbox outbox{loop};
  ManualClock clock{instant("2023-09-19T12:00:00+06:00")};
  Log log{null_sink()};
  dispatch::Composer facts{dispatch::make_composer_settings(), dispatch::make_season(),
                           dispatch::Messages(make_sms_patterns()), clock};
  config::WebServer here{false, "127.0.0.1", server.port()};

  config::SmsSettings sms_settings() {
    config::SmsSettings sms;
    sms.server = here;
    sms.send.target = pattern("/send");
    sms.send.form = {{"to", pattern("{phone}")}, {"text", pattern("{text}")}};
    sms.reply.message_id_at = "/id";
    sms.per_number_per_hour = 2;
    config::SmsStatus status;
    status.call.target = pattern("/status?ids={ids}");
    sms.status = status;
    return sms;
  }
  void run_until_settled(std::size_t count) {
    dispatch::test::run_until(io, [&] { return outbox.settled.size() >= count; });
  }
  template <class Service>
  void stop(Service& service) {
    bool stopped = false;
    service.stop([&stopped] { stopped = true; });
    dispatch::test::run_until(io, [&stopped] { return stopped; });
  }
};

TEST_CASE("an SMS that is due is sent, and one too many is held", "[kested][sms_service]") {
  World world;
  SmsService service({world.io, world.outbox, world.facts, world.clock, world.log},
                     world.sms_settings(), dispatch::make_season(), 1);
  for (std::int64_t id = 1; id <= 3; ++id) world.outbox.add(make_notification(id, "sms"));
  world.outbox.add(make_notification(4, "email"));
  world.server.on_request({HttpAnswer(answer(200, R"({"id": 41})"))});
  service.start();
  world.run_until_settled(3);
  std::vector<std::string> provider_ids;
  for (const auto& settlement : world.outbox.settled) {
    if (settlement.delivery == Delivery::sent) provider_ids.push_back(settlement.provider_id);
    if (settlement.delivery != Delivery::held) continue;
    CHECK(settlement.id.value == 3);
    CHECK(settlement.retry_at == world.clock.now() + std::chrono::hours(1));
  }
  CHECK(provider_ids.size() == 2);
  CHECK(std::count(provider_ids.begin(), provider_ids.end(), "41") == 1);
  CHECK(world.server.requests()[0].body == "to=%2B77011234567&text=Astana");
  CHECK(service.figures().sent == 2);
  CHECK(service.figures().held == 1);
  CHECK(world.outbox.due.size() == 1);
  world.stop(service);
}

TEST_CASE("an SMS at night waits for a season's own morning", "[kested][sms_service]") {
  World world;
  config::SmsSettings settings = world.sms_settings();
  settings.quiet.from = std::chrono::hours(21);
  settings.quiet.to = std::chrono::hours(9);
  settings.status.reset();
  world.clock.set(instant("2023-09-18T22:00:00+06:00"));
  SmsService service({world.io, world.outbox, world.facts, world.clock, world.log}, settings,
                     dispatch::make_season(), 1);
  service.use(dispatch::make_season());
  world.outbox.add(make_notification(1, "sms"));
  service.start();
  world.run_until_settled(1);
  CHECK(world.outbox.settled[0].delivery == Delivery::held);
  CHECK(world.outbox.settled[0].retry_at == instant("2023-09-19T09:00:00+06:00"));
  CHECK(world.server.requests().empty());
  world.stop(service);
}

TEST_CASE("a webhook is called for what goes by it", "[kested][webhook_service]") {
  World world;
  config::WebhookSettings settings;
  settings.server = world.here;
  settings.allow_private = true;
  settings.keys = {std::string(24, 'k')};
  WebhookService service({world.io, world.outbox, world.clock, world.log}, settings, "pkr-2023", 1);
  world.outbox.add(make_notification(1, "sms"));
  world.outbox.add(make_notification(2, "webhook"));
  service.start();
  world.run_until_settled(1);
  CHECK(world.outbox.settled[0].delivery == Delivery::sent);
  REQUIRE(world.server.requests().size() == 1);
  CHECK(world.server.requests()[0].header("webhook-id") == "keste.pkr-2023.2");
  CHECK(world.server.requests()[0].body.find("+7701") == std::string::npos);
  CHECK(service.figures().sent == 1);
  world.stop(service);
}

}  // namespace
}  // namespace keste::kested
