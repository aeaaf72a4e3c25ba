// Site: what all pages share: their texts, templates and dates, and the frame around each.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "base/language.hpp"
#include "calendar/zone.hpp"
#include "locale/local_dates.hpp"
#include "pages/template.hpp"
#include "pages/texts.hpp"
#include "pages/value.hpp"

namespace keste::pages {

struct Link {
  std::string path;
  std::string text;
  bool current = false;
};

/// Who has signed in.
struct Account {
  std::string name;
  std::string csrf;  ///< Goes with each form.
};

/// What stands around a page's own content.
struct Frame {
  Language language = Language::kk;
  std::string title;           ///< Of the page.
  std::string brand;           ///< Whose pages these are: the campaign's title.
  std::string home = "/";      ///< Where the brand leads.
  std::vector<Link> links;     ///< Navigation; may be empty.
  std::optional<Instant> now;  ///< The server's clock, for scripts that count; empty: none does.
  std::vector<std::string_view> scripts;  ///< Assets: "countdown.js".
  std::vector<std::string_view> styles;   ///< Assets beside those of every page: "desk.css".
  std::optional<Account> account;         ///< Shown with a way out.
  bool wide = false;                      ///< Uses the window's whole width.
  bool wall = false;                      ///< Larger letters: for a screen on a wall.
};

/// Io thread only; one for a server.
class Site {
 public:
  Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  /// A whole document: the template's content in its frame. Throws Fault when a name is missing.
  std::string render(std::string_view page, const Frame& frame, const Value& content) const;
  /// A part of a page, without a frame.
  std::string render_part(std::string_view part, const Value& value, Language language) const;

  const Texts& texts() const { return texts_; }
  const std::string& say(Language language, std::string_view name) const {
    return texts_.say(language, name);
  }
  std::string say(Language language, std::string_view name,
                  std::initializer_list<TextArgument> arguments) const {
    return texts_.say(language, name, arguments);
  }

  /// "среда, 20 сентября 2023 г.", of the day that `at` falls on there.
  std::string date(Language language, Instant at, const calendar::Zone& zone) const;
  /// Without the year.
  std::string day(Language language, Instant at, const calendar::Zone& zone) const;
  std::string day(Language language, Date date) const;
  /// "10:00"
  std::string time(Language language, Instant at, const calendar::Zone& zone) const;
  /// "UTC+6", the zone's offset at that instant.
  static std::string offset(Instant at, const calendar::Zone& zone);

 private:
  Texts texts_;
  Templates templates_;
  mutable locale::LocalDates dates_;
};

/// Milliseconds since 1970, as scripts count.
std::string millis_text(Instant at);

}  // namespace keste::pages
