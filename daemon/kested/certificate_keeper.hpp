// CertificateKeeper: takes a new TLS certificate as soon as it lies in its place, and tells in time
// when one must come.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "config/certificate.hpp"
#include "http/settings.hpp"
#include "http/tls_context.hpp"

namespace keste::kested {

/// io thread; the files are read on the worker. Everything it is given must outlive it, and the
/// worker must have ended before it does.
class CertificateKeeper {
 public:
  struct Surroundings {
    boost::asio::io_context& io;
    boost::asio::thread_pool& workers;
    Log& log;
    std::function<void(std::shared_ptr<const http::TlsContext>)> use;
    std::chrono::milliseconds look_every = std::chrono::minutes(1);
  };

  /// Without `files` it does nothing, ever. Reads them at once, on this thread; throws Fault when
  /// they cannot be used.
  CertificateKeeper(std::optional<config::CertificateFiles> files, Surroundings surroundings);

  /// What to start with; null without files.
  std::shared_ptr<const http::TlsContext> first() const { return context_; }
  void start();
  void stop();
  /// Looks at the files now, and says so when they are still no good.
  void look();

  std::vector<http::Metric> list_metrics() const;
  std::vector<http::ReadyPart> list_parts() const;

 private:
  /// What the worker found.
  struct Found {
    std::shared_ptr<const http::TlsContext> context;
    Instant expires_at{};
    std::string trouble;
  };

  void arm();
  void look_for(bool asked);
  std::optional<Found> find_new(bool asked);
  Found read();
  void take(const Found& found);
  void warn_of_end();
  std::chrono::hours left() const;

  const std::optional<config::CertificateFiles> files_;
  const Surroundings around_;
  const RealClock clock_;  ///< Of those who check the certificate, also in a virtual season.
  boost::asio::steady_timer timer_;
  std::shared_ptr<const http::TlsContext> context_;
  Instant expires_at_{};
  std::optional<Instant> warned_at_;
  bool stopped_ = false;
  // The worker's own, after the start.
  std::string seen_stamp_;
  std::string used_text_;
};

}  // namespace keste::kested
