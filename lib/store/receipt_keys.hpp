// The keys that have signed this database's receipts: the present one sealed, retired ones to
// verify with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "store/database.hpp"
#include "store/receipt_key.hpp"
#include "store/vault.hpp"

namespace keste::store {

struct ReceiptKeyRow {
  std::string id;
  std::string public_key;
  std::string sealed;  ///< Its seed.
  Instant made_at;
  std::optional<Instant> retired_at;
};

/// Immutable; any thread.
struct ReceiptKeys {
  std::shared_ptr<const ReceiptSigner> present;  ///< Never null.
  std::vector<ReceiptKeyRow> all;                ///< The present one first, then the latest.

  const ReceiptKeyRow* find(std::string_view id) const;
};

/// Null while there is no key. Every daemon of the database has the same ones: only its vault opens
/// them. Throws Fault (corrupt) when the present one cannot be opened.
std::shared_ptr<const ReceiptKeys> load_receipt_keys(Database& database, const Vault& vault);
/// Draws a new key and retires the one before, if there is one. Within a transaction.
void renew_receipt_key(Database& database, const Vault& vault, Instant at);

}  // namespace keste::store
