// The engine thread behind the functions of Backend.
#include "http/backend.hpp"

namespace keste::http {
namespace {

template <class T>
Backend::Done<T> guard(std::weak_ptr<void> alive, Backend::Done<T> done) {
  return [alive = std::move(alive), done = std::move(done)](T answer) {
    if (!alive.expired()) done(std::move(answer));
  };
}

std::function<void(std::function<void()>, std::function<void()>)> guard_aside(
    std::function<void(std::function<void()>, std::function<void()>)> aside,
    std::weak_ptr<void> alive) {
  return [alive = std::move(alive), inner = std::move(aside)](std::function<void()> work,
                                                              std::function<void()> done) {
    inner(std::move(work), [alive, done = std::move(done)] {
      if (!alive.expired()) done();
    });
  };
}

/// What only pages ask for.
void add_looks(Backend& backend, engine::EngineThread& engine) {
  backend.list_audit = [&engine](engine::ListWish wish,
                                 Backend::Done<std::vector<engine::AuditRow>> done) {
    engine.list_audit(std::move(wish), std::move(done));
  };
  backend.search = [&engine](engine::SearchWish wish, Backend::Done<engine::SearchPage> done) {
    engine.search(std::move(wish), std::move(done));
  };
  backend.survey = [&engine](std::vector<Instant> marks, Backend::Done<engine::Survey> done) {
    engine.survey(std::move(marks), std::move(done));
  };
}

void guard_looks(Backend& guarded, const std::weak_ptr<void>& alive) {
  guarded.list_audit = [alive, inner = guarded.list_audit](engine::ListWish wish, auto done) {
    inner(std::move(wish), guard<std::vector<engine::AuditRow>>(alive, std::move(done)));
  };
  guarded.search = [alive, inner = guarded.search](engine::SearchWish wish, auto done) {
    inner(std::move(wish), guard<engine::SearchPage>(alive, std::move(done)));
  };
  guarded.survey = [alive, inner = guarded.survey](std::vector<Instant> marks, auto done) {
    inner(std::move(marks), guard<engine::Survey>(alive, std::move(done)));
  };
}

/// What the desk asks for.
void guard_desk(const std::weak_ptr<void>& alive, const Backend& backend, Backend& guarded) {
  guarded.perform = [alive, inner = backend.perform](engine::DeskCommand command,
                                                     engine::Actor actor, auto done) {
    inner(std::move(command), std::move(actor), guard<engine::DeskOutcome>(alive, std::move(done)));
  };
  guarded.rehearse = [alive, inner = backend.rehearse](engine::DeskCommand command,
                                                       engine::Actor actor, auto done) {
    inner(std::move(command), std::move(actor), guard<engine::DeskOutcome>(alive, std::move(done)));
  };
  guarded.list_history = [alive, inner = backend.list_history](engine::ApplicationId application,
                                                               auto done) {
    inner(application, guard<std::vector<engine::HistoryLine>>(alive, std::move(done)));
  };
}

void add_desk(Backend& backend, engine::EngineThread& engine) {
  backend.perform = [&engine](engine::DeskCommand command, engine::Actor actor,
                              Backend::Done<engine::DeskOutcome> done) {
    engine.perform(std::move(command), std::move(actor), std::move(done));
  };
  backend.rehearse = [&engine](engine::DeskCommand command, engine::Actor actor,
                               Backend::Done<engine::DeskOutcome> done) {
    engine.rehearse(std::move(command), std::move(actor), std::move(done));
  };
  backend.list_history = [&engine](engine::ApplicationId application,
                                   Backend::Done<std::vector<engine::HistoryLine>> done) {
    engine.list_history(application, std::move(done));
  };
}

}  // namespace

Backend make_backend(engine::EngineThread& engine) {
  Backend backend;
  backend.snapshot = [&engine] { return engine.snapshot(); };
  backend.apply = [&engine](engine::ApplyCommand command,
                            Backend::Done<engine::ApplyOutcome> done) {
    engine.apply(std::move(command), std::move(done));
  };
  backend.find_application = [&engine](std::string ticket,
                                       Backend::Done<engine::ApplicationOutcome> done) {
    engine.find_application(std::move(ticket), std::move(done));
  };
  backend.find_receipt = [&engine](std::string ticket, Backend::Done<engine::ReceiptOutcome> done) {
    engine.find_receipt(std::move(ticket), std::move(done));
  };
  backend.withdraw_consent = [&engine](std::string ticket,
                                       Backend::Done<engine::ApplicationOutcome> done) {
    engine.withdraw_consent(std::move(ticket), std::move(done));
  };
  backend.withdraw = [&engine](std::string ticket, Backend::Done<engine::ApplicationOutcome> done) {
    engine.withdraw(std::move(ticket), std::move(done));
  };
  backend.change_session = [&engine](std::string ticket, std::string session,
                                     Backend::Done<engine::ApplicationOutcome> done) {
    engine.change_session(std::move(ticket), std::move(session), std::move(done));
  };
  add_desk(backend, engine);
  backend.list_agenda = [&engine](engine::ListWish wish,
                                  Backend::Done<std::vector<engine::AgendaRow>> done) {
    engine.list_agenda(std::move(wish), std::move(done));
  };
  backend.list_outbox = [&engine](engine::ListWish wish,
                                  Backend::Done<std::vector<engine::OutboxRow>> done) {
    engine.list_outbox(std::move(wish), std::move(done));
  };
  backend.list_changes = [&engine](std::string city, std::int64_t after, int limit,
                                   Backend::Done<engine::ChangesOutcome> done) {
    engine.list_changes(std::move(city), after, limit, std::move(done));
  };
  backend.find_calendar = [&engine](std::string city, std::string secret,
                                    Backend::Done<engine::CalendarOutcome> done) {
    engine.find_calendar(std::move(city), std::move(secret), std::move(done));
  };
  backend.verify_audit = [&engine](Backend::Done<engine::AuditVerdict> done) {
    engine.verify_audit(std::move(done));
  };
  add_looks(backend, engine);
  backend.store_state = [&engine] { return engine.store_state(); };
  backend.ping = [&engine](std::function<void()> done) { engine.ping(std::move(done)); };
  return backend;
}

Backend make_guarded(Backend backend, std::weak_ptr<void> alive) {
  Backend guarded = backend;
  guarded.apply = [alive, inner = backend.apply](engine::ApplyCommand command, auto done) {
    inner(std::move(command), guard<engine::ApplyOutcome>(alive, std::move(done)));
  };
  guarded.find_application = [alive, inner = backend.find_application](std::string ticket,
                                                                       auto done) {
    inner(std::move(ticket), guard<engine::ApplicationOutcome>(alive, std::move(done)));
  };
  guarded.find_receipt = [alive, inner = backend.find_receipt](std::string ticket, auto done) {
    inner(std::move(ticket), guard<engine::ReceiptOutcome>(alive, std::move(done)));
  };
  guarded.withdraw_consent = [alive, inner = backend.withdraw_consent](std::string ticket,
                                                                       auto done) {
    inner(std::move(ticket), guard<engine::ApplicationOutcome>(alive, std::move(done)));
  };
  guarded.withdraw = [alive, inner = backend.withdraw](std::string ticket, auto done) {
    inner(std::move(ticket), guard<engine::ApplicationOutcome>(alive, std::move(done)));
  };
  guarded.change_session = [alive, inner = backend.change_session](std::string ticket,
                                                                   std::string session, auto done) {
    inner(std::move(ticket), std::move(session),
          guard<engine::ApplicationOutcome>(alive, std::move(done)));
  };
  guard_desk(alive, backend, guarded);
  guarded.list_agenda = [alive, inner = backend.list_agenda](engine::ListWish wish, auto done) {
    inner(std::move(wish), guard<std::vector<engine::AgendaRow>>(alive, std::move(done)));
  };
  guarded.list_outbox = [alive, inner = backend.list_outbox](engine::ListWish wish, auto done) {
    inner(std::move(wish), guard<std::vector<engine::OutboxRow>>(alive, std::move(done)));
  };
  guarded.list_changes = [alive, inner = backend.list_changes](std::string city, std::int64_t after,
                                                               int limit, auto done) {
    inner(std::move(city), after, limit, guard<engine::ChangesOutcome>(alive, std::move(done)));
  };
  guarded.find_calendar = [alive, inner = backend.find_calendar](std::string city,
                                                                 std::string secret, auto done) {
    inner(std::move(city), std::move(secret),
          guard<engine::CalendarOutcome>(alive, std::move(done)));
  };
  guarded.verify_audit = [alive, inner = backend.verify_audit](auto done) {
    inner(guard<engine::AuditVerdict>(alive, std::move(done)));
  };
  guard_looks(guarded, alive);
  guarded.ping = [alive, inner = backend.ping](std::function<void()> done) {
    inner([alive, done = std::move(done)] {
      if (!alive.expired()) done();
    });
  };
  guarded.run_aside = guard_aside(backend.run_aside, alive);
  guarded.hash_aside = guard_aside(backend.hash_aside, alive);
  return guarded;
}

}  // namespace keste::http
