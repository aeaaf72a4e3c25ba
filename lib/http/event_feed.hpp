// EventFeed: tells everybody who watches that something has changed, and what, so that pages ask
// for it anew.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "engine/snapshot.hpp"
#include "http/settings.hpp"

namespace keste::http {

/// What somebody wants to be told of, and may be.
struct EventWatch {
  bool everywhere = true;           ///< All cities, and the campaign.
  std::vector<std::string> cities;  ///< Else the codes of these.
  std::string last_id;              ///< Of the last event that came before; empty: none did.
  /// Whether they still may: asked when anybody's rights have changed, and now and then, since
  /// sign-ins and tokens end by themselves. Empty: for ever.
  std::function<bool()> still_may;
};

/// A stream that is open. io thread only.
class EventWatcher {
 public:
  /// Whether all that it was given has gone. If not, it calls `EventFeed::go_on` when it has.
  virtual bool is_ready() const = 0;
  /// Sends it, later if need be. Only while it is ready.
  virtual void push(std::string_view bytes) = 0;
  /// Ends the stream now.
  virtual void end_stream() = 0;

 protected:
  ~EventWatcher() = default;
};

/// io thread only. Looks at the snapshot a few times a second while anybody watches. Keeps no
/// events: a snapshot's versions say what has changed since any other one, so whoever was away, or
/// reads slowly, is told once of each city that changed since.
///
/// An id is RUN-VERSION. The last event of a handful carries it, so that a handful that was cut in
/// the middle comes again.
class EventFeed {
 public:
  using GetSnapshot = std::function<std::shared_ptr<const engine::Snapshot>()>;

  /// `run` tells the ids of two runs of the daemon apart.
  EventFeed(boost::asio::io_context& io, GetSnapshot snapshot, const ServerLimits& limits,
            std::string run);

  /// Takes a watcher in. What must be sent to it at first.
  std::string open(EventWatcher& watcher, EventWatch watch);
  /// It has sent what it could not at once.
  void go_on(EventWatcher& watcher);
  /// It is gone, or was never here.
  void forget(EventWatcher& watcher);
  std::size_t size() const { return seats_.size(); }

 private:
  struct Seat {
    EventWatcher* watcher;
    EventWatch watch;
    std::uint64_t seen;  ///< The version that it has been told of.
    Steady spoken_at;
    Steady checked_at;
    std::shared_ptr<const engine::Access> checked;  ///< Whose rights its own rest on.
  };
  using Seats = std::list<Seat>;

  Seats::iterator find(EventWatcher& watcher);
  void arm();
  void look();
  void go_round();
  bool may_go_on(Seat& seat, const engine::Snapshot& snapshot, Steady now) const;
  bool tell(Seat& seat, const engine::Snapshot& snapshot, Steady now);
  const std::string& changes_for(const Seat& seat, const engine::Snapshot& snapshot);

  boost::asio::io_context& io_;
  const GetSnapshot snapshot_;
  const ServerLimits& limits_;
  const std::string run_;
  Seats seats_;
  boost::asio::steady_timer timer_;
  bool armed_ = false;
  /// A round goes over the seats in slices, so that nobody else waits for all of them.
  std::shared_ptr<const engine::Snapshot> round_;
  Seats::iterator next_;
  /// Written once, sent to everybody who has seen the same and watches the same.
  std::map<std::pair<std::uint64_t, std::vector<std::string>>, std::string> written_;
  std::shared_ptr<void> alive_ = std::make_shared<int>(0);
};

}  // namespace keste::http
