// Mail, SMS and webhook put together.
#include "kested/outlets.hpp"

#include <boost/asio/io_context.hpp>
#include <iterator>
#include <optional>

#include "base/random.hpp"
#include "dispatch/sms_replies.hpp"
#include "engine/ticket.hpp"
#include "kested/channels.hpp"
#include "kested/figures.hpp"
#include "kested/sms_service.hpp"
#include "kested/webhook_service.hpp"

namespace keste::kested {
namespace {

std::uint64_t fresh_seed() {
  std::uint64_t seed = 0;
  for (const char c : secret_bytes(8)) seed = seed * 256 + static_cast<unsigned char>(c);
  return seed;
}

dispatch::ComposerSettings composer_settings(const config::Settings& settings) {
  dispatch::ComposerSettings made;
  made.from = settings.mail.from;
  made.reply_to = settings.mail.reply_to;
  made.public_url = settings.http.public_url;
  return made;
}

dispatch::DispatcherSettings dispatcher_settings(const config::Settings& settings) {
  dispatch::DispatcherSettings made;
  made.per_second = settings.mail.per_second;
  made.jitter_seed = fresh_seed();
  return made;
}

}  // namespace

/// Members stand in the order of their making; whatever is used by another stands before it.
struct Outlets::Impl {
  Impl(const Parts& parts, SharedConfiguration loaded);
  void part_stopped();

  const SharedConfiguration configuration;  // What the outlets were made with.
  engine::EngineThread& engine;
  std::unique_ptr<dispatch::Channel> channel;
  dispatch::Composer composer;
  dispatch::AsioLoop loop;
  dispatch::Dispatcher mail;
  std::optional<SmsService> sms;
  std::optional<WebhookService> webhook;
  int running = 0;
  std::function<void()> on_stopped;
};

Outlets::Impl::Impl(const Parts& parts, SharedConfiguration loaded)
    : configuration(std::move(loaded)),
      engine(parts.engine),
      channel(make_mail_channel(parts.io, configuration->settings.mail, parts.state)),
      composer(composer_settings(configuration->settings), served_season(configuration),
               dispatch::Messages(configuration->messages), parts.clock),
      loop(parts.io.get_executor()),
      mail({engine, *channel, composer, parts.clock, parts.log, loop},
           dispatcher_settings(configuration->settings)) {
  const config::Settings& settings = configuration->settings;
  if (settings.sms) {
    sms.emplace(SmsService::Parts{parts.io, engine, composer, parts.clock, parts.log},
                *settings.sms, served_season(configuration), fresh_seed());
  }
  if (settings.webhook) {
    webhook.emplace(WebhookService::Parts{parts.io, engine, parts.clock, parts.log},
                    *settings.webhook, configuration->served().campaign.id, fresh_seed());
  }
}

void Outlets::Impl::part_stopped() {
  if (--running == 0) std::exchange(on_stopped, nullptr)();
}

Outlets::Outlets(const Parts& parts, SharedConfiguration configuration)
    : impl_(std::make_unique<Impl>(parts, std::move(configuration))) {}

Outlets::~Outlets() = default;

void Outlets::start() {
  impl_->mail.start();
  if (impl_->sms) impl_->sms->start();
  if (impl_->webhook) impl_->webhook->start();
}

void Outlets::stop(std::function<void()> done) {
  impl_->on_stopped = std::move(done);
  impl_->running = 1 + (impl_->sms ? 1 : 0) + (impl_->webhook ? 1 : 0);
  const auto stopped = [impl = impl_.get()] { impl->part_stopped(); };
  impl_->mail.stop(stopped);
  if (impl_->sms) impl_->sms->stop(stopped);
  if (impl_->webhook) impl_->webhook->stop(stopped);
}

void Outlets::use(const SharedConfiguration& configuration) {
  impl_->composer.use(served_season(configuration), dispatch::Messages(configuration->messages));
  if (impl_->sms) impl_->sms->use(served_season(configuration));
}

std::vector<http::Metric> Outlets::list_metrics() const {
  auto metrics = kested::list_metrics("mail", impl_->mail.figures());
  const auto add = [&metrics](std::vector<http::Metric> more) {
    std::move(more.begin(), more.end(), std::back_inserter(metrics));
  };
  if (impl_->sms) add(kested::list_metrics("sms", impl_->sms->figures()));
  if (impl_->webhook) add(kested::list_metrics("webhook", impl_->webhook->figures()));
  return metrics;
}

std::vector<http::ReadyPart> Outlets::list_parts() const {
  std::vector<http::ReadyPart> parts{
      make_ready_part("dispatch", "mail relay", impl_->mail.figures())};
  if (impl_->sms) parts.push_back(make_ready_part("sms", "SMS gateway", impl_->sms->figures()));
  if (impl_->webhook) {
    parts.push_back(make_ready_part("webhook", "receiver", impl_->webhook->figures()));
  }
  return parts;
}

http::ShownMessage Outlets::show_message(const engine::Notification& notification) {
  http::ShownMessage shown;
  const auto draft = impl_->composer.compose_draft(notification);
  if (draft) {
    shown.to = draft.value().to.address;
    shown.subject = draft.value().subject;
    shown.text = draft.value().text;
  } else {
    shown.text = draft.error();
  }
  if (const auto sms = impl_->composer.compose_sms(notification)) shown.sms = sms.value();
  return shown;
}

bool Outlets::take_delivery_hook(const std::string& token, const std::string& body,
                                 const std::string& content_type, std::function<void()> done) {
  const auto& gateway = impl_->configuration->settings.sms;
  if (!gateway || !gateway->hook || !engine::same_secret(token, gateway->hook->token)) return false;
  impl_->engine.note_deliveries(dispatch::read_delivery_hook(*gateway, body, content_type),
                                std::move(done));
  return true;
}

}  // namespace keste::kested
