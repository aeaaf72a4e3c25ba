// The address, the keys of the signatures, and which kinds of message are told.
#include "config/webhook_reader.hpp"

#include "base/base64.hpp"
#include "config/addresses.hpp"
#include "config/fields.hpp"
#include "config/http_call_reader.hpp"
#include "config/message_kinds.hpp"
#include "config/secret_file.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

constexpr std::size_t keys_max = 2;
/// What Standard Webhooks asks for.
constexpr std::size_t key_bytes_min = 24;
constexpr std::size_t key_bytes_max = 64;

/// "whsec_" and base64: the key's bytes.
std::optional<std::string> parse_key(std::string_view secret) {
  constexpr std::string_view prefix = "whsec_";
  if (!secret.starts_with(prefix)) return std::nullopt;
  auto key = from_base64(secret.substr(prefix.size()));
  const bool sound = key && key->size() >= key_bytes_min && key->size() <= key_bytes_max;
  return sound ? key : std::nullopt;
}

void read_url(const Node* node, WebhookSettings& webhook, Report& report) {
  const auto text = read_text(node, report);
  if (!text) return;
  const auto address = parse_web_address(*text);
  if (!address) {
    report.error(node->place, "url " + address.error());
    return;
  }
  webhook.server = address.value().server;
  webhook.target = address.value().target;
  warn_of_plain_http(*node, webhook.server, report);
}

void read_keys(const Node* node, const std::filesystem::path& etc, WebhookSettings& webhook,
               Report& report) {
  if (node == nullptr || !expect_list(*node, "secrets", report)) return;
  if (node->children.empty() || node->children.size() > keys_max) {
    report.error(node->place, "secrets: one file, or two while the key is changed");
    return;
  }
  for (const Node& file : node->children) {
    const auto secret = read_secret(&file, etc, report);
    if (!secret) continue;
    const auto key = parse_key(*secret);
    if (key) {
      webhook.keys.push_back(*key);
    } else {
      report.error(file.place, "secrets: " + file.text +
                                   " must hold whsec_ and 24 to 64 random bytes in base64");
    }
  }
}

void read_kinds(const Node* node, WebhookSettings& webhook, Report& report) {
  if (node == nullptr || !expect_list(*node, "kinds", report)) return;
  for (const Node& item : node->children) {
    const auto kind = read_choice(&item, {message_kinds.begin(), message_kinds.end()}, report);
    if (kind) webhook.kinds.push_back(*kind);
  }
}

}  // namespace

std::optional<WebhookSettings> read_webhook(const Node& node, const std::filesystem::path& etc,
                                            Report& report) {
  const std::size_t before = report.errors();
  WebhookSettings webhook;
  const Fields fields(
      node, "webhook",
      {"url", "secrets", "ca_file", "allow_private", "kinds", "connections", "per_second"}, report);
  read_url(fields.require("url"), webhook, report);
  read_keys(fields.require("secrets"), etc, webhook, report);
  keep(webhook.ca_file, read_text(fields.find("ca_file"), report));
  keep(webhook.allow_private, read_flag(fields.find("allow_private"), report));
  read_kinds(fields.find("kinds"), webhook, report);
  keep(webhook.connections, read_whole(fields.find("connections"), {1, 256}, report));
  keep(webhook.per_second, read_whole(fields.find("per_second"), {0, 1'000'000}, report));
  if (report.errors() != before) return std::nullopt;
  return webhook;
}

}  // namespace keste::config
