// Gate: who comes in, by a token, a cookie or the Unix socket.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "admission/guess_limit.hpp"
#include "base/clock.hpp"
#include "http/asker.hpp"
#include "http/backend.hpp"
#include "http/request.hpp"

namespace keste::http {

/// How long a sign-in lasts.
struct SignInTimes {
  std::chrono::minutes idle{60};           ///< Without a request of the person's own.
  std::chrono::minutes absolute{12 * 60};  ///< In all.
};

/// The cookie that holds a sign-in's secret. Under TLS a browser takes it from this host only, and
/// sends it over TLS only (RFC 6265bis, 4.1.3).
std::string_view cookie_name(bool secure);
/// io thread only. Everything it is given must outlive it. Instants are the machine's.
class Gate {
 public:
  Gate(const Backend& backend, std::shared_ptr<const Clock> clock, SignInTimes times);

  /// Who asks; notes that a token or a sign-in was used. `trusted`: over the Unix socket.
  Asker identify(const Request& request, bool trusted);
  /// The holder of a token that was seen before, without hashing it again; null for all else.
  /// Valid until the next call.
  const Asker* find_bearer(std::string_view authorization);
  /// The token that `is_own_page` wants of a sign-in, by its secret.
  static std::string csrf_of(std::string_view secret);
  /// Whether a change comes from a page of ours rather than from another site that a signed-in
  /// person visits: by the token in the Keste-Csrf header or in the form's field `csrf`.
  static bool is_own_page(const Request& request, const Asker& asker);

  Instant now() const { return clock_->now(); }
  const SignInTimes& times() const { return times_; }
  /// Slows whoever tries passwords.
  admission::GuessLimit& guesses() { return guesses_; }
  /// Whether one more password may be hashed for a client: each takes 64 MiB and some 70 ms, so few
  /// wait for one network, and some two seconds of work in all. Also a bound on guesses at once.
  bool begin_hash(std::string_view client);
  void end_hash(std::string_view client);

 private:
  std::optional<Asker> find_token(std::string_view authorization);
  std::optional<Asker> find_user(std::string_view secret, bool counts);
  void note_use(bool is_token, std::int64_t id, Instant stored);
  void forget_when_changed();

  const Backend& backend_;
  std::shared_ptr<const Clock> clock_;
  SignInTimes times_;
  admission::GuessLimit guesses_{10'000};
  int hashing_ = 0;
  std::unordered_map<std::string, int> hashing_for_;         ///< By network.
  std::shared_ptr<const engine::Access> known_;              ///< What `bearers_` rests on.
  std::unordered_map<std::string, Asker> bearers_;           ///< By the whole header field.
  std::unordered_map<std::string, Instant> bearer_ends_;     ///< When these expire.
  std::unordered_map<std::int64_t, Instant> sign_ins_seen_;  ///< Later than the store knows.
  std::map<std::pair<bool, std::int64_t>, Instant> told_;    ///< Uses that the store was told of.
};

}  // namespace keste::http
