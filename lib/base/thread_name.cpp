// pthread_setname_np(3).
#include "base/thread_name.hpp"

#include <pthread.h>

namespace keste {

void name_this_thread(const char* name) { ::pthread_setname_np(::pthread_self(), name); }

}  // namespace keste
