// A small season that is lived through at random, beside a model that says what must come of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "store/applications.hpp"
#include "support/engine_fixture.hpp"
#include "support/scratch_folder.hpp"

namespace keste::engine {

enum class Deed {
  apply,
  hold,    ///< A request comes in, and is judged later.
  judge,   ///< The oldest request held.
  answer,  ///< A questionnaire's row, given some hours ago.
  withdraw,
  change,
  claim,
  settle,
  fire,
  advance,
  to_next,  ///< To the agenda's next instant, or just before it.
  set_back,
  restart,
  set_seats,
  move,
  cancel,
  finish,
  result,
  set_window,  ///< Extends it, opens it again, or closes it early.
  extend_person,
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
    int person = 0;
    int closings = 0;      ///< Of its city, recorded when the request came in.
    bool started = false;  ///< Its session, likewise.
  };
  /// An application as the store has it.
  struct Seen {
    int person = 0;
    std::string ticket;
    std::string state;
    std::string city;
    std::string session;  ///< The seat's, or the one waited for; empty for any.
    bool free_attempt = false;
    bool is_live() const { return state == "seated" || state == "waitlisted"; }
  };
  /// What somebody knows of their sitting.
  using Knowledge = std::tuple<std::string, Instant, std::string>;
  enum class Place { waiting, claimed, final };

  void do_request(const Step& step);
  void do_desk(const Step& step);
  Held receive(const Step& step);
  std::string expect(const Held& held);
  std::string expect_place(const Held& held);
  bool is_open(const Held& held, const CitySnapshot& city) const;
  void judge(const Held& held);
  void answer(const Step& step);
  void withdraw(int person);
  void change(const Step& step);
  void claim(int limit);
  void check_concern(const Notification& message);
  void settle(int choice);
  void restart();
  void set_seats(const Step& step);
  void move(const Step& step);
  void finish_session(const Step& step);
  void result(const Step& step);
  void set_window(const Step& step);

  void look();
  void check_seats(const std::map<std::string, int>& taken_before);
  void check_line(const std::map<std::int64_t, Seen>& before);
  void check_idle_seats();
  void check_codes();
  void check_end();
  void check_told();
  const store::SessionRow& row(const std::string& code) const { return sessions_.at(code); }
  bool has_line(const std::string& session) const;
  int count_seated(const std::string& session) const;
  Instant cut_off(const std::string& session) const;
  const Seen* find_live(int person) const;

  test::ScratchFolder folder_;
  EngineSettings settings_;
  test::World world_;
  Deed deed_ = Deed::restart;  ///< Of the step.
  Instant latest_;             ///< That the clock has ever shown.
  std::vector<Held> held_;
  std::map<std::int64_t, Seen> seen_;
  std::map<std::string, store::SessionRow> sessions_;
  std::map<std::string, int> closings_;
  std::map<std::pair<int, std::string>, Instant> extensions_;
  std::set<std::int64_t> promised_seat_;  ///< Seated from the waitlist.
  std::set<std::int64_t> lost_seat_;      ///< Of a session that was cancelled.
  std::set<std::int64_t> passed_;
  std::set<std::int64_t> unreached_;
  std::map<std::int64_t, Knowledge> knows_;
  std::map<std::int64_t, Place> messages_;
  std::map<std::int64_t, Instant> not_before_;
  std::vector<Notification> claimed_;
};

}  // namespace keste::engine
