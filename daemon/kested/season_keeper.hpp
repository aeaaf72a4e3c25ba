// SeasonKeeper: which campaign file is in force, and how another one comes into force.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/log.hpp"
#include "engine/engine_thread.hpp"
#include "http/campaign_desk.hpp"
#include "kested/reload.hpp"

namespace boost::asio {
class io_context;
class thread_pool;
}  // namespace boost::asio

namespace keste::store {
class Database;
}

namespace keste::kested {

/// What a daemon begins with.
struct Opening {
  SharedConfiguration in_force;
  SharedConfiguration newer;  ///< etc's, where it is to be taken as a reload takes it; else null.
};
/// The campaign in force is the database's, since a plan may have brought it there: etc's file is
/// taken when it says something that was never in force. An earlier one that was left there stays
/// where it is, with a warning. Throws Fault (usage) when the one in force cannot be read with the
/// rest of etc.
Opening choose_campaign(store::Database& database, const SharedConfiguration& etc, Log& log);

/// io thread only. Files are read by a worker.
class SeasonKeeper {
 public:
  struct Parts {
    boost::asio::io_context& io;
    boost::asio::thread_pool& workers;
    engine::EngineThread& engine;
    Log& log;
    std::function<config::Loaded()> load;  ///< Reads etc; a worker calls it.
    double clock_rate = 1;
    /// Serves another configuration from now on.
    std::function<void(const SharedConfiguration&)> use;
    std::function<void()> on_reloading;
    /// A reload has ended, whatever it came to.
    std::function<void()> on_reloaded;
  };

  /// `etc_digest` is of the file that etc had at the start.
  SeasonKeeper(Parts parts, SharedConfiguration in_force, std::string etc_digest);

  /// Reads etc again: takes what hurts no one. Once more when asked for while one is under way.
  void reload();
  void stop() { stopping_ = true; }

  /// Plans the file, or applies its plan when there is an order.
  void take_campaign(http::CampaignWish wish, std::function<void(http::CampaignAnswer)> done);
  const SharedConfiguration& in_force() const { return in_force_; }

 private:
  void read_etc();
  void take(const config::Loaded& etc);
  void submit(const SharedConfiguration& wanted);
  void finish_reload(const SharedConfiguration& wanted, const engine::ReloadOutcome& outcome);
  void refuse_reload(const char* why);
  void end_reload();
  void follow(const std::string& text);
  void perform(const SharedConfiguration& wanted, const http::CampaignWish& wish,
               std::function<void(http::CampaignAnswer)> done);
  void use(const SharedConfiguration& wanted);

  Parts parts_;
  SharedConfiguration in_force_;
  const SharedConfiguration started_with_ = in_force_;  // What only a restart changes.
  std::string text_ = in_force_->served().text;  // In force, also where it could not be taken up.
  std::string etc_digest_;
  std::set<std::string> applied_;  ///< Digests of the files that this life has applied.
  std::string seen_digest_;        ///< Of etc's campaign file, as a reload under way has found it.
  bool reloading_ = false;
  bool reload_again_ = false;
  bool stopping_ = false;
};

}  // namespace keste::kested
