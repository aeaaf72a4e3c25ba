// ScratchEtc: a small sound etc tree in a temporary directory, to be bent by a test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "config/config.hpp"

#include <catch2/catch.hpp>

namespace keste::test {

inline constexpr const char* sound_settings =
    R"(http: {listen: "127.0.0.1:8080"}
store: {url: "sqlite:keste.db"}
mail: {url: "maildir:outbox", from: "Keste <keste@example.kz>"}
)";

inline constexpr const char* sound_calendar =
    R"(id: kz
weekend: [sat, sun]
covers: {from: 2023-01-01, to: 2024-12-31}
days:
  - {on: 2023-03-08, kind: holiday, name: {kk: Мереке, ru: Праздник, en: Holiday}, source: law}
  - {on: 2023-07-07, kind: day_off, name: {kk: Демалыс, ru: Выходной, en: Day off}, source: order}
)";

inline constexpr const char* sound_campaign =
    R"(id: spring
title: {kk: Науқан, ru: Кампания, en: Campaign}
calendar: kz
testing: {from: 2023-09-01, to: 2023-09-22}
outer_deadline: 2023-09-30
pass_level: B1
tests: {QRT: {mode: online, url: "https://www.qrt.kz"}}
rules:
  capital: {window: {from: 2023-09-01, to: 2023-09-22}, results_within_working_days: 2}
  regional: {window: {from: 2023-09-01, to: 2023-09-17}, results_within_working_days: 7}
cities:
  - {code: astana, name: {kk: Астана, ru: Астана, en: Astana}, zone: Asia/Almaty, rule: capital}
  - {code: oral, name: {kk: Орал, ru: Уральск, en: Oral}, zone: Asia/Oral, rule: regional}
sessions:
  - {id: a-1, city: astana, starts: 2023-09-20T10:00, ends: 2023-09-20T12:30, seats: 60}
  - {id: o-1, city: oral, starts: 2023-09-14T10:00, ends: 2023-09-14T12:30, seats: 40}
)";

inline constexpr const char* sound_messages =
    R"(application_received: {subject: "Received", text: "Dear {name}"}
session_reminder: {subject: "Tomorrow", text: "Dear {name}"}
results_due: {subject: "Results", text: "Dear {name}"}
application_received_online: {subject: "Received", text: "Dear {name}"}
seat_allotted: {subject: "Seat", text: "Dear {name}"}
waitlisted: {subject: "Waitlist", text: "Dear {name}"}
waitlist_ended: {subject: "Waitlist", text: "Dear {name}"}
session_changed: {subject: "Changed", text: "Dear {name}"}
session_cancelled: {subject: "Cancelled", text: "Dear {name}"}
session_finished: {subject: "Finished", text: "Dear {name}"}
due_date_moved: {subject: "Moved", text: "Dear {name}"}
result_ready: {subject: "Result", text: "Dear {name}"}
window_closed: {subject: "Closed", text: "{city}"}
results_overdue: {subject: "Overdue", text: "{city}"}
)";

/// Removed with everything in it at the end of the test.
class ScratchEtc {
 public:
  ScratchEtc() {
    std::string pattern = (std::filesystem::temp_directory_path() / "keste-etc-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    write("kested.yaml", sound_settings);
    write("calendars/kz.yaml", sound_calendar);
    write("campaigns/spring.yaml", sound_campaign);
    for (const char* code : {"kk", "ru", "en"}) {
      write(std::string("messages/") + code + ".yaml", sound_messages);
    }
  }
  ~ScratchEtc() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchEtc(const ScratchEtc&) = delete;
  ScratchEtc& operator=(const ScratchEtc&) = delete;

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  void remove(const std::string& name) { std::filesystem::remove_all(path_ / name); }

  /// Replaces the first `from`, which must be there.
  void replace(const std::string& name, const std::string& from, const std::string& to) {
    std::ostringstream text;
    text << std::ifstream(path_ / name, std::ios::binary).rdbuf();
    std::string changed = text.str();
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    write(name, changed.replace(at, from.size(), to));
  }

  config::Loaded load() const { return config::load(path_); }

  /// The texts of one kind, with paths below the directory.
  std::vector<std::string> texts(const config::Loaded& loaded,
                                 config::Diagnostic::Kind kind) const {
    std::vector<std::string> texts;
    const std::string prefix = path_.string() + "/";
    for (const config::Diagnostic& diagnostic : loaded.diagnostics) {
      // The tz database of the machine is no part of the tree.
      if (diagnostic.kind != kind || diagnostic.file.ends_with("tzdata.zi")) continue;
      std::string text = diagnostic.text();
      for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
        text.erase(at, prefix.size());
      }
      texts.push_back(text);
    }
    return texts;
  }
  std::vector<std::string> errors() const { return texts(load(), config::Diagnostic::Kind::error); }
  std::vector<std::string> warnings() const {
    return texts(load(), config::Diagnostic::Kind::warning);
  }

 private:
  std::filesystem::path path_;
};

using Texts = std::vector<std::string>;

}  // namespace keste::test
