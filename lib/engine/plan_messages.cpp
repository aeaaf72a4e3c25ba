// The first way of each message, and its hour.
#include "engine/plan_messages.hpp"

#include <algorithm>

#include "store/addresses.hpp"

namespace keste::engine {
namespace {

const campaign::City* find_city(const State& state, const EngineSettings& wanted,
                                std::string_view code) {
  const campaign::City* city = wanted.campaign.find_city(code);
  return city != nullptr ? city : state.settings.campaign.find_city(code);
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::string format_in(const State& state, const EngineSettings& wanted, std::string_view city,
                      Instant at) {
  const campaign::City* found = find_city(state, wanted, city);
  return found == nullptr ? format_utc(at) : found->zone.format(at);
}

bool MessageCount::is_dead(const std::string& address) const {
  if (address.empty()) return true;
  return state_.has_dead_addresses &&
         store::is_dead_address(state_.database, state_.vault.contact_key(address));
}

Instant MessageCount::floor_to_hour(std::string_view city, Instant at) const {
  const campaign::City* found = find_city(state_, wanted_, city);
  if (found == nullptr) return std::chrono::floor<std::chrono::hours>(at);
  const auto offset = found->zone.offset_at(at);
  return std::chrono::floor<std::chrono::hours>(at + offset) - offset;
}

void MessageCount::count(const Message& message, std::string_view channel, Instant at) {
  ++counts_[{floor_to_hour(message.city, at), std::string(message.kind), std::string(channel),
             std::string(message.city)}];
}

void MessageCount::add(const Message& message, const store::TouchedRow& person) {
  if (!is_dead(person.email)) {
    count(message, "email", message.at);
  } else if (has(wanted_.channels, "sms") && !is_dead(person.phone)) {
    Instant at = message.at;
    if (wanted_.find_sms_hold) {
      const SmsMoment moment{message.kind, message.city, message.starts_at, at};
      at = wanted_.find_sms_hold(moment).value_or(at);
    }
    count(message, "sms", at);
  } else {
    count(message, "call_list", message.at);
  }
  const auto& kinds = wanted_.webhook_kinds;
  const bool mirrored =
      has(wanted_.channels, "webhook") && (kinds.empty() || has(kinds, std::string(message.kind)));
  if (mirrored) count(message, "webhook", message.at);
}

void MessageCount::add_to_branch(const Message& message) { count(message, "email", message.at); }

std::vector<Facts> MessageCount::list() const {
  std::vector<Facts> rows;
  for (const auto& [key, number] : counts_) {
    const auto& [hour, kind, channel, city] = key;
    rows.push_back({{"kind", kind},
                    {"channel", channel},
                    {"city", city},
                    {"hour", format_in(state_, wanted_, city, hour)},
                    {"count", number}});
  }
  return rows;
}

}  // namespace keste::engine
