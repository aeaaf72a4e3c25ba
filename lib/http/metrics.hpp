// Metrics: figures in the Prometheus text format, version 0.0.4.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keste::http {

using Labels = std::vector<std::pair<std::string, std::string>>;

struct Sample {
  Labels labels;
  double value = 0;
};

/// One metric family. Other floors hand theirs in as values.
struct Metric {
  enum class Type { counter, gauge };
  std::string name;  ///< "keste_http_requests_total"
  std::string help;
  Type type = Type::gauge;
  std::vector<Sample> samples;
};

/// How long things took, in buckets.
class Histogram {
 public:
  static constexpr std::array<double, 12> bounds{0.0005, 0.001, 0.002, 0.005, 0.01, 0.02,
                                                 0.05,   0.1,   0.2,   0.5,   1.0,  5.0};
  void observe(std::chrono::nanoseconds took);
  /// Appends the family: cumulative buckets, sum and count.
  void write(std::string& out, std::string_view name, std::string_view help) const;

 private:
  std::array<std::uint64_t, bounds.size() + 1> counts_{};
  double sum_ = 0;
};

/// Appends a family: help, type and samples, with the escapes that the format asks for.
void write_metric(std::string& out, const Metric& metric);

/// What the server counts about itself. io thread only.
struct HttpFigures {
  static constexpr std::size_t route_limit = 160;
  /// By route (the last one: no route) and by the first digit of the status.
  std::array<std::array<std::uint64_t, 6>, route_limit> requests{};
  std::uint64_t connections_open = 0;
  std::uint64_t connections_accepted = 0;
  std::uint64_t connections_refused = 0;
  std::uint64_t connections_timed_out = 0;
  std::uint64_t tls_failures = 0;
  std::uint64_t faults = 0;
  Histogram post_seconds;

  void count(std::size_t route, int status) {
    ++requests[route][static_cast<std::size_t>(status / 100)];
  }
};

}  // namespace keste::http
