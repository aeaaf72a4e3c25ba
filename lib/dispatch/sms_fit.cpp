// The worst case of a campaign.
#include "dispatch/sms_fit.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dispatch/plain_text.hpp"
#include "dispatch/sms_parts.hpp"
#include "locale/local_dates.hpp"

namespace keste::dispatch {
namespace {

bool is_gsm(std::string_view text) { return measure_sms_text(text).alphabet == SmsAlphabet::gsm7; }

/// The longest values that an argument may have. A text that is at least as long and needs UCS-2
/// as soon as one of them does stands for all.
class Longest {
 public:
  void offer(std::string_view text) {
    const std::string value = one_line(text);
    wide_ = wide_ || !is_gsm(value);
    if (code_point_count(value) > code_point_count(longest_)) longest_ = value;
  }
  std::string make_worst() const {
    if (!wide_ || longest_.empty() || !is_gsm(longest_)) return longest_;
    std::string_view rest = longest_;
    take_code_point(rest);
    return "қ" + std::string(rest);
  }

 private:
  std::string longest_;
  bool wide_ = false;
};

/// The longest date of the season: of any day on which something may happen.
std::string find_longest_date(locale::LocalDates& dates, Language language,
                              const campaign::Campaign& campaign) {
  constexpr std::chrono::days after(60);
  constexpr std::chrono::days days_max(400);
  Longest longest;
  const Date last = std::min(campaign.testing_to + after, campaign.testing_from + days_max);
  for (Date day = campaign.testing_from; day <= last; day += std::chrono::days(1)) {
    longest.offer(dates.date(language, day));
  }
  return longest.make_worst();
}

void fill_names(Arguments& out, Language language, const campaign::Campaign& campaign) {
  Longest city;
  Longest venue;
  Longest address;
  Longest session;
  const auto offer_place = [&](const campaign::Place& place) {
    venue.offer(place.name.in(language));
    address.offer(place.address.in(language));
  };
  for (const auto& each : campaign.cities) {
    city.offer(each.name.in(language));
    offer_place(each.branch);
  }
  venue.offer(city.make_worst());
  for (const auto& each : campaign.sessions) {
    offer_place(each.venue);
    session.offer(each.id);
  }
  at(out, Argument::city) = at(out, Argument::before_city) = city.make_worst();
  at(out, Argument::venue) = at(out, Argument::before_venue) = venue.make_worst();
  at(out, Argument::address) = address.make_worst();
  at(out, Argument::session) = at(out, Argument::before_session) = session.make_worst();
  at(out, Argument::campaign) = one_line(campaign.title.in(language));
  at(out, Argument::pass_level) = one_line(campaign.pass_level);
}

void fill_tests(Arguments& out, const campaign::Campaign& campaign) {
  Longest id;
  Longest url;
  for (const auto& test : campaign.tests) {
    id.offer(test.id);
    url.offer(test.url);
    url.offer(test.results_url);
  }
  at(out, Argument::test) = id.make_worst();
  at(out, Argument::test_url) = at(out, Argument::results_url) = url.make_worst();
}

/// Everything at its longest; what stands in a select is set by `Choices`.
Arguments make_longest(Language language, const campaign::Campaign& campaign) {
  locale::LocalDates dates;
  Arguments out;
  const std::string date = find_longest_date(dates, language, campaign);
  for (const Argument which :
       {Argument::received_date, Argument::starts_date, Argument::due_date, Argument::closes_date,
        Argument::before_date, Argument::before_due_date, Argument::answer_date}) {
    at(out, which) = date;
  }
  at(out, Argument::closes_date) += ", 18:00";
  for (const Argument which :
       {Argument::received_time, Argument::starts_time, Argument::ends_time, Argument::due_time,
        Argument::before_time, Argument::before_due_time, Argument::answer_time}) {
    at(out, which) = "24:00";
  }
  at(out, Argument::utc) = "UTC+5:30";
  at(out, Argument::given_name) = "Құдайбергенқызы";
  at(out, Argument::name) = "Құдайбергенова-Сейітмұхамедова Айгүлжан Нұрсұлтанбекқызы";
  at(out, Argument::application) = "10000000";
  at(out, Argument::level) = "B1";
  for (std::size_t i = first_number; i < argument_count; ++i) out[i] = "1000000";
  at(out, Argument::working_days) = at(out, Argument::extra_minutes) = "366";
  fill_names(out, language, campaign);
  fill_tests(out, campaign);
  return out;
}

/// The words that a select may meet; the first is what nobody names.
struct Choice {
  Argument which;
  std::vector<const char*> words;
};
const std::vector<Choice>& list_choices() {
  static const std::vector<Choice> choices{
      {Argument::has_session, {"yes", "no"}},
      {Argument::has_address, {"yes", "no"}},
      {Argument::has_before, {"yes", "no"}},
      {Argument::has_answer, {"yes", "no"}},
      {Argument::has_document_number, {"yes", "no"}},
      {Argument::due_moved, {"none", "earlier", "later"}},
      {Argument::attempt, {"free", "self_funded"}},
      {Argument::outcome, {"none", "reseated", "waitlisted", "unplaced"}},
      {Argument::document, {"none", "certificate", "reference"}},
      {Argument::result_status, {"none", "final", "on_hold", "annulled"}}};
  return choices;
}

/// The most parts over all that the named choices may say.
int count_worst(const Messages& messages, Language language, const std::string& kind,
                const Arguments& longest) {
  const auto named = messages.list_sms_arguments(language, kind);
  std::vector<Arguments> variants{longest};
  for (const Choice& choice : list_choices()) {
    const bool used = std::find(named.begin(), named.end(), choice.which) != named.end();
    std::vector<Arguments> next;
    for (const Arguments& variant : variants) {
      for (std::size_t i = 0; i < (used ? choice.words.size() : 1); ++i) {
        next.push_back(variant);
        at(next.back(), choice.which) = choice.words[i];
      }
    }
    variants = std::move(next);
  }
  int worst = 0;
  for (const Arguments& variant : variants) {
    const std::string sms = one_line(messages.render_sms(language, kind, variant));
    worst = std::max(worst, count_sms_parts(sms));
  }
  return worst;
}

}  // namespace

int count_sms_parts(std::string_view text) {
  return text.empty() ? 0 : measure_sms_text(text).parts;
}

SmsParts measure_sms(const Messages& messages, const config::Configuration::Season& season) {
  SmsParts parts;
  for (const Language language : languages) {
    const Arguments longest = make_longest(language, season.campaign);
    for (const auto kind : message_kinds) {
      if (!messages.has_sms(language, kind)) continue;
      const std::string name(kind);
      parts[{name, language}] = count_worst(messages, language, name, longest);
    }
  }
  return parts;
}

std::vector<MessageProblem> check_sms(const Messages& messages,
                                      const config::Configuration::Season& season) {
  std::vector<MessageProblem> problems;
  for (const auto& [which, parts] : measure_sms(messages, season)) {
    if (parts <= sms_parts_max) continue;
    problems.push_back({which.second, which.first, "sms",
                        "sms: takes " + std::to_string(parts) +
                            " parts with the longest names and dates of campaign " +
                            season.campaign.id + ", at most " + std::to_string(sms_parts_max) +
                            " are allowed: say it shorter"});
  }
  return problems;
}

}  // namespace keste::dispatch
