// Building a notification's e-mail or SMS from its facts and its text.
#include "dispatch/composer.hpp"

#include <algorithm>

#include "base/fault.hpp"
#include "dispatch/calendar_entry.hpp"
#include "dispatch/ics.hpp"
#include "dispatch/plain_text.hpp"

namespace keste::dispatch {
namespace {

constexpr std::size_t shared_max = 8192;

Mailbox require_mailbox(const std::string& text, const std::string& what) {
  auto mailbox = parse_mailbox(text);
  if (!mailbox) {
    throw Fault(FaultKind::usage, "reading " + what,
                "\"" + text + "\" is not an address such as Keste <keste@example.kz>");
  }
  return *std::move(mailbox);
}

std::string make_ticket_base(const ComposerSettings& settings) {
  std::string base = settings.public_url;
  while (base.ends_with('/')) base.pop_back();
  return base + settings.ticket_path;
}

std::string join_parts(const std::string& first, const std::string& second) {
  return first + (first.empty() || second.empty() ? "" : ", ") + second;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

}  // namespace

Composer::Composer(ComposerSettings settings, Season season, Messages messages, const Clock& clock)
    : settings_(std::move(settings)),
      from_(require_mailbox(settings_.from, "mail.from")),
      domain_(id_domain(from_.address)),
      ticket_base_(make_ticket_base(settings_)),
      season_(std::move(season)),
      messages_(std::move(messages)),
      facts_(season_),
      clock_(clock) {
  if (!settings_.reply_to.empty()) {
    reply_to_ = require_mailbox(settings_.reply_to, "mail.reply_to");
  }
}

void Composer::use(Season season, Messages messages) {
  shared_.clear();
  season_ = std::move(season);
  messages_ = std::move(messages);
  facts_ = MessageFacts(season_);
}

std::optional<std::string> Composer::find_obstacle(const engine::Notification& n) const {
  if (!messages_.has(n.language, n.kind)) return "there is no text for the kind " + n.kind;
  if (find_home(season_->campaign, n) == nullptr) {
    return "the campaign has no city " + n.city + " any more";
  }
  if (is_for_branch(n)) return std::nullopt;
  if (!is_token(n.ticket)) return "the application's ticket is not a ticket";
  return std::nullopt;
}

Result<Mail, std::string> Composer::compose(const engine::Notification& notification) {
  auto draft = compose_draft(notification);
  if (!draft) return failed(draft.error());
  Mail mail;
  mail.sender = from_.address;
  mail.recipient = notification.email;
  mail.content = build_message(draft.value());
  mail.message_id = draft.value().message_id;
  mail.needs_utf8 = needs_utf8(mail.sender) || needs_utf8(mail.recipient) ||
                    (reply_to_ && needs_utf8(reply_to_->address));
  return mail;
}

Result<Draft, std::string> Composer::compose_draft(const engine::Notification& notification) {
  if (auto obstacle = find_obstacle(notification)) return failed(*std::move(obstacle));
  if (!is_safe_address(notification.email)) {
    return failed(std::string("the recipient's address cannot be written to"));
  }
  const Shared& shared = find_shared(notification);
  MessageText text = make_text(shared, notification.language);
  const std::string id = identity(notification);

  Draft draft;
  draft.from = from_;
  draft.to = {at(shared.arguments, Argument::name), notification.email};
  draft.reply_to = reply_to_;
  draft.message_id = "<" + id + "@" + domain_ + ">";
  const Instant now = clock_.now();
  draft.date = format_mail_date(now, shared.home->zone.offset_at(now));
  draft.language = to_text(notification.language);
  draft.headers.emplace_back("Keste-Kind", notification.kind);
  if (!is_for_branch(notification)) {
    draft.headers.emplace_back("Keste-Application", std::to_string(notification.application.value));
  }
  draft.boundary = "=_" + id.substr(0, 56);
  draft.subject = std::move(text.subject);
  draft.text = std::move(text.text);
  attach_calendar(draft, shared.arguments, notification);
  return draft;
}

Result<std::string, std::string> Composer::compose_sms(const engine::Notification& notification) {
  if (auto obstacle = find_obstacle(notification)) return failed(*std::move(obstacle));
  const Shared& shared = find_shared(notification);
  if (!messages_.has_sms(notification.language, shared.kind)) {
    return failed("there is no SMS for the kind " + shared.kind);
  }
  return one_line(messages_.render_sms(notification.language, shared.kind, shared.arguments));
}

/// The facts of a notification: the shared ones, perhaps remembered, and the person's own.
Composer::Shared& Composer::find_shared(const engine::Notification& n) {
  key_.clear();
  append_shared_key(key_, n);
  auto found = shared_.find(key_);
  if (found == shared_.end()) {
    if (shared_.size() >= shared_max) shared_.clear();
    Shared shared;
    shared.home = find_home(season_->campaign, n);
    shared.kind = choose_text(n);
    facts_.fill_shared(shared.arguments, n, *shared.home);
    shared.prepared = messages_.prepare(n.language, shared.kind, shared.arguments);
    found = shared_.emplace(key_, std::move(shared)).first;
  }
  Shared& shared = found->second;
  facts_.fill_person(shared.arguments, n, *shared.home, ticket_base_);
  return shared;
}

MessageText Composer::make_text(const Shared& shared, Language language) const {
  if (shared.prepared) return shared.prepared->fill(shared.arguments);
  return messages_.render(language, shared.kind, shared.arguments);
}

void Composer::attach_calendar(Draft& draft, const Arguments& arguments,
                               const engine::Notification& n) const {
  const auto entry = decide_calendar_entry(n);
  if (!entry) return;
  CalendarEvent event;
  event.method = entry->method;
  event.uid = entry_uid(season_->campaign.id, n.application, domain_);
  event.organizer = from_.address;
  event.stamp_at = n.queued_at;
  event.starts_at = entry->starts_at;
  event.ends_at = entry->ends_at;
  event.sequence = n.sequence;
  event.summary = join_parts(at(arguments, Argument::campaign), at(arguments, Argument::city));
  if (entry->method == CalendarMethod::publish) {
    event.location = join_parts(at(arguments, Argument::venue), at(arguments, Argument::address));
  }
  event.description = draft.subject;
  event.url = at(arguments, Argument::ticket_url);
  event.remind_before = entry_reminder;
  draft.calendar = make_ics(event);
  draft.calendar_method = to_text(entry->method);
}

std::string Composer::identity(const engine::Notification& n) const {
  return "keste." + season_->campaign.id + "." + std::to_string(n.id.value);
}

}  // namespace keste::dispatch
