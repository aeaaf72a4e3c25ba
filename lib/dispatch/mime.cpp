// Writing the headers and parts of one e-mail.
#include "dispatch/mime.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/check.hpp"
#include "base/text.hpp"
#include "dispatch/mime_encoding.hpp"
#include "dispatch/plain_text.hpp"

namespace keste::dispatch {
namespace {

constexpr std::string_view crlf = "\r\n";

bool is_visible_ascii(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// A header whose value is ours: a line break in it is a bug.
void append_header(std::string& out, std::string_view name, std::string_view value) {
  CHECK(is_visible_ascii(name) && is_visible_ascii(value));
  out.append(name).append(": ");
  append_unstructured(out, value, name.size() + 2);
  out += crlf;
}

/// A header that cannot be folded or encoded, such as a Message-ID.
void append_token_header(std::string& out, std::string_view name, std::string_view value) {
  CHECK(is_visible_ascii(value));
  out.append(name).append(": ").append(value).append(crlf);
}

void append_mailbox(std::string& out, std::string_view header, const Mailbox& mailbox) {
  CHECK(is_safe_address(mailbox.address));
  out.append(header).append(": ");
  const std::string name = one_line(mailbox.name);
  if (name.empty()) {
    out.append(mailbox.address).append(crlf);
    return;
  }
  append_phrase(out, name, header.size() + 2);
  const std::size_t column = out.size() - (out.rfind('\n') + 1);
  out += column + mailbox.address.size() + 3 > 76 ? "\r\n <" : " <";
  out.append(mailbox.address).append(">").append(crlf);
}

/// A part's own headers, the empty line and its encoded content.
void append_part(std::string& out, std::string_view type, std::string_view content) {
  const TransferEncoding encoding = choose_encoding(content);
  out.append("Content-Type: ").append(type).append(crlf);
  out.append("Content-Transfer-Encoding: ").append(to_text(encoding)).append(crlf);
  if (type.find("calendar") != std::string_view::npos) {
    out += "Content-Disposition: attachment; filename=\"keste.ics\"\r\n";
  }
  out += crlf;
  out += encode(encoding, content);
}

/// `wish`, made longer until it occurs in no part.
std::string choose_boundary(std::string wish, std::string_view text, std::string_view calendar) {
  CHECK(!wish.empty() && wish.size() <= 60 && is_visible_ascii(wish));
  const auto occurs = [&](std::string_view part) {
    return part.find(wish) != std::string_view::npos;
  };
  while (occurs(text) || occurs(calendar)) {
    wish.push_back('x');
    CHECK(wish.size() <= 70);
  }
  return wish;
}

void append_parts(std::string& out, const Draft& draft, std::string_view text) {
  const std::string calendar = with_crlf(draft.calendar);
  const std::string boundary = choose_boundary(draft.boundary, text, calendar);
  out.append("Content-Type: multipart/mixed; boundary=\"").append(boundary).append("\"\r\n\r\n");
  // The line break before a delimiter belongs to the delimiter (RFC 2046, 5.1.1).
  out.append("--").append(boundary).append(crlf);
  append_part(out, "text/plain; charset=utf-8", text);
  out.append("\r\n--").append(boundary).append(crlf);
  append_part(out, "text/calendar; charset=utf-8; method=" + draft.calendar_method, calendar);
  out.append("\r\n--").append(boundary).append("--\r\n");
}

}  // namespace

bool is_safe_address(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size()) return false;
  if (address.find('@', at + 1) != std::string_view::npos || address.size() > 254) return false;
  if (!is_utf8(address) || one_line(address) != address) return false;
  return address.find_first_of(" <>()[]:;,\\\"") == std::string_view::npos;
}

bool needs_utf8(std::string_view address) {
  return std::any_of(address.begin(), address.end(), [](char c) { return (c & 0x80) != 0; });
}

std::optional<Mailbox> parse_mailbox(std::string_view text) {
  text = trim(text);
  Mailbox mailbox;
  if (!text.empty() && text.back() == '>') {
    const std::size_t open = text.rfind('<');
    if (open == std::string_view::npos) return std::nullopt;
    mailbox.address = text.substr(open + 1, text.size() - open - 2);
    std::string_view name = trim(text.substr(0, open));
    const bool quoted = name.size() >= 2 && name.front() == '"' && name.back() == '"';
    if (quoted) name = name.substr(1, name.size() - 2);
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (quoted && name[i] == '\\' && i + 1 < name.size()) ++i;
      mailbox.name.push_back(name[i]);
    }
  } else {
    mailbox.address = text;
  }
  if (!is_safe_address(mailbox.address) || !is_utf8(mailbox.name)) return std::nullopt;
  if (one_line(mailbox.name) != mailbox.name) return std::nullopt;
  return mailbox;
}

std::string format_mail_date(Instant at, std::chrono::seconds offset) {
  using namespace std::chrono;
  constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto local = floor<seconds>(at) + offset;
  const auto day = floor<days>(local);
  const year_month_day date(day);
  const hh_mm_ss time(local - day);
  const auto east = duration_cast<minutes>(offset).count();
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d %c%02d%02d",
                weekdays[weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), east < 0 ? '-' : '+',
                static_cast<int>(std::abs(east) / 60), static_cast<int>(std::abs(east) % 60));
  return text.data();
}

std::string build_message(const Draft& draft) {
  const std::string text = with_crlf(draft.text);
  std::string out;
  out.reserve(1024 + text.size() * 3 / 2 + draft.calendar.size() * 3 / 2);
  append_header(out, "Date", draft.date);
  append_mailbox(out, "From", draft.from);
  append_mailbox(out, "To", draft.to);
  if (draft.reply_to) append_mailbox(out, "Reply-To", *draft.reply_to);
  append_token_header(out, "Message-ID", draft.message_id);
  out += "Subject: ";
  append_unstructured(out, one_line(draft.subject), 9);
  out += crlf;
  append_token_header(out, "Auto-Submitted", "auto-generated");
  append_token_header(out, "Content-Language", draft.language);
  for (const auto& [name, value] : draft.headers) append_header(out, name, value);
  append_token_header(out, "MIME-Version", "1.0");
  if (draft.calendar.empty()) {
    append_part(out, "text/plain; charset=utf-8", text);
  } else {
    append_parts(out, draft, text);
  }
  return out;
}

}  // namespace keste::dispatch
