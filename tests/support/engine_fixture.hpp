// A small season and an engine in it, with time in the test's hand.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "engine/engine.hpp"
#include "store/agenda.hpp"
#include "store/outbox.hpp"
#include "support/campaigns.hpp"

namespace keste::test {

/// Astana, Almaty (UTC+6) and Oral (UTC+5) in September 2023. Sessions: astana-0905 (3 seats),
/// almaty-0915 (2), astana-0920 (60), oral-0920 (60); results within 2 working days in Astana, 7
/// elsewhere.
campaign::Campaign small_campaign();
/// The same with QRT online (its window: the testing span, in Astana's time), and branches that
/// have e-mail addresses.
campaign::Campaign whole_campaign();
/// `campaign` with its instants worked out; a campaign with errors is a test's bug.
engine::EngineSettings settings_of(const campaign::Campaign& campaign,
                                   const calendar::CalendarPlan& plan = kz_plan());
engine::EngineSettings small_season();
/// The session of that code in a campaign.
campaign::Session& session_in(campaign::Campaign& campaign, std::string_view id);

/// The n-th invented person's IIN, with its control digit. n is 0 to 40,000.
std::string make_iin(int n);
/// What the n-th person sends for a session in the city that the session's code begins with.
/// Their promo code is "PROMO-n", which counts on trust, once, while the campaign has no list.
engine::ApplyCommand make_command(int person, const std::string& session, engine::Receipt receipt);
/// For the online test of `whole_campaign`.
engine::ApplyCommand make_online_command(int person, engine::Receipt receipt);
/// World's own key, or another one.
store::VaultKey vault_key(char letter = 'k');

/// An engine and its present. Every turn is followed by a look at all invariants of the store: a
/// broken one is thrown.
class World {
 public:
  /// Stands in the morning of 1 September, when every window is open.
  explicit World(engine::EngineSettings settings = small_season(), std::string path = ":memory:");
  ~World();

  engine::Engine& engine() { return *engine_; }
  store::Database& database() { return *database_; }
  const engine::Snapshot& snapshot() { return *engine_->snapshot(); }

  /// Sets the wall clock, forwards or backwards.
  void set(Instant now) { now_ = now; }
  void set(std::string_view rfc3339) { set(instant(rfc3339)); }
  Instant now() const { return now_; }
  /// The steady clock goes on by a microsecond with every look at it.
  engine::Present present();
  engine::Receipt receipt();

  void turn(const std::function<void(engine::Turn&)>& work);
  /// Dies without a word and starts again on the same file.
  void restart();
  std::vector<std::string> reload(engine::EngineSettings settings);
  /// What the last start or reload left alone.
  const std::vector<std::string>& left() const { return left_; }
  void check_invariants();

 private:
  void start();

  std::string location_;
  engine::EngineSettings settings_;
  Log log_;
  Instant now_;
  Steady steady_{};
  store::Database* database_ = nullptr;
  std::unique_ptr<engine::Engine> engine_;
  std::vector<std::string> left_;
};

engine::ApplyOutcome apply(World& world, const engine::ApplyCommand& command);
/// Received and judged now.
engine::ApplyOutcome apply(World& world, int person, const std::string& session);
/// As `apply`; a refusal is thrown.
engine::ApplicationView seat(World& world, int person, const std::string& session);
engine::ApplicationOutcome withdraw(World& world, const std::string& ticket);
engine::ApplicationOutcome change_session(World& world, const std::string& ticket,
                                          const std::string& session);
engine::ApplicationView look(World& world, const std::string& ticket);
engine::DeskReport desk(World& world, const engine::DeskCommand& command);
/// One fact of a report or a row as text: "3", "yes"; empty when it is not there.
std::string fact(const engine::Facts& facts, std::string_view name);
std::vector<engine::Notification> claim(World& world, int limit = 1'000,
                                        std::string_view channel = "email");
engine::Settlement settlement(engine::NotificationId id, engine::Delivery delivery,
                              Instant retry_at = {}, const std::string& reason = "");
void settle(World& world, const std::vector<engine::Settlement>& settlements);
/// Claims all that is due and settles it as sent; what it was.
std::vector<engine::Notification> send(World& world, std::string_view channel = "email");
/// How many.
int send_all(World& world);
/// Why the last message of a kind that was dropped was.
std::string reason_of(World& world, std::string_view kind);
/// Fires one entry, or one chunk of it, in a turn of its own; what `Turn::fire_next` answered.
int fire(World& world);
/// Fires until nothing is due.
void fire_all(World& world);
/// Seats people `first` to `last` in one turn.
void seat_many(World& world, int first, int last, const std::string& session);

/// In time order; an empty state means all.
std::vector<store::AgendaEntry> agenda(World& world, std::string_view state = "");
store::AgendaEntry entry(World& world, std::string_view kind, std::string_view place);
std::vector<store::OutboxListing> outbox(World& world, std::string_view state = "");
int count_outbox(World& world, std::string_view kind, std::string_view state = "");

/// "seated", or the word of the refusal or trouble, for comparing.
std::string word_of(const engine::ApplyOutcome& outcome);

}  // namespace keste::test
