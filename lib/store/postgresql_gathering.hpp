// One statement for the work of many. A server prepares the run of each statement, and reads the
// conditions of its table anew: that costs more than a row does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/connection.hpp"

namespace keste::store {

/// An INSERT of one row, "INSERT … VALUES ($1, …) …", for several; empty when `sql` is anything
/// else.
std::string insert_many(std::string_view sql, int rows);

/// A question of `width` parameters for so many lists of values: the rows of each, in no order,
/// behind a column with the list's place, from 0.
std::string ask_many(std::string_view sql, int width, int lists);

/// Rows in the order in which they came; owns their bytes.
class GatheredRows {
 public:
  void add(ValueSpan row);
  std::size_t size() const { return rows_; }
  /// The values of so many rows from one on, one row after the other; borrowed.
  std::vector<Value> values(std::size_t first, std::size_t count) const;

 private:
  struct Kept {
    Value::Kind kind;
    std::int64_t number;  ///< Or where its bytes begin,
    std::size_t size;     ///< and how many they are.
  };

  std::vector<Kept> kept_;
  std::string bytes_;
  std::size_t rows_ = 0;
};

}  // namespace keste::store
