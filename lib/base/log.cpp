// Where log events go: the journal with its fields, or one JSON line each on stderr.
#include "base/log.hpp"

#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#include <unistd.h>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "base/clock.hpp"

namespace keste {
namespace {

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escaped.data();
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return "debug";
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

int priority_of(Severity severity) {
  switch (severity) {
    case Severity::debug:
      return LOG_DEBUG;
    case Severity::info:
      return LOG_INFO;
    case Severity::warning:
      return LOG_WARNING;
    case Severity::error:
      return LOG_ERR;
  }
  return LOG_ERR;
}

std::string to_upper(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

void write_line(const Event& event) {
  std::string line = "{\"at\":\"" + format_utc(RealClock().now()) + "\",\"severity\":\"";
  line += severity_name(event.severity);
  line += "\",\"event\":";
  append_json_string(line, event.name);
  line += ",\"message\":";
  append_json_string(line, event.sentence);
  for (const Field& field : event.fields) {
    line.push_back(',');
    append_json_string(line, field.name);
    line.push_back(':');
    append_json_string(line, field.value);
  }
  line += "}\n";
  // One write per line, so that lines of two threads do not mix.
  [[maybe_unused]] const auto wrote = ::write(STDERR_FILENO, line.data(), line.size());
}

void write_journal(const Event& event) {
  std::vector<std::string> lines;
  lines.push_back("MESSAGE=" + std::string(event.sentence));
  lines.push_back("PRIORITY=" + std::to_string(priority_of(event.severity)));
  lines.push_back("SYSLOG_IDENTIFIER=kested");
  lines.push_back("KESTE_EVENT=" + std::string(event.name));
  for (const Field& field : event.fields) {
    lines.push_back("KESTE_" + to_upper(field.name) + "=" + field.value);
    lines.front() += " " + field.name + "=" + field.value;
  }
  std::vector<iovec> parts;
  parts.reserve(lines.size());
  for (std::string& line : lines) parts.push_back(iovec{line.data(), line.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

/// $JOURNAL_STREAM names the device and inode of the journal's socket (systemd.exec(5)).
bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &status) != 0) return false;
  return stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace

Log::Log(Sink sink, Severity least) : sink_(std::move(sink)), least_(least) {}

void Log::write(Severity severity, std::string_view name, std::string_view sentence,
                std::vector<Field> fields) {
  if (severity < least_) return;
  sink_(Event{severity, name, sentence, std::move(fields)});
}

void Log::debug(std::string_view name, std::string_view sentence, std::vector<Field> fields) {
  write(Severity::debug, name, sentence, std::move(fields));
}
void Log::info(std::string_view name, std::string_view sentence, std::vector<Field> fields) {
  write(Severity::info, name, sentence, std::move(fields));
}
void Log::warning(std::string_view name, std::string_view sentence, std::vector<Field> fields) {
  write(Severity::warning, name, sentence, std::move(fields));
}
void Log::error(std::string_view name, std::string_view sentence, std::vector<Field> fields) {
  write(Severity::error, name, sentence, std::move(fields));
}

Log::Sink stderr_sink() { return write_line; }
Log::Sink journal_sink() { return write_journal; }
Log::Sink default_sink() { return stderr_is_journal() ? journal_sink() : stderr_sink(); }
Log::Sink null_sink() {
  return [](const Event&) {};
}

}  // namespace keste
