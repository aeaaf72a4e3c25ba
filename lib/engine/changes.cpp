// Fields before and after, as texts.
#include "engine/changes.hpp"

#include "base/text.hpp"
#include "engine/desk_handlers.hpp"
#include "store/changes.hpp"

namespace keste::engine {
namespace {

/// Writes the rows of one change of one thing.
class Notes {
 public:
  Notes(State& state, std::string city, std::string session, std::string_view reason)
      : state_(state),
        city_(std::move(city)),
        session_(std::move(session)),
        reason_(trim(reason)) {}

  void text(const char* field, std::string was, std::string is) {
    if (was == is) return;
    store::ChangeRow row;
    row.at = state_.now.at;
    row.session = session_;
    row.field = field;
    row.was = std::move(was);
    row.became = std::move(is);
    row.reason = reason_;
    store::insert_change(state_.database, state_.campaign, city_, row);
  }
  void instant(const char* field, std::optional<Instant> was, std::optional<Instant> is) {
    text(field, show(was), show(is));
  }

 private:
  std::string show(std::optional<Instant> at) {
    return at ? shown(state_, *at, city_) : std::string();
  }

  State& state_;
  std::string city_;
  std::string session_;
  std::string reason_;
};

}  // namespace

void note_window_change(State& state, const std::string& city, const store::Span& was,
                        const store::Span& is, std::string_view reason) {
  Notes notes(state, city, "", reason);
  notes.instant("opens_at", was.opens_at, is.opens_at);
  notes.instant("closes_at", was.closes_at, is.closes_at);
}

void note_session_change(State& state, const store::SessionRow& was, const store::SessionRow& is,
                         std::string_view reason) {
  Notes notes(state, is.city, is.code, reason);
  notes.instant("starts_at", was.starts_at, is.starts_at);
  notes.instant("ends_at", was.ends_at, is.ends_at);
  notes.instant("finished_at", was.finished_at, is.finished_at);
  notes.instant("due_at", was.due_at, is.due_at);
  notes.text("seats", std::to_string(was.seats), std::to_string(is.seats));
  notes.text("venue", was.venue, is.venue);
  notes.text("address", was.address, is.address);
}

void note_session_added(State& state, const store::SessionRow& session) {
  const CityModel* city = state.model.find_city(session.city);
  const bool is_first_file = city == nullptr || city->window_version == 0;
  if (is_first_file) return;
  Notes(state, session.city, session.code, "").text("state", "", "planned");
}

void note_session_cancelled(State& state, const store::SessionRow& session,
                            std::string_view reason) {
  Notes(state, session.city, session.code, reason).text("state", "planned", "cancelled");
}

void note_session_reinstated(State& state, const store::SessionRow& session,
                             std::string_view reason) {
  Notes(state, session.city, session.code, reason).text("state", "cancelled", "planned");
}

}  // namespace keste::engine
