// The audit log: every change says who, when, what and why, and carries the digest of the one
// before it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/database.hpp"
#include "store/digest.hpp"

namespace keste::store {

/// No personal data: subjects are numbers and codes.
struct AuditLine {
  Instant at;
  std::string_view actor;    ///< "applicant", "agenda", "system", …
  std::string_view action;   ///< "application_accepted", "window_closed", …
  std::string_view subject;  ///< "application 17", "city almaty", "session astana-0920-1"
  std::string_view detail;
  /// What a person wrote, such as a reason: kept beside the chain, which covers its salted digest
  /// only, so that the text can be erased and the chain stays valid.
  std::string_view note = {};
};

/// The last line's number and digest; 0 and 32 zero bytes for an empty log.
struct AuditHead {
  std::int64_t id = 0;
  std::string digest;
};
AuditHead find_audit_head(Database& database);
/// See Database::ask_ahead.
void find_audit_head_ahead(Database& database);
/// Lines on their way into the log: they are chained at once and written together, before the
/// transaction commits. A line's digest is SHA-256 over the digest before it and the line's fields,
/// each with its length in front. Engine thread only.
class AuditWriter {
 public:
  /// Goes on after the last line in the store; drops lines that were not written.
  void load(Database& database);
  /// Chains a line and answers its number; its texts are copied.
  std::int64_t add(const AuditLine& line);
  /// Writes what was added since the last time.
  void save(Database& database);

 private:
  struct Entry {
    std::int64_t id;  ///< Without gaps: a line that was taken out must show.
    Instant at;
    std::string actor;
    std::string action;
    std::string subject;
    std::string detail;
    std::string note;
    std::string note_salt;
    std::string note_digest;
    std::string digest;
  };
  Sha256 sha256_;
  AuditHead head_;
  std::vector<Entry> unsaved_;
};

/// A line as people read it.
struct AuditEntry {
  std::int64_t id = 0;
  Instant at;
  std::string actor;
  std::string action;
  std::string detail;
  std::string note;
};
/// The lines about one subject; looks at the whole log.
std::vector<AuditEntry> list_audit_of(Database& database, std::string_view subject);

struct AuditVerification {
  std::int64_t lines = 0;
  std::string head;
  std::optional<std::int64_t> broken_at;  ///< Id of the first line whose digest does not fit.
};
/// Reads the whole log in steps; any thread with a connection of its own.
AuditVerification verify_audit(Database& database);

}  // namespace keste::store
