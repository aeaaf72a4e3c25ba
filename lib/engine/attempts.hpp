// Attempts: whose promo code, which right, and what the store says of both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/state.hpp"
#include "store/applications.hpp"

namespace keste::engine {

/// Whether the person may make the attempt at all, after what they have done (`own`); the code
/// itself is spent by `spend_code`.
std::optional<admission::Refusal> judge_attempt(const State& state, const ApplyCommand& command,
                                                const std::vector<store::OwnApplication>& own);

/// Who asks for a code, as keyed digests, and the number that the application gets; borrowed.
struct Attempt {
  store::ApplicationId application;
  std::string_view person_key;
  std::string_view code_key;
};
/// Reserves the code for the application, in one conditional statement; a refusal has changed
/// nothing.
std::optional<admission::Refusal> spend_code(State& state, const ApplyCommand& command,
                                             const Attempt& attempt);
/// The code of an application that is over is free again, whatever it was.
void free_code(State& state, const store::ApplicationRow& application);
/// The attempt has been made.
void redeem_code(State& state, const store::ApplicationRow& application);

/// An absence was taken back: the code is spent after all, unless another application has it now.
void retake_code(State& state, const store::ApplicationRow& application);

/// The digest by which a code is found, as somebody typed it.
std::string code_key_of(const State& state, std::string_view typed);

}  // namespace keste::engine
