// Loading: the folders of etc in order, and what they say of one another.
#include "config/loading.hpp"

#include <algorithm>
#include <tuple>

#include "config/calendar_reader.hpp"
#include "config/messages_reader.hpp"
#include "config/text_file.hpp"

namespace keste::config {
namespace {

namespace fs = std::filesystem;

std::optional<Node> read_document(const fs::path& path, Report& report) {
  const auto text = read_text_file(path, report);
  if (!text) return std::nullopt;
  return parse_document(*text, report);
}

/// Every day a working day, for as long as dates go: lets a campaign be judged for all but its due
/// dates while its own calendar has errors.
calendar::WorkingCalendar make_stand_in() {
  calendar::CalendarPlan plan;
  plan.covers_from = Date(std::chrono::year(1970) / 1 / 1);
  plan.covers_to = Date(std::chrono::year(2102) / 12 / 31);
  return calendar::WorkingCalendar(std::move(plan));
}

/// Problems name a part as "sessions[3]"; people count lines.
std::string with_lines(std::string message, const CampaignFile& file) {
  for (const auto& [list, part] :
       {std::pair("sessions[", "session"), std::pair("cities[", "city")}) {
    const std::size_t begin = message.find(list);
    const std::size_t end = message.find(']', begin);
    if (begin == std::string::npos || end == std::string::npos) continue;
    const int line = file.find_place(message.substr(begin, end + 1 - begin)).line;
    message.replace(begin, end + 1 - begin,
                    std::string("the ") + part + " in line " + std::to_string(line));
  }
  return message;
}

void add_problem(const campaign::Problem& problem, const CampaignFile& file, Report& report) {
  const Place place = file.find_place(problem.path);
  const std::string message = with_lines(problem.message, file);
  if (problem.kind == campaign::Problem::Kind::warning) {
    // A warning is a sentence of its own; an error follows the key that it is about.
    report.warning(place, message);
    return;
  }
  const std::string_view path = problem.path;
  report.error(place, std::string(path.substr(path.find_last_of('.') + 1)) + ": " + message);
}

}  // namespace

void Ids::add(std::string_view what, const std::string& id, Place place, Report& report) {
  if (id.empty()) {
    unnamed = true;
    return;
  }
  const std::string here =
      report.file() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  const auto [first, fresh] = where.emplace(id, here);
  if (fresh) return;
  report.error(place, "id: '" + id + "' is already the id of the " + std::string(what) + " in " +
                          first->second);
}

std::string Ids::list() const {
  std::string text;
  for (const auto& [id, place] : where) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? "none" : text;
}

void Loading::load_settings() {
  Report report((etc_ / "kested.yaml").string());
  if (const auto root = read_document(etc_ / "kested.yaml", report)) {
    settings_ = read_settings(*root, etc_, report);
    configuration_.settings = settings_.settings;
  } else {
    settings_.campaign_sound = false;
  }
  add(report);
}

void Loading::load_calendars() {
  warn_of_yml(etc_ / "calendars");
  const auto files = list_yaml_files(etc_ / "calendars");
  for (const fs::path& path : files) load_calendar(path);
  if (!files.empty()) return;
  Report report((etc_ / "calendars").string());
  report.error({}, "holds no calendar; add one as calendars/ID.yaml");
  calendar_ids_.unnamed = true;
  add(report);
}

void Loading::load_calendar(const fs::path& path) {
  Report report(path.string());
  if (const auto root = read_document(path, report)) {
    CalendarFile file = read_calendar(*root, report);
    calendar_ids_.add("calendar", file.id, file.id_place, report);
    if (file.plan) {
      configuration_.calendars[file.id] =
          std::make_shared<const calendar::WorkingCalendar>(std::move(*file.plan));
    }
  } else {
    calendar_ids_.unnamed = true;
  }
  add(report);
}

void Loading::load_campaigns() {
  warn_of_yml(etc_ / "campaigns");
  const auto files = list_yaml_files(etc_ / "campaigns");
  for (const fs::path& path : files) load_campaign(path);
  if (!files.empty()) return;
  Report report((etc_ / "campaigns").string());
  report.error({}, "holds no campaign; add one as campaigns/ID.yaml");
  campaign_ids_.unnamed = true;
  add(report);
}

void Loading::load_campaign(const fs::path& path) {
  Report report(path.string());
  auto text = read_text_file(path, report);
  const auto root = text ? parse_document(*text, report) : std::nullopt;
  if (root) {
    CampaignFile file = read_campaign(*root, report);
    campaign_ids_.add("campaign", file.id, file.id_place, report);
    resolve(std::move(file), std::move(*text), report);
  } else {
    campaign_ids_.unnamed = true;
  }
  add(report);
}

Loading::Loading(const Configuration& configuration) : configuration_(configuration) {
  for (const auto& [id, calendar] : configuration.calendars) calendar_ids_.where[id] = "";
}

void Loading::load_campaign_text(const CampaignText& given) {
  const std::string served = configuration_.served().campaign.id;
  configuration_.seasons.erase(served);
  Report report(given.name);
  auto text = clean_text(given.text, report);
  const auto root = text ? parse_document(*text, report) : std::nullopt;
  if (root) {
    CampaignFile file = read_campaign(*root, report);
    if (!file.id.empty() && file.id != served) {
      report.error(file.id_place, "id: '" + file.id + "' is not the campaign that is served, '" +
                                      served + "': another one needs a database of its own");
    }
    resolve(std::move(file), std::move(*text), report);
  }
  add(report);
}

void Loading::resolve(CampaignFile file, std::string text, Report& report) {
  const std::string& id = file.campaign.calendar;
  const bool known = calendar_ids_.where.contains(id);
  if (!id.empty() && !known && !calendar_ids_.unnamed) {
    report.error(file.calendar_place,
                 "calendar: no calendar has the id '" + id + "'; known: " + calendar_ids_.list());
  }
  // An id that could not be read was reported; it must not be judged as an empty one too.
  if (file.id.empty()) file.campaign.id = "unnamed";
  const auto found = configuration_.calendars.find(id);
  const bool sound = found != configuration_.calendars.end();
  const campaign::Resolution resolution =
      campaign::resolve(file.campaign, sound ? *found->second : make_stand_in());
  for (const campaign::Problem& problem : resolution.problems) {
    if (sound || problem.kind == campaign::Problem::Kind::error) {
      add_problem(problem, file, report);
    }
  }
  if (!sound || !file.whole) return;
  configuration_.seasons.try_emplace(
      file.id,
      Configuration::Season{file.campaign, found->second, resolution.schedule, std::move(text)});
}

void Loading::load_messages() {
  const fs::path directory = etc_ / "messages";
  warn_of_yml(directory);
  for (const Language language : languages) load_language(language);
  for (const fs::path& path : list_yaml_files(directory)) {
    if (parse_language(path.stem().string())) continue;
    Report report(path.string());
    report.error({}, "unknown language '" + path.stem().string() +
                         "'; messages/ holds kk.yaml, ru.yaml and en.yaml");
    add(report);
  }
}

void Loading::load_language(Language language) {
  const std::string code(to_text(language));
  const fs::path path = etc_ / "messages" / (code + ".yaml");
  Report report(path.string());
  if (const auto root = read_document(path, report)) {
    MessagesFile file = read_messages(*root, report);
    configuration_.messages[language] = std::move(file.patterns);
    for (const auto& [name, place] : file.places) {
      configuration_.message_places[code + "." + name] = {Diagnostic::Kind::error, report.file(),
                                                          place.line, place.column, ""};
    }
  }
  add(report);
}

void Loading::check_served() {
  const std::string& wanted = configuration_.settings.campaign;
  Report report((etc_ / "kested.yaml").string());
  const Ids& ids = campaign_ids_;
  if (!wanted.empty() && !ids.where.contains(wanted) && !ids.unnamed) {
    report.error(settings_.campaign_place,
                 "campaign: no campaign has the id '" + wanted + "'; known: " + ids.list());
  }
  if (wanted.empty() && settings_.campaign_sound && ids.where.size() > 1) {
    report.error({}, "missing key 'campaign': campaigns/ holds more than one (" + ids.list() +
                         "); name the one to serve");
  }
  add(report);
}

void Loading::check_tzdata() {
  const std::string warning = tzdata_warning(calendar::tzdata_version());
  if (warning.empty()) return;
  Report report("/usr/share/zoneinfo/tzdata.zi");
  report.warning({}, warning);
  add(report);
}

void Loading::warn_of_yml(const fs::path& directory) {
  for (const fs::path& path : list_yml_files(directory)) {
    Report report(path.string());
    report.warning({}, "is not read: only files that end in .yaml are");
    add(report);
  }
}

void Loading::add(const Report& report) {
  diagnostics_.insert(diagnostics_.end(), report.diagnostics().begin(), report.diagnostics().end());
}

Loaded Loading::finish() {
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
                   });
  Loaded loaded;
  loaded.diagnostics = std::move(diagnostics_);
  if (!loaded.has_errors()) {
    loaded.configuration = std::make_shared<const Configuration>(std::move(configuration_));
  }
  return loaded;
}

std::string tzdata_warning(std::string_view version) {
  constexpr std::string_view oldest = "2024a";
  const bool said = !version.empty() && version.front() >= '0' && version.front() <= '9';
  if (said && version >= oldest) return "";
  const std::string found = said ? "is " + std::string(version) + ", older than 2024a"
                                 : std::string("does not say its version");
  return "the system's tz database " + found +
         ": offsets in Kazakhstan since March 2024 may be wrong; upgrade the package tzdata";
}

}  // namespace keste::config
