// Sums, what is overdue, what comes next, pictures and cards.
#include "pages/desk_board.hpp"

#include <algorithm>

#include "pages/desk_pictures.hpp"

namespace keste::pages {
namespace {

struct Seats {
  std::int64_t total = 0;
  std::int64_t taken = 0;
};

Seats count_seats(const engine::CitySnapshot& city) {
  Seats seats;
  for (const auto& session : city.sessions) {
    if (session.state == engine::SessionState::cancelled) continue;
    seats.total += session.seats;
    seats.taken += session.seats_taken;
  }
  return seats;
}

std::int64_t count_live(const engine::ApplicationCounts& counts) {
  return counts.seated + counts.waitlisted + counts.accepted + counts.unplaced;
}

/// Of a bar 100 wide.
std::string fill_of(const Seats& seats) {
  if (seats.total <= 0) return "0";
  return std::to_string(std::min<std::int64_t>(100, seats.taken * 100 / seats.total));
}

Value tag(std::string_view look, std::string text) {
  Value value;
  value.set("look", look).set("text", std::move(text));
  return value;
}

Value::List list_troubles(const DeskScene& scene, const CityTrouble& trouble) {
  Value::List tags;
  const auto add = [&](std::string_view look, std::string_view name, std::int64_t count) {
    if (count > 0) tags.push_back(tag(look, scene.say(name, {{"count", count}})));
  };
  add("bad", "desk.trouble_overdue", trouble.overdue);
  add("bad", "desk.trouble_failed", trouble.failed);
  add("bad", "desk.trouble_calls", trouble.calls);
  if (trouble.closes_soon) tags.push_back(tag("note", scene.say("desk.trouble_closes_soon")));
  add("note", "desk.trouble_full", trouble.full);
  return tags;
}

/// What the window's countdown runs to: its opening, its closing, or nothing any more.
void set_countdown(const DeskScene& scene, const engine::CitySnapshot& city, Value& card) {
  const bool is_early = city.window == engine::WindowState::not_open;
  const bool is_open = city.window == engine::WindowState::open;
  const Instant at = is_early ? city.opens_at : city.closes_at;
  const std::string moment = is_early ? scene.site.day(scene.language, at, city.zone) + ", " +
                                            scene.site.time(scene.language, at, city.zone)
                                      : scene.moment(at, city.zone);
  const std::string name = is_early  ? "desk.window_opens_at"
                           : is_open ? "desk.window_closes_at"
                                     : "desk.window_closed_at";
  card.set("window_at", scene.say(name, {{"at", moment}}))
      .set("counts", (is_early || is_open) && at > scene.now)
      .set("until", millis_text(at))
      .set("left", "");
}

Value make_sum(const DeskScene& scene, std::string_view name, std::string number,
               std::string more = {}, std::string_view look = {}) {
  Value sum;
  sum.set("name", scene.say(name))
      .set("number", std::move(number))
      .set("has_more", !more.empty())
      .set("more", std::move(more))
      .set("look", look);
  return sum;
}

struct Sums {
  engine::ApplicationCounts applications;
  engine::NotificationCounts notifications;
  Seats seats;
  std::int64_t calls = 0;
};

Sums add_up(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  Sums sums;
  for (const DeskCity& each : cities) {
    sums.applications += each.city->applications;
    sums.notifications += each.city->notifications;
    const Seats seats = count_seats(*each.city);
    sums.seats.total += seats.total;
    sums.seats.taken += seats.taken;
    sums.calls += each.trouble.calls;
  }
  if (!scene.actor.everywhere) return sums;
  for (const engine::TestSnapshot& test : scene.snapshot.tests) {
    sums.applications += test.applications;
    sums.notifications += test.notifications;
  }
  return sums;
}

Value::List list_sums(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  const Sums sums = add_up(scene, cities);
  const auto number = [&](std::int64_t count) { return group_digits(count, scene.language); };
  const auto& told = sums.notifications;
  return {
      make_sum(scene, "desk.sum_applications", number(count_live(sums.applications)),
               scene.say("desk.sum_waitlisted", {{"count", sums.applications.waitlisted}})),
      make_sum(scene, "desk.sum_seats", number(sums.seats.taken),
               scene.say("desk.sum_of", {{"total", number(sums.seats.total)}})),
      make_sum(scene, "desk.sum_results", number(sums.applications.resulted),
               scene.say("desk.sum_absent", {{"count", sums.applications.absent}})),
      make_sum(scene, "desk.sum_pending", number(told.pending + told.claimed),
               scene.say("desk.sum_sent", {{"total", number(told.sent)}})),
      make_sum(scene, "desk.sum_failed", number(told.failed), {}, told.failed > 0 ? "bad" : ""),
      make_sum(scene, "desk.sum_calls", number(sums.calls), {}, sums.calls > 0 ? "bad" : ""),
  };
}

Value::List list_overdue(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  Value::List list;
  for (const DeskCity& each : cities) {
    for (const auto& session : each.city->sessions) {
      if (!is_overdue(session, scene.now)) continue;
      const auto& counts = session.applications;
      Value row;
      row.set("city", each.city->name.in(scene.language))
          .set("session", session.id)
          .set("path", "/desk/cities/" + each.city->code)
          .set("due", scene.brief(session.due_at, each.city->code))
          .set("missing", scene.say("desk.results_missing",
                                    {{"count", counts.seated - counts.absent - counts.resulted}}));
      list.push_back(std::move(row));
    }
  }
  return list;
}

Value::List list_next(const DeskScene& scene, const std::vector<DeskCity>& cities) {
  constexpr std::size_t shown = 6;
  std::vector<engine::UpcomingMoment> next;
  for (const DeskCity& each : cities) {
    next.insert(next.end(), each.city->next.begin(), each.city->next.end());
  }
  std::stable_sort(next.begin(), next.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
  next.resize(std::min(next.size(), shown));
  Value::List list;
  for (const auto& moment : next) list.push_back(make_moment(scene, moment));
  return list;
}

}  // namespace

Value make_moment(const DeskScene& scene, const engine::UpcomingMoment& moment) {
  Value value;
  value.set("at", scene.brief(moment.at, moment.city))
      .set("what", scene.word("desk.kind_", moment.kind))
      .set("city", scene.city_name(moment.city))
      .set("has_session", !moment.session.empty())
      .set("session", moment.session)
      .set("path", moment.city.empty() ? "/desk/agenda" : "/desk/cities/" + moment.city)
      .set("late", moment.at < scene.now);
  return value;
}

Value make_card(const DeskScene& scene, const DeskCity& each) {
  const engine::CitySnapshot& city = *each.city;
  const Seats seats = count_seats(city);
  const auto number = [&](std::int64_t count) { return group_digits(count, scene.language); };
  const bool is_open = city.window == engine::WindowState::open;
  Value card;
  card.set("code", city.code)
      .set("name", city.name.in(scene.language))
      .set("window", scene.say("desk.window_" + std::string(to_text(city.window))))
      .set("window_look", is_open ? "good" : "")
      .set("has_trouble", each.trouble.any())
      .set("is_grave", each.trouble.is_grave())
      .set("troubles", list_troubles(scene, each.trouble))
      .set("applications", number(count_live(city.applications)))
      .set("waitlisted", number(city.applications.waitlisted))
      .set("seats", scene.say("desk.seats_of",
                              {{"taken", number(seats.taken)}, {"total", number(seats.total)}}))
      .set("fill", fill_of(seats))
      .set("pending", number(city.notifications.pending + city.notifications.claimed))
      .set("failed", number(city.notifications.failed))
      .set("calls", number(each.trouble.calls))
      .set("has_next", !city.next.empty());
  if (!city.next.empty()) card.set("next", make_moment(scene, city.next.front()));
  set_countdown(scene, city, card);
  return card;
}

Value make_board(const DeskScene& scene) {
  const std::vector<DeskCity> cities = scene.list_cities();
  Value::List cards;
  for (const DeskCity& each : cities) cards.push_back(make_card(scene, each));
  Value::List overdue = list_overdue(scene, cities);
  constexpr std::size_t shown = 6;
  const std::size_t hidden = overdue.size() - std::min(overdue.size(), shown);
  overdue.resize(overdue.size() - hidden);
  Value::List next = list_next(scene, cities);
  std::string map = draw_map(scene, cities);
  std::string curve = draw_curve(scene);
  const calendar::Zone* home = scene.zone_of("");
  Value board;
  board.set("version", std::to_string(scene.snapshot.version))
      .set("as_of", home == nullptr ? "" : scene.site.time(scene.language, scene.now, *home))
      .set("sums", list_sums(scene, cities))
      .set("has_overdue", !overdue.empty())
      .set("overdue", std::move(overdue))
      .set("has_more_overdue", hidden > 0)
      .set("more_overdue",
           scene.say("desk.more_overdue", {{"count", static_cast<std::int64_t>(hidden)}}))
      .set("has_next", !next.empty())
      .set("next", std::move(next))
      .set("has_cards", !cards.empty())
      .set("cards", std::move(cards))
      .set("timeline", draw_timeline(scene, cities))
      .set("has_map", !map.empty())
      .set("map", std::move(map))
      .set("has_curve", !curve.empty())
      .set("curve", std::move(curve));
  return board;
}

}  // namespace keste::pages
