// State: what the parts of the engine share within one turn. Engine thread only.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "campaign/schedule.hpp"
#include "engine/read_model.hpp"
#include "engine/ticket.hpp"
#include "store/audit.hpp"
#include "store/outbox.hpp"

namespace keste::engine {

/// What the engine is told at its making.
struct EngineSettings {
  campaign::Campaign campaign;
  campaign::Schedule schedule;
  std::chrono::hours reminder_before{24};
  /// An entry that fires more than this after its instant is marked late.
  std::chrono::microseconds late_after = std::chrono::minutes(1);
  int fan_out_chunk = 1'000;                ///< Notifications written in one turn, at most.
  std::chrono::hours answers_kept_for{24};  ///< For repeated requests.
};

/// The present, frozen for a turn.
struct Present {
  Instant at;
  Steady steady;
};

struct State {
  State(store::Database& db, const EngineSettings& set, Log& to)
      : database(db), settings(set), log(to), model(set.campaign) {}

  store::Database& database;
  const EngineSettings& settings;
  Log& log;
  ReadModel model;
  store::CampaignId campaign;
  store::RunId run;
  Present now{};
  store::AuditWriter audit_log;
  TicketSecrets secrets;
  EngineFigures figures;
  Instant forget_answers_at;
  bool agenda_changed = false;

  store::ApplicationId last_application;  ///< The latest that has its notification.
  int accepted_in_turn = 0;
  std::int64_t rostered = 0;  ///< The latest application in the roster.

  void audit(std::string_view actor, std::string_view action, std::string_view subject,
             std::string_view detail) {
    audit_log.add({now.at, actor, action, subject, detail});
  }
  /// Takes up the store's last words: at a start, and after a turn that failed.
  void load();
  /// Writes what a turn has gathered; before it commits.
  void save();
  /// Puts every application into the roster; before a fan-out reads it.
  void complete_roster();
};

}  // namespace keste::engine
