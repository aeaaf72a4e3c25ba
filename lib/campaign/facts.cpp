// A campaign as paths and values.
#include <algorithm>

#include "campaign/difference.hpp"

namespace keste::campaign {
namespace {

/// Adds facts below one path; what is empty is not said.
class Below {
 public:
  Below(Facts& facts, std::string path) : facts_(facts), path_(std::move(path)) {}

  void add(std::string_view name, std::string value) const {
    if (!value.empty()) facts_[path_ + std::string(name)] = std::move(value);
  }
  void add(std::string_view name, const LocalizedText& text) const {
    for (const Language language : languages) {
      add(std::string(name) + "." + std::string(to_text(language)), text.in(language));
    }
  }
  void add(std::string_view name, bool truth) const {
    add(name, std::string(truth ? "true" : "false"));
  }
  void add(std::string_view name, std::int64_t number) const { add(name, std::to_string(number)); }
  /// Of words whose order means nothing.
  void add(std::string_view name, std::vector<std::string> words) const {
    std::sort(words.begin(), words.end());
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    add(name, std::move(all));
  }
  void add(std::string_view name, std::chrono::minutes time) const {
    const auto two = [](std::int64_t number) {
      return (number < 10 ? "0" : "") + std::to_string(number);
    };
    add(name, two(time.count() / 60) + ":" + two(time.count() % 60));
  }
  void add(std::string_view name, const Window& window) const {
    const Below below = at(name);
    below.add("from", format_date(window.from));
    below.add("to", format_date(window.to));
    below.add("closes_at", window.closes_at);
  }
  void add(std::string_view name, const Place& place) const {
    const Below below = at(name);
    below.add("name", place.name);
    below.add("address", place.address);
    below.add("email", place.email);
    below.add("phone", place.phone);
  }
  Below at(std::string_view name) const { return {facts_, path_ + std::string(name) + "."}; }

 private:
  Facts& facts_;
  std::string path_;
};

std::string_view to_text(AdmissionRules::Codes codes) {
  if (codes == AdmissionRules::Codes::listed) return "listed";
  return codes == AdmissionRules::Codes::any ? "any" : "as_listed";
}

void add_admission(const Below& below, const AdmissionRules& rules) {
  below.add("code_required", rules.code_required);
  below.add("codes", std::string(to_text(rules.codes)));
  below.add("self_funded_first", rules.self_funded_first);
  below.add("waitlist", rules.waitlist);
  below.add("change_until_before", rules.change_until_before);
  below.add("answer_within", rules.answer_within);
  below.add("changes_gathered_for", rules.changes_gathered_for);
  below.add("no_show_spends_code", rules.no_show_spends_code);
  below.add("consent", rules.consent);
  below.add("keep_personal_data_days", std::int64_t{rules.keep_personal_data_days});
}

void add_tests(const Below& below, const Campaign& campaign) {
  for (const Test& test : campaign.tests) {
    const Below one = below.at(test.id);
    one.add("mode", test.mode);
    one.add("results_url", test.results_url);
    one.add("url", test.url);
    one.add("steps", test.steps);
    if (test.window) one.add("window", *test.window);
  }
}

void add_cities(const Below& below, const Campaign& campaign) {
  for (const City& city : campaign.cities) {
    const Below one = below.at(city.code);
    one.add("name", city.name);
    one.add("zone", city.zone.name());
    one.add("rule", city.rule);
    one.add("branch", city.branch);
    one.add("aliases", city.aliases);
  }
}

void add_sessions(const Below& below, const Campaign& campaign) {
  for (const Session& session : campaign.sessions) {
    const Below one = below.at(session.id);
    one.add("city", session.city);
    one.add("starts", format_local_time(session.starts_local));
    one.add("ends", format_local_time(session.ends_local));
    one.add("seats", std::int64_t{session.seats});
    one.add("venue", session.venue);
  }
}

void add_questionnaire(const Below& below, const Questionnaire& questionnaire) {
  if (questionnaire.zone) below.add("zone", questionnaire.zone->name());
  for (const auto& [question, headings] : questionnaire.headings) {
    below.add(to_text(question), headings);
  }
}

/// The clock of the first city is that of the online tests.
bool has_online_test(const Campaign& campaign) {
  return std::any_of(campaign.tests.begin(), campaign.tests.end(),
                     [](const Test& test) { return test.is_online(); });
}

}  // namespace

Facts list_facts(const Campaign& campaign) {
  Facts facts;
  const Below whole(facts, "");
  whole.add("id", campaign.id);
  whole.add("title", campaign.title);
  whole.add("calendar", campaign.calendar);
  whole.add("testing.from", format_date(campaign.testing_from));
  whole.add("testing.to", format_date(campaign.testing_to));
  if (campaign.outer_deadline) whole.add("outer_deadline", format_date(*campaign.outer_deadline));
  whole.add("pass_level", campaign.pass_level);
  if (has_online_test(campaign) && !campaign.cities.empty()) {
    whole.add("online_tests_by_clock_of", campaign.cities.front().zone.name());
  }
  add_admission(whole.at("admission"), campaign.admission);
  add_tests(whole.at("tests"), campaign);
  for (const Rule& rule : campaign.rules) {
    const Below one = whole.at("rules").at(rule.id);
    one.add("window", rule.window);
    one.add("results_within_working_days", std::int64_t{rule.results_within_working_days});
    one.add("due_time", rule.due_time);
  }
  add_cities(whole.at("cities"), campaign);
  add_sessions(whole.at("sessions"), campaign);
  add_questionnaire(whole.at("questionnaire"), campaign.questionnaire);
  return facts;
}

std::vector<FactChange> compare(const Facts& was, const Facts& is) {
  std::vector<FactChange> changes;
  auto old = was.begin();
  auto fresh = is.begin();
  while (old != was.end() || fresh != is.end()) {
    const bool gone = fresh == is.end() || (old != was.end() && old->first < fresh->first);
    const bool added = !gone && (old == was.end() || fresh->first < old->first);
    if (gone) {
      changes.push_back({old->first, old->second, ""});
    } else if (added) {
      changes.push_back({fresh->first, "", fresh->second});
    } else if (old->second != fresh->second) {
      changes.push_back({old->first, old->second, fresh->second});
    }
    if (!added) ++old;
    if (!gone) ++fresh;
  }
  return changes;
}

}  // namespace keste::campaign
