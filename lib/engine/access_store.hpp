// Access from the store: rows to users, tokens and sign-ins.
#pragma once

#include <memory>

#include "engine/access.hpp"
#include "store/vault.hpp"

namespace keste::store {
class Database;
}

namespace keste::engine {

std::shared_ptr<const Access> load_access(store::Database& database, const store::Vault& vault);
/// Under which a user's second factor is sealed.
std::string totp_context(std::string_view name);
std::vector<std::string> split_words(std::string_view text);
std::string join_words(const std::vector<std::string>& words);

}  // namespace keste::engine
