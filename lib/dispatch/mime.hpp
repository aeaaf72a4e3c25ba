// MIME: one e-mail's text as it goes over the wire (RFC 5322, 2045, 2047).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"

namespace keste::dispatch {

struct Mailbox {
  std::string name;  ///< As shown to people; may be empty.
  std::string address;
  friend bool operator==(const Mailbox&, const Mailbox&) = default;
};

/// "Keste <keste@example.kz>", "\"A, B\" <a@b>" or a bare address; empty when it is neither.
std::optional<Mailbox> parse_mailbox(std::string_view text);
/// One @, something on both sides, and no byte that could end or widen an address in a header or
/// in an SMTP command: spaces, control characters, <>()[]:;,\" are refused.
bool is_safe_address(std::string_view address);
bool needs_utf8(std::string_view address);

/// "Wed, 20 Sep 2023 10:00:00 +0600".
std::string format_mail_date(Instant at, std::chrono::seconds offset);

/// Everything an e-mail is made of. Texts are UTF-8; names and subject are one line.
struct Draft {
  Mailbox from;
  Mailbox to;
  std::optional<Mailbox> reply_to;
  std::string message_id;  ///< With angle brackets.
  std::string date;
  std::string subject;
  std::string language;                                      ///< "kk"
  std::vector<std::pair<std::string, std::string>> headers;  ///< Ours: names and ASCII values.
  std::string text;
  std::string calendar;  ///< An iCalendar text to attach as keste.ics; empty for none.
  std::string calendar_method = "PUBLISH";  ///< As in the calendar itself.
  std::string boundary;  ///< Begins the boundary of the parts; used only with a calendar.
};

/// The whole message with CRLF line ends. Line breaks and control characters in names and subject
/// become spaces; in what is ours (addresses, dates, ids, headers) they are a bug.
std::string build_message(const Draft& draft);

}  // namespace keste::dispatch
