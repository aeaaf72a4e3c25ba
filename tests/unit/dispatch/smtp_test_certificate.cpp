// Keys and certificates through OpenSSL's own functions.
#include "smtp_test_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>
#include <filesystem>

#include <catch2/catch.hpp>
#include <cstdio>
#include <memory>

namespace keste::dispatch::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate make_certificate(EVP_PKEY* key, const std::string& name) {
  Certificate made(X509_new(), X509_free);
  X509_set_version(made.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
  X509_set_pubkey(made.get(), key);
  X509_NAME* subject = X509_get_subject_name(made.get());
  const std::string common = "Keste test";
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common.data()),
                             static_cast<int>(common.size()), -1, 0);
  X509_set_issuer_name(made.get(), subject);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
  X509_add_ext(made.get(), names, -1);
  X509_EXTENSION_free(names);
  X509_sign(made.get(), key, EVP_sha256());
  return made;
}

}  // namespace

TestCertificate::TestCertificate(const std::string& name)
    : server_(boost::asio::ssl::context::tls_server) {
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const Certificate certificate = make_certificate(key.get(), name);
  SSL_CTX_use_certificate(server_.native_handle(), certificate.get());
  SSL_CTX_use_PrivateKey(server_.native_handle(), key.get());
  file_ = (std::filesystem::temp_directory_path() / "keste-test-XXXXXX").string();
  const int file = ::mkstemp(file_.data());
  REQUIRE(file >= 0);
  std::FILE* out = ::fdopen(file, "w");
  PEM_write_X509(out, certificate.get());
  std::fclose(out);
}

TestCertificate::~TestCertificate() { ::unlink(file_.c_str()); }

}  // namespace keste::dispatch::test
