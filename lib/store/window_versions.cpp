// Rows of window versions.
#include "store/window_versions.hpp"

namespace keste::store {

int note_window(Database& database, CampaignId campaign, std::string_view place, const Span& span) {
  int version = 0;
  {
    Rows rows = database.query("window_version_find_last", {campaign.value, place});
    if (rows.next()) {
      version = static_cast<int>(rows.integer(0));
      const Span last{from_micros(rows.integer(1)), from_micros(rows.integer(2))};
      if (last == span) return version;
    }
  }
  ++version;
  database.run("window_version_insert", {campaign.value, place, version, to_micros(span.opens_at),
                                         to_micros(span.closes_at)});
  return version;
}

std::optional<WindowVersion> find_window_version(Database& database, CampaignId campaign,
                                                 std::string_view place, int version) {
  Rows rows = database.query("window_version_find", {campaign.value, place, version});
  if (!rows.next()) return std::nullopt;
  return WindowVersion{std::string(place),
                       static_cast<int>(rows.integer(0)),
                       {from_micros(rows.integer(1)), from_micros(rows.integer(2))}};
}

std::vector<WindowVersion> list_window_versions(Database& database, CampaignId campaign) {
  std::vector<WindowVersion> versions;
  Rows rows = database.query("window_version_list", {campaign.value});
  while (rows.next()) {
    versions.push_back({std::string(rows.text(0)),
                        static_cast<int>(rows.integer(1)),
                        {from_micros(rows.integer(2)), from_micros(rows.integer(3))}});
  }
  return versions;
}

}  // namespace keste::store
