// Writing of the Prometheus text format.
#include "http/metrics.hpp"

#include <charconv>

namespace keste::http {
namespace {

void append_number(std::string& out, double value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, end);
}

void append_label_value(std::string& out, std::string_view value) {
  for (const char c : value) {
    if (c == '\n') {
      out.append("\\n");
      continue;
    }
    if (c == '\\' || c == '"') out.push_back('\\');
    out.push_back(c);
  }
}

void append_sample(std::string& out, std::string_view name, const Sample& sample) {
  out.append(name);
  char separator = '{';
  for (const auto& [label, value] : sample.labels) {
    out.push_back(separator);
    out.append(label).append("=\"");
    append_label_value(out, value);
    out.push_back('"');
    separator = ',';
  }
  if (!sample.labels.empty()) out.push_back('}');
  out.push_back(' ');
  append_number(out, sample.value);
  out.push_back('\n');
}

void append_heading(std::string& out, std::string_view name, std::string_view help,
                    std::string_view type) {
  out.append("# HELP ").append(name).append(" ");
  for (const char c : help) {
    if (c == '\\') out.push_back('\\');
    out.append(c == '\n' ? "\\n" : std::string_view(&c, 1));
  }
  out.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

}  // namespace

void Histogram::observe(std::chrono::nanoseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  std::size_t bucket = 0;
  while (bucket < bounds.size() && seconds > bounds[bucket]) ++bucket;
  ++counts_[bucket];
  sum_ += seconds;
}

void Histogram::write(std::string& out, std::string_view name, std::string_view help) const {
  append_heading(out, name, help, "histogram");
  const std::string bucket_name = std::string(name) + "_bucket";
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    total += counts_[i];
    std::string bound;
    if (i < bounds.size()) {
      append_number(bound, bounds[i]);
    } else {
      bound = "+Inf";
    }
    append_sample(out, bucket_name, Sample{Labels{{"le", bound}}, static_cast<double>(total)});
  }
  append_sample(out, std::string(name) + "_sum", Sample{Labels{}, sum_});
  append_sample(out, std::string(name) + "_count", Sample{Labels{}, static_cast<double>(total)});
}

void write_metric(std::string& out, const Metric& metric) {
  append_heading(out, metric.name, metric.help,
                 metric.type == Metric::Type::counter ? "counter" : "gauge");
  for (const Sample& sample : metric.samples) append_sample(out, metric.name, sample);
}

}  // namespace keste::http
