// Zone: a city's civil time, by the system's tz database.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace keste::calendar {

/// A civil time that names no instant, or two. Both readings are given, so that a person can
/// choose. In a gap `first` is read with the offset before the jump, `second` with the one after
/// it; in a fold they are the first and the second passing.
struct BadLocalTime {
  enum class Kind { does_not_exist, comes_twice };
  Kind kind;
  Instant first;
  Instant second;
  std::chrono::seconds first_offset;
  std::chrono::seconds second_offset;
};

/// An IANA zone. A cheap value; all copies share one immutable table. Any thread. The table holds
/// 1970 to 2099; what lies outside has the first or last offset of it. A zone that changes its
/// clocks every year does so up to 2037: there the database's listed changes end.
class Zone {
 public:
  /// Loads "Asia/Almaty" from the system's tz database; the error is a sentence. Fixed offsets
  /// ("+06", "Etc/GMT-6", "UTC+6") are refused: a city's offset changes (Kazakhstan, 2024-03-01).
  static Result<Zone, std::string> load(std::string_view name);

  const std::string& name() const;
  /// Seconds east of UTC at an instant.
  std::chrono::seconds offset_at(Instant at) const;
  LocalTime to_local(Instant at) const;  ///< Fractions of a second are cut off.
  Date date_at(Instant at) const;
  Result<Instant, BadLocalTime> to_instant(LocalTime local) const;
  /// "2023-09-18T00:00:00+06:00", with this zone's offset at that instant.
  std::string format(Instant at) const;

 private:
  struct Rules;
  explicit Zone(std::shared_ptr<const Rules> rules);
  std::shared_ptr<const Rules> rules_;
};

/// A sentence that names both readings: "2024-02-29T23:30 comes twice in Asia/Almaty: …".
std::string describe(const BadLocalTime& bad, LocalTime local, const Zone& zone);

/// The version of the system's tz database, such as "2025b"; "unknown" when it does not say.
std::string tzdata_version();

}  // namespace keste::calendar
