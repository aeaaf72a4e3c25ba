// A small season with its texts, and notifications from it, for the tests of dispatch.
#pragma once

#include <map>
#include <memory>

#include "config/config.hpp"
#include "dispatch/composer.hpp"
#include "engine/notification.hpp"

namespace keste::dispatch {

Instant instant(std::string_view rfc3339);

/// Two cities, Astana (UTC+6 in 2023) and Aqtau (UTC+5), a session in each.
Composer::Season make_season();

/// Short texts of every kind in every language; they name every argument.
std::map<Language, config::MessagePatterns> make_patterns();

ComposerSettings make_composer_settings();

/// Number 7: Әсел Қасымова, application 42, for Astana's session on 2023-09-20.
engine::Notification make_notification(std::string kind, Language language);

}  // namespace keste::dispatch
