// Base64 through libsodium, which refuses what is not canonical.
#include "base/base64.hpp"

#include <sodium.h>

namespace keste {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string to_base64(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // The zero at its end.
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=') && text.size() % 4 == 0) {
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failure = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                                        bytes.size(), text.data(), text.size(), nullptr, &size,
                                        &end, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  if (failure != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

}  // namespace keste
