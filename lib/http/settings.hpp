// ServerSettings: the bounds of the HTTP server, and what other floors show through it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/ip.hpp"
#include "calendar/working_calendar.hpp"
#include "campaign/campaign.hpp"
#include "http/campaign_desk.hpp"
#include "http/gate.hpp"
#include "http/metrics.hpp"

namespace keste::http {

class TlsContext;

struct ServerLimits {
  std::size_t request_line = 8 * 1024;
  std::size_t head = 16 * 1024;
  std::size_t body = 64 * 1024;
  /// Where somebody with the right sends to a route that asks for one: sheets.
  std::size_t signed_in_body = std::size_t{16} << 20;
  std::size_t connections = 4096;
  std::chrono::milliseconds handshake_within{10'000};  ///< For TLS to be agreed on.
  std::chrono::milliseconds head_within{10'000};       ///< From a request's first byte to its head.
  std::chrono::milliseconds body_within{30'000};       ///< From the head to the last byte.
  std::chrono::milliseconds idle_within{75'000};       ///< Between two requests.
  std::chrono::milliseconds write_within{30'000};      ///< For one answer to be taken.
  std::chrono::milliseconds answer_within{20'000};     ///< For the engine to answer.
  std::chrono::milliseconds linger_within{2'000};      ///< For a client to read a last answer.
  std::size_t watchers = 2048;                         ///< Streams of events at the same time.
  std::chrono::milliseconds events_every{500};         ///< A city's changes are told that often.
  std::chrono::milliseconds heartbeat_every{15'000};   ///< In a stream that says nothing else.
  std::chrono::milliseconds sweep_every{250};          ///< How often the times are looked at.
};
/// For the trusted Unix socket: whole sheets come in, and what is made of them may take a while.
ServerLimits make_trusted(ServerLimits limits);

/// One part of the daemon that must work before it is ready.
struct ReadyPart {
  std::string name;
  bool ready = true;
  std::string state;  ///< "ok", or what is wrong, in a word or two.
};

/// A message as its person gets it.
struct ShownMessage {
  std::string to;
  std::string subject;
  std::string text;  ///< Or, of one that cannot be written, why.
  std::string sms;   ///< Empty for a kind that goes by no SMS.
};

struct ServerSettings {
  ServerLimits limits;
  std::shared_ptr<const TlsContext> tls;  ///< Null: plain HTTP. The Unix socket always is.
  bool plain_beyond_loopback = false;     ///< Without TLS, other machines may be served too.
  std::vector<IpNetwork> trusted_proxies = loopback_networks();
  /// The one that is served: for reading forms and sheets. Never null.
  std::shared_ptr<const campaign::Campaign> campaign = std::make_shared<campaign::Campaign>();
  /// Its calendar, by which pages explain due dates. Null: they do not.
  std::shared_ptr<const calendar::WorkingCalendar> calendar;
  std::string public_url;  ///< Where people find the pages; without a slash at its end.
  std::string organizer;   ///< Of calendar entries: the address that mails come from.
  CampaignDesk campaign_desk;
  std::function<std::vector<Metric>()> more_metrics;   ///< May be empty.
  std::function<std::vector<ReadyPart>()> more_parts;  ///< May be empty.
  /// Takes what an SMS gateway tells of deliveries; false when the token is not the hook's. May be
  /// empty: then there is no hook.
  std::function<bool(const std::string& token, const std::string& body,
                     const std::string& content_type, std::function<void()> done)>
      take_delivery_hook;
  /// Writes a message as dispatch would. May be empty: then none is shown. io thread.
  std::function<ShownMessage(const engine::Notification&)> show_message;
  /// Runs long work (the reading of a sheet) on a thread of its own. Empty: at once, in place.
  std::function<void(std::function<void()> work)> post_to_worker;
  /// The same for hashing passwords.
  std::function<void(std::function<void()> work)> post_to_hasher;
  /// By which sign-ins and tokens end: the machine's, also where the campaign's is virtual.
  std::shared_ptr<const Clock> people_clock = std::make_shared<RealClock>();
  SignInTimes sign_in;
};

}  // namespace keste::http
