// ImportProgress: how far the imports under way have come, and those that ended lately.
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace keste::http {

/// io thread only. Remembers a bounded number; the oldest are forgotten first.
class ImportProgress {
 public:
  struct Entry {
    std::string id;        ///< The client's choice.
    std::size_t rows = 0;  ///< 0 while the sheet is being read.
    std::size_t done = 0;
    bool finished = false;
  };

  /// False when an import of this id is under way.
  bool begin(const std::string& id);
  /// Null when it is not known, or forgotten.
  Entry* find(const std::string& id);

 private:
  std::deque<Entry> entries_;
};

/// 1 to 64 letters, digits, dots, hyphens and underscores.
bool is_import_id(const std::string& id);

}  // namespace keste::http
