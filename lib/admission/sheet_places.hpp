// Cities and sessions as people name them.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "admission/sheet_columns.hpp"
#include "admission/sheet_words.hpp"
#include "campaign/campaign.hpp"

namespace keste::admission {

/// The spellings of a city that are compared: its code, its names, its aliases.
std::vector<std::string> list_city_spellings(const campaign::City& city);

/// Refers to the campaign.
class Places {
 public:
  explicit Places(const campaign::Campaign& campaign);

  /// To the city's code: by code, name in any language or alias, with or without қ., г., город,
  /// қаласы, city. Words: city_unknown, city_ambiguous.
  CellReading read_city(std::string_view cell) const;

  /// To the session's id, or to nothing when any will do: an empty cell, кез келген, любой, any.
  /// A session is named by its id (also with a remark after it), or by its day and hour in that
  /// city. Words: session_unknown.
  CellReading read_session(std::string_view cell, std::string_view city) const;

  /// The city that a session is in; empty when the session is not known.
  std::string find_city_of(std::string_view session) const;

 private:
  const campaign::Session* find_by_time(std::string_view cell, std::string_view city) const;

  const campaign::Campaign& campaign_;
  Words cities_;
  std::set<std::string, std::less<>> shared_;  ///< Spellings of several cities.
  std::vector<std::string> affixes_before_;
  std::vector<std::string> affixes_after_;
  std::vector<std::string> any_;
};

}  // namespace keste::admission
