// Making the mail channel that the settings name.
#pragma once

#include <filesystem>
#include <memory>

#include "config/config.hpp"
#include "dispatch/channel.hpp"

namespace boost::asio {
class io_context;
}

namespace keste::kested {

/// Throws Fault when the settings cannot work, or the maildir cannot be made.
std::unique_ptr<dispatch::Channel> make_mail_channel(boost::asio::io_context& io,
                                                     const config::Settings::Mail& mail,
                                                     const std::filesystem::path& state);

}  // namespace keste::kested
