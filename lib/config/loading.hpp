// Loading: one load of an etc directory while it runs, folder by folder.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/campaign_reader.hpp"
#include "config/config.hpp"
#include "config/settings_reader.hpp"

namespace keste::config {

/// The ids that the files of one folder give themselves.
struct Ids {
  std::map<std::string, std::string, std::less<>> where;  ///< "file:line:column" by id.
  bool unnamed = false;  ///< A file could not say its id, so nothing is surely unknown.

  /// Reports an id that another file has already.
  void add(std::string_view what, const std::string& id, Place place, Report& report);
  std::string list() const;
};

/// Lives for one load(); one thread. Called in the order in which it is declared.
class Loading {
 public:
  explicit Loading(std::filesystem::path etc) : etc_(std::move(etc)) {}
  /// On what is loaded already, for another file of the campaign that is served.
  explicit Loading(const Configuration& configuration);
  void load_campaign_text(const CampaignText& file);

  void load_settings();
  void load_calendars();
  void load_campaigns();
  void load_messages();
  void check_served();
  void check_tzdata();
  Loaded finish();

 private:
  void load_calendar(const std::filesystem::path& path);
  void load_campaign(const std::filesystem::path& path);
  void load_language(Language language);
  void resolve(CampaignFile file, std::string text, Report& report);
  void add(const Report& report);
  void warn_of_yml(const std::filesystem::path& directory);

  std::filesystem::path etc_;
  Configuration configuration_;
  SettingsFile settings_;
  Ids calendar_ids_;
  Ids campaign_ids_;
  std::vector<Diagnostic> diagnostics_;
};

/// Why a version of the system's tz database is doubtful; empty when it is not.
std::string tzdata_warning(std::string_view version);

}  // namespace keste::config
