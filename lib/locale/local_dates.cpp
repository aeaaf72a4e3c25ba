// ICU date formats per language, fed with civil time in a zone of offset zero.
#include "locale/local_dates.hpp"

#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <cstdlib>

#include "base/check.hpp"

namespace keste::locale {
namespace {

constexpr std::size_t texts_max = 8192;

std::size_t index_of(Language language) { return static_cast<std::size_t>(language); }

std::unique_ptr<icu::SimpleDateFormat> make_format(Language language, const char* skeleton) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(std::string(to_text(language)).c_str());
  std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  CHECK(U_SUCCESS(status));
  const icu::UnicodeString pattern =
      patterns->getBestPattern(icu::UnicodeString::fromUTF8(skeleton), status);
  auto format = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
  CHECK(U_SUCCESS(status));
  // The civil time comes in as if it were UTC, so no zone rule of ICU can change it.
  format->adoptTimeZone(icu::TimeZone::createTimeZone("GMT"));
  return format;
}

std::string format_millis(const icu::SimpleDateFormat& format, std::chrono::milliseconds millis) {
  icu::UnicodeString out;
  format.format(static_cast<UDate>(millis.count()), out);
  // Plain spaces for the no-break ones before "ж." and "г.": a search in the mail then finds them.
  out.findAndReplace(icu::UnicodeString(u'\u00A0'), icu::UnicodeString(u' '));
  out.findAndReplace(icu::UnicodeString(u'\u202F'), icu::UnicodeString(u' '));
  std::string text;
  out.toUTF8String(text);
  return text;
}

}  // namespace

struct LocalDates::Formats {
  std::array<std::unique_ptr<icu::SimpleDateFormat>, languages.size()> dates;
  std::array<std::unique_ptr<icu::SimpleDateFormat>, languages.size()> days;
  std::array<std::unique_ptr<icu::SimpleDateFormat>, languages.size()> times;
};

LocalDates::LocalDates() : formats_(std::make_unique<Formats>()) {
  for (const Language language : languages) {
    formats_->dates[index_of(language)] = make_format(language, "yMMMMEEEEd");
    formats_->days[index_of(language)] = make_format(language, "MMMMEEEEd");
    formats_->times[index_of(language)] = make_format(language, "Hm");
  }
}

LocalDates::~LocalDates() = default;
LocalDates::LocalDates(LocalDates&&) noexcept = default;
LocalDates& LocalDates::operator=(LocalDates&&) noexcept = default;

const std::string& LocalDates::remember(Texts& texts, std::int64_t key, std::string text) {
  if (texts.size() >= texts_max) texts.clear();
  return texts.emplace(key, std::move(text)).first->second;
}

const std::string& LocalDates::date(Language language, Date day) {
  const auto since = day.time_since_epoch();
  const auto key = static_cast<std::int64_t>(since.count()) * 4 + static_cast<int>(language);
  const auto found = dates_.find(key);
  if (found != dates_.end()) return found->second;
  return remember(dates_, key, format_millis(*formats_->dates[index_of(language)], since));
}

const std::string& LocalDates::day(Language language, Date day) {
  const auto since = day.time_since_epoch();
  const auto key = static_cast<std::int64_t>(since.count()) * 4 + static_cast<int>(language);
  const auto found = days_.find(key);
  if (found != days_.end()) return found->second;
  return remember(days_, key, format_millis(*formats_->days[index_of(language)], since));
}

const std::string& LocalDates::time(Language language, LocalTime time) {
  const auto of_day = time - std::chrono::floor<std::chrono::days>(time);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(of_day);
  const auto key = static_cast<std::int64_t>(minutes.count()) * 4 + static_cast<int>(language);
  const auto found = times_.find(key);
  if (found != times_.end()) return found->second;
  return remember(times_, key, format_millis(*formats_->times[index_of(language)], minutes));
}

std::string offset_text(std::chrono::seconds offset) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
  if (minutes == 0) return "UTC";
  std::string text = minutes < 0 ? "UTC-" : "UTC+";
  text += std::to_string(std::abs(minutes) / 60);
  const auto rest = std::abs(minutes) % 60;
  if (rest != 0) text += (rest < 10 ? ":0" : ":") + std::to_string(rest);
  return text;
}

}  // namespace keste::locale
