// A small season that is lived through at random, beside a model that says what must come of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

namespace keste::engine {

enum class Deed {
  apply,
  hold,   ///< A request comes in, and is judged later.
  judge,  ///< The oldest request held.
  withdraw,
  claim,
  settle,
  fire,
  advance,
  to_next,  ///< To the agenda's next instant, or just before it.
  set_back,
  restart,
  raise_seats,
};

struct Step {
  Deed deed = Deed::apply;
  int person = 0;
  int session = 0;
  int amount = 0;
};

/// Engine and model side by side; a difference is thrown.
class Season {
 public:
  Season();
  void take(const Step& step);
  /// Ends the season with a channel that always sends, and looks at what is left.
  void finish();

 private:
  struct Held {
    ApplyCommand command;
    bool closed = false;   ///< Recorded when the request came in.
    bool started = false;  ///< Likewise.
  };
  struct Live {
    std::string session;
    std::string ticket;
    std::int64_t id = 0;
  };
  enum class Place { waiting, claimed, final };

  Held receive(const Step& step);
  std::string expect(const Held& held);
  void judge(const Held& held);
  void withdraw(int person);
  void claim(int limit);
  void settle(int choice);
  void restart();
  void raise_seats(const std::string& session);
  void check_seats();
  void check_end();
  bool has_fired(std::string_view kind, const std::string& place);
  const campaign::SessionTimes& times(const std::string& session) const;

  test::ScratchFolder folder_;
  campaign::Campaign campaign_;
  EngineSettings settings_;
  test::World world_;
  std::vector<Held> held_;
  std::map<int, Live> live_;
  std::map<std::int64_t, Place> messages_;
  std::map<std::int64_t, Instant> not_before_;
  std::vector<Notification> claimed_;
};

}  // namespace keste::engine
