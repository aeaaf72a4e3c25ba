// Id<Tag>: a number that cannot be mistaken for another kind of number.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace keste {

/// A row's identity. Positive once stored; the default (0) means "none".
template <class Tag>
struct Id {
  std::int64_t value = 0;

  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace keste

template <class Tag>
struct std::hash<keste::Id<Tag>> {
  std::size_t operator()(keste::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
