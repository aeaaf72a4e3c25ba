// The pages of a city and of a session, and the sheet to sign.
#include <unicode/coll.h>

#include <algorithm>
#include <memory>

#include "pages/desk_board.hpp"
#include "pages/desk_lists.hpp"
#include "pages/desk_table.hpp"

namespace keste::pages {
namespace {

std::string count(std::int64_t number) { return std::to_string(number); }

std::string state_of(const DeskScene& scene, const engine::SessionSnapshot& session) {
  return scene.word("desk.session_", to_text(session.state));
}

std::string due_of(const DeskScene& scene, const engine::CitySnapshot& city,
                   const engine::SessionSnapshot& session) {
  std::string due = scene.brief(session.due_at, city.code);
  if (session.due_provisional) due += ", " + scene.say("desk.provisional");
  if (is_overdue(session, scene.now)) due += ", " + scene.say("desk.is_overdue");
  return due;
}

DeskTable list_sessions(const DeskScene& scene, const engine::CitySnapshot& city) {
  DeskTable table(scene.say("desk.sessions_caption"), scene.say("desk.list_empty"));
  table.column(scene.say("desk.session"))
      .column(scene.say("desk.starts"))
      .column(scene.say("desk.state"))
      .column(scene.say("desk.seats"), "num")
      .column(scene.say("desk.waitlisted"), "num")
      .column(scene.say("desk.absent"), "num")
      .column(scene.say("desk.results"), "num")
      .column(scene.say("desk.due"))
      .column(scene.say("desk.pending"), "num")
      .column(scene.say("desk.failed"), "num");
  for (const auto& session : city.sessions) {
    const bool late = is_overdue(session, scene.now);
    table.row({{session.id, scene.reads ? "/desk/sessions/" + session.id : "", "code"},
               {scene.brief(session.starts_at, city.code)},
               {state_of(scene, session)},
               {scene.say("desk.seats_of",
                          {{"taken", count(session.seats_taken)}, {"total", count(session.seats)}}),
                {},
                "num"},
               {count(session.applications.waitlisted), {}, "num"},
               {count(session.applications.absent), {}, "num"},
               {count(session.applications.resulted), {}, "num"},
               {due_of(scene, city, session), {}, late ? "late-text" : ""},
               {count(session.notifications.pending + session.notifications.claimed), {}, "num"},
               {count(session.notifications.failed), {}, "num"}});
  }
  return table;
}

void set_session(const DeskScene& scene, const engine::CitySnapshot& city,
                 const engine::SessionSnapshot& session, Value& page) {
  page.set("session", session.id)
      .set("city", city.name.in(scene.language))
      .set("city_path", "/desk/cities/" + city.code)
      .set("starts", scene.moment(session.starts_at, city.zone))
      .set("ends", scene.site.time(scene.language, session.ends_at, city.zone))
      .set("state", state_of(scene, session))
      .set("due", due_of(scene, city, session))
      .set("late", is_overdue(session, scene.now))
      .set("seats", scene.say("desk.seats_of", {{"taken", count(session.seats_taken)},
                                                {"total", count(session.seats)}}))
      .set("print_path", "/desk/sessions/" + session.id + "/roster.html")
      .set("find_path", "/desk/applications?session=" + session.id);
}

std::string name_of(const engine::Facts& row) {
  std::string name = fact_text(row, "surname") + " " + fact_text(row, "given_name");
  const std::string patronymic = fact_text(row, "patronymic");
  return patronymic.empty() ? name : name + " " + patronymic;
}

std::string needs_of(const DeskScene& scene, const engine::Facts& row) {
  std::string needs = fact_text(row, "needs");
  const std::string minutes = fact_text(row, "extra_minutes");
  if (minutes.empty() || minutes == "0") return needs;
  if (!needs.empty()) needs += "; ";
  return needs + "+" + minutes + " " + scene.say("desk.minutes");
}

/// As the Kazakh alphabet has it: plain comparison puts Ә after Я.
void sort_by_name(std::vector<engine::Facts>& rows) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(
      icu::Collator::createInstance(icu::Locale("kk"), status));
  if (U_FAILURE(status)) return;
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& left, const auto& right) {
    UErrorCode failed = U_ZERO_ERROR;
    return collator->compareUTF8(name_of(left), name_of(right), failed) == UCOL_LESS;
  });
}

}  // namespace

Value make_city_page(const DeskScene& scene, const DeskCity& each) {
  const engine::CitySnapshot& city = *each.city;
  Value page = make_card(scene, each);
  list_sessions(scene, city).set_into(page);
  Value::List next;
  for (const auto& moment : city.next) next.push_back(make_moment(scene, moment));
  page.set("reads", scene.reads)
      .set("find_path", "/desk/applications?city=" + city.code)
      .set("zone", city.zone.name() + ", " + Site::offset(scene.now, city.zone))
      .set("moments", std::move(next));
  return page;
}

Value make_session_page(const DeskScene& scene, const engine::CitySnapshot& city,
                        const engine::SessionSnapshot& session, const engine::DeskReport& roster) {
  DeskTable table(scene.say("desk.roster_caption"), scene.say("desk.list_empty"));
  table.column(scene.say("desk.application"), "num")
      .column(scene.say("desk.person"))
      .column(scene.say("desk.state"))
      .column(scene.say("desk.phone"))
      .column(scene.say("desk.language"))
      .column(scene.say("desk.needs"))
      .column(scene.say("desk.level"));
  for (const engine::Facts& row : roster.rows) {
    const std::string id = fact_text(row, "application");
    table.row({{id, "/desk/applications/" + id, "num"},
               {name_of(row)},
               {scene.word("desk.state_", fact_text(row, "state"))},
               {fact_text(row, "phone"), {}, "num"},
               {fact_text(row, "language")},
               {needs_of(scene, row)},
               {fact_text(row, "level")}});
  }
  Value page;
  set_session(scene, city, session, page);
  table.set_into(page);
  return page;
}

Value make_roster_sheet(const DeskScene& scene, const engine::CitySnapshot& city,
                        const engine::SessionSnapshot& session, const engine::DeskReport& roster) {
  std::vector<engine::Facts> rows = roster.rows;
  sort_by_name(rows);
  DeskTable table(scene.say("desk.roster_caption"), scene.say("desk.list_empty"));
  table.column("№", "num")
      .column(scene.say("desk.person"))
      .column(scene.say("desk.iin"))
      .column(scene.say("desk.needs"))
      .column(scene.say("desk.signature"), "sign");
  std::int64_t number = 0;
  for (const engine::Facts& row : rows) {
    table.row({{count(++number), {}, "num"},
               {name_of(row)},
               {fact_text(row, "iin"), {}, "code"},
               {needs_of(scene, row)},
               {"", {}, "sign"}});
  }
  Value page;
  set_session(scene, city, session, page);
  table.set_into(page);
  return page;
}

}  // namespace keste::pages
