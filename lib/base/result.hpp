// A value or a refusal: what a function returns when "no" is an ordinary answer.
#pragma once

#include <utility>
#include <variant>

#include "base/check.hpp"

namespace keste {

/// Wraps an error so that `return failed(e);` converts to any Result with that error type.
template <class E>
struct Failed {
  E error;
};

template <class E>
Failed<E> failed(E error) {
  return Failed<E>{std::move(error)};
}

/// Holds a T or an E, never neither. Asking for the one it does not hold is a bug (CHECK).
template <class T, class E>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Failed<E> failure) : held_(std::in_place_index<1>, std::move(failure.error)) {}

  explicit operator bool() const { return held_.index() == 0; }

  const T& value() const& {
    CHECK(held_.index() == 0);
    return *std::get_if<0>(&held_);
  }
  T&& value() && {
    CHECK(held_.index() == 0);
    return std::move(*std::get_if<0>(&held_));
  }
  const E& error() const& {
    CHECK(held_.index() == 1);
    return *std::get_if<1>(&held_);
  }

 private:
  std::variant<T, E> held_;
};

}  // namespace keste
