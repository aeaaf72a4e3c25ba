// SMS fit: how many parts the SMS of each kind takes with the longest names of a campaign.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config.hpp"
#include "dispatch/messages.hpp"

namespace keste::dispatch {

inline constexpr int sms_parts_max = 3;

/// The parts that a gateway charges for one SMS: 160 or 153 units of GSM-7, 70 or 67 of UCS-2.
/// 0 for an empty text. `text` is UTF-8.
int count_sms_parts(std::string_view text);

/// By kind and language; kinds without an SMS are left out. No message of this campaign takes
/// more. Needs an empty `check()`.
using SmsParts = std::map<std::pair<std::string, Language>, int>;
SmsParts measure_sms(const Messages& messages, const config::Configuration::Season& season);

/// What takes more than `sms_parts_max`.
std::vector<MessageProblem> check_sms(const Messages& messages,
                                      const config::Configuration::Season& season);

}  // namespace keste::dispatch
