// Calendar files: the span, the weekend and the days that differ.
#include "config/calendar_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "config/fields.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

using calendar::CalendarPlan;
using calendar::DayKind;
using calendar::SpecialDay;

/// In the order of strength: the first that a date has decides.
constexpr std::array<std::pair<std::string_view, DayKind>, 3> day_kinds{
    {{"working", DayKind::working}, {"holiday", DayKind::holiday}, {"day_off", DayKind::day_off}}};

std::optional<DayKind> read_day_kind(const Node* node, Report& report) {
  const auto word = read_choice(node, {"holiday", "day_off", "working"}, report);
  for (const auto& [name, kind] : day_kinds) {
    if (word == name) return kind;
  }
  return std::nullopt;
}

int strength(DayKind kind) {
  const auto found = std::find_if(day_kinds.begin(), day_kinds.end(),
                                  [&](const auto& entry) { return entry.second == kind; });
  return static_cast<int>(day_kinds.end() - found);
}

void read_weekend(const Node* node, CalendarPlan& plan, Report& report) {
  const std::vector<std::string_view> names{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  if (node == nullptr || !expect_list(*node, "weekend", report)) return;
  for (const Node& child : node->children) {
    const auto name = read_choice(&child, names, report);
    if (!name) continue;
    const auto at = std::find(names.begin(), names.end(), *name) - names.begin();
    bool& day = plan.weekend[static_cast<std::size_t>(at)];
    if (day) report.error(child.place, "weekend: '" + *name + "' stands twice");
    day = true;
  }
  if (std::all_of(plan.weekend.begin(), plan.weekend.end(), [](bool off) { return off; })) {
    report.error(node->place, "weekend: leaves no working day in the week");
  }
}

bool read_covers(const Node* node, CalendarPlan& plan, Report& report) {
  if (node == nullptr) return false;
  const Fields fields(*node, "covers", {"from", "to"}, report);
  const auto from = read_date(fields.require("from"), report);
  const auto to = read_date(fields.require("to"), report);
  if (!from || !to) return false;
  plan.covers_from = *from;
  plan.covers_to = *to;
  if (*from <= *to) return true;
  report.error(fields.find("to")->place,
               "to: " + format_date(*to) + " is before the first day, " + format_date(*from));
  return false;
}

std::optional<SpecialDay> read_day(const Node& node, Report& report) {
  const std::size_t before = report.errors();
  const Fields fields(node, "day", {"on", "kind", "name", "source", "provisional"}, report);
  SpecialDay day{};
  keep(day.on, read_date(fields.require("on"), report));
  keep(day.kind, read_day_kind(fields.require("kind"), report));
  keep(day.name, read_localized(fields.require("name"), report));
  keep(day.source, read_text(fields.require("source"), report));
  keep(day.provisional, read_flag(fields.find("provisional"), report));
  if (report.errors() != before) return std::nullopt;
  return day;
}

/// The days of one calendar while they are read: one a date, the strongest.
class Days {
 public:
  Days(const CalendarPlan& plan, bool span_known, Report& report)
      : plan_(plan), span_known_(span_known), report_(report) {}

  void add(const Node& node) {
    std::optional<SpecialDay> day = read_day(node, report_);
    if (!day) return;
    const Place place = node.find("on")->place;
    if (span_known_ && (day->on < plan_.covers_from || day->on > plan_.covers_to)) {
      report_.error(place, "on: " + format_date(day->on) + " lies outside covers, " +
                               format_date(plan_.covers_from) + " to " +
                               format_date(plan_.covers_to));
      return;
    }
    const auto [first, fresh] = lines_.emplace(std::pair(day->on, day->kind), place.line);
    if (!fresh) {
      report_.error(place, "on: " + format_date(day->on) +
                               " has an entry of this kind already, in line " +
                               std::to_string(first->second));
      return;
    }
    const auto [kept, alone] = days_.try_emplace(day->on, *day);
    if (!alone && strength(day->kind) > strength(kept->second.kind)) {
      kept->second = std::move(*day);
    }
  }

  std::vector<SpecialDay> take() {
    std::vector<SpecialDay> sorted;
    for (auto& [on, day] : days_) sorted.push_back(std::move(day));
    return sorted;
  }

 private:
  const CalendarPlan& plan_;
  bool span_known_;
  Report& report_;
  std::map<std::pair<Date, DayKind>, int> lines_;
  std::map<Date, SpecialDay> days_;
};

}  // namespace

CalendarFile read_calendar(const Node& root, Report& report) {
  const std::size_t before = report.errors();
  const Fields fields(root, "calendar", {"id", "weekend", "covers", "days"}, report);
  CalendarFile file;
  CalendarPlan plan;
  if (const Node* id = fields.require("id")) {
    file.id_place = id->place;
    keep(file.id, read_id(id, report));
  }
  plan.id = file.id;
  read_weekend(fields.require("weekend"), plan, report);
  const bool span_known = read_covers(fields.require("covers"), plan, report);
  const Node* list = fields.require("days");
  if (list != nullptr && expect_list(*list, "days", report)) {
    Days days(plan, span_known, report);
    for (const Node& node : list->children) days.add(node);
    plan.days = days.take();
  }
  if (report.errors() == before) file.plan = std::move(plan);
  return file;
}

}  // namespace keste::config
