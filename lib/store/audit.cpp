// The hash chain.
#include "store/audit.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"

namespace keste::store {
namespace {

constexpr int page_size = 1'000;

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (char& byte : bytes) {
    byte = static_cast<char>(number & 0xFFU);
    number >>= 8U;
  }
  out.append(bytes.data(), bytes.size());
}

/// Lengths stand before the fields, so that no two lines give the same bytes.
std::string digest_of(Sha256& sha256, std::string_view head, const AuditLine& line,
                      std::string_view note_digest) {
  constexpr std::size_t usual_size = 256;
  std::string bytes;
  bytes.reserve(usual_size);
  bytes += head;
  append_number(bytes, static_cast<std::uint64_t>(to_micros(line.at)));
  const auto append = [&bytes](std::string_view field) {
    append_number(bytes, field.size());
    bytes += field;
  };
  for (const std::string_view field : {line.actor, line.action, line.subject, line.detail}) {
    append(field);
  }
  if (!note_digest.empty()) append(note_digest);
  return sha256.digest(bytes);
}

/// A note whose text was erased still stands in the chain by its digest.
bool note_fits(Sha256& sha256, const Rows& rows) {
  if (rows.text(7).empty()) return true;
  return sha256.digest(std::string(rows.text(8)).append(rows.text(7))) == rows.text(9);
}

/// Checks one page; returns the id of its last line, or nothing when there are no more.
std::optional<std::int64_t> verify_page(Database& database, Sha256& sha256, std::int64_t after,
                                        AuditVerification& verification) {
  std::optional<std::int64_t> last;
  Rows rows = database.query("audit_list", {after, page_size});
  while (rows.next()) {
    const AuditLine line{
        from_micros(rows.integer(1)), rows.text(2), rows.text(3), rows.text(4), rows.text(5), {}};
    verification.head = digest_of(sha256, verification.head, line, rows.text(9));
    ++verification.lines;
    last = rows.integer(0);
    // A line taken out leaves a gap in the numbers even where the digests were made anew.
    const bool fits = verification.head == rows.text(6) && note_fits(sha256, rows);
    if (!fits || *last != verification.lines) {
      verification.broken_at = last;
      return std::nullopt;
    }
  }
  return last;
}

}  // namespace

AuditHead find_audit_head(Database& database) {
  Rows rows = database.query("audit_find_last");
  if (!rows.next()) return {0, std::string(digest_size, '\0')};
  return {rows.integer(0), std::string(rows.text(1))};
}

void find_audit_head_ahead(Database& database) { database.ask_ahead("audit_find_last", {}); }

void AuditWriter::load(Database& database) {
  head_ = find_audit_head(database);
  unsaved_.clear();
}

std::int64_t AuditWriter::add(const AuditLine& line) {
  Entry entry{++head_.id,
              line.at,
              std::string(line.actor),
              std::string(line.action),
              std::string(line.subject),
              std::string(line.detail),
              std::string(line.note),
              {},
              {},
              {}};
  if (!line.note.empty()) {
    constexpr std::size_t salt_size = 16;
    entry.note_salt = secret_bytes(salt_size);
    entry.note_digest = sha256_.digest(entry.note_salt + entry.note);
  }
  head_.digest = digest_of(sha256_, head_.digest, line, entry.note_digest);
  entry.digest = head_.digest;
  unsaved_.push_back(std::move(entry));
  return head_.id;
}

void AuditWriter::save(Database& database) {
  constexpr std::size_t at_once = 8;
  std::vector<Value> values;
  const auto add_values = [&values](const Entry& entry) {
    values.insert(values.end(), {entry.id, to_micros(entry.at), entry.actor, entry.action,
                                 entry.subject, entry.detail, Value::blob(entry.digest)});
  };
  // Lines with notes are few: each is written by itself.
  const auto is_plain = [](const Entry& entry) { return entry.note.empty(); };
  std::size_t written = 0;
  while (written < unsaved_.size()) {
    const auto begin = unsaved_.begin() + static_cast<std::ptrdiff_t>(written);
    const bool many = unsaved_.size() - written >= at_once &&
                      std::all_of(begin, begin + static_cast<std::ptrdiff_t>(at_once), is_plain);
    const std::size_t count = many ? at_once : 1;
    values.clear();
    for (std::size_t i = 0; i < count; ++i) add_values(unsaved_[written + i]);
    const Entry& first = unsaved_[written];
    if (!is_plain(first)) {
      values.insert(values.end(),
                    {first.note, Value::blob(first.note_salt), Value::blob(first.note_digest)});
      database.run_later("audit_insert_noted", values);
    } else {
      database.run_later(many ? "audit_insert_eight" : "audit_insert", values,
                         static_cast<int>(count));
    }
    written += count;
  }
  unsaved_.clear();
}

std::vector<AuditEntry> list_audit_of(Database& database, std::string_view subject) {
  std::vector<AuditEntry> lines;
  Rows rows = database.query("audit_list_of", {subject});
  while (rows.next()) {
    lines.push_back({rows.integer(0), from_micros(rows.integer(1)), std::string(rows.text(2)),
                     std::string(rows.text(3)), std::string(rows.text(4)),
                     std::string(rows.text(5))});
  }
  return lines;
}

AuditVerification verify_audit(Database& database) {
  AuditVerification verification;
  verification.head.assign(digest_size, '\0');
  std::optional<std::int64_t> after = 0;
  Sha256 sha256;
  while (after) after = verify_page(database, sha256, *after, verification);
  return verification;
}

}  // namespace keste::store
