// kestectl timeline: the moments of a campaign, in order.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "base/check.hpp"
#include "kestectl/offline.hpp"
#include "kestectl/table.hpp"

namespace keste::kestectl {
namespace {

namespace json = boost::json;
using campaign::Moment;
using Season = config::Configuration::Season;

/// The moment on its own city's clock.
std::string format_at(const Moment& moment, const Season& season) {
  const campaign::City* city = season.campaign.find_city(moment.city);
  CHECK(city != nullptr);
  return city->zone.format(moment.at);
}

void print_json(const std::vector<Moment>& moments, const Season& season, std::ostream& out) {
  const char* gap = "[\n";
  for (const Moment& moment : moments) {
    json::object entry{
        {"at", format_at(moment, season)}, {"kind", to_text(moment.kind)}, {"city", moment.city}};
    if (!moment.session.empty()) entry["session"] = moment.session;
    out << gap << json::serialize(entry);
    gap = ",\n";
  }
  out << (moments.empty() ? "[]\n" : "\n]\n");
}

void print_table(const std::vector<Moment>& moments, const Season& season, Shared& shared) {
  Table table({"at", "kind", "city", "session"});
  for (const Moment& moment : moments) {
    const std::string kind(to_text(moment.kind));
    table.add({format_at(moment, season), kind, moment.city, moment.session});
  }
  shared.out << table.render(shared.width);
}

void timeline(const std::string& id, Shared& shared) {
  const auto configuration = load_or_complain(shared);
  if (!configuration) return;
  const Season* season = find_or_complain(*configuration, id, shared);
  if (season == nullptr) return;
  const std::vector<Moment> moments = campaign::timeline(season->schedule);
  if (shared.json()) {
    print_json(moments, *season, shared.out);
  } else {
    print_table(moments, *season, shared);
  }
}

}  // namespace

void add_timeline(CLI::App& app, Shared& shared) {
  CLI::App* command = app.add_subcommand("timeline", "The moments of a campaign, in time order");
  const auto id = std::make_shared<std::string>();
  command->add_option("--campaign", *id, "Its id; without it, the campaign that is served")
      ->type_name("CAMPAIGN");
  command->callback([id, &shared] { timeline(*id, shared); });
}

}  // namespace keste::kestectl
