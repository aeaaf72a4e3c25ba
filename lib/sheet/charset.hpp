// Charsets: the bytes of an export to UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sheet/table.hpp"

namespace keste::sheet {

struct Decoded {
  Charset charset = Charset::utf_8;
  std::string text;  ///< UTF-8, without a byte order mark and without NUL.
};

/// Tells the charset by its mark, or by whether the bytes are UTF-8; see `Charset`. An error when
/// they are no text: a workbook, NUL bytes, broken UTF-8.
Result<Decoded, Problem> decode(std::string_view bytes);

}  // namespace keste::sheet
