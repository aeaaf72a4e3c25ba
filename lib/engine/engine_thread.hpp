// EngineThread: where the io thread and the engine meet, in values only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/desk.hpp"
#include "engine/feeds.hpp"
#include "engine/history.hpp"
#include "engine/notification.hpp"
#include "engine/plan.hpp"
#include "engine/search.hpp"
#include "engine/snapshot.hpp"
#include "engine/survey.hpp"

namespace keste {
class Clock;
class Log;
}  // namespace keste

namespace keste::engine {

class Engine;
struct EngineSettings;

/// One agenda entry, for lists.
struct AgendaRow {
  std::int64_t id = 0;
  Instant at;
  std::string kind;
  std::string city;
  std::string session;
  std::string state;  ///< "pending", "firing", "done", "void"
  std::optional<Instant> fired_at;
  bool late = false;
};

struct OutboxRow {
  NotificationId id;
  std::string kind;
  std::string state;
  ApplicationId application;
  std::string city;
  std::string session;
  Instant not_before;
  int attempts = 0;
  std::string reason;
  std::string channel;   ///< "email", "sms", "webhook"
  std::string delivery;  ///< What the next hop said after it had accepted; may be empty.
};

/// A page of a list.
struct ListWish {
  std::string state;  ///< Empty for all.
  Instant after_at;   ///< Of the agenda, which is in time order.
  std::int64_t after_id = 0;
  int limit = 100;  ///< 1 to 1,000
  Actor actor{};    ///< Lists what they may see.
};

/// A line of the audit log.
struct AuditRow {
  std::int64_t id = 0;
  Instant at;
  std::string actor;
  std::string action;
  std::string subject;
  std::string detail;
  std::string note;
};

/// What a reload came to.
struct ReloadOutcome {
  std::vector<std::string> left;  ///< Changes that would hurt somebody, and were left alone.
  std::string failure;            ///< Not empty when nothing was taken.
};

struct AuditVerdict {
  std::int64_t lines = 0;
  std::string head;                       ///< Hex digest of the last line.
  std::optional<std::int64_t> broken_at;  ///< The first line whose digest does not fit.
};

/// Owns the thread that owns the Engine. Every function but the constructor, `start` and `stop` is
/// called on the io thread and returns at once; answers are handed to `post`, which runs them on
/// the io thread. Destroyed after `stop`.
class EngineThread final : public Outbox {
 public:
  using Post = std::function<void(std::function<void()>)>;
  struct Options {
    std::size_t queue = 10'000;  ///< Commands waiting, at most.
    std::size_t batch = 512;     ///< Commands in one transaction, at most.
    /// The database's location, for reads beside the writer; empty (in memory): reads take their
    /// turn on the engine thread.
    std::string reader_path;
    bool watch_clock = true;  ///< Log jumps of the clock: for the real one.
    /// The database server's URL when other daemons may write there; empty otherwise.
    std::string shared_url;
  };

  EngineThread(std::unique_ptr<Engine> engine, const Clock& clock, Log& log, Post post,
               Options options);
  ~EngineThread() override;

  /// Starts the thread. `on_fault` is called on the engine thread when it must give up.
  void start(std::function<void(const std::string&)> on_fault);
  /// Takes no more commands, finishes those taken, stores the last outcomes, joins. Idempotent.
  void stop();

  void apply(ApplyCommand command, std::function<void(ApplyOutcome)> done);
  void find_application(std::string ticket, std::function<void(ApplicationOutcome)> done);
  /// What the receipt of a ticket's application says; beside the writer.
  void find_receipt(std::string ticket, std::function<void(ReceiptOutcome)> done);
  void withdraw(std::string ticket, std::function<void(ApplicationOutcome)> done);
  void withdraw_consent(std::string ticket, std::function<void(ApplicationOutcome)> done);
  /// To another session of the same city, where there is a seat.
  void change_session(std::string ticket, std::string session,
                      std::function<void(ApplicationOutcome)> done);
  /// What the desk asks for: changes one after another with everything else, looks beside them.
  void perform(DeskCommand command, Actor actor, std::function<void(DeskOutcome)> done);
  /// What a command would come to, and whom it would tell what; everything is undone again.
  void rehearse(DeskCommand command, Actor actor, std::function<void(DeskOutcome)> done);
  void list_history(ApplicationId application, std::function<void(std::vector<HistoryLine>)> done);
  void list_agenda(ListWish wish, std::function<void(std::vector<AgendaRow>)> done);
  void list_outbox(ListWish wish, std::function<void(std::vector<OutboxRow>)> done);
  /// The public feed of a city's changes after a number, at most `limit` (1 to 1,000).
  void list_changes(std::string city, std::int64_t after, int limit,
                    std::function<void(ChangesOutcome)> done);
  /// By the secret of its link.
  void find_calendar(std::string city, std::string secret,
                     std::function<void(CalendarOutcome)> done);
  void verify_audit(std::function<void(AuditVerdict)> done);
  /// Lines before `after_id`, the latest first; 0: from the end.
  void list_audit(ListWish wish, std::function<void(std::vector<AuditRow>)> done);
  /// See search; an empty page when the store does not answer.
  void search(SearchWish wish, std::function<void(SearchPage)> done);
  /// See take_survey; empty when the store does not answer.
  void survey(std::vector<Instant> marks, std::function<void(Survey)> done);
  /// Answered by the engine thread itself: shows that both threads turn.
  void ping(std::function<void()> done);
  /// Takes another version of the same campaign; `done` gets the changes that were left alone, or
  /// the sentence of a failure.
  void reload(EngineSettings settings, std::function<void(ReloadOutcome)> done);
  /// What the campaign file of `wanted` would change.
  void plan(EngineSettings wanted, std::function<void(PlanOutcome)> done);
  /// Takes that file, if the plan of the order is what it would do; see Engine::apply_plan.
  void apply_plan(EngineSettings wanted, PlanOrder order, std::function<void(PlanOutcome)> done);
  /// `listener` gets the text of a campaign file that another daemon has brought into force. Before
  /// `start`.
  void on_other_campaign(std::function<void(std::string)> listener);

  void claim(std::string_view channel, int limit,
             std::function<void(std::vector<Notification>)> done) override;
  void settle(std::vector<Settlement> settlements, std::function<void()> done) override;
  void on_due(std::string_view channel, std::function<void()> listener) override;
  void note_deliveries(std::vector<DeliveryReport> reports, std::function<void()> done) override;
  void list_accepted(std::string_view channel, int limit,
                     std::function<void(std::vector<std::string>)> done) override;
  bool holds(std::int64_t run) const override;

  /// Whether the store takes what it is given: "ok"; "full": no space; "failing": it does not
  /// answer or refuses everything; "clock_wrong": see Trouble. Any thread.
  std::string_view store_state() const;
  /// Commands taken whose answers have not been handed over; not the reads beside the writer.
  std::size_t in_flight() const;
  /// The latest snapshot; never null. Any thread.
  std::shared_ptr<const Snapshot> snapshot() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::engine
