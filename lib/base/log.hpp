// Log: events with stable names, an operator's sentence, and fields. No personal data.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace keste {

enum class Severity { debug, info, warning, error };

/// One named value of an event. Names are snake_case; the journal shows them in upper case with
/// the prefix KESTE_.
struct Field {
  std::string name;
  std::string value;

  Field(std::string_view n, std::string_view v) : name(n), value(v) {}
  Field(std::string_view n, const std::string& v) : name(n), value(v) {}
  Field(std::string_view n, const char* v) : name(n), value(v) {}
  Field(std::string_view n, std::int64_t v) : name(n), value(std::to_string(v)) {}
  Field(std::string_view n, std::size_t v) : name(n), value(std::to_string(v)) {}
  Field(std::string_view n, int v) : name(n), value(std::to_string(v)) {}
  Field(std::string_view n, double v) : name(n), value(std::to_string(v)) {}
};

struct Event {
  Severity severity;
  std::string_view name;      ///< Stable, snake_case: what a filter looks for.
  std::string_view sentence;  ///< What an administrator should understand at 2 a.m.
  std::vector<Field> fields;
};

/// Passed by reference to whoever logs. Thread-safe when its sink is.
class Log {
 public:
  using Sink = std::function<void(const Event&)>;

  explicit Log(Sink sink, Severity least = Severity::info);

  void debug(std::string_view name, std::string_view sentence, std::vector<Field> fields = {});
  void info(std::string_view name, std::string_view sentence, std::vector<Field> fields = {});
  void warning(std::string_view name, std::string_view sentence, std::vector<Field> fields = {});
  void error(std::string_view name, std::string_view sentence, std::vector<Field> fields = {});

 private:
  void write(Severity severity, std::string_view name, std::string_view sentence,
             std::vector<Field> fields);

  Sink sink_;
  Severity least_;
};

/// One JSON object per line on stderr, stamped with the machine's time.
Log::Sink stderr_sink();
/// The journal, with native fields (sd_journal_sendv(3)).
Log::Sink journal_sink();
/// The journal when stderr is connected to it ($JOURNAL_STREAM), else lines on stderr.
Log::Sink default_sink();
/// Drops everything: for tests.
Log::Sink null_sink();

}  // namespace keste
