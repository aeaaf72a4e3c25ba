// The frame: language switch, navigation, assets.
#include "pages/site.hpp"

#include "pages/asset.hpp"

namespace keste::pages {
namespace {

Value list_languages(const Site& site, Language current) {
  Value::List list;
  for (const Language each : languages) {
    Value item;
    item.set("code", std::string(to_text(each)))
        .set("name", site.say(each, "common.language_name"))
        .set("current", each == current);
    list.push_back(std::move(item));
  }
  return list;
}

Value list_links(const std::vector<Link>& links) {
  Value::List list;
  for (const Link& each : links) {
    Value item;
    item.set("path", each.path).set("text", each.text).set("current", each.current);
    list.push_back(std::move(item));
  }
  return list;
}

Value list_assets_of(const std::vector<std::string_view>& names) {
  Value::List list;
  for (const std::string_view each : names) list.emplace_back(asset_path(each));
  return list;
}

}  // namespace

Site::Site() : templates_(texts_) {}

std::string Site::render(std::string_view page, const Frame& frame, const Value& content) const {
  Value whole;
  whole.set("language", std::string(to_text(frame.language)))
      .set("title", frame.title)
      .set("brand", frame.brand)
      .set("home", frame.home)
      .set("links", list_links(frame.links))
      .set("has_links", !frame.links.empty())
      .set("has_now", frame.now.has_value())
      .set("now", frame.now ? millis_text(*frame.now) : "")
      .set("scripts", list_assets_of(frame.scripts))
      .set("styles", list_assets_of(frame.styles))
      .set("has_account", frame.account.has_value())
      .set("account", frame.account ? frame.account->name : "")
      .set("csrf", frame.account ? frame.account->csrf : "")
      .set("wall", frame.wall)
      .set("wide", frame.wide)
      .set("languages", list_languages(*this, frame.language))
      .set("pico_css", asset_path("pico.css"))
      .set("keste_css", asset_path("keste.css"))
      .set("icon", asset_path("icon.svg"))
      .set("content", templates_.render(page, content, frame.language));
  return templates_.render("layout", whole, frame.language);
}

std::string Site::render_part(std::string_view part, const Value& value, Language language) const {
  return templates_.render(part, value, language);
}

std::string Site::date(Language language, Instant at, const calendar::Zone& zone) const {
  return dates_.date(language, zone.date_at(at));
}

std::string Site::day(Language language, Instant at, const calendar::Zone& zone) const {
  return dates_.day(language, zone.date_at(at));
}

std::string Site::day(Language language, Date date) const { return dates_.day(language, date); }

std::string Site::time(Language language, Instant at, const calendar::Zone& zone) const {
  return dates_.time(language, zone.to_local(at));
}

std::string Site::offset(Instant at, const calendar::Zone& zone) {
  return locale::offset_text(zone.offset_at(at));
}

std::string millis_text(Instant at) {
  return std::to_string(
      std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count());
}

}  // namespace keste::pages
