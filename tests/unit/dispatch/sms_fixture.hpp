// Two SMS gateways as kested.yaml describes them, for the tests of dispatch.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "config/gateways.hpp"
#include "dispatch/channel.hpp"

namespace keste::dispatch {

config::Pattern pattern(std::string_view text);

/// A form, {"code": 0}, states by asking and by a hook in JSON.
config::SmsSettings mobizon();

/// A form, {"id": 1} or {"error_code": 1}, states by a hook in a form.
config::SmsSettings smsc();

/// Notification 7 to +77011234567.
Outgoing make_sms(const std::string& text = "Сәлем, 100%!");

}  // namespace keste::dispatch
