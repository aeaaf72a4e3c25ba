// The list of imports by id.
#include "http/import_progress.hpp"

#include <algorithm>

namespace keste::http {

bool ImportProgress::begin(const std::string& id) {
  constexpr std::size_t most = 100;
  if (Entry* known = find(id)) {
    if (!known->finished) return false;
    *known = Entry{id};
    return true;
  }
  if (entries_.size() == most) entries_.pop_front();
  entries_.push_back(Entry{id});
  return true;
}

ImportProgress::Entry* ImportProgress::find(const std::string& id) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&id](const Entry& entry) { return entry.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

bool is_import_id(const std::string& id) {
  constexpr std::size_t longest = 64;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  };
  return !id.empty() && id.size() <= longest && std::all_of(id.begin(), id.end(), fits);
}

}  // namespace keste::http
