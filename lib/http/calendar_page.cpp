// Events of a city's calendar, in the reader's language.
#include "http/calendar_page.hpp"

#include <algorithm>

#include "dispatch/ics.hpp"

namespace keste::http {
namespace {

using dispatch::CalendarEvent;

std::string_view in(const std::string_view (&texts)[3], Language language) {
  return texts[static_cast<std::size_t>(language)];
}

constexpr std::string_view window_words[3] = {"Өтініш қабылдау", "Приём заявок",
                                              "Applications are taken"};
constexpr std::string_view session_words[3] = {"Тестілеу сессиясы", "Сеанс тестирования",
                                               "Testing session"};
constexpr std::string_view due_words[3] = {"Нәтиже беру мерзімі", "Срок выдачи результата",
                                           "Results are due"};
constexpr std::string_view cancelled_words[3] = {"Болмайды: ", "Отменён: ", "Cancelled: "};
constexpr std::string_view seats_words[3] = {"Орын: ", "Мест: ", "Seats: "};

struct Frame {
  const engine::CityCalendar& calendar;
  const engine::CitySnapshot& city;
  const campaign::Campaign& campaign;
  Language language;
};

/// Stable for the life of what it names, in every language.
std::string uid_of(const Frame& frame, const std::string& what) {
  return "keste." + frame.campaign.id + "." + frame.calendar.city + "." + what;
}

CalendarEvent make_event(const Frame& frame, const std::string& what,
                         const engine::Revision& revision) {
  CalendarEvent event;
  event.uid = uid_of(frame, what);
  event.stamp_at = revision.at;
  event.sequence = revision.sequence;
  return event;
}

std::string title(const Frame& frame, const std::string_view (&words)[3]) {
  return std::string(in(words, frame.language)) + ": " + frame.city.name.in(frame.language);
}

CalendarEvent make_window(const Frame& frame) {
  CalendarEvent event = make_event(frame, "window", frame.calendar.window_revision);
  event.starts_at = frame.calendar.window.opens_at;
  event.ends_at = frame.calendar.window.closes_at;
  event.summary = title(frame, window_words);
  event.is_busy = false;
  return event;
}

/// The desk's words, or those of the campaign's file.
std::string find_venue(const Frame& frame, const store::SessionRow& row) {
  const auto& sessions = frame.campaign.sessions;
  const auto filed = std::find_if(sessions.begin(), sessions.end(),
                                  [&row](const auto& each) { return each.id == row.code; });
  std::string name = row.venue;
  std::string address = row.address;
  if (filed != sessions.end()) {
    if (name.empty()) name = filed->venue.name.in(frame.language);
    if (address.empty()) address = filed->venue.address.in(frame.language);
  }
  return name.empty() || address.empty() ? name + address : name + ", " + address;
}

void mark_if_cancelled(const Frame& frame, const store::SessionRow& row, CalendarEvent& event) {
  if (row.state != "cancelled") return;
  event.method = dispatch::CalendarMethod::cancel;
  event.is_busy = false;
  // Some calendars show cancelled events like others.
  event.summary.insert(0, in(cancelled_words, frame.language));
}

CalendarEvent make_session(const Frame& frame, const engine::CalendarSession& session) {
  const store::SessionRow& row = session.row;
  CalendarEvent event = make_event(frame, "session." + row.code, session.revision);
  event.starts_at = row.starts_at;
  event.ends_at = std::max(row.finished_at.value_or(row.ends_at), row.starts_at);
  event.summary = title(frame, session_words) + " (" + row.code + ")";
  event.location = find_venue(frame, row);
  event.description = std::string(in(seats_words, frame.language)) + std::to_string(row.seats);
  mark_if_cancelled(frame, row, event);
  return event;
}

CalendarEvent make_due(const Frame& frame, const engine::CalendarSession& session) {
  CalendarEvent event = make_event(frame, "due." + session.row.code, session.revision);
  event.starts_at = event.ends_at = session.row.due_at;
  event.summary = title(frame, due_words) + " (" + session.row.code + ")";
  event.is_busy = false;
  mark_if_cancelled(frame, session.row, event);
  return event;
}

}  // namespace

std::string render_calendar(const engine::CityCalendar& calendar, const engine::CitySnapshot& city,
                            const campaign::Campaign& campaign, Language language) {
  const Frame frame{calendar, city, campaign, language};
  dispatch::CalendarFeed feed;
  feed.name = campaign.title.in(language) + ": " + city.name.in(language);
  feed.events.push_back(make_window(frame));
  for (const engine::CalendarSession& session : calendar.sessions) {
    feed.events.push_back(make_session(frame, session));
    feed.events.push_back(make_due(frame, session));
  }
  return dispatch::make_ics(feed);
}

}  // namespace keste::http
