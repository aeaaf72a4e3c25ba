// Spelling: edit distance over short keys.
#include "config/spelling.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace keste::config {
namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view text, const std::vector<std::string_view>& candidates) {
  constexpr std::size_t length_max = 64;
  if (text.size() > length_max) return {};
  const std::string wanted = to_lower_ascii(text);
  std::size_t best = std::max<std::size_t>(2, text.size() / 3) + 1;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, to_lower_ascii(candidate));
    if (distance >= best || distance >= candidate.size()) continue;
    best = distance;
    found = candidate;
  }
  return found;
}

std::string join(const std::vector<std::string_view>& texts) {
  std::string joined;
  for (const std::string_view text : texts) {
    if (!joined.empty()) joined += ", ";
    joined += text;
  }
  return joined;
}

std::string suggest(std::string_view text, const std::vector<std::string_view>& candidates) {
  const std::string_view near = nearest(text, candidates);
  if (!near.empty()) return "; did you mean '" + std::string(near) + "'?";
  return "; known: " + (candidates.empty() ? std::string("none") : join(candidates));
}

std::string shown(std::string_view text) {
  constexpr std::size_t length_max = 60;
  std::string out;
  for (std::size_t length = 0; !text.empty(); ++length) {
    if (length == length_max) return out + "…";
    const char32_t c = take_code_point(text);
    append_code_point(out, c < 0x20 || (c >= 0x7F && c < 0xA0) ? U'?' : c);
  }
  return out;
}

}  // namespace keste::config
