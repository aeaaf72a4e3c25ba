// Search: applications by number, person, surname or place, a page at a time, beside the writer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "engine/access.hpp"

namespace keste::engine {

struct SearchWish {
  std::int64_t number = 0;  ///< One of `number`, `iin` and `surname`, or none of them.
  std::string iin{};
  std::string surname{};  ///< Its beginning.
  std::string city{};     ///< These narrow; empty: any.
  std::string session{};
  std::string state{};
  std::int64_t after = 0;    ///< Where the page before ended; 0: the first page.
  std::string after_name{};  ///< The same, of a search by surname.
  int limit = 50;
  Actor actor{};  ///< Finds what they may see.
};

struct FoundApplication {
  std::int64_t id = 0;
  std::string state;
  Instant received_at;
  std::string test;
  std::string city;
  std::string session;  ///< Empty without one.
  std::string surname;
  std::string given_name;
  std::string patronymic;
};

/// Some 2,000 applications at most are looked at for it, whatever is asked for.
struct SearchPage {
  std::vector<FoundApplication> rows;
  bool more = false;  ///< There may be more after `next`; a page may be short all the same.
  std::int64_t next = 0;
  std::string next_name;
};

}  // namespace keste::engine
