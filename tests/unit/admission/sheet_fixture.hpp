// A season whose cities have the names that people write, and sheets written in a line.
#pragma once

#include <string>
#include <vector>

#include "admission/sheet_columns.hpp"
#include "support/campaigns.hpp"

#include <catch2/catch.hpp>

namespace keste::test {

/// Astana, Konaev, Oral and Almaty in September 2023; two sessions in Astana on the 20th. The
/// questionnaire's zone is Almaty's, UTC+6 then.
inline campaign::Campaign sheet_campaign() {
  campaign::Campaign made = pkr_2023();
  made.tests.push_back(campaign::Test{"QRT", "online", "", "https://www.qrt.kz"});
  made.cities.push_back(city("konaev", "Asia/Almaty", "regional"));
  const auto name = [&](const char* code, LocalizedText text, std::vector<std::string> aliases) {
    for (campaign::City& one : made.cities) {
      if (one.code != code) continue;
      one.name = std::move(text);
      one.aliases = std::move(aliases);
    }
  };
  name("astana", {"Астана", "Астана", "Astana"}, {"Нұр-Сұлтан", "Нур-Султан"});
  name("almaty", {"Алматы", "Алматы", "Almaty"}, {"Алма-Ата"});
  name("oral", {"Орал", "Уральск", "Oral (Uralsk)"}, {"Uralsk"});
  name("konaev", {"Қонаев", "Конаев", "Konaev"}, {"Қапшағай", "Капчагай", "Kapchagay"});
  made.sessions.push_back(
      session("astana-0920-2", "astana", "2023-09-20T15:00", "2023-09-20T17:30"));
  made.sessions.push_back(session("konaev-0914", "konaev", "2023-09-14T10:00", "2023-09-14T12:30"));
  made.questionnaire.zone = zone("Asia/Almaty");
  return made;
}

/// A table out of comma-separated text.
inline sheet::Table sheet_of(std::string_view text) {
  const auto table = sheet::read_table(text);
  REQUIRE(table);
  return table.value();
}

/// "iin:digits_lost" for each, in order.
inline std::vector<std::string> words_of(const std::vector<admission::CellProblem>& problems) {
  std::vector<std::string> words;
  for (const admission::CellProblem& one : problems) words.push_back(one.field + ":" + one.word);
  return words;
}

/// "iin:leading zeros put back" for each, in order.
inline std::vector<std::string> repairs_of(const std::vector<admission::CellRepair>& repairs) {
  std::vector<std::string> words;
  for (const admission::CellRepair& one : repairs) words.push_back(one.field + ":" + one.what);
  return words;
}

using Texts = std::vector<std::string>;

}  // namespace keste::test
