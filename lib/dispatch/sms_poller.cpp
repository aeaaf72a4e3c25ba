// List, ask, record, sleep.
#include "dispatch/sms_poller.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "dispatch/sms_replies.hpp"

namespace keste::dispatch {
namespace {

constexpr int round_max = 1000;

}  // namespace

SmsPoller::SmsPoller(Parts parts) : parts_(parts) {
  CHECK(parts_.gateway.settings().status.has_value());
}

SmsPoller::~SmsPoller() { parts_.loop.cancel(); }

void SmsPoller::start() { arm(); }

void SmsPoller::stop(std::function<void()> done) {
  CHECK(!on_stopped_);
  on_stopped_ = std::move(done);
  ids_.clear();
  if (!is_busy_) end_round();
}

void SmsPoller::arm() {
  parts_.loop.wake_at(parts_.loop.now() + parts_.gateway.settings().status->every,
                      [this] { begin_round(); });
}

void SmsPoller::begin_round() {
  is_busy_ = true;
  parts_.outbox.list_accepted("sms", round_max, [this, life = std::weak_ptr<int>(life_)](auto ids) {
    if (!life.expired()) on_listed(std::move(ids));
  });
}

void SmsPoller::on_listed(std::vector<std::string> ids) {
  if (!on_stopped_) {
    ids_ = std::move(ids);
    std::reverse(ids_.begin(), ids_.end());
  }
  ask_next();
}

void SmsPoller::ask_next() {
  if (ids_.empty()) return end_round();
  const auto most = static_cast<std::size_t>(parts_.gateway.settings().status->ids_max);
  std::vector<std::string> batch;
  for (; !ids_.empty() && batch.size() < most; ids_.pop_back()) batch.push_back(ids_.back());
  parts_.http.send(0, parts_.gateway.make_status(batch),
                   [this, life = std::weak_ptr<int>(life_)](const HttpOutcome& outcome) {
                     if (!life.expired()) on_answer(outcome);
                   });
}

void SmsPoller::on_answer(const HttpOutcome& outcome) {
  const int status = outcome.reply.status;
  const bool answered =
      outcome.kind == HttpOutcome::Kind::answered && status >= 200 && status <= 299;
  note_answer(answered, outcome.reason.empty() ? "HTTP " + std::to_string(status) : outcome.reason);
  if (!answered) ids_.clear();
  auto reports = read_status_reply(parts_.gateway.settings(), outcome.reply);
  if (reports.empty()) return ask_next();
  parts_.outbox.note_deliveries(std::move(reports), [this, life = std::weak_ptr<int>(life_)] {
    if (!life.expired()) ask_next();
  });
}

void SmsPoller::end_round() {
  is_busy_ = false;
  if (!on_stopped_) return arm();
  parts_.loop.cancel();
  parts_.http.close(std::exchange(on_stopped_, nullptr));
}

void SmsPoller::note_answer(bool answered, const std::string& reason) {
  if (answered == was_answered_) return;
  was_answered_ = answered;
  if (answered) {
    parts_.log.info("sms_states_known", "The SMS gateway tells again what became of messages.");
  } else {
    parts_.log.warning("sms_states_unknown",
                       "The SMS gateway does not tell what became of messages; they are asked "
                       "about again.",
                       {{"reason", reason}});
  }
}

}  // namespace keste::dispatch
