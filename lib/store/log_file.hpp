// How the writer's write-ahead log reaches the disk: one write for each commit.
#pragma once

namespace keste::store {

/// SQLite writes its log in two calls a page, a header of 24 bytes and the page, and a commit of
/// intake has about twelve pages. The VFS with this name gathers what is written to a log one after
/// the other and hands it on in one piece when SQLite syncs, reads, measures or cuts the file;
/// every other file is the system's. Nothing is less durable: with synchronous=FULL a commit syncs
/// its log before it shows what it has written, to this connection and to others. What cannot be
/// written is told by the sync, and the transaction is undone as after a failed write.
///
/// Registers the VFS with SQLite at the first call; any thread. The writer opens with it; readers
/// need not. Null where SQLite refuses: then the system's VFS is to be taken.
const char* log_vfs_name();

}  // namespace keste::store
