// Names for threads, as `top -H` and the journal show them.
#pragma once

namespace keste {

/// Names the calling thread; at most 15 characters.
void name_this_thread(const char* name);

}  // namespace keste
