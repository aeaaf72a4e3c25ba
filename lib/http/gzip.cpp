// Gzip through zlib.
#include "http/gzip.hpp"

#include <zlib.h>

#include <limits>

#include "base/check.hpp"

namespace keste::http {

std::string gzip(std::string_view plain) {
  CHECK(plain.size() < std::numeric_limits<uInt>::max() / 2);
  z_stream stream{};
  constexpr int window_bits_with_gzip_header = 15 + 16;
  CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits_with_gzip_header, 8,
                     Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  // zlib's interface is not const-correct; it only reads.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace keste::http
