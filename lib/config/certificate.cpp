// Reading of PEM files by OpenSSL.
#include "config/certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>
#include <optional>

#include "config/secret_file.hpp"
#include "config/text_file.hpp"

namespace keste::config {
namespace {

template <class T, void (*Free)(T*)>
struct Freeing {
  void operator()(T* held) const { Free(held); }
};
void free_bio(BIO* bio) { BIO_free(bio); }
using Bio = std::unique_ptr<BIO, Freeing<BIO, free_bio>>;
using Certificate = std::unique_ptr<X509, Freeing<X509, X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY, EVP_PKEY_free>>;

Bio open_text(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// No passphrase: a daemon has nobody to ask.
int refuse_passphrase(char*, int, int, void*) { return 0; }

/// The first certificate, when this one and all that follow can be read.
Certificate parse_chain(const std::string& text) {
  const Bio bio = open_text(text);
  Certificate own(PEM_read_bio_X509(bio.get(), nullptr, refuse_passphrase, nullptr));
  while (own) {
    const Certificate next(PEM_read_bio_X509(bio.get(), nullptr, refuse_passphrase, nullptr));
    if (next) continue;
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!at_end) own.reset();
    break;
  }
  ERR_clear_error();
  return own;
}

Key parse_key(const std::string& text) {
  const Bio bio = open_text(text);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, refuse_passphrase, nullptr));
  ERR_clear_error();
  return key;
}

std::optional<Instant> expiry_of(const Certificate& certificate) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1) return std::nullopt;
  // OpenSSL gives it in UTC.
  const std::chrono::year_month_day day(std::chrono::year(end.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(end.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(end.tm_mday)));
  return std::chrono::sys_days(day) + std::chrono::hours(end.tm_hour) +
         std::chrono::minutes(end.tm_min) + std::chrono::seconds(end.tm_sec);
}

Failed<CertificateTrouble> trouble(bool is_of_key, const std::filesystem::path& file,
                                   const std::string& what) {
  return failed(CertificateTrouble{is_of_key, file.string() + " " + what});
}

std::optional<std::string> read_file(const std::filesystem::path& path, std::string& why) {
  Report report(path.string());
  auto text = read_text_file(path, report);
  if (!text) why = report.diagnostics().front().message;
  return text;
}

}  // namespace

Result<CertificatePair, CertificateTrouble> read_certificate(const CertificateFiles& files) {
  std::string why;
  const auto chain = read_file(files.certificate, why);
  if (!chain) return trouble(false, files.certificate, why);
  const auto key_text = read_file(files.key, why);
  if (!key_text) return trouble(true, files.key, why);
  if (is_open_to_others(files.key)) {
    return trouble(true, files.key, "is open to others; chmod 600 it");
  }
  const Certificate own = parse_chain(*chain);
  const auto expires_at = own ? expiry_of(own) : std::nullopt;
  if (!expires_at) {
    return trouble(false, files.certificate,
                   "must hold certificates as PEM (BEGIN CERTIFICATE), the server's own first");
  }
  const Key key = parse_key(*key_text);
  if (!key) {
    return trouble(true, files.key,
                   "must hold one private key as PEM (BEGIN PRIVATE KEY), without a passphrase");
  }
  if (X509_check_private_key(own.get(), key.get()) != 1) {
    ERR_clear_error();
    return trouble(true, files.key,
                   "is not the key of the certificate in " + files.certificate.string());
  }
  return CertificatePair{*chain, *key_text, *expires_at};
}

}  // namespace keste::config
