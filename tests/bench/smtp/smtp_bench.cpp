// bench_smtp HOST:PORT [MESSAGES [LANES [BYTES]]]: how many messages a second the channel sends.
#include <array>
#include <boost/asio/io_context.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "dispatch/smtp_channel.hpp"

namespace {

using keste::dispatch::Mail;
using keste::dispatch::SendResult;

struct Plan {
  std::string host;
  int port = 25;
  int messages = 100'000;
  int lanes = 16;
  int bytes = 1'500;
};

int read_number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Plan read_plan(const std::vector<std::string>& words) {
  Plan plan;
  const std::size_t colon = words[1].rfind(':');
  plan.host = words[1].substr(0, colon);
  plan.port = read_number(std::string_view(words[1]).substr(colon + 1));
  const std::array<int*, 3> numbers{&plan.messages, &plan.lanes, &plan.bytes};
  for (std::size_t at = 0; at < numbers.size() && at + 2 < words.size(); ++at) {
    *numbers[at] = read_number(words[at + 2]);
  }
  return plan;
}

std::string make_content(int bytes) {
  std::string content = "Subject: bench\r\n\r\n";
  while (content.size() + 66 < static_cast<std::size_t>(bytes)) {
    content.append(64, 'x').append("\r\n");
  }
  return content;
}

/// Keeps every lane busy until all messages are answered.
class Pump {
 public:
  Pump(keste::dispatch::Channel& channel, const Plan& plan)
      : channel_(channel), left_(plan.messages), content_(make_content(plan.bytes)) {}

  void start() {
    for (int lane = 0; lane < channel_.width(); ++lane) next(lane);
  }
  const std::array<int, 5>& outcomes() const { return outcomes_; }
  const std::string& last_reason() const { return last_reason_; }

 private:
  void next(int lane) {
    if (left_ == 0) return;
    --left_;
    ++under_way_;
    Mail mail;
    mail.sender = "keste@example.kz";
    mail.recipient = "aigerim@example.kz";
    mail.content = content_;
    channel_.send(lane, std::move(mail), [this, lane](const SendResult& result) {
      ++outcomes_[static_cast<std::size_t>(result.outcome)];
      if (result.outcome != keste::dispatch::Outcome::sent) last_reason_ = result.reason;
      --under_way_;
      next(lane);
      if (under_way_ == 0) channel_.close([] {});
    });
  }

  keste::dispatch::Channel& channel_;
  int left_;
  int under_way_ = 0;
  std::string content_;
  std::array<int, 5> outcomes_{};
  std::string last_reason_;
};

int run(const Plan& plan) {
  boost::asio::io_context io(1);
  keste::dispatch::SmtpSettings settings;
  settings.host = plan.host;
  settings.port = plan.port;
  settings.connections = plan.lanes;
  keste::dispatch::SmtpChannel channel(io, settings);
  Pump pump(channel, plan);
  const auto began = keste::steady_now();
  pump.start();
  io.run();
  const std::chrono::duration<double> took = keste::steady_now() - began;
  const auto& counts = pump.outcomes();
  std::printf("%d messages of %d bytes over %d lanes in %.3f s: %.0f/s\n", plan.messages,
              plan.bytes, plan.lanes, took.count(), plan.messages / took.count());
  std::printf("sent %d, soft %d, hard %d, ambiguous %d, unavailable %d\n", counts[0], counts[1],
              counts[2], counts[3], counts[4]);
  if (!pump.last_reason().empty()) std::printf("last: %s\n", pump.last_reason().c_str());
  return counts[0] == plan.messages ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv, argv + argc);
  if (words.size() < 2 || words[1].rfind(':') == std::string::npos) {
    std::fputs("usage: bench_smtp HOST:PORT [MESSAGES [LANES [BYTES]]]\n", stderr);
    return 64;
  }
  try {
    return run(read_plan(words));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_smtp: %s\n", error.what());
    return 1;
  }
}
