// kestectl due: when the results of a session are due, and the count that leads there.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "base/check.hpp"
#include "calendar/due_date.hpp"
#include "kestectl/offline.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

namespace json = boost::json;
using calendar::CountedDay;
using calendar::DueDate;
using Season = config::Configuration::Season;

struct Question {
  std::string campaign;
  std::string city;
  std::string ended;
};

json::object to_json(const CountedDay& day) {
  json::object entry{{"date", format_date(day.on)}, {"counts", nullptr}};
  if (day.counts) entry["counts"] = *day.counts;
  if (day.why) entry["why"] = calendar::to_text(*day.why);
  if (day.special != nullptr) {
    const LocalizedText& name = day.special->name;
    entry["name"] = json::object{{"kk", name.kk}, {"ru", name.ru}, {"en", name.en}};
    entry["source"] = day.special->source;
    if (day.special->provisional) entry["provisional"] = true;
  }
  return entry;
}

void print_json(const DueDate& due, const campaign::Rule& rule, const calendar::Zone& zone,
                std::ostream& out) {
  json::object answer{{"due_at", zone.format(due.due_at)},
                      {"working_days", rule.results_within_working_days}};
  if (due.provisional) answer["provisional"] = true;
  json::array& days = answer["days"].emplace_array();
  for (const CountedDay& day : due.days) days.push_back(to_json(day));
  out << json::serialize(answer) << "\n";
}

void print_table(const DueDate& due, const campaign::Rule& rule, const calendar::Zone& zone,
                 Shared& shared) {
  constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  Table table({"date", "day", "counts", "why", "name", "source"});
  for (const CountedDay& day : due.days) {
    const auto* special = day.special;
    const bool provisional = special != nullptr && special->provisional;
    table.add({format_date(day.on), weekdays[std::chrono::weekday(day.on).c_encoding()],
               day.counts ? std::to_string(*day.counts) : "-",
               day.why ? std::string(calendar::to_text(*day.why)) : "",
               special == nullptr ? "" : special->name.en + (provisional ? " (provisional)" : ""),
               special == nullptr ? "" : special->source});
  }
  shared.out << table.render(shared.width) << "\n"
             << "due at " << zone.format(due.due_at) << ", within "
             << rule.results_within_working_days << " working days\n";
  if (due.provisional) {
    shared.out << "provisional: a day on the way is not yet law, so this may change\n";
  }
}

const campaign::City* find_city_or_complain(const Season& season, const std::string& code,
                                            Shared& shared) {
  const campaign::City* city = season.campaign.find_city(code);
  if (city != nullptr) return city;
  shared.err << "campaign " << season.campaign.id << " has no city '" << code << "'; known:";
  for (const campaign::City& known : season.campaign.cities) shared.err << " " << known.code;
  shared.err << "\n";
  shared.exit = exit_code::unknown;
  return nullptr;
}

/// The civil time, known to name one instant in that zone.
std::optional<LocalTime> parse_ended(const std::string& text, const calendar::Zone& zone,
                                     Shared& shared) {
  const std::optional<LocalTime> local = parse_local_time(text);
  if (!local) {
    shared.err << "--ended: '" << text << "' is not a civil date and time such as "
               << "2023-09-15T12:30, in the city's zone and without an offset\n";
    shared.exit = exit_code::usage;
    return std::nullopt;
  }
  const auto at = zone.to_instant(*local);
  if (at) return local;
  shared.err << "--ended: " << describe(at.error(), *local, zone) << "\n";
  shared.exit = exit_code::usage;
  return std::nullopt;
}

void due(const Question& question, Shared& shared) {
  const auto configuration = load_or_complain(shared);
  if (!configuration) return;
  const Season* season = find_or_complain(*configuration, question.campaign, shared);
  if (season == nullptr) return;
  const campaign::City* city = find_city_or_complain(*season, question.city, shared);
  if (city == nullptr) return;
  const auto ended = parse_ended(question.ended, city->zone, shared);
  if (!ended) return;
  const campaign::Rule* rule = season->campaign.find_rule(city->rule);
  CHECK(rule != nullptr);
  const auto answer = calendar::due_date(*season->calendar, city->zone, *ended,
                                         {rule->results_within_working_days, rule->due_time});
  if (!answer) {
    shared.err << "no due date: " << answer.error() << "\n";
    shared.exit = exit_code::unknown;
  } else if (shared.json()) {
    print_json(answer.value(), *rule, city->zone, shared.out);
  } else {
    print_table(answer.value(), *rule, city->zone, shared);
  }
}

}  // namespace

void add_due(CLI::App& app, Shared& shared) {
  CLI::App* command =
      app.add_subcommand("due", "When results are due for testing that ended, day by day");
  const auto question = std::make_shared<Question>();
  command
      ->add_option("--campaign", question->campaign,
                   "Its id; without it, the campaign that is served")
      ->type_name("CAMPAIGN");
  command->add_option("--city", question->city, "The city's code")->required()->type_name("CITY");
  command->add_option("--ended", question->ended, "When the testing ended, by the city's own clock")
      ->required()
      ->type_name("TIME");
  command->callback([question, &shared] { due(*question, shared); });
}

}  // namespace keste::kestectl
