// The settings of OpenSSL, in one place.
#include "http/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include "base/fault.hpp"

namespace keste::http {
namespace {

/// For TLS 1.2: forward secrecy and authenticated encryption only. Those of 1.3 all are that.
constexpr const char* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
/// Sessions of another service with the same certificate are not taken for ours.
constexpr unsigned char session_context[] = "keste";

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

Bio open_text(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Fault tls_fault(const char* doing) {
  char why[256] = "no reason given";
  if (const auto error = ERR_get_error(); error != 0) ERR_error_string_n(error, why, sizeof why);
  ERR_clear_error();
  return Fault(FaultKind::usage, doing, why);
}

int refuse_passphrase(char*, int, int, void*) { return 0; }

Certificate next_certificate(BIO* bio) {
  return Certificate(PEM_read_bio_X509(bio, nullptr, refuse_passphrase, nullptr));
}

void use_chain(SSL_CTX* context, const std::string& text) {
  const Bio bio = open_text(text);
  const Certificate own = next_certificate(bio.get());
  if (!own || SSL_CTX_use_certificate(context, own.get()) != 1) {
    throw tls_fault("use the TLS certificate");
  }
  while (const Certificate next = next_certificate(bio.get())) {
    if (SSL_CTX_add1_chain_cert(context, next.get()) != 1) {
      throw tls_fault("use the chain of the TLS certificate");
    }
  }
  ERR_clear_error();  // The end of the text.
}

void use_key(SSL_CTX* context, const std::string& text) {
  const Bio bio = open_text(text);
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refuse_passphrase, nullptr));
  if (!key || SSL_CTX_use_PrivateKey(context, key.get()) != 1 ||
      SSL_CTX_check_private_key(context) != 1) {
    throw tls_fault("use the key of the TLS certificate");
  }
}

/// Takes HTTP/1.1 when the client offers it; a client that offers other protocols only is refused.
constexpr auto choose_protocol = [](SSL*, const unsigned char** out, unsigned char* out_size,
                                    const unsigned char* in, unsigned int in_size, void*) {
  static constexpr unsigned char known[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_size, known, sizeof known - 1, in, in_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
};

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::shared_ptr<const TlsContext> TlsContext::make(const std::string& chain,
                                                   const std::string& key) {
  ERR_clear_error();
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr) throw tls_fault("prepare TLS");
  // Owned from here on: what follows may throw.
  auto made = std::make_shared<TlsContext>(context);
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // Thousands of idle connections should not each hold 32 KiB.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
  // Tickets let a client come back without a new exchange of keys; nothing is kept here for it.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  if (SSL_CTX_set_cipher_list(context, ciphers) != 1 ||
      SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") != 1 ||
      SSL_CTX_set_session_id_context(context, session_context, sizeof session_context - 1) != 1) {
    throw tls_fault("prepare TLS");
  }
  use_chain(context, chain);
  use_key(context, key);
  return made;
}

}  // namespace keste::http
