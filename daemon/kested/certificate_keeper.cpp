// Stamps of the two files, reading them anew, and the days that are left.
#include "kested/certificate_keeper.hpp"

#include <sys/stat.h>

#include <boost/asio/post.hpp>

#include "base/fault.hpp"

namespace keste::kested {
namespace {

constexpr std::chrono::hours warn_before{14 * 24};
constexpr std::chrono::hours warn_every{24};

/// Changes whenever the file does, or another takes its place.
std::string stamp_of(const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return "none";
  return std::to_string(found.st_ino) + ":" + std::to_string(found.st_size) + ":" +
         std::to_string(found.st_mtim.tv_sec) + "." + std::to_string(found.st_mtim.tv_nsec) + ":" +
         std::to_string(found.st_mode);
}

std::string stamp_of(const config::CertificateFiles& files) {
  return stamp_of(files.certificate) + " " + stamp_of(files.key);
}

std::string words_of(std::chrono::hours left) {
  if (left.count() < 0) return "expired";
  const auto days = left.count() / 24;
  return days == 0 ? "expires within a day" : "expires in " + std::to_string(days) + " days";
}

}  // namespace

CertificateKeeper::CertificateKeeper(std::optional<config::CertificateFiles> files,
                                     Surroundings surroundings)
    : files_(std::move(files)), around_(std::move(surroundings)), timer_(around_.io) {
  if (!files_) return;
  seen_stamp_ = stamp_of(*files_);
  const Found found = read();
  if (!found.context) throw Fault(FaultKind::usage, "take the TLS certificate", found.trouble);
  context_ = found.context;
  expires_at_ = found.expires_at;
}

void CertificateKeeper::start() {
  if (!files_) return;
  warn_of_end();
  arm();
}

void CertificateKeeper::stop() {
  stopped_ = true;
  timer_.cancel();
}

void CertificateKeeper::arm() {
  timer_.expires_after(around_.look_every);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || stopped_) return;
    look_for(false);
    arm();
  });
}

void CertificateKeeper::look() {
  if (files_ && !stopped_) look_for(true);
}

void CertificateKeeper::look_for(bool asked) {
  boost::asio::post(around_.workers, [this, asked] {
    auto found = find_new(asked);
    boost::asio::post(around_.io, [this, found = std::move(found)] {
      if (stopped_) return;
      if (found) take(*found);
      warn_of_end();
    });
  });
}

/// Empty when there is nothing to say: nothing has changed, or not what is in the files.
std::optional<CertificateKeeper::Found> CertificateKeeper::find_new(bool asked) {
  const std::string stamp = stamp_of(*files_);
  if (stamp == seen_stamp_ && !asked) return std::nullopt;
  seen_stamp_ = stamp;
  const std::string used_before = used_text_;
  Found found = read();
  if (found.context && used_text_ == used_before) return std::nullopt;
  return found;
}

CertificateKeeper::Found CertificateKeeper::read() {
  Found found;
  const auto pair = config::read_certificate(*files_);
  if (!pair) {
    found.trouble = pair.error().sentence;
    return found;
  }
  try {
    found.context = http::TlsContext::make(pair.value().chain, pair.value().key);
    found.expires_at = pair.value().expires_at;
    used_text_ = pair.value().chain + pair.value().key;
  } catch (const Fault& fault) {
    found.trouble = fault.what();
  }
  return found;
}

void CertificateKeeper::take(const Found& found) {
  if (!found.context) {
    around_.log.error("certificate_refused",
                      "The new TLS certificate cannot be used; the old one stays.",
                      {{"reason", found.trouble}, {"old_expires_at", format_utc(expires_at_)}});
    return;
  }
  context_ = found.context;
  expires_at_ = found.expires_at;
  warned_at_.reset();
  around_.use(context_);
  around_.log.info("certificate_taken", "New connections get the new TLS certificate.",
                   {{"expires_at", format_utc(expires_at_)}});
}

/// Once a day is enough for people, and for their mailboxes.
void CertificateKeeper::warn_of_end() {
  const Instant now = clock_.now();
  if (left() >= warn_before || (warned_at_ && now - *warned_at_ < warn_every)) return;
  warned_at_ = now;
  around_.log.warning("certificate_expires", "The TLS certificate must be replaced.",
                      {{"state", words_of(left())},
                       {"expires_at", format_utc(expires_at_)},
                       {"file", files_->certificate.string()}});
}

std::chrono::hours CertificateKeeper::left() const {
  return std::chrono::floor<std::chrono::hours>(expires_at_ - clock_.now());
}

std::vector<http::Metric> CertificateKeeper::list_metrics() const {
  if (!files_) return {};
  const auto end = std::chrono::duration<double>(expires_at_.time_since_epoch()).count();
  return {http::Metric{"keste_tls_certificate_expires_seconds",
                       "When the TLS certificate ends, in seconds since 1970.",
                       http::Metric::Type::gauge,
                       {http::Sample{{}, end}}}};
}

/// Ready all the same: whoever asks over TLS sees an expired certificate without being told.
std::vector<http::ReadyPart> CertificateKeeper::list_parts() const {
  if (!files_) return {};
  return {http::ReadyPart{"tls", true, left() < warn_before ? words_of(left()) : "ok"}};
}

}  // namespace keste::kested
