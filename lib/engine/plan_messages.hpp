// MessageCount: the messages that a plan would send, by kind, channel, city and hour.
#pragma once

#include <map>
#include <tuple>

#include "engine/plan.hpp"
#include "engine/state.hpp"
#include "store/campaign_versions.hpp"

namespace keste::engine {

/// Lives for one plan. Counts by the first way that a message would take: e-mail, or SMS where the
/// address is known to be dead, or else the call list; and the webhook beside it.
class MessageCount {
 public:
  MessageCount(State& state, const EngineSettings& wanted) : state_(state), wanted_(wanted) {}

  struct Message {
    std::string_view kind;
    std::string_view city;
    Instant starts_at;  ///< Of the session that it is about.
    Instant at;         ///< When it is due.
  };
  void add(const Message& message, const store::TouchedRow& person);
  void add_to_branch(const Message& message);
  /// A row for each count, in time order.
  std::vector<Facts> list() const;

 private:
  using Key = std::tuple<Instant, std::string, std::string, std::string>;
  bool is_dead(const std::string& address) const;
  void count(const Message& message, std::string_view channel, Instant at);
  Instant floor_to_hour(std::string_view city, Instant at) const;

  State& state_;
  const EngineSettings& wanted_;
  std::map<Key, std::int64_t> counts_;  ///< By hour, kind, channel, city.
};

/// By the clock of a city of the new file, or else of the old one; in UTC where neither has it.
std::string format_in(const State& state, const EngineSettings& wanted, std::string_view city,
                      Instant at);

}  // namespace keste::engine
