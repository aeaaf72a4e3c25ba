// Status lines, header fields and dates, written by hand.
#include "http/response.hpp"

#include <array>
#include <cstdio>
#include <cstring>

namespace keste::http {
namespace {

constexpr std::size_t date_size = 29;

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string_view reason_phrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr std::array<Phrase, 27> phrases{{{200, "OK"},
                                                   {201, "Created"},
                                                   {204, "No Content"},
                                                   {303, "See Other"},
                                                   {304, "Not Modified"},
                                                   {400, "Bad Request"},
                                                   {401, "Unauthorized"},
                                                   {403, "Forbidden"},
                                                   {404, "Not Found"},
                                                   {405, "Method Not Allowed"},
                                                   {408, "Request Timeout"},
                                                   {409, "Conflict"},
                                                   {411, "Length Required"},
                                                   {413, "Content Too Large"},
                                                   {414, "URI Too Long"},
                                                   {415, "Unsupported Media Type"},
                                                   {417, "Expectation Failed"},
                                                   {422, "Unprocessable Content"},
                                                   {429, "Too Many Requests"},
                                                   {431, "Request Header Fields Too Large"},
                                                   {500, "Internal Server Error"},
                                                   {501, "Not Implemented"},
                                                   {503, "Service Unavailable"},
                                                   {505, "HTTP Version Not Supported"}}};
  for (const Phrase& each : phrases) {
    if (each.status == status) return each.text;
  }
  return "Unknown";
}

std::string_view DateLine::at(Instant now) {
  using namespace std::chrono;
  const auto second = floor<seconds>(now);
  if (second == second_ && !text_.empty()) return text_;
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(second);
  const year_month_day date(day);
  const hh_mm_ss<seconds> time(second - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  text_.assign(text, date_size);
  second_ = second;
  return text_;
}

Prepared prepare(const Response& response) {
  Prepared made;
  made.status = response.status;
  std::string& out = made.bytes;
  out.reserve(256 + response.body.size());
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_phrase(response.status)).append("\r\nDate: ");
  made.date_at = out.size();
  out.append(date_size, ' ').append("\r\nServer: keste\r\n");
  for (const Header& header : response.headers) {
    // What would begin another field is no value, whoever put it there.
    if (header.value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) continue;
    out.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (!response.content_type.empty()) {
    out.append("Content-Type: ").append(response.content_type).append("\r\n");
  }
  if (has_body(response.status) && response.watch == nullptr) {
    out.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
  }
  out.append("\r\n");
  made.head_size = out.size();
  if (has_body(response.status)) out.append(response.body);
  return made;
}

void append_prepared(std::string& out, const Prepared& prepared, const Framing& framing) {
  const std::size_t start = out.size();
  const std::string_view bytes = prepared.bytes;
  if (!framing.close && !framing.say_keep_alive && !framing.head_only) {
    out.append(bytes);
  } else {
    out.append(bytes.substr(0, prepared.head_size - 2));
    if (framing.close) out.append("Connection: close\r\n");
    if (!framing.close && framing.say_keep_alive) out.append("Connection: keep-alive\r\n");
    out.append("\r\n");
    if (!framing.head_only) out.append(bytes.substr(prepared.head_size));
  }
  if (framing.date.size() == date_size) {
    std::memcpy(out.data() + start + prepared.date_at, framing.date.data(), date_size);
  }
}

void append_response(std::string& out, const Response& response, const Framing& framing) {
  if (response.prepared) return append_prepared(out, *response.prepared, framing);
  append_prepared(out, prepare(response), framing);
}

}  // namespace keste::http
