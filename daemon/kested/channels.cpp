// kested.yaml's mail section to a channel.
#include "kested/channels.hpp"

#include <boost/asio/io_context.hpp>

#include "dispatch/maildir_channel.hpp"
#include "dispatch/smtp_channel.hpp"

namespace keste::kested {
namespace {

dispatch::TlsMode tls_mode(const std::string& word) {
  if (word == "none") return dispatch::TlsMode::none;
  if (word == "required") return dispatch::TlsMode::required;
  return dispatch::TlsMode::opportunistic;
}

}  // namespace

std::unique_ptr<dispatch::Channel> make_mail_channel(boost::asio::io_context& io,
                                                     const config::Settings::Mail& mail,
                                                     const std::filesystem::path& state) {
  if (mail.scheme == "maildir") {
    return std::make_unique<dispatch::MaildirChannel>(state / mail.maildir, io.get_executor());
  }
  dispatch::SmtpSettings settings;
  settings.host = mail.host;
  settings.port = mail.port;
  settings.implicit_tls = mail.scheme == "smtps";
  settings.tls = tls_mode(mail.tls);
  settings.ca_file = mail.ca_file;
  settings.user = mail.user;
  settings.password = mail.password;
  settings.connections = mail.connections;
  return std::make_unique<dispatch::SmtpChannel>(io, settings);
}

}  // namespace keste::kested
