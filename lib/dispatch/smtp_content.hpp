// What a message's text and addresses need before they may go over an SMTP connection.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keste::dispatch {

struct ContentSurvey {
  bool eight_bit = false;        ///< Some byte is not ASCII.
  bool bare_line_end = false;    ///< A CR or LF that is not part of CRLF.
  bool ends_line = true;         ///< Empty, or ends with CRLF.
  std::size_t dotted_lines = 0;  ///< Lines that begin with a dot.
};

ContentSurvey survey_content(std::string_view content);
/// Every line's leading dot doubled (RFC 5321, 4.5.2). Line ends must be CRLF.
std::string stuff_dots(std::string_view content, std::size_t dotted_lines);

bool is_ascii(std::string_view text);
/// True when an address can stand between angle brackets and cannot end the command around it.
bool is_sendable_address(std::string_view address);

}  // namespace keste::dispatch
