// Where to listen, with which certificate, and which proxies are believed.
#include "config/http_reader.hpp"

#include <algorithm>

#include "config/addresses.hpp"
#include "config/fields.hpp"
#include "config/secret_file.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

constexpr std::size_t addresses_max = 16;

/// One text or a list of them: the nodes that hold them.
std::vector<const Node*> list_items(const Node& node) {
  if (node.kind != Node::Kind::list) return {&node};
  std::vector<const Node*> items;
  for (const Node& item : node.children) items.push_back(&item);
  return items;
}

/// An address and where it stands.
struct Listening {
  Settings::Http::Address address;
  const Node* node;
};

std::vector<Listening> read_listen(const Node& node, Report& report) {
  std::vector<Listening> found;
  const auto items = list_items(node);
  if (items.empty() || items.size() > addresses_max) {
    report.error(node.place, "listen: one address, or a list of 1 to 16");
    return found;
  }
  for (const Node* item : items) {
    const auto text = read_text(item, report);
    if (!text) continue;
    if (auto address = take(parse_listen(*text), *item, report)) {
      found.push_back({*std::move(address), item});
    }
  }
  return found;
}

std::optional<CertificateFiles> read_tls(const Node* node, const std::filesystem::path& etc,
                                         Report& report) {
  if (node == nullptr) return std::nullopt;
  const Fields fields(*node, "tls", {"certificate", "key"}, report);
  const Node* certificate = fields.require("certificate");
  const Node* key = fields.require("key");
  const auto certificate_name = read_text(certificate, report);
  const auto key_name = read_text(key, report);
  if (!certificate_name || !key_name) return std::nullopt;
  CertificateFiles files{find_secret_path(*certificate_name, etc),
                         find_secret_path(*key_name, etc)};
  const auto pair = read_certificate(files);
  if (!pair) {
    const Node& wrong = pair.error().is_of_key ? *key : *certificate;
    report.error(wrong.place, wrong.key + ": " + pair.error().sentence);
    return std::nullopt;
  }
  return files;
}

std::vector<IpNetwork> read_proxies(const Node& node, Report& report) {
  std::vector<IpNetwork> networks;
  if (!expect_list(node, "trusted_proxies", report)) return networks;
  for (const Node& item : node.children) {
    const auto text = read_text(&item, report);
    if (!text) continue;
    if (const auto network = parse_ip_network(*text)) {
      networks.push_back(*network);
    } else {
      report.error(item.place, "trusted_proxies: '" + shown(*text) +
                                   "' is neither an address such as 10.0.0.5 nor a network such "
                                   "as 10.0.0.0/8, with zeros after its bits");
    }
  }
  return networks;
}

void check_reach(const std::vector<Listening>& listening, bool is_allowed, Report& report) {
  for (const Listening& each : listening) {
    if (is_allowed || !is_beyond_loopback(each.address)) continue;
    report.error(each.node->place,
                 "listen: '" + shown(each.address.host) +
                     "' can be reached from other machines, and without TLS everybody on the way "
                     "reads along; name a certificate under tls, or listen on 127.0.0.1 behind a "
                     "proxy with TLS, or say plain_beyond_loopback: true");
  }
}

/// What links begin with when nobody says it: the first address.
std::string guess_public_url(const Listening& first, bool is_secure, Report& report) {
  const std::string url = (is_secure ? "https://" : "http://") + first.node->text;
  const auto address = parse_ip(first.address.host);
  if (address && is_wildcard(*address)) {
    report.warning(first.node->place, "listen: without public_url, links in messages begin with " +
                                          url + ", which nobody can follow");
  }
  return url;
}

}  // namespace

Settings::Http read_http(const Node& node, const std::filesystem::path& etc, Report& report) {
  Settings::Http http;
  const Fields fields(node, "http",
                      {"listen", "public_url", "tls", "plain_beyond_loopback", "trusted_proxies"},
                      report);
  const Node* tls = fields.find("tls");
  http.tls = read_tls(tls, etc, report);
  keep(http.plain_beyond_loopback, read_flag(fields.find("plain_beyond_loopback"), report));
  const Node* public_url = fields.find("public_url");
  if (const Node* listen = fields.find("listen")) {
    const auto listening = read_listen(*listen, report);
    check_reach(listening, tls != nullptr || http.plain_beyond_loopback, report);
    if (!listening.empty()) {
      http.listen.clear();
      for (const Listening& each : listening) http.listen.push_back(each.address);
      if (public_url == nullptr) {
        http.public_url = guess_public_url(listening.front(), tls != nullptr, report);
      }
    }
  } else if (tls != nullptr) {
    http.public_url = "https://127.0.0.1:8080";
  }
  if (const auto text = read_text(public_url, report)) {
    keep(http.public_url, take(parse_public_url(*text), *public_url, report));
  }
  if (const Node* proxies = fields.find("trusted_proxies")) {
    http.trusted_proxies = read_proxies(*proxies, report);
  }
  return http;
}

}  // namespace keste::config
