// CHECK: a condition that only a bug can break; it stays on in release builds.
#pragma once

namespace keste {

/// Prints where and what to stderr and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace keste

#define CHECK(condition) \
  ((condition) ? void(0) : ::keste::check_failed(#condition, __FILE__, __LINE__))
