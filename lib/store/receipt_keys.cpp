// Rows of receipt keys; seeds are sealed for their key's id.
#include "store/receipt_keys.hpp"

#include <sodium.h>

#include "base/fault.hpp"
#include "base/random.hpp"

namespace keste::store {
namespace {

std::string context_of(std::string_view id) { return "receipt/" + std::string(id); }

std::vector<ReceiptKeyRow> list_rows(Database& database) {
  std::vector<ReceiptKeyRow> keys;
  Rows rows = database.query("receipt_key_list");
  while (rows.next()) {
    ReceiptKeyRow key;
    key.id = rows.text(0);
    key.public_key = rows.text(1);
    key.sealed = rows.text(2);
    key.made_at = from_micros(rows.integer(3));
    if (!rows.is_null(4)) key.retired_at = from_micros(rows.integer(4));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

const ReceiptKeyRow* ReceiptKeys::find(std::string_view id) const {
  for (const ReceiptKeyRow& key : all) {
    if (key.id == id) return &key;
  }
  return nullptr;
}

std::shared_ptr<const ReceiptKeys> load_receipt_keys(Database& database, const Vault& vault) {
  auto keys = std::make_shared<ReceiptKeys>();
  keys->all = list_rows(database);
  if (keys->all.empty() || keys->all.front().retired_at) return nullptr;
  const ReceiptKeyRow& present = keys->all.front();
  auto seed = vault.open(present.sealed, context_of(present.id));
  if (seed && seed->size() == ReceiptSigner::seed_size) {
    keys->present = std::make_shared<const ReceiptSigner>(*seed);
    sodium_memzero(seed->data(), seed->size());
  }
  if (!keys->present || keys->present->id() != present.id) {
    throw Fault(FaultKind::corrupt, "reading the key of receipts",
                "the key " + present.id +
                    " in the table receipt_keys is not whole: put the "
                    "database back from the backup");
  }
  return keys;
}

void renew_receipt_key(Database& database, const Vault& vault, Instant at) {
  std::string seed = secret_bytes(ReceiptSigner::seed_size);
  const ReceiptSigner signer(seed);
  const std::string sealed = vault.seal(seed, context_of(signer.id()));
  sodium_memzero(seed.data(), seed.size());
  database.run("receipt_key_retire", {to_micros(at)});
  database.run("receipt_key_insert",
               {signer.id(), Value::blob(signer.public_key()), Value::blob(sealed), to_micros(at)});
}

}  // namespace keste::store
