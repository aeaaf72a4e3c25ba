// Addresses: parsed by Boost.URL and inet_pton; nothing is looked up.
#include "config/addresses.hpp"

#include <algorithm>
#include <array>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <optional>

#include "base/ip.hpp"
#include "base/text.hpp"
#include "config/spelling.hpp"

namespace keste::config {
namespace {

namespace urls = boost::urls;

std::optional<int> parse_port(std::string_view text, int min) {
  int port = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = !text.empty() && failure == std::errc() && end == text.data() + text.size();
  if (!whole || port < min || port > 65535) return std::nullopt;
  return port;
}

bool is_loopback(const std::string& host) {
  const auto address = parse_ip(host);
  return address ? keste::is_loopback(*address) : to_lower_ascii(host) == "localhost";
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Result<Settings::Mail, std::string> parse_maildir(std::string_view path) {
  const auto decoded = urls::make_pct_string_view(path);
  std::string directory;
  if (decoded) directory = decoded->decode();
  if (!decoded || directory.empty() || has_control(directory) || directory.starts_with("//")) {
    return failed<std::string>(
        "needs a path: maildir:outbox, below the state directory, or maildir:/var/mail/keste");
  }
  Settings::Mail mail;
  mail.scheme = "maildir";
  mail.maildir = directory;
  return mail;
}

std::string host_of(const urls::url_view& url) {
  // Boost keeps the brackets of an IPv6 address; a socket wants it without.
  return url.host_type() == urls::host_type::ipv6 ? std::string(url.host_address()) : url.host();
}

Result<Settings::Mail, std::string> parse_smtp(std::string_view text) {
  const auto parsed = urls::parse_uri(text);
  const char* wanted = "is not of the form smtp://HOST:PORT or smtps://USER:PASSWORD@HOST:PORT";
  if (!parsed || !parsed->has_authority() || parsed->host().empty()) {
    return failed<std::string>(wanted);
  }
  const bool bare = parsed->path().empty() || parsed->path() == "/";
  if (!bare || parsed->has_query() || parsed->has_fragment()) {
    return failed<std::string>("takes nothing after the port");
  }
  Settings::Mail mail;
  mail.scheme = parsed->scheme();
  mail.host = host_of(*parsed);
  mail.port = mail.scheme == "smtps" ? 465 : 25;
  mail.user = parsed->user();
  mail.password = parsed->password();
  if (has_control(mail.host + mail.user + mail.password)) {
    return failed<std::string>("holds a control character");
  }
  if (mail.user.empty() && parsed->has_password()) {
    return failed<std::string>("has a password without a user");
  }
  if (parsed->has_port()) {
    const auto port = parse_port(parsed->port(), 1);
    if (!port) return failed<std::string>("needs a port from 1 to 65535");
    mail.port = *port;
  }
  return mail;
}

}  // namespace

Result<Settings::Http::Address, std::string> parse_listen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string wanted = "'" + shown(text) + "' is not HOST:PORT such as 127.0.0.1:8080";
  if (colon == std::string_view::npos || colon == 0) return failed(wanted);
  std::string host(text.substr(0, colon));
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    return failed("'" + shown(text) + "': write an IPv6 address in brackets, such as [::1]:8080");
  }
  if (host.empty()) return failed(wanted);
  const auto port = parse_port(text.substr(colon + 1), 0);
  if (!port) return failed("'" + shown(text) + "' needs a port from 0 to 65535");
  if (!parse_ip(host) && to_lower_ascii(host) != "localhost") {
    return failed("'" + shown(host) +
                  "' is a name; write the address to listen on, such as 0.0.0.0 or [::] for all");
  }
  return Settings::Http::Address{std::move(host), *port};
}

bool is_beyond_loopback(const Settings::Http::Address& address) {
  return !is_loopback(address.host);
}

Result<Settings::Mail, std::string> parse_mail_url(std::string_view text) {
  const std::string_view scheme = text.substr(0, text.find(':'));
  if (scheme == "maildir" && scheme.size() < text.size()) {
    return parse_maildir(text.substr(scheme.size() + 1));
  }
  if (scheme == "smtp" || scheme == "smtps") return parse_smtp(text);
  return failed<std::string>("must begin with smtp://, smtps:// or maildir:");
}

Result<std::string, std::string> parse_public_url(std::string_view text) {
  const auto parsed = urls::parse_uri(text);
  const bool web = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https");
  if (!web || parsed->host().empty() || parsed->has_query() || parsed->has_fragment()) {
    return failed("'" + shown(text) + "' is not a web address such as https://keste.example.kz");
  }
  while (text.ends_with('/')) text.remove_suffix(1);
  return std::string(text);
}

Result<WebAddress, std::string> parse_web_address(std::string_view text) {
  const std::size_t scheme_end = text.find("://");
  const std::size_t host_at = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::size_t host_end = std::min(text.find_first_of("/?#", host_at), text.size());
  // Not quoted: what stands before the host may be a password.
  const auto parsed = urls::parse_uri(text.substr(0, host_end));
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https") ||
      parsed->host().empty()) {
    return failed<std::string>("is not a web address such as https://api.example.kz/send");
  }
  if (parsed->has_userinfo()) {
    return failed<std::string>("holds a user; send credentials in a header");
  }
  WebAddress address;
  address.server.is_secure = parsed->scheme() == "https";
  address.server.host = host_of(*parsed);
  address.server.port = address.server.is_secure ? 443 : 80;
  if (parsed->has_port()) {
    const auto port = parse_port(parsed->port(), 1);
    if (!port) return failed<std::string>("needs a port from 1 to 65535");
    address.server.port = *port;
  }
  address.target = text.substr(host_end);
  if (!address.target.starts_with('/')) address.target.insert(0, "/");
  const bool is_plain = std::all_of(address.target.begin(), address.target.end(),
                                    [](char c) { return c > ' ' && c < 0x7F && c != '#'; });
  if (!is_plain) return failed<std::string>("holds a character that must be percent-encoded");
  return address;
}

bool is_loopback(const WebServer& server) { return is_loopback(server.host); }

bool is_mailbox(std::string_view text) {
  const std::size_t open = text.rfind('<');
  if (open != std::string_view::npos) {
    if (!text.ends_with('>')) return false;
    text = text.substr(open + 1, text.size() - open - 2);
  }
  const std::size_t at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" <>,;") == std::string_view::npos;
}

}  // namespace keste::config
