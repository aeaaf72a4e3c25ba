// Backend: what the HTTP resources ask of the engine, as plain functions.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine_thread.hpp"

namespace keste::http {

/// Where a list goes on.
struct AgendaPlace {
  Instant at{};
  std::int64_t id = 0;
};

/// Each function is called on the io thread, returns at once, and runs `done` there, now or later.
struct Backend {
  template <class T>
  using Done = std::function<void(T)>;

  std::function<std::shared_ptr<const engine::Snapshot>()> snapshot;
  std::function<void(engine::ApplyCommand, Done<engine::ApplyOutcome>)> apply;
  std::function<void(std::string ticket, Done<engine::ApplicationOutcome>)> find_application;
  std::function<void(std::string ticket, Done<engine::ReceiptOutcome>)> find_receipt;
  std::function<void(std::string ticket, Done<engine::ApplicationOutcome>)> withdraw;
  std::function<void(std::string ticket, Done<engine::ApplicationOutcome>)> withdraw_consent;
  std::function<void(std::string ticket, std::string session, Done<engine::ApplicationOutcome>)>
      change_session;
  std::function<void(engine::DeskCommand, engine::Actor, Done<engine::DeskOutcome>)> perform;
  /// What the command would come to; nothing is changed.
  std::function<void(engine::DeskCommand, engine::Actor, Done<engine::DeskOutcome>)> rehearse;
  std::function<void(engine::ApplicationId, Done<std::vector<engine::HistoryLine>>)> list_history;
  std::function<void(engine::ListWish, Done<std::vector<engine::AgendaRow>>)> list_agenda;
  std::function<void(engine::ListWish, Done<std::vector<engine::OutboxRow>>)> list_outbox;
  std::function<void(std::string city, std::int64_t after, int limit, Done<engine::ChangesOutcome>)>
      list_changes;
  std::function<void(std::string city, std::string secret, Done<engine::CalendarOutcome>)>
      find_calendar;
  std::function<void(Done<engine::AuditVerdict>)> verify_audit;
  std::function<void(engine::ListWish, Done<std::vector<engine::AuditRow>>)> list_audit;
  std::function<void(engine::SearchWish, Done<engine::SearchPage>)> search;
  std::function<void(std::vector<Instant> marks, Done<engine::Survey>)> survey;
  std::function<void(std::function<void()>)> ping;
  std::function<std::string_view()> store_state;
  /// Long work off the io thread: `work` runs on a worker, then `done` on the io thread. The server
  /// fills it in from its settings.
  std::function<void(std::function<void()> work, std::function<void()> done)> run_aside;
  /// The same for the hashing of passwords, which takes much memory: one at a time.
  std::function<void(std::function<void()> work, std::function<void()> done)> hash_aside;
};

/// The functions of a real engine thread, which must outlive them.
Backend make_backend(engine::EngineThread& engine);

/// The same functions, whose answers are dropped once `alive` has gone: an answer may still be on
/// its way when the server that asked is destroyed.
Backend make_guarded(Backend backend, std::weak_ptr<void> alive);

}  // namespace keste::http
