// A server under test: on a loopback port, over an engine whose answers the test chooses.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "client.hpp"
#include "http/server.hpp"

namespace keste::http {

/// Two cities: Astana (open, two sessions) and Oral (closed), and one test online, as of `version`.
std::shared_ptr<const engine::Snapshot> make_snapshot(std::uint64_t version = 7);
engine::ApplicationView make_view(const std::string& state = "seated");
/// The keys of that snapshot; always the same.
std::shared_ptr<const store::ReceiptKeys> make_receipt_keys();
/// A form that is right in every field.
std::string right_form();

/// The campaign of that snapshot.
std::shared_ptr<const campaign::Campaign> make_campaign();

/// Times short enough for tests that wait for them, long enough for a slow machine.
ServerSettings test_settings();

/// Runs the server on its own io thread, as the daemon does.
class World {
 public:
  explicit World(ServerSettings settings = test_settings());
  ~World();

  std::uint16_t port() const { return port_; }
  Client connect() const { return Client(port_); }
  Answer ask(std::string_view bytes) const { return connect().ask(bytes); }
  /// Over the Unix socket, as the desk does.
  Answer ask_at_desk(std::string_view bytes) { return Client(unix_path()).ask(bytes); }
  /// Runs on the io thread, and returns when it has.
  void on_io(const std::function<void(Server&)>& action);
  /// Becomes ready when the server has stopped.
  std::future<void> stop(std::chrono::milliseconds within);

  ManualClock clock;
  std::atomic<std::uint64_t> version{7};

  /// What was asked of the engine; read after the answer has come.
  std::vector<engine::ApplyCommand> applied;
  std::vector<engine::DeskCommand> performed;
  std::vector<engine::DeskCommand> rehearsed;
  std::vector<engine::Actor> actors;  ///< In whose name.
  std::string asked_ticket;
  std::string asked_session;
  std::string asked_state;
  std::int64_t asked_after = 0;
  int asked_limit = 0;
  /// What it answers.
  engine::ApplyOutcome apply_outcome = make_view();
  engine::ApplicationOutcome application_outcome = make_view();
  engine::ReceiptOutcome receipt_outcome = engine::Trouble::not_found;
  engine::ChangesOutcome changes_outcome;
  engine::CalendarOutcome calendar_outcome = engine::Trouble::not_found;
  /// Of the desk; empty: nothing to say.
  std::function<engine::DeskReport(const engine::DeskCommand&)> desk_answer;
  std::optional<engine::Trouble> desk_trouble;
  bool hold_answers = false;  ///< Keeps the answers to `apply` until `release`.
  void release();

 private:
  Backend make_fake();
  void fake_lists(Backend& fake);
  engine::DeskOutcome answer_desk();
  std::string unix_path();

  Log log_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::optional<Server> server_;
  std::uint16_t port_ = 0;
  std::string unix_path_;
  std::vector<std::function<void()>> held_;
  std::thread thread_;
};

}  // namespace keste::http
