// Signing in: password and second factor to a sign-in, for the API and for the page alike.
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "http/resources.hpp"

namespace keste::http {

struct Credentials {
  std::string name;
  std::string password;
  std::string code;  ///< Of the second factor; may be empty.
};

struct SignedIn {
  engine::Facts facts;  ///< Of the user.
  std::string cookie;   ///< The Set-Cookie header field.
  std::string csrf;
};
using SignInOutcome = std::variant<SignedIn, Problem>;

/// Slows who fails, hashes off the io thread, and answers once: too-many-guesses, busy,
/// second-factor-needed, sign-in-refused (one answer for a wrong name, password or code), or the
/// sign-in. The one that the request's cookie names ends.
void sign_in(Service& service, const Request& request, Credentials credentials,
             std::function<void(SignInOutcome)> done);

/// The Set-Cookie header field that ends a sign-in in the browser.
std::string make_empty_cookie(bool secure);

}  // namespace keste::http
