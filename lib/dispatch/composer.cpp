// Filling in the facts of a notification and building its e-mail.
#include "dispatch/composer.hpp"

#include <algorithm>

#include "base/fault.hpp"
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

/// A Message-ID stays ASCII even where the sender's domain is not.
std::string id_domain(const std::string& address) {
  std::string domain = address.substr(address.find('@') + 1);
  return needs_utf8(domain) ? "keste.invalid" : domain;
}

std::string join_words(std::initializer_list<std::string_view> words, std::string_view between) {
  std::string out;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += between;
    out += word;
  }
  return out;
}

const campaign::Session* find_session(const campaign::Campaign& campaign, std::string_view id) {
  const auto found = std::find_if(campaign.sessions.begin(), campaign.sessions.end(),
                                  [&](const auto& session) { return session.id == id; });
  return found == campaign.sessions.end() ? nullptr : &*found;
}

/// The test that is sat in sessions; its site shows the results.
const campaign::Test* find_mobile_test(const campaign::Campaign& campaign) {
  const auto found = std::find_if(campaign.tests.begin(), campaign.tests.end(),
                                  [](const auto& test) { return test.mode == "mobile"; });
  return found == campaign.tests.end() ? nullptr : &*found;
}

/// Where the sitting is: its venue, else the city's branch, else at least the city.
void fill_place(Arguments& arguments, Language language, const campaign::City& city,
                const campaign::Session* session) {
  const bool own = session != nullptr && !session->venue.name.in(language).empty();
  const campaign::Place& place = own ? session->venue : city.branch;
  const std::string& name = place.name.in(language);
  at(arguments, Argument::venue) = one_line(name.empty() ? city.name.in(language) : name);
  at(arguments, Argument::address) = one_line(place.address.in(language));
  const bool known = !at(arguments, Argument::address).empty();
  at(arguments, Argument::has_address) = known ? "yes" : "no";
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
      season_(std::move(season)),
      messages_(std::move(messages)),
      clock_(clock) {
  while (settings_.public_url.ends_with('/')) settings_.public_url.pop_back();
  if (!settings_.reply_to.empty()) {
    reply_to_ = require_mailbox(settings_.reply_to, "mail.reply_to");
  }
}

void Composer::use(Season season, Messages messages) {
  shared_.clear();
  season_ = std::move(season);
  messages_ = std::move(messages);
}

std::optional<std::string> Composer::find_obstacle(const engine::Notification& n) const {
  if (!messages_.has(n.language, n.kind)) return "there is no text for the kind " + n.kind;
  if (season_->campaign.find_city(n.city) == nullptr) {
    return "the campaign has no city " + n.city + " any more";
  }
  if (!is_safe_address(n.email)) return "the applicant's address cannot be written to";
  if (!is_token(n.ticket)) return "the application's ticket is not a ticket";
  return std::nullopt;
}

Result<Mail, std::string> Composer::compose(const engine::Notification& notification) {
  if (auto obstacle = find_obstacle(notification)) return failed(*std::move(obstacle));
  Shared& shared = find_shared(notification);
  fill_person(shared.arguments, notification, *shared.city);
  MessageText text = make_text(shared, notification);
  const std::string id = identity(notification);

  Draft draft;
  draft.from = from_;
  draft.to = {at(shared.arguments, Argument::name), notification.email};
  draft.reply_to = reply_to_;
  draft.message_id = "<" + id + "@" + domain_ + ">";
  const Instant now = clock_.now();
  draft.date = format_mail_date(now, shared.city->zone.offset_at(now));
  draft.language = to_text(notification.language);
  draft.headers = {{"Keste-Kind", notification.kind},
                   {"Keste-Application", std::to_string(notification.application.value)}};
  if (notification.kind == "application_received") {
    draft.calendar = make_calendar(shared, notification, text.subject);
    draft.boundary = "=_" + id.substr(0, 56);
  }
  draft.subject = std::move(text.subject);
  draft.text = std::move(text.text);

  Mail mail;
  mail.sender = from_.address;
  mail.recipient = notification.email;
  mail.content = build_message(draft);
  mail.message_id = std::move(draft.message_id);
  mail.needs_utf8 = needs_utf8(mail.sender) || needs_utf8(mail.recipient) ||
                    (reply_to_ && needs_utf8(reply_to_->address));
  return mail;
}

Composer::Shared& Composer::find_shared(const engine::Notification& n) {
  std::string key;
  key.reserve(n.kind.size() + n.session.size() + n.city.size() + 4);
  key.append(to_text(n.language)).append(n.kind).append("|").append(n.city).append("|");
  key.append(n.session);
  const auto found = shared_.find(key);
  const bool same = found != shared_.end() && found->second.starts_at == n.starts_at &&
                    found->second.ends_at == n.ends_at && found->second.due_at == n.due_at;
  if (same) return found->second;
  if (shared_.size() >= shared_max) shared_.clear();
  return shared_.insert_or_assign(std::move(key), make_shared_facts(n)).first->second;
}

Composer::Shared Composer::make_shared_facts(const engine::Notification& n) {
  Shared shared;
  shared.starts_at = n.starts_at;
  shared.ends_at = n.ends_at;
  shared.due_at = n.due_at;
  shared.city = season_->campaign.find_city(n.city);
  fill_session(shared.arguments, n, *shared.city);
  shared.prepared = messages_.prepare(n.language, n.kind, shared.arguments);
  return shared;
}

void Composer::fill_session(Arguments& out, const engine::Notification& n,
                            const campaign::City& city) {
  const campaign::Campaign& campaign = season_->campaign;
  const calendar::Zone& zone = city.zone;
  at(out, Argument::campaign) = one_line(campaign.title.in(n.language));
  at(out, Argument::city) = one_line(city.name.in(n.language));
  at(out, Argument::session) = n.session;
  fill_place(out, n.language, city, find_session(campaign, n.session));
  at(out, Argument::starts_date) = dates_.date(n.language, zone.date_at(n.starts_at));
  at(out, Argument::starts_time) = dates_.time(n.language, zone.to_local(n.starts_at));
  at(out, Argument::ends_time) = dates_.time(n.language, zone.to_local(n.ends_at));
  at(out, Argument::utc) = offset_text(zone.offset_at(n.starts_at));
  at(out, Argument::due_date) = dates_.date(n.language, zone.date_at(n.due_at));
  at(out, Argument::due_time) = dates_.time(n.language, zone.to_local(n.due_at));
  const campaign::Rule* rule = campaign.find_rule(city.rule);
  const int working_days = rule == nullptr ? 0 : rule->results_within_working_days;
  at(out, Argument::working_days) = std::to_string(working_days);
  const campaign::Test* test = find_mobile_test(campaign);
  at(out, Argument::results_url) = test == nullptr ? std::string() : one_line(test->results_url);
  at(out, Argument::pass_level) = one_line(campaign.pass_level);
  for (const auto& window : season_->schedule.windows) {
    if (window.city != n.city) continue;
    const Instant last = window.closes_at - std::chrono::microseconds(1);
    std::string& closes = at(out, Argument::closes_date);
    closes = dates_.date(n.language, zone.date_at(last));
    // An hour that narrows the last day belongs to the date; a whole day needs none.
    const LocalTime closes_local = zone.to_local(window.closes_at);
    if (closes_local != std::chrono::floor<std::chrono::days>(closes_local)) {
      closes += ", " + dates_.time(n.language, closes_local);
    }
  }
}

void Composer::fill_person(Arguments& out, const engine::Notification& n,
                           const campaign::City& city) {
  at(out, Argument::name) =
      join_words({one_line(n.surname), one_line(n.given_name), one_line(n.patronymic)}, " ");
  at(out, Argument::given_name) = one_line(n.given_name);
  at(out, Argument::application) = std::to_string(n.application.value);
  const LocalTime received = city.zone.to_local(n.received_at);
  at(out, Argument::received_date) =
      dates_.date(n.language, std::chrono::floor<std::chrono::days>(received));
  at(out, Argument::received_time) = dates_.time(n.language, received);
  at(out, Argument::ticket_url) = settings_.public_url + settings_.ticket_path + n.ticket;
}

MessageText Composer::make_text(Shared& shared, const engine::Notification& n) {
  if (shared.prepared) return shared.prepared->fill(shared.arguments);
  return messages_.render(n.language, n.kind, shared.arguments);
}

std::string Composer::make_calendar(const Shared& shared, const engine::Notification& n,
                                    const std::string& subject) const {
  const auto of = [&](Argument which) -> const std::string& {
    return shared.arguments[static_cast<std::size_t>(which)];
  };
  CalendarEvent event;
  event.uid = "keste." + season_->campaign.id + ".application." +
              std::to_string(n.application.value) + "@" + domain_;
  event.stamp_at = n.queued_at;
  event.starts_at = n.starts_at;
  event.ends_at = n.ends_at;
  event.summary = join_words({of(Argument::campaign), of(Argument::city)}, ", ");
  event.location = join_words({of(Argument::venue), of(Argument::address)}, ", ");
  event.description = subject;
  event.url = of(Argument::ticket_url);
  event.remind_before = std::chrono::hours(24);
  return make_ics(event);
}

std::string Composer::identity(const engine::Notification& n) const {
  return "keste." + season_->campaign.id + "." + std::to_string(n.id.value);
}

}  // namespace keste::dispatch
