// The end of a process that found a bug in itself.
#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace keste {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: CHECK(%s) failed: this is a bug in keste\n", file, line, condition);
  std::abort();
}

}  // namespace keste
