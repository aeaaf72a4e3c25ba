// mimalloc's heap, or glibc's in a build with sanitizers, which bring one of their own.
#include "kested/memory.hpp"

#ifdef KESTE_MIMALLOC
#include <mimalloc.h>
#else
#include <malloc.h>
#endif

namespace keste::kested {

void give_memory_back() {
#ifdef KESTE_MIMALLOC
  ::mi_collect(true);
#else
  ::malloc_trim(0);
#endif
}

}  // namespace keste::kested
