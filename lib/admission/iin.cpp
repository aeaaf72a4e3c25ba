// The control digit of an individual identification number.
#include <algorithm>
#include <array>

#include "admission/person.hpp"

namespace keste::admission {
namespace {

constexpr std::size_t iin_length = 12;
using Weights = std::array<int, iin_length - 1>;
constexpr Weights first_weights{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr Weights second_weights{3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};

int weigh(std::string_view digits, const Weights& weights) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += (digits[i] - '0') * weights[i];
  return sum % 11;
}

/// 10 when neither pass gives a digit: such a number is never issued.
int control_of(std::string_view digits) {
  const int first = weigh(digits, first_weights);
  return first == 10 ? weigh(digits, second_weights) : first;
}

}  // namespace

std::optional<Wrong> check_iin(std::string_view iin) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (iin.size() != iin_length || !std::all_of(iin.begin(), iin.end(), is_digit)) {
    return Wrong::iin_length;
  }
  if (control_of(iin) != iin.back() - '0') return Wrong::iin_control;
  return std::nullopt;
}

}  // namespace keste::admission
