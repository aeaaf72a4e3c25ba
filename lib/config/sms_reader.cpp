// Secrets first, then the requests that name them, then how answers are read.
#include "config/sms_reader.hpp"

#include <algorithm>
#include <iterator>

#include "config/fields.hpp"
#include "config/http_call_reader.hpp"
#include "config/message_kinds.hpp"
#include "config/secret_file.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

constexpr std::size_t token_min = 16;

/// The keys of a request and those of the section around it.
std::vector<std::string_view> with_call_keys(std::vector<std::string_view> keys) {
  keys.insert(keys.begin(), std::begin(http_call_keys), std::end(http_call_keys));
  return keys;
}

void read_secrets(const Node* node, const std::filesystem::path& etc, SmsSettings& sms,
                  Report& report) {
  if (node == nullptr || !expect_map(*node, "secrets", report)) return;
  for (const Node& child : node->children) {
    const bool sound =
        child.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!sound) {
      report.error(child.key_place, "secrets: a name is made of a-z, 0-9 and _");
      continue;
    }
    // Known by its name even when its file is wrong: one mistake is told once.
    std::string& secret = sms.secrets[child.key];
    keep(secret, read_secret(&child, etc, report));
  }
}

PlaceholderNames names_of(std::vector<std::string_view> values,
                          const std::vector<std::string>& secrets) {
  values.insert(values.end(), secrets.begin(), secrets.end());
  PlaceholderNames names;
  names.elsewhere = values;
  std::copy_if(values.begin(), values.end(), std::back_inserter(names.in_headers),
               [](std::string_view name) { return name != "text"; });
  return names;
}

/// A JSON pointer such as /data/messageId.
std::optional<std::string> read_pointer(const Node* node, Report& report) {
  auto text = read_text(node, report);
  if (!text || text->starts_with('/')) return text;
  report.error(node->place, shown(node->key) + ": '" + shown(*text) +
                                "' is not a JSON pointer such as /data/messageId");
  return std::nullopt;
}

void read_success(const Node* node, SmsReply& reply, Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "success", {"at", "is"}, report);
  reply.success_at = read_pointer(fields.require("at"), report);
  keep(reply.success_codes, read_texts(fields.find("is"), report));
}

/// A code says one thing.
void refuse_shared(const Node* node, const std::vector<std::string>& codes,
                   const std::vector<std::string>& others, Report& report) {
  for (const std::string& code : codes) {
    if (std::find(others.begin(), others.end(), code) == others.end()) continue;
    report.error(node->place, node->key + ": " + shown(code) + " stands in another list too");
  }
}

void read_error(const Node* node, SmsReply& reply, Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "error", {"at", "text", "hard", "number", "account"}, report);
  reply.error_at = read_pointer(fields.require("at"), report);
  reply.error_text_at = read_pointer(fields.find("text"), report);
  keep(reply.hard, read_texts(fields.find("hard"), report));
  const Node* number = fields.find("number");
  keep(reply.number, read_texts(number, report));
  const Node* account = fields.find("account");
  keep(reply.account, read_texts(account, report));
  refuse_shared(number, reply.number, reply.hard, report);
  refuse_shared(account, reply.account, reply.hard, report);
  refuse_shared(account, reply.account, reply.number, report);
}

void read_reply(const Node* node, SmsReply& reply, Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "reply", {"success", "message_id", "error"}, report);
  read_success(fields.find("success"), reply, report);
  reply.message_id_at = read_pointer(fields.find("message_id"), report);
  read_error(fields.find("error"), reply, report);
}

SmsStates read_states(const Fields& fields, Report& report) {
  SmsStates states;
  keep(states.list_at, read_pointer(fields.find("list"), report));
  keep(states.id_at, read_pointer(fields.require("id"), report));
  keep(states.state_at, read_pointer(fields.require("state"), report));
  states.reason_at = read_pointer(fields.find("reason"), report);
  return states;
}

void read_status(const Node* node, const PlaceholderNames& names, SmsSettings& sms,
                 Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "status",
                      with_call_keys({"ids_max", "every", "list", "id", "state", "reason"}),
                      report);
  SmsStatus status;
  const auto call = read_http_call(fields, names, report);
  status.states = read_states(fields, report);
  keep(status.ids_max, read_whole(fields.find("ids_max"), {1, 1000}, report));
  const auto every = read_whole(fields.find("every"), {5, 86'400}, report);
  if (every) status.every = std::chrono::seconds(*every);
  if (!call) return;
  if (call->server != sms.server) {
    report.error(fields.find("url")->place, "url: must be on the same server as the url of sms");
  }
  status.call = call->call;
  sms.status = std::move(status);
}

void read_hook(const Node* node, const std::filesystem::path& etc, SmsSettings& sms,
               Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "hook", {"token_file", "list", "id", "state", "reason"}, report);
  SmsHook hook;
  const Node* file = fields.require("token_file");
  const auto token = read_secret(file, etc, report);
  hook.states = read_states(fields, report);
  if (!token) return;
  const bool plain = token->find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789-_") == std::string::npos;
  if (!plain || token->size() < token_min) {
    report.error(file->place,
                 "token_file: a token is 16 or more of a-z, A-Z, 0-9, '-' and '_', and secret");
  }
  hook.token = *token;
  sms.hook = std::move(hook);
}

void read_final_states(const Node* node, SmsSettings& sms, Report& report) {
  if (node == nullptr) return;
  const Fields fields(*node, "states", {"delivered", "undelivered"}, report);
  keep(sms.delivered, read_texts(fields.require("delivered"), report));
  keep(sms.undelivered, read_texts(fields.require("undelivered"), report));
}

/// "21:00-09:00".
void read_quiet_hours(const Node* node, QuietHours& quiet, Report& report) {
  const auto text = read_text(node, report);
  if (!text) return;
  const std::size_t dash = text->find('-');
  const auto from = parse_time_of_day(text->substr(0, dash));
  const auto to =
      dash == std::string::npos ? std::nullopt : parse_time_of_day(text->substr(dash + 1));
  constexpr std::chrono::minutes day = std::chrono::hours(24);
  if (!from || !to || *from == *to || *to - *from >= day || *from == day) {
    report.error(node->place,
                 "quiet_hours: '" + shown(*text) + "' is not a span such as 21:00-09:00");
    return;
  }
  quiet.from = *from;
  quiet.to = *to;
}

void read_quiet_days(const Node* node, QuietHours& quiet, Report& report) {
  const auto texts = read_texts(node, report);
  if (!texts) return;
  constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed",
                                                     "thu", "fri", "sat"};
  for (std::size_t i = 0; i < texts->size(); ++i) {
    const auto weekday = std::find(weekdays.begin(), weekdays.end(), (*texts)[i]);
    if (weekday != weekdays.end()) {
      quiet.weekdays[static_cast<std::size_t>(weekday - weekdays.begin())] = true;
    } else if (const auto date = read_date(&node->children[i], report)) {
      quiet.dates.push_back(*date);
    }
  }
  const bool never = std::all_of(quiet.weekdays.begin(), quiet.weekdays.end(),
                                 [](bool is_quiet) { return is_quiet; });
  if (never) report.error(node->place, "quiet_days: leave a day on which messages may go");
}

void read_urgent(const Node* node, SmsSettings& sms, Report& report) {
  if (node == nullptr || !expect_list(*node, "urgent", report)) return;
  sms.urgent.clear();
  for (const Node& item : node->children) {
    const auto kind = read_choice(&item, {message_kinds.begin(), message_kinds.end()}, report);
    if (kind) sms.urgent.push_back(*kind);
  }
}

void read_limits(const Fields& fields, SmsSettings& sms, Report& report) {
  keep(sms.connections, read_whole(fields.find("connections"), {1, 256}, report));
  keep(sms.per_second, read_whole(fields.find("per_second"), {0, 1'000'000}, report));
  keep(sms.per_number_per_hour, read_whole(fields.find("per_number_per_hour"), {0, 1'000}, report));
  keep(sms.max_parts, read_whole(fields.find("max_parts"), {1, 10}, report));
  read_quiet_hours(fields.find("quiet_hours"), sms.quiet, report);
  read_quiet_days(fields.find("quiet_days"), sms.quiet, report);
  read_urgent(fields.find("urgent"), sms, report);
}

/// What one key needs of another.
void check_together(const Node& node, const SmsSettings& sms, Report& report) {
  const bool asks = sms.status || sms.hook;
  if (asks && !sms.reply.message_id_at) {
    report.error(node.place,
                 "sms: states of delivery need reply.message_id, under which they come");
  }
  if (asks && sms.delivered.empty()) {
    report.error(node.place,
                 "sms: states of delivery need states.delivered and states.undelivered");
  }
  if (sms.status && !sms.status->call.target.names("ids")) {
    const auto& form = sms.status->call.form;
    const bool in_form = std::any_of(form.begin(), form.end(),
                                     [](const auto& field) { return field.second.names("ids"); });
    if (!in_form && !sms.status->call.json.names("ids")) {
      report.error(node.place, "sms: status must name the messages with {ids}");
    }
  }
}

}  // namespace

std::optional<SmsSettings> read_sms(const Node& node, const std::filesystem::path& etc,
                                    Report& report) {
  const std::size_t before = report.errors();
  SmsSettings sms;
  const Fields fields(node, "sms",
                      with_call_keys({"ca_file", "secrets", "sender", "reply", "status", "hook",
                                      "states", "connections", "per_second", "per_number_per_hour",
                                      "max_parts", "quiet_hours", "quiet_days", "urgent"}),
                      report);
  keep(sms.ca_file, read_text(fields.find("ca_file"), report));
  keep(sms.sender, read_text(fields.find("sender"), report));
  read_secrets(fields.find("secrets"), etc, sms, report);
  std::vector<std::string> secrets;
  for (const auto& [name, secret] : sms.secrets) secrets.push_back("secret." + name);
  const auto call = read_http_call(
      fields, names_of({"phone", "phone_digits", "text", "sender", "id"}, secrets), report);
  if (call) {
    sms.server = call->server;
    sms.send = call->call;
  }
  read_reply(fields.find("reply"), sms.reply, report);
  if (call) read_status(fields.find("status"), names_of({"ids"}, secrets), sms, report);
  read_hook(fields.find("hook"), etc, sms, report);
  read_final_states(fields.find("states"), sms, report);
  read_limits(fields, sms, report);
  if (report.errors() == before) check_together(node, sms, report);
  if (report.errors() != before) return std::nullopt;
  return sms;
}

}  // namespace keste::config
