// Tests of the Prometheus text format.
#include "http/metrics.hpp"

#include <catch2/catch.hpp>

using namespace keste::http;

TEST_CASE("labels and help are escaped", "[http][metrics]") {
  Metric metric;
  metric.name = "a";
  metric.help = "one\ntwo\\";
  metric.samples.push_back(Sample{Labels{{"x", "q\"\\\n"}, {"y", "z"}}, 1.5});
  std::string out;
  write_metric(out, metric);
  CHECK(out == "# HELP a one\\ntwo\\\\\n# TYPE a gauge\na{x=\"q\\\"\\\\\\n\",y=\"z\"} 1.5\n");
}

TEST_CASE("a histogram counts upwards to infinity", "[http][metrics]") {
  Histogram histogram;
  histogram.observe(std::chrono::milliseconds(1));
  histogram.observe(std::chrono::milliseconds(3));
  histogram.observe(std::chrono::seconds(60));
  std::string out;
  histogram.write(out, "t", "h");
  CHECK(out.find("t_bucket{le=\"0.001\"} 1\n") != std::string::npos);
  CHECK(out.find("t_bucket{le=\"0.005\"} 2\n") != std::string::npos);
  CHECK(out.find("t_bucket{le=\"5\"} 2\n") != std::string::npos);
  CHECK(out.find("t_bucket{le=\"+Inf\"} 3\n") != std::string::npos);
  CHECK(out.find("t_count 3\n") != std::string::npos);
}
