// Plain text: what people typed and servers said, made harmless for one line of a mail or a log.
#pragma once

#include <string>
#include <string_view>

namespace keste::dispatch {

/// One line: control characters, invisible direction marks (U+200E, U+200F, U+061C, U+202A to
/// U+202E, U+2066 to U+2069) and noncharacters are dropped, line breaks and tabs become spaces,
/// runs of spaces one, ends trimmed. Bytes that are not UTF-8 become "?".
std::string one_line(std::string_view text);

/// A server's words as they may be stored and logged: one line, at most 200 bytes, every address
/// and every mention of the recipient's mailbox replaced by "[address]".
std::string without_addresses(std::string_view reason, std::string_view recipient);

}  // namespace keste::dispatch
