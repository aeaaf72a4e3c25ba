// Difference: what another version of a campaign's file changes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "campaign/schedule.hpp"

namespace keste::campaign {

/// What a file says, by path ("sessions.astana-0920-1.seats"): parts go by their ids, dates and
/// times are the city's civil ones. Neither order, layout nor comments leave a trace.
using Facts = std::map<std::string, std::string>;
Facts list_facts(const Campaign& campaign);

/// A campaign with its instants. Those of the schedule count: they may be another version's.
struct Version {
  Campaign campaign;
  Schedule schedule;
};

/// A path whose value is another; empty: it was not, or is no more.
struct FactChange {
  std::string path;
  std::string was;
  std::string is;
  friend bool operator==(const FactChange&, const FactChange&) = default;
};
std::vector<FactChange> compare(const Facts& was, const Facts& is);

struct CityRename {
  std::string city;
  LocalizedText was;
  LocalizedText is;
};
/// A code that has gone while a new one has the same name and zone.
struct CityRecoding {
  std::string was;
  std::string is;
};
struct WindowChange {
  CityWindow was;
  CityWindow is;
};
struct SessionChange {
  SessionTimes was;
  SessionTimes is;
  bool in_another_city = false;
  bool at_another_time = false;
  bool at_another_place = false;
  bool with_other_seats = false;
};
/// Of an online test; without `was` it is new, without `is` it is gone.
struct TestChange {
  std::string test;
  std::optional<TestWindow> was;
  std::optional<TestWindow> is;
};

/// Lists are in the order of the newer file, or of the older one for what is gone.
struct Difference {
  std::vector<std::string> cities_added;
  std::vector<std::string> cities_removed;
  std::vector<CityRename> cities_renamed;
  std::vector<CityRecoding> cities_recoded;
  std::vector<WindowChange> windows;
  std::vector<SessionTimes> sessions_added;
  std::vector<SessionTimes> sessions_removed;
  std::vector<SessionChange> sessions;
  std::vector<TestChange> tests;
  std::vector<FactChange> texts;  ///< All that the other lists do not say.

  bool empty() const;
};

/// Pure. A city is its code: the same code under another name is a rename.
Difference find_difference(const Version& was, const Version& is);

/// Where a session's people are sent: its venue, or else the city's branch.
const Place& place_of(const Campaign& campaign, const Session& session);
/// Whether a person would find the same building.
bool is_same_building(const Place& a, const Place& b);

}  // namespace keste::campaign
