// Which key seals a store: written down once.
#include <catch2/catch.hpp>

#include "conformance/fixture.hpp"

namespace keste::store {
namespace {

TEST_CASE("the first key claims the store, and no other may", "[vault]") {
  Store store;
  const std::string fingerprint = bytes_of(7);
  CHECK_FALSE(is_sealed(store.database));
  claim_vault(store.database, fingerprint);
  CHECK(is_sealed(store.database));
  CHECK_NOTHROW(claim_vault(store.database, fingerprint));
  // The same but for the last byte, behind zeros.
  CHECK(kind_of([&] { claim_vault(store.database, bytes_of(8)); }) == FaultKind::usage);
  CHECK_NOTHROW(claim_vault(store.database, fingerprint));
}

TEST_CASE("a claim that was rolled back leaves the store to another key", "[vault]") {
  Store store;
  {
    const Transaction dropped(store.database);
    claim_vault(store.database, bytes_of(7));
    CHECK(is_sealed(store.database));
  }
  CHECK_FALSE(is_sealed(store.database));
  claim_vault(store.database, bytes_of(8));
}

TEST_CASE("an empty store is not sealed", "[vault]") {
  Database database(test::store_location(":memory:"), Access::writer);
  CHECK_FALSE(is_sealed(database));
}

TEST_CASE("others know the key that claimed the store", "[vault][shared]") {
  Store store;
  claim_vault(store.database, bytes_of(7));
  Database other(store.location, Access::writer);
  CHECK(is_sealed(other));
  CHECK(kind_of([&] { claim_vault(other, bytes_of(8)); }) == FaultKind::usage);
}

}  // namespace
}  // namespace keste::store
