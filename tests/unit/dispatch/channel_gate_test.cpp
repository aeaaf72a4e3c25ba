// Up, paused, probing and up again.
#include "dispatch/channel_gate.hpp"

#include <catch2/catch.hpp>

namespace keste::dispatch {
namespace {

using Change = ChannelGate::Change;
using State = ChannelGate::State;
using namespace std::chrono_literals;

constexpr Steady start{100s};

TEST_CASE("one loss pauses a channel that was up", "[dispatch][gate]") {
  ChannelGate gate(1);
  CHECK(gate.may_send());
  CHECK_FALSE(gate.note_sent());
  CHECK(gate.note_unavailable(false, start) == Change::down);
  CHECK(gate.note_unavailable(false, start) == Change::none);
  CHECK(gate.state() == State::paused);
  CHECK_FALSE(gate.may_send());
  CHECK(gate.pause_ends_at() >= start + 750ms);
  CHECK(gate.pause_ends_at() <= start + 1250ms);
}

TEST_CASE("after the pause one probe goes out", "[dispatch][gate]") {
  ChannelGate gate(1);
  gate.note_unavailable(false, start);
  gate.tick(gate.pause_ends_at() - 1ns);
  CHECK(gate.state() == State::paused);
  gate.tick(gate.pause_ends_at());
  CHECK(gate.state() == State::probing);
  REQUIRE(gate.may_send());
  CHECK(gate.note_sent());
  CHECK_FALSE(gate.may_send());
  SECTION("and opens the channel when it is answered") {
    CHECK(gate.note_available(true) == Change::up);
    CHECK(gate.state() == State::up);
  }
  SECTION("and answers to older messages do not count") {
    CHECK(gate.note_available(false) == Change::none);
    CHECK(gate.note_unavailable(false, start) == Change::none);
    CHECK(gate.state() == State::probing);
    CHECK_FALSE(gate.may_send());
  }
}

TEST_CASE("pauses grow to a minute and begin anew after success", "[dispatch][gate]") {
  ChannelGate gate(3);
  Steady now = start;
  gate.note_unavailable(false, now);
  for (int i = 0; i < 12; ++i) {
    now = gate.pause_ends_at();
    gate.tick(now);
    CHECK(gate.note_sent());
    CHECK(gate.note_unavailable(true, now) == Change::none);
  }
  CHECK(gate.pause_ends_at() - now >= 45s);
  CHECK(gate.pause_ends_at() - now <= 75s);
  gate.tick(gate.pause_ends_at());
  gate.note_sent();
  gate.note_available(true);
  gate.note_unavailable(false, now);
  CHECK(gate.pause_ends_at() - now <= 1250ms);
}

}  // namespace
}  // namespace keste::dispatch
