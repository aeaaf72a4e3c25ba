// The etc directory: the order of a load, and the look-ups of what was loaded.
#include "config/config.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "config/loading.hpp"

namespace keste::config {

const Configuration::Season* Configuration::find_season(std::string_view id) const {
  const auto found = seasons.find(std::string(id));
  return found == seasons.end() ? nullptr : &found->second;
}

const Configuration::Season& Configuration::served() const {
  CHECK(!seasons.empty());
  if (settings.campaign.empty()) return seasons.begin()->second;
  const Season* season = find_season(settings.campaign);
  CHECK(season != nullptr);
  return *season;
}

bool Loaded::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
    return diagnostic.kind == Diagnostic::Kind::error;
  });
}

Loaded with_campaign(const Configuration& configuration, const CampaignText& file) {
  Loading loading(configuration);
  loading.load_campaign_text(file);
  return loading.finish();
}

Loaded load(const std::filesystem::path& etc) {
  std::error_code failure;
  if (!std::filesystem::is_directory(etc, failure)) {
    Report report(etc.string());
    report.error({}, "is not a directory; name the directory that holds kested.yaml");
    return Loaded{nullptr, report.diagnostics()};
  }
  Loading loading(etc);
  loading.load_settings();
  loading.load_calendars();
  loading.load_campaigns();
  loading.load_messages();
  loading.check_served();
  loading.check_tzdata();
  return loading.finish();
}

}  // namespace keste::config
