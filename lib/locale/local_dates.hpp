// Dates and times of day as people write them in each language (ICU).
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/instant.hpp"
#include "base/language.hpp"

namespace keste::locale {

/// Formats civil dates and times; the caller has worked them out with the city's zone, because
/// ICU's own zone rules are older than Kazakhstan's change of 2024-03-01. Texts are cached, since
/// thousands of messages share a session. One thread.
class LocalDates {
 public:
  LocalDates();
  ~LocalDates();
  LocalDates(LocalDates&&) noexcept;
  LocalDates& operator=(LocalDates&&) noexcept;

  /// "среда, 20 сентября 2023 г."
  const std::string& date(Language language, Date day);
  /// "среда, 20 сентября": where the year goes without saying.
  const std::string& day(Language language, Date day);
  /// "10:00", by the 24-hour clock.
  const std::string& time(Language language, LocalTime time);

 private:
  struct Formats;
  using Texts = std::unordered_map<std::int64_t, std::string>;
  const std::string& remember(Texts& texts, std::int64_t key, std::string text);

  std::unique_ptr<Formats> formats_;
  Texts dates_;
  Texts days_;
  Texts times_;
};

/// "UTC+6", "UTC+5:30", "UTC".
std::string offset_text(std::chrono::seconds offset);

}  // namespace keste::locale
