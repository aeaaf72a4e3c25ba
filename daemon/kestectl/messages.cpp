// kestectl messages: the texts to people, checked, and shown as somebody would get them.
#include <CLI/App.hpp>
#include <CLI/Validators.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "dispatch/composer.hpp"
#include "dispatch/message_check.hpp"
#include "dispatch/sms_fit.hpp"
#include "kestectl/invented.hpp"
#include "kestectl/offline.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

namespace json = boost::json;
using dispatch::message_kinds;
using dispatch::SmsParts;

/// The most parts over all campaigns.
SmsParts measure_all(const config::Configuration& configuration) {
  const dispatch::Messages messages(configuration.messages);
  SmsParts worst;
  for (const auto& [id, season] : configuration.seasons) {
    for (const auto& [which, parts] : dispatch::measure_sms(messages, season)) {
      worst[which] = std::max(worst[which], parts);
    }
  }
  return worst;
}

/// 0 without an SMS.
int find_parts(const SmsParts& all, std::string_view kind, Language language) {
  const auto found = all.find({std::string(kind), language});
  return found == all.end() ? 0 : found->second;
}

void print_kinds_json(const SmsParts& parts, Shared& shared) {
  json::array kinds;
  for (const auto kind : message_kinds) {
    json::object sms;
    for (const Language language : languages) {
      const int count = find_parts(parts, kind, language);
      if (count > 0) sms[to_text(language)] = count;
    }
    kinds.push_back(json::object{{"kind", kind}, {"sms_parts", sms}});
  }
  const json::object answer{
      {"ok", true}, {"sms_parts_max", dispatch::sms_parts_max}, {"kinds", kinds}};
  shared.out << json::serialize(answer) << "\n";
}

void print_kinds(const SmsParts& parts, Shared& shared) {
  std::vector<std::string> titles{"kind"};
  for (const Language language : languages) titles.emplace_back(to_text(language));
  Table table(std::move(titles));
  for (const auto kind : message_kinds) {
    std::vector<std::string> cells{std::string(kind)};
    for (const Language language : languages) {
      const int count = find_parts(parts, kind, language);
      cells.push_back(count == 0 ? "mail" : "mail, SMS " + std::to_string(count));
    }
    table.add(std::move(cells));
  }
  shared.out << table.render(shared.width) << "\nall texts are sound; an SMS takes that many parts "
             << "with the longest names, at most " << dispatch::sms_parts_max << "\n";
}

void check(Shared& shared) {
  const config::Loaded loaded = dispatch::load_configuration(shared.etc);
  if (loaded.has_errors()) {
    shared.exit = exit_code::config;
    print(shared.err, loaded.diagnostics);
    if (shared.json()) shared.out << json::serialize(to_json(loaded)) << "\n";
    return;
  }
  const SmsParts parts = measure_all(*loaded.configuration);
  return shared.json() ? print_kinds_json(parts, shared) : print_kinds(parts, shared);
}

struct Question {
  Wish wish;
  std::string language = "kk";
  std::string campaign;
  std::string channel = "email";
};

void complain(const std::string& what, Shared& shared) {
  shared.err << what << "\n";
  shared.exit = exit_code::unknown;
}

std::string show(const dispatch::Mailbox& mailbox) {
  return mailbox.name.empty() ? mailbox.address : mailbox.name + " <" + mailbox.address + ">";
}

void print_mail(const dispatch::Draft& draft, Shared& shared) {
  if (shared.json()) {
    json::object headers;
    for (const auto& [name, value] : draft.headers) headers[name] = value;
    const json::object answer{{"channel", "email"},   {"from", show(draft.from)},
                              {"to", show(draft.to)}, {"subject", draft.subject},
                              {"headers", headers},   {"language", draft.language},
                              {"text", draft.text},   {"calendar", draft.calendar}};
    shared.out << json::serialize(answer) << "\n";
    return;
  }
  shared.out << "From: " << show(draft.from) << "\nTo: " << show(draft.to)
             << "\nSubject: " << draft.subject << "\n";
  for (const auto& [name, value] : draft.headers) shared.out << name << ": " << value << "\n";
  shared.out << "\n" << draft.text;
  if (draft.calendar.empty()) return;
  shared.out << "\n[keste.ics, " << draft.calendar_method << ": --channel ics shows it]\n";
}

void print_calendar(const dispatch::Draft& draft, const std::string& kind, Shared& shared) {
  if (draft.calendar.empty()) return complain("such a " + kind + " carries no calendar", shared);
  if (!shared.json()) {
    shared.out << draft.calendar;
    return;
  }
  const json::object answer{
      {"channel", "ics"}, {"method", draft.calendar_method}, {"calendar", draft.calendar}};
  shared.out << json::serialize(answer) << "\n";
}

void print_sms(const std::string& text, Shared& shared) {
  const int parts = dispatch::count_sms_parts(text);
  if (shared.json()) {
    const json::object answer{{"channel", "sms"}, {"text", text}, {"parts", parts}};
    shared.out << json::serialize(answer) << "\n";
  } else {
    shared.out << text << "\n\n[" << parts << (parts == 1 ? " part]\n" : " parts]\n");
  }
}

dispatch::ComposerSettings make_settings(const config::Settings& settings) {
  dispatch::ComposerSettings made;
  made.from = settings.mail.from;
  made.reply_to = settings.mail.reply_to;
  made.public_url = settings.http.public_url;
  return made;
}

void preview(Question question, Shared& shared) {
  const auto configuration = load_or_complain(shared);
  if (!configuration) return;
  const auto* season = find_or_complain(*configuration, question.campaign, shared);
  if (season == nullptr) return;
  question.wish.language = parse_language(question.language).value_or(Language::kk);
  const auto invented = invent_notification(*season, question.wish);
  if (!invented) return complain(invented.error(), shared);
  const ManualClock clock(invented.value().queued_at);
  dispatch::Composer composer(make_settings(configuration->settings), {configuration, season},
                              dispatch::Messages(configuration->messages), clock);
  if (question.channel == "sms") {
    const auto sms = composer.compose_sms(invented.value());
    return sms ? print_sms(sms.value(), shared) : complain(sms.error(), shared);
  }
  const auto draft = composer.compose_draft(invented.value());
  if (!draft) return complain(draft.error(), shared);
  if (question.channel == "ics") return print_calendar(draft.value(), question.wish.kind, shared);
  print_mail(draft.value(), shared);
}

std::string list_kinds() {
  std::string all;
  for (const auto kind : message_kinds) all.append(all.empty() ? "" : ",").append(kind);
  return all;
}

void add_wishes(CLI::App& command, Wish& wish) {
  command.add_option("--test", wish.test, "The test; an online one has no city and no session");
  command.add_option("--city", wish.city, "The city's code; without it, any")->type_name("CITY");
  command.add_option("--session", wish.session, "The session's id; without it, any")
      ->type_name("SESSION");
  command.add_option("--attempt", wish.attempt, "By promo code, or paid for by the applicant")
      ->check(CLI::IsMember({"free", "self_funded"}));
  command.add_flag("--had-seat", wish.had_seat, "Whoever is waitlisted had a seat before");
  command.add_option("--outcome", wish.outcome, "Of a cancelled session, or of an application")
      ->check(CLI::IsMember({"reseated", "waitlisted", "unplaced"}));
  command.add_option("--document", wish.document, "What a result brings")
      ->check(CLI::IsMember({"certificate", "reference", "none"}));
  command.add_option("--status", wish.status, "Of a result")
      ->check(CLI::IsMember({"final", "on_hold", "annulled"}));
  command.add_option("--extra-minutes", wish.extra_minutes, "Granted to the person")
      ->check(CLI::Range(0, 600));
}

}  // namespace

void add_messages(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("messages", "The texts to applicants and branches");
  group->require_subcommand(1);
  CLI::App* checks = group->add_subcommand(
      "check", "Check the texts in all languages, and show how many parts each SMS takes");
  checks->callback([&shared] { check(shared); });

  CLI::App* command = group->add_subcommand("preview", "One message as somebody would get it");
  const auto question = std::make_shared<Question>();
  // Named rather than checked: what is wrong with a kind is told with what is known of it.
  command->add_option("KIND", question->wish.kind, "The kind of the message")
      ->required()
      ->type_name("KIND:{" + list_kinds() + "}");
  command->add_option("--lang", question->language, "The language of whoever gets it")
      ->check(CLI::IsMember({"kk", "ru", "en"}));
  command
      ->add_option("--campaign", question->campaign,
                   "Its id; without it, the campaign that is served")
      ->type_name("CAMPAIGN");
  command->add_option("--channel", question->channel, "As a mail, an SMS or a calendar entry")
      ->check(CLI::IsMember({"email", "sms", "ics"}));
  add_wishes(*command, question->wish);
  command->callback([question, &shared] { preview(*question, shared); });
}

}  // namespace keste::kestectl
