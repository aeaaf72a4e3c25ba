// Cities by their many names, sessions by id or hour.
#include "admission/sheet_places.hpp"

#include <algorithm>

#include "admission/sheet_dates.hpp"
#include "base/text.hpp"

namespace keste::admission {
namespace {

std::vector<std::string> fold_all(const std::vector<const char*>& texts) {
  std::vector<std::string> folded;
  for (const char* text : texts) folded.push_back(fold_words(text));
  return folded;
}

/// Takes one word off an end when it stands apart: "г. Астана", "г.Астана", "Астана қаласы".
std::string_view without_affixes(std::string_view name, const std::vector<std::string>& before,
                                 const std::vector<std::string>& after) {
  for (const std::string& word : before) {
    if (name.size() <= word.size() || !name.starts_with(word)) continue;
    const char next = name[word.size()];
    if (next != ' ' && next != '.') continue;
    name.remove_prefix(std::min(name.find_first_not_of(" .", word.size()), name.size()));
    break;
  }
  for (const std::string& word : after) {
    if (name.size() <= word.size() + 1 || !name.ends_with(word)) continue;
    if (name[name.size() - word.size() - 1] != ' ') continue;
    name.remove_suffix(word.size() + 1);
    break;
  }
  return name;
}

std::string list_cities(const campaign::Campaign& campaign) {
  std::string list;
  for (const campaign::City& city : campaign.cities) {
    list += (list.empty() ? "" : ", ") + city.name.kk;
  }
  return list;
}

}  // namespace

std::vector<std::string> list_city_spellings(const campaign::City& city) {
  std::vector<std::string> spellings{city.code, city.name.kk, city.name.ru, city.name.en};
  spellings.insert(spellings.end(), city.aliases.begin(), city.aliases.end());
  return spellings;
}

Places::Places(const campaign::Campaign& campaign)
    : campaign_(campaign),
      affixes_before_(fold_all({"қ", "г", "гор", "город", "қала", "city of"})),
      affixes_after_(fold_all({"қ", "қаласы", "қаласында", "қала", "г", "город", "city"})),
      any_(fold_all({"кез келген", "люб", "any", "бәрібір", "все равно", "без разницы"})) {
  for (const campaign::City& city : campaign.cities) {
    for (const std::string& spelling : list_city_spellings(city)) {
      const std::string folded = fold_words(spelling);
      const std::string* known = cities_.find_folded(folded);
      if (known != nullptr && *known != city.code) shared_.insert(folded);
      cities_.add(spelling, city.code);
    }
  }
}

CellReading Places::read_city(std::string_view cell) const {
  if (trim(cell).empty()) return {};
  const std::string folded = fold_words(cell);
  const std::size_t end = folded.find_first_of("(,/");
  for (const std::string_view text :
       {std::string_view(folded), std::string_view(folded).substr(0, end)}) {
    const std::string name = fold_words(without_affixes(text, affixes_before_, affixes_after_));
    for (const std::string_view tried : {text, std::string_view(name)}) {
      const std::string* code = cities_.find_folded(tried);
      if (code == nullptr) continue;
      if (!shared_.contains(tried)) return {*code, "", "", ""};
      return {std::string(trim(cell)), "", "city_ambiguous",
              "the city's code: several have the name"};
    }
  }
  return {std::string(trim(cell)), "", "city_unknown", "one of " + list_cities(campaign_)};
}

const campaign::Session* Places::find_by_time(std::string_view cell, std::string_view city) const {
  const auto written = read_written_date(cell);
  const auto date = written ? date_of(*written, DateOrder()) : std::nullopt;
  if (!date) return nullptr;
  const campaign::Session* found = nullptr;
  for (const campaign::Session& session : campaign_.sessions) {
    if (session.city != city) continue;
    const Date day = std::chrono::floor<std::chrono::days>(session.starts_local);
    if (day != *date) continue;
    if (written->time && session.starts_local - LocalTime(day) != *written->time) continue;
    if (found != nullptr) return nullptr;
    found = &session;
  }
  return found;
}

CellReading Places::read_session(std::string_view cell, std::string_view city) const {
  const std::string folded = fold_words(cell);
  const bool any = std::any_of(any_.begin(), any_.end(),
                               [&](const std::string& word) { return folded.starts_with(word); });
  if (any || folded.empty()) return {};
  const std::string lower = to_lower_ascii(trim(cell));
  const std::string_view first = std::string_view(lower).substr(0, lower.find_first_of(" (,;:"));
  for (const campaign::Session& session : campaign_.sessions) {
    if (session.id == first) return {session.id, "", "", ""};
  }
  if (const campaign::Session* session = find_by_time(cell, city)) return {session->id, "", "", ""};
  return {std::string(trim(cell)), "", "session_unknown",
          "a session's id, its day and hour if the city has only one then, or кез келген, любая, "
          "any"};
}

std::string Places::find_city_of(std::string_view wanted) const {
  for (const campaign::Session& session : campaign_.sessions) {
    if (session.id == wanted) return session.city;
  }
  return {};
}

}  // namespace keste::admission
