// Zones: the system's tz database, read once per zone into a table that needs no lock.
#include "calendar/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <fstream>
#include <limits>
#include <vector>

#include "base/text.hpp"

namespace keste::calendar {
namespace {

using std::chrono::seconds;

/// Seconds since 1970-01-01T00:00, of UTC or of a civil time.
using Count = std::int64_t;

constexpr Count table_end = 4'102'444'800;  // 2100-01-01T00:00Z
constexpr Count day_length = 86'400;        // No offset is as large as a day.
constexpr unsigned bucket_bits = 21;        // 24 days: few zones change twice in one.
constexpr std::size_t bucket_count = (table_end >> bucket_bits) + 1;

/// A stretch of time with one offset.
struct Span {
  Count begin;
  Count end;
  std::int32_t offset;
};

Instant instant_of(Count utc) { return Instant(seconds(utc)); }

std::vector<Span> read_spans(const date::time_zone& zone) {
  constexpr Count far = std::numeric_limits<Count>::max() / 4;
  std::vector<Span> spans;
  Count at = 0;
  while (at < table_end) {
    const date::sys_info read = zone.get_info(date::sys_seconds(seconds(at)));
    const auto offset = static_cast<std::int32_t>(read.offset.count());
    if (spans.empty() || spans.back().offset != offset) spans.push_back(Span{at, at, offset});
    at = read.end.time_since_epoch().count();
    spans.back().end = at;
  }
  spans.front().begin = -far;
  spans.back().end = far;
  return spans;
}

/// Levenshtein's distance, without regard to the case of ASCII letters.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t k = 0; k < right.size(); ++k) {
      const std::size_t replaced = diagonal + (left[i] == right[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({replaced, row[k] + 1, diagonal + 1});
    }
  }
  return row.back();
}

/// The zone that was most likely meant, or a good example of a zone.
std::string likely_name(const date::tzdb& database, std::string_view wrong) {
  constexpr std::size_t longest = 40;
  constexpr std::size_t likely = 3;
  const std::string wanted = to_lower_ascii(wrong.substr(0, longest));
  const bool has_area = wanted.find('/') != std::string::npos;
  std::size_t least = std::min(likely, wanted.size() / 3) + 1;
  std::string best = "Asia/Almaty";
  for (const date::time_zone& zone : database.zones) {
    const std::size_t slash = zone.name().rfind('/');
    if (slash == std::string::npos || zone.name().starts_with("Etc/")) continue;
    const std::size_t from = has_area ? 0 : slash + 1;
    const std::size_t steps = distance(wanted, to_lower_ascii(zone.name().substr(from)));
    if (steps >= least) continue;
    least = steps;
    best = zone.name();
  }
  return best;
}

bool is_fixed_offset(std::string_view name) {
  constexpr std::array<std::string_view, 10> starts{"+",   "-",   "Etc/", "UTC",  "GMT",
                                                    "UCT", "utc", "gmt",  "Zulu", "Greenwich"};
  if (name == "Z" || name == "Universal") return true;
  if (!name.empty() && name.front() >= '0' && name.front() <= '9') return true;
  return std::any_of(starts.begin(), starts.end(),
                     [name](std::string_view start) { return name.starts_with(start); });
}

constexpr std::array<const char*, 2> zone_folders{"/usr/share/zoneinfo/", "/usr/lib/zoneinfo/"};

/// False for a file that is there and holds something else: the library would abort over it.
bool is_zone_file(const std::string& path) {
  constexpr std::string_view magic = "TZif";
  std::ifstream file(path, std::ios::binary);
  if (!file) return true;
  std::string head(magic.size(), '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return head == magic;
}

/// The zone itself, or why there is none. Debian's library lacks tzdb::locate_zone for a
/// string_view, so the search is our own.
Result<const date::time_zone*, std::string> find_zone(const date::tzdb& database,
                                                      const std::string& name) {
  const std::string right = ": an IANA name such as ";
  if (is_fixed_offset(name)) {
    return failed("zone '" + name + "' is a fixed offset, and a city's offset can change" + right +
                  "Asia/Almaty");
  }
  const auto found = std::find_if(database.zones.begin(), database.zones.end(),
                                  [&](const date::time_zone& zone) { return zone.name() == name; });
  if (found == database.zones.end()) {
    return failed("unknown zone '" + name + "'" + right + likely_name(database, name));
  }
  if (name.find('/') == std::string::npos) {
    return failed("zone '" + name + "' is not of the form Area/Place" + right + "Asia/Almaty");
  }
  for (const std::string folder : zone_folders) {
    if (is_zone_file(folder + name)) continue;
    return failed("the tz database is damaged: " + folder + name +
                  " is no zone file; install the package tzdata again");
  }
  return &*found;
}

}  // namespace

struct Zone::Rules {
  std::string name;
  std::vector<Span> spans;
  std::array<std::uint16_t, bucket_count> first_span{};  ///< At the begin of each bucket.

  Rules(std::string zone_name, std::vector<Span> read)
      : name(std::move(zone_name)), spans(std::move(read)) {
    std::size_t span = 0;
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
      while (spans[span].end <= static_cast<Count>(bucket) << bucket_bits) ++span;
      first_span[bucket] = static_cast<std::uint16_t>(span);
    }
  }

  std::size_t span_at(Count utc) const {
    const Count bucket =
        std::clamp(utc >> bucket_bits, Count{0}, static_cast<Count>(bucket_count - 1));
    std::size_t span = first_span[static_cast<std::size_t>(bucket)];
    while (spans[span].end <= utc) ++span;
    return span;
  }

  /// For a civil time that has a change of offset within a day of it; `span` is the earliest in
  /// which it may lie.
  Result<Instant, BadLocalTime> near_a_change(Count local, std::size_t span) const {
    std::vector<Span> readings;
    for (std::size_t i = span; i < spans.size() && spans[i].begin <= local + day_length; ++i) {
      const Count utc = local - spans[i].offset;
      if (utc >= spans[i].begin && utc < spans[i].end) readings.push_back(spans[i]);
    }
    if (readings.size() == 1) return instant_of(local - readings.front().offset);
    if (readings.empty()) {
      while (local - spans[span + 1].offset >= spans[span + 1].begin) ++span;
      readings = {spans[span], spans[span + 1]};
      return failed(bad(BadLocalTime::Kind::does_not_exist, local, readings));
    }
    return failed(bad(BadLocalTime::Kind::comes_twice, local, readings));
  }

  static BadLocalTime bad(BadLocalTime::Kind kind, Count local, const std::vector<Span>& readings) {
    return BadLocalTime{kind, instant_of(local - readings[0].offset),
                        instant_of(local - readings[1].offset), seconds(readings[0].offset),
                        seconds(readings[1].offset)};
  }
};

Zone::Zone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

Result<Zone, std::string> Zone::load(std::string_view name) {
  try {
    const date::tzdb& database = date::get_tzdb();
    if (database.zones.empty()) {
      return failed(std::string("the system's tz database is empty: install the package tzdata"));
    }
    const std::string text(name);
    const auto found = find_zone(database, text);
    if (!found) return failed(found.error());
    return Zone(std::make_shared<const Rules>(text, read_spans(*found.value())));
  } catch (const std::exception& error) {
    return failed("the system's tz database cannot be read (" + std::string(trim(error.what())) +
                  "): install the package tzdata");
  }
}

const std::string& Zone::name() const { return rules_->name; }

seconds Zone::offset_at(Instant at) const {
  const Count utc = std::chrono::floor<seconds>(at.time_since_epoch()).count();
  return seconds(rules_->spans[rules_->span_at(utc)].offset);
}

LocalTime Zone::to_local(Instant at) const {
  return LocalTime(std::chrono::floor<seconds>(at.time_since_epoch()) + offset_at(at));
}

Date Zone::date_at(Instant at) const { return std::chrono::floor<std::chrono::days>(to_local(at)); }

Result<Instant, BadLocalTime> Zone::to_instant(LocalTime local) const {
  const Count count = local.time_since_epoch().count();
  const std::size_t span = rules_->span_at(count - day_length);
  if (rules_->spans[span].end <= count + day_length) return rules_->near_a_change(count, span);
  return instant_of(count - rules_->spans[span].offset);
}

std::string Zone::format(Instant at) const { return format_instant(at, offset_at(at)); }

std::string describe(const BadLocalTime& bad, LocalTime local, const Zone& zone) {
  const std::string what = format_local_time(local);
  if (bad.kind == BadLocalTime::Kind::comes_twice) {
    return what + " comes twice in " + zone.name() + ": " + zone.format(bad.first) + " and " +
           zone.format(bad.second) + "; choose another time";
  }
  return what + " does not exist in " + zone.name() + ", whose clocks jump over it: it may mean " +
         zone.format(bad.first) + " or " + zone.format(bad.second) + "; choose another time";
}

std::string tzdata_version() {
  for (const std::string folder : zone_folders) {
    std::string line;
    std::ifstream source(folder + "tzdata.zi");
    constexpr std::string_view start = "# version ";
    if (std::getline(source, line) && line.starts_with(start)) {
      return std::string(trim(line.substr(start.size())));
    }
    std::ifstream version(folder + "+VERSION");
    if (std::getline(version, line) && !trim(line).empty()) return std::string(trim(line));
  }
  return "unknown";
}

}  // namespace keste::calendar
