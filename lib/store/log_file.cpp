// A shim over SQLite's own VFS, as in its documentation (sqlite.org/vfs.html, "shims").
#include "store/log_file.hpp"

#include <sqlite3.h>

#include <exception>
#include <memory>
#include <string>

namespace keste::store {
namespace {

constexpr const char* name = "keste-log";
/// SQLite's unix VFS writes no more at once.
constexpr std::size_t gathered_max = 0x1ffff;

/// SQLite gives the room, and behind this lies the system's file. SQLite knows it by its first
/// member.
struct LogFile {
  sqlite3_file base{};
  sqlite3_int64 begin = 0;  ///< Where in the file `gathered` belongs.
  std::string gathered;
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* system_file(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(&log_of(file) + 1);
}
const sqlite3_io_methods& system_methods(sqlite3_file* file) {
  return *system_file(file)->pMethods;
}

int hand_on(sqlite3_file* file) {
  std::string& gathered = log_of(file).gathered;
  if (gathered.empty()) return SQLITE_OK;
  const int size = static_cast<int>(gathered.size());
  const int code =
      system_methods(file).xWrite(system_file(file), gathered.data(), size, log_of(file).begin);
  gathered.clear();
  return code;
}

int log_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  LogFile& log = log_of(file);
  const auto more = static_cast<std::size_t>(size);
  const bool follows = log.begin + static_cast<sqlite3_int64>(log.gathered.size()) == at;
  if (!follows || log.gathered.size() + more > gathered_max) {
    if (const int code = hand_on(file); code != SQLITE_OK) return code;
    log.begin = at;
  }
  try {
    log.gathered.append(static_cast<const char*>(bytes), more);
  } catch (const std::exception&) {
    log.gathered.clear();
    return SQLITE_IOERR_NOMEM;
  }
  return SQLITE_OK;
}

/// Calls the system's method on a file that holds all that was written.
template <auto Method, class... Arguments>
int after_handing_on(sqlite3_file* file, Arguments... arguments) {
  const int code = hand_on(file);
  return code == SQLITE_OK ? (system_methods(file).*Method)(system_file(file), arguments...) : code;
}

template <auto Method, class... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  return (system_methods(file).*Method)(system_file(file), arguments...);
}

int log_close(sqlite3_file* file) {
  const int handed_on = hand_on(file);
  const int closed = system_methods(file).xClose(system_file(file));
  std::destroy_at(&log_of(file));
  return handed_on == SQLITE_OK ? closed : handed_on;
}

/// Version 1: a log is neither mapped nor holds shared memory.
constexpr sqlite3_io_methods make_methods() {
  using M = sqlite3_io_methods;
  M methods{};
  methods.iVersion = 1;
  methods.xClose = log_close;
  methods.xRead = after_handing_on<&M::xRead, void*, int, sqlite3_int64>;
  methods.xWrite = log_write;
  methods.xTruncate = after_handing_on<&M::xTruncate, sqlite3_int64>;
  methods.xSync = after_handing_on<&M::xSync, int>;
  methods.xFileSize = after_handing_on<&M::xFileSize, sqlite3_int64*>;
  methods.xLock = pass_on<&M::xLock, int>;
  methods.xUnlock = pass_on<&M::xUnlock, int>;
  methods.xCheckReservedLock = pass_on<&M::xCheckReservedLock, int*>;
  methods.xFileControl = pass_on<&M::xFileControl, int, void*>;
  methods.xSectorSize = pass_on<&M::xSectorSize>;
  methods.xDeviceCharacteristics = pass_on<&M::xDeviceCharacteristics>;
  return methods;
}
constexpr sqlite3_io_methods log_methods = make_methods();

sqlite3_vfs* system_vfs(sqlite3_vfs* shim) { return static_cast<sqlite3_vfs*>(shim->pAppData); }

int open_file(sqlite3_vfs* shim, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  sqlite3_vfs* system = system_vfs(shim);
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, path, file, flags, flags_out);
  LogFile* log = std::construct_at(reinterpret_cast<LogFile*>(file));
  const int code = system->xOpen(system, path, system_file(file), flags, flags_out);
  if (code == SQLITE_OK) {
    log->base.pMethods = &log_methods;
  } else {
    std::destroy_at(log);
  }
  return code;
}

sqlite3_vfs make_vfs(sqlite3_vfs* system) {
  // Beyond opening, the system's functions do not look at the VFS that they are called with.
  sqlite3_vfs shim = *system;
  shim.zName = name;
  shim.pNext = nullptr;
  shim.pAppData = system;
  shim.szOsFile += static_cast<int>(sizeof(LogFile));
  shim.xOpen = open_file;
  return shim;
}

}  // namespace

const char* log_vfs_name() {
  sqlite3_vfs* const system = sqlite3_vfs_find("unix");
  if (system == nullptr) return nullptr;
  // SQLite's list of VFSs is one for the process, and keeps the address.
  static sqlite3_vfs shim = make_vfs(system);
  static const int registered = sqlite3_vfs_register(&shim, 0);
  return registered == SQLITE_OK ? name : nullptr;
}

}  // namespace keste::store
