// kested.yaml: every key optional, every value checked.
#include "config/settings_reader.hpp"

#include "base/text.hpp"
#include "config/addresses.hpp"
#include "config/fields.hpp"
#include "config/http_reader.hpp"
#include "config/sms_reader.hpp"
#include "config/text_file.hpp"
#include "config/values.hpp"
#include "config/webhook_reader.hpp"

namespace keste::config {
namespace {

void read_access(const Node& node, Settings::Access& access, Report& report) {
  const Fields fields(node, "access", {"idle_minutes", "sign_in_minutes"}, report);
  keep(access.idle_minutes, read_whole(fields.find("idle_minutes"), {1, 1'440}, report));
  keep(access.sign_in_minutes, read_whole(fields.find("sign_in_minutes"), {5, 43'200}, report));
}

void read_desk(const Node& node, Settings::Desk& desk, Report& report) {
  const Fields fields(node, "desk", {"hold_minutes"}, report);
  keep(desk.hold_minutes, read_whole(fields.find("hold_minutes"), {0, 1'440}, report));
}

void read_store(const Node& node, Settings& settings, Report& report) {
  const Fields fields(node, "store", {"url"}, report);
  const Node* url = fields.require("url");
  const auto text = read_text(url, report);
  if (!text) return;
  constexpr std::string_view scheme = "sqlite:";
  const bool is_file = text->starts_with(scheme) && text->size() > scheme.size();
  const bool is_server = text->starts_with("postgresql://") || text->starts_with("postgres://");
  if (is_file || is_server) {
    settings.store_url = *text;
  } else {
    report.error(
        url->place,
        "url: must be sqlite:PATH, such as sqlite:keste.db, or postgresql://HOST/DATABASE");
  }
}

void read_password_file(const Node* node, const std::filesystem::path& etc, Settings::Mail& mail,
                        Report& report) {
  const auto path = read_text(node, report);
  if (!path) return;
  if (!mail.password.empty()) {
    report.error(node->place, "password_file: the url holds a password already; keep one of them");
    return;
  }
  Report trouble((etc / *path).string());
  const auto secret = read_text_file(etc / *path, trouble);
  if (!secret) {
    report.error(node->place,
                 "password_file: " + trouble.file() + " " + trouble.diagnostics().front().message);
    return;
  }
  mail.password = trim(*secret);
  if (mail.password.empty() || mail.password.find('\n') != std::string::npos) {
    report.error(node->place, "password_file: " + trouble.file() + " must hold one line");
  }
}

void read_tls(const Fields& fields, Settings::Mail& mail, Report& report) {
  const Node* tls = fields.find("tls");
  const auto choice = read_choice(tls, {"none", "opportunistic", "required"}, report);
  if (choice && mail.scheme == "smtps") {
    report.error(tls->place, "tls: smtps is always encrypted; leave the key out");
  }
  keep(mail.tls, choice);
  keep(mail.ca_file, read_text(fields.find("ca_file"), report));
}

void read_mailbox(const Node* node, std::string& into, Report& report) {
  const auto text = read_text(node, report);
  if (!text) return;
  if (is_mailbox(*text)) {
    into = *text;
  } else {
    report.error(node->place, node->key + ": must be an address such as Keste <keste@example.kz>");
  }
}

void read_mail(const Node& node, const std::filesystem::path& etc, Settings::Mail& mail,
               Report& report) {
  const Fields fields(
      node, "mail",
      {"url", "from", "reply_to", "connections", "per_second", "password_file", "tls", "ca_file"},
      report);
  const Node* url = fields.require("url");
  if (const auto text = read_text(url, report)) {
    keep(mail, take(parse_mail_url(*text), *url, report));
  }
  read_mailbox(fields.find("from"), mail.from, report);
  read_mailbox(fields.find("reply_to"), mail.reply_to, report);
  keep(mail.connections, read_whole(fields.find("connections"), {1, 256}, report));
  keep(mail.per_second, read_whole(fields.find("per_second"), {0, 1'000'000}, report));
  read_password_file(fields.find("password_file"), etc, mail, report);
  read_tls(fields, mail, report);
}

}  // namespace

SettingsFile read_settings(const Node& root, const std::filesystem::path& etc, Report& report) {
  SettingsFile file;
  if (root.kind == Node::Kind::empty) return file;
  const Fields fields(root, "settings",
                      {"http", "access", "desk", "store", "mail", "sms", "webhook", "campaign"},
                      report);
  if (const Node* http = fields.find("http")) file.settings.http = read_http(*http, etc, report);
  if (const Node* access = fields.find("access")) {
    read_access(*access, file.settings.access, report);
  }
  if (const Node* desk = fields.find("desk")) read_desk(*desk, file.settings.desk, report);
  if (const Node* store = fields.find("store")) read_store(*store, file.settings, report);
  if (const Node* mail = fields.find("mail")) read_mail(*mail, etc, file.settings.mail, report);
  if (const Node* sms = fields.find("sms")) file.settings.sms = read_sms(*sms, etc, report);
  if (const Node* webhook = fields.find("webhook")) {
    file.settings.webhook = read_webhook(*webhook, etc, report);
  }
  if (const Node* campaign = fields.find("campaign")) {
    const auto id = read_id(campaign, report);
    file.campaign_place = campaign->place;
    file.campaign_sound = id.has_value();
    keep(file.settings.campaign, id);
  }
  return file;
}

}  // namespace keste::config
