// TlsContext: a certificate with its key, and how TLS is spoken with them.
#pragma once

#include <memory>
#include <string>

struct ssl_ctx_st;

namespace keste::http {

/// Immutable. Connections keep theirs alive, so that another may take its place at any time.
class TlsContext {
 public:
  /// From PEM texts: the chain with the server's own certificate first, and its key. TLS 1.2 or
  /// 1.3, HTTP/1.1. Throws Fault (usage) when they cannot be used together. May take a few
  /// milliseconds; any thread.
  static std::shared_ptr<const TlsContext> make(const std::string& chain, const std::string& key);

  /// Takes it over.
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}

  ssl_ctx_st* native() const { return context_.get(); }

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  std::unique_ptr<ssl_ctx_st, Free> context_;
};

}  // namespace keste::http
