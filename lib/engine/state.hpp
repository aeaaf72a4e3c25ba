// State: what the parts of the engine share within one turn. Engine thread only.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "admission/guess_limit.hpp"
#include "base/log.hpp"
#include "campaign/schedule.hpp"
#include "engine/access.hpp"
#include "engine/campaign_source.hpp"
#include "engine/commands.hpp"
#include "engine/read_model.hpp"
#include "engine/ticket.hpp"
#include "store/audit.hpp"
#include "store/campaign_versions.hpp"
#include "store/outbox.hpp"
#include "store/receipt_keys.hpp"
#include "store/vault.hpp"

namespace keste::engine {

/// What the engine is told at its making.
struct EngineSettings {
  campaign::Campaign campaign;
  campaign::Schedule schedule;
  std::shared_ptr<const calendar::WorkingCalendar> calendar;  ///< Never null.
  std::chrono::hours reminder_before{24};
  /// An entry that fires more than this after its instant is marked late.
  std::chrono::microseconds late_after = std::chrono::minutes(1);
  std::string instance;                        ///< Names this installation; may be empty.
  std::vector<std::string> channels{"email"};  ///< Where messages can go.
  std::vector<std::string> webhook_kinds;      ///< What the webhook hears of; empty: everything.
  /// What the desk tells people waits so long, and can be stopped meanwhile.
  std::chrono::minutes hold{0};
  int fan_out_chunk = 1'000;                ///< Notifications written in one turn, at most.
  std::chrono::hours answers_kept_for{24};  ///< For repeated requests.
  CampaignSource source;
  /// When such an SMS may go, if that is later: for plans. Empty: at once.
  std::function<std::optional<Instant>(const SmsMoment&)> find_sms_hold;
};

/// The present, frozen for a turn.
struct Present {
  Instant at;
  Steady steady;
};

/// What a command tells people: one release, which waits.
struct Hold {
  std::string what;     ///< The command, as the audit log names it.
  std::string city;     ///< Empty for an online test.
  std::string session;  ///< Empty where it is about single persons.
  Instant until;
  std::int64_t release = 0;  ///< 0 until something is told.
  std::int64_t people = 0;
};

struct State {
  State(store::Database& db, const EngineSettings& set, const store::Vault& sealed_with, Log& to)
      : database(db),
        settings(set),
        vault(sealed_with),
        log(to),
        model(set.campaign, set.schedule.tests) {}

  const campaign::AdmissionRules& rules() const { return settings.campaign.admission; }

  store::Database& database;
  const EngineSettings& settings;
  const store::Vault& vault;
  Log& log;
  ReadModel model;
  store::CampaignId campaign;
  store::RunId run;
  store::CampaignVersion version;  ///< Of the file in force, as the store has it.
  Present now{};
  store::AuditWriter audit_log;
  TicketSecrets secrets;
  EngineFigures figures;
  Instant forget_answers_at;
  bool agenda_changed = false;
  std::int64_t turn = 0;  ///< This turn's number, where daemons share a database.
  bool remade = false;    ///< This turn changes more than applications and counts.
  bool erased = false;    ///< Personal data, since the log was last emptied.

  store::ApplicationId last_application;  ///< The latest that has its notification.
  int accepted_in_turn = 0;               ///< Applications without a receipt so far.
  std::int64_t rostered = 0;              ///< The latest application in the roster.
  admission::GuessLimit guesses;
  std::shared_ptr<const store::ReceiptKeys> receipt_keys;
  bool has_codes = false;  ///< The campaign has a list of promo codes.
  bool has_dead_addresses = false;
  Actor actor;  ///< In whose name the present command is carried out.
  std::shared_ptr<const Access> access = std::make_shared<const Access>();

  std::map<std::string, Hold> holds;  ///< Of the present command, by city.
  Hold* hold = nullptr;               ///< In whose name people are told just now; null for none.
  std::int64_t kept_action = 0;       ///< What the present command did and can be undone.
  std::set<std::int64_t> stopped;     ///< Releases of which no more is sent.
  bool rehearsing = false;            ///< Everything is undone again: nothing of it is logged.

  /// The number of the line.
  std::int64_t audit(std::string_view who, std::string_view action, std::string_view subject,
                     std::string_view detail) {
    return audit_log.add({now.at, who, action, subject, detail});
  }
  /// A line with what a person wrote: it stands outside the chain's digest, and can be erased.
  std::int64_t audit(std::string_view who, std::string_view action, std::string_view subject,
                     std::string_view detail, std::string_view note) {
    return audit_log.add({now.at, who, action, subject, detail, note});
  }
  /// The number that the next application gets; `accepted_in_turn` counts those given out.
  store::ApplicationId next_application() const {
    return {last_application.value + accepted_in_turn + 1};
  }
  /// Puts a notification into the outbox, now or not before an instant; in the name of the hold.
  void notify(const store::NewNotification& wanted);
  /// Writes the receipts of the applications taken so far, by the places that they have.
  void write_receipts();
  /// Takes up the store's last words: at a start, and after a turn that failed.
  void load(Steady steady);
  /// Takes up what turns after a known one have left, none of which has remade anything.
  void catch_up(std::int64_t known);
  void catch_up_ahead(std::int64_t known);
  /// Writes what a turn has gathered; before it commits.
  void save();
  /// Puts every application into the roster; before a fan-out reads it.
  void complete_roster();
};

}  // namespace keste::engine
