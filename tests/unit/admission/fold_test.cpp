// Folding makes equal what a person reads as equal.
#include <string>

#include "admission/person.hpp"

#include <catch2/catch.hpp>

namespace keste::admission {
namespace {

struct Pair {
  std::string one;
  std::string other;
};

TEST_CASE("texts that read alike fold to the same", "[admission][fold]") {
  const Pair pairs[] = {
      {"ӘЙГЕРІМ", "әйгерім"},         {"Т\u0259уелсіздік", "Тәуелсіздік"},
      {"мерзiм", "мерзім"},           {"Ақт\u00F6бе", "АҚТ\u00D6БЕ"},
      {"Нұр-Сұлтан", "Нұр  Сұлтан"},  {"Нұр\u2013Сұлтан ", " Нұр - Сұлтан"},
      {"ACEOPXY-123", "АСЕОРХУ-123"}, {"BKMT77", "ВКМТ77"},
      {"Һайдар", "hайдар"},           {"Королёв", "Королев"},
      {"Андрей", "Андреи\u0306"},     {"Королёв", "Короле\u0308в"},
      {"ҒҚҢӨҰҮҺІ", "ғқңөұүһі"},
  };
  for (const Pair& pair : pairs) {
    CAPTURE(pair.one, pair.other);
    CHECK(fold_for_comparison(pair.one) == fold_for_comparison(pair.other));
  }
}

TEST_CASE("different letters of the Kazakh alphabet stay different", "[admission][fold]") {
  const std::string alphabet[] = {"А", "Ә", "Б", "В", "Г", "Ғ", "Д", "Е", "Ж", "З", "И",
                                  "Й", "К", "Қ", "Л", "М", "Н", "Ң", "О", "Ө", "П", "Р",
                                  "С", "Т", "У", "Ұ", "Ү", "Ф", "Х", "Һ", "Ц", "Ч", "Ш",
                                  "Щ", "Ъ", "Ы", "І", "Ь", "Э", "Ю", "Я"};
  for (const std::string& one : alphabet) {
    for (const std::string& other : alphabet) {
      CAPTURE(one, other);
      CHECK((fold_for_comparison(one) == fold_for_comparison(other)) == (one == other));
    }
  }
}

TEST_CASE("different Latin letters and digits stay different", "[admission][fold]") {
  const std::string signs = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (const char one : signs) {
    for (const char other : signs) {
      const auto folded = [](char c) { return fold_for_comparison(std::string(1, c)); };
      CAPTURE(one, other);
      CHECK((folded(one) == folded(other)) == (one == other));
    }
  }
}

TEST_CASE("nothing but blanks and dashes folds to nothing", "[admission][fold]") {
  CHECK(fold_for_comparison("").empty());
  CHECK(fold_for_comparison(" - \u2014\t\n").empty());
}

}  // namespace
}  // namespace keste::admission
