// Alphabets and parts, at their edges.
#include "dispatch/sms_parts.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace keste::dispatch {
namespace {

std::string times(int count, const std::string& text) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

TEST_CASE("a text takes as many parts as its alphabet needs", "[dispatch][sms_parts]") {
  constexpr SmsAlphabet gsm7 = SmsAlphabet::gsm7;
  constexpr SmsAlphabet ucs2 = SmsAlphabet::ucs2;
  struct Row {
    std::string text;
    SmsSize size;
  };
  const Row rows[] = {
      {"", {gsm7, 0, 1}},
      {times(160, "a"), {gsm7, 160, 1}},
      {times(161, "a"), {gsm7, 161, 2}},
      {times(306, "a"), {gsm7, 306, 2}},
      {times(307, "a"), {gsm7, 307, 3}},
      {times(80, "€"), {gsm7, 160, 1}},
      {times(159, "a") + "€", {gsm7, 161, 2}},
      // An escape and its character stay together: the first part holds 152 of its 153.
      {times(152, "a") + "[" + times(152, "a"), {gsm7, 306, 3}},
      {times(151, "a") + "[" + times(153, "a"), {gsm7, 306, 2}},
      {times(70, "ә"), {ucs2, 70, 1}},
      {times(71, "ә"), {ucs2, 71, 2}},
      {times(134, "ә"), {ucs2, 134, 2}},
      {times(135, "ә"), {ucs2, 135, 3}},
      {times(35, "😀"), {ucs2, 70, 1}},
      // 67 places hold 33 surrogate pairs, and one is left empty.
      {times(67, "😀"), {ucs2, 134, 3}},
      {times(66, "a") + "😀" + times(66, "ә"), {ucs2, 134, 3}},
      {"«Нәтиже мерзімі жетті (21.09). app.testcenter.kz, «Менің тарихым»", {ucs2, 65, 1}},
      {"Нәтиже мерзімі жетті (21.09). app.testcenter.kz, «Менің тарихым»", {ucs2, 64, 1}},
      {"ҚАЗТЕСТ: Ақтау, 12.09.2023 10:00. Өтінім мерзімі 17.09 23:59-да бітеді.", {ucs2, 71, 2}},
      {"QAZTEST natijesi: app.testcenter.kz, Merzimi 26.09.2023", {gsm7, 55, 1}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const SmsSize size = measure_sms_text(row.text);
    CHECK(size.alphabet == row.size.alphabet);
    CHECK(size.units == row.size.units);
    CHECK(size.parts == row.size.parts);
  }
}

TEST_CASE("the default alphabet has its own idea of characters", "[dispatch][sms_parts]") {
  struct Row {
    std::string text;
    int units;  ///< 0 where UCS-2 is needed.
  };
  const Row rows[] = {{"@£$¥", 4},
                      {"ΔΦΓΛΩΠΨΣΘΞ", 10},
                      {"^{}\\[~]|€\f", 20},
                      {"\n\r", 2},
                      {"\"#%&'?", 6},
                      {"äöñüà", 5},
                      {"`", 0},
                      {"ç", 0},
                      {"—", 0},
                      {"’", 0},
                      {"№", 0},
                      {"→", 0},
                      {"\t", 0},
                      {"і", 0}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const SmsSize size = measure_sms_text(row.text);
    CHECK((size.alphabet == SmsAlphabet::gsm7) == (row.units > 0));
    if (row.units > 0) CHECK(size.units == row.units);
  }
}

}  // namespace
}  // namespace keste::dispatch
