// Values as libpq takes them.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <vector>

#include "store/connection.hpp"

namespace keste::store {

// Type numbers of pg_type.dat, the same in every server.
inline constexpr Oid boolean_type = 16;
inline constexpr Oid bytes_type = 17;
inline constexpr Oid integer_type = 20;
inline constexpr Oid text_type = 25;
inline constexpr Oid type_by_context = 0;

/// All in binary, with their types, so that no byte ends a text. Borrows the values.
class Parameters {
 public:
  explicit Parameters(ValueSpan values) {
    numbers_.reserve(values.size());
    for (const Value& value : values) {
      formats_.push_back(1);
      switch (value.kind()) {
        case Value::Kind::null:
          add(type_by_context, nullptr, 0);
          break;
        case Value::Kind::integer:
          add_number(static_cast<std::uint64_t>(value.integer()));
          break;
        case Value::Kind::text:
          add(text_type, value.text().data(), value.text().size());
          break;
        case Value::Kind::blob:
          add(bytes_type, value.text().data(), value.text().size());
          break;
      }
    }
  }

  /// NULLs get these types too.
  void set_types(std::vector<Oid> types) { types_ = std::move(types); }
  int size() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* bytes() const { return bytes_.data(); }
  const int* sizes() const { return sizes_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(Oid type, const char* bytes, std::size_t size) {
    types_.push_back(type);
    // An empty view may have no address, which libpq would take for NULL.
    bytes_.push_back(type != type_by_context && bytes == nullptr ? "" : bytes);
    sizes_.push_back(static_cast<int>(size));
  }
  void add_number(std::uint64_t number) {
    auto& out = numbers_.emplace_back();
    for (std::size_t i = 0; i < out.size(); ++i) {
      out[i] = static_cast<char>(number >> (8 * (out.size() - 1 - i)));
    }
    add(integer_type, out.data(), out.size());
  }

  std::vector<std::array<char, 8>> numbers_;
  std::vector<Oid> types_;
  std::vector<const char*> bytes_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
};

}  // namespace keste::store
