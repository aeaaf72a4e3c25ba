// The encodings of mail: base64, quoted-printable and encoded words (RFC 2045, RFC 2047).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keste::dispatch {

/// Base64 in lines of 76 characters, each ended by CRLF (RFC 2045, 6.8).
std::string encode_base64(std::string_view bytes);
/// Quoted-printable of a text whose lines end in CRLF (RFC 2045, 6.7).
std::string encode_quoted_printable(std::string_view text);
/// How many bytes `encode_quoted_printable` would make, to within the soft breaks.
std::size_t quoted_printable_size(std::string_view text);

/// A text with every line end (CR, LF, CRLF) as CRLF, and one at its end.
std::string with_crlf(std::string_view text);

enum class TransferEncoding { seven_bit, quoted_printable, base64 };
std::string_view to_text(TransferEncoding encoding);
/// 7bit for ASCII in lines of at most 78, else the smaller of the other two. `text` has CRLF.
TransferEncoding choose_encoding(std::string_view text);
std::string encode(TransferEncoding encoding, std::string_view text);

/// Appends an unstructured header value that may hold any one line of UTF-8, folded to 76 columns;
/// `column` is where the value begins. ASCII stays as it is, the rest becomes encoded words, split
/// between code points.
void append_unstructured(std::string& out, std::string_view value, std::size_t column);
/// Appends a display name as a phrase (RFC 5322, 3.2.5): atoms, a quoted string, or encoded words.
void append_phrase(std::string& out, std::string_view name, std::size_t column);

}  // namespace keste::dispatch
