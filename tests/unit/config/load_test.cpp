// Loading whole trees: what a sound one becomes, and what the files say of one another.
#include "config/loading.hpp"
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

using config::Configuration;

std::string autumn() {
  std::string text = sound_campaign;
  return text.replace(text.find("spring"), 6, "autumn");
}

TEST_CASE("a sound tree becomes a configuration", "[config][load]") {
  const ScratchEtc etc;
  const config::Loaded loaded = etc.load();
  REQUIRE(etc.errors() == Texts{});
  REQUIRE(loaded.configuration != nullptr);
  const Configuration& configuration = *loaded.configuration;
  const Configuration::Season& season = configuration.served();
  CHECK(season.campaign.id == "spring");
  CHECK(season.campaign.title.ru == "Кампания");
  CHECK(season.campaign.cities.at(1).zone.name() == "Asia/Oral");
  CHECK(season.campaign.sessions.at(0).seats == 60);
  CHECK(format_date(*season.campaign.outer_deadline) == "2023-09-30");
  CHECK(season.calendar == configuration.calendars.at("kz"));
  CHECK(season.schedule.windows.size() == 2);
  CHECK(format_utc(season.schedule.sessions.at(0).due_at) == "2023-09-22T12:00:00Z");
  CHECK(configuration.find_season("spring") == &season);
  CHECK(configuration.find_season("autumn") == nullptr);
}

TEST_CASE("places and their texts are optional", "[config][load]") {
  ScratchEtc etc;
  etc.replace("campaigns/spring.yaml", "seats: 60",
              "seats: 60, venue: {name: {kk: Зал, ru: Зал, en: Hall}, address: Abay 1, "
              "email: hall@example.kz, phone: 8 700 000 00 00}");
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration != nullptr);
  const campaign::Place& venue = loaded.configuration->served().campaign.sessions.at(0).venue;
  CHECK(venue.name.en == "Hall");
  CHECK(venue.address == LocalizedText{"Abay 1", "Abay 1", "Abay 1"});
  CHECK(venue.email == "hall@example.kz");
  CHECK(venue.phone == "8 700 000 00 00");
}

TEST_CASE("all faults of all files are reported at once in order", "[config][load]") {
  ScratchEtc etc;
  etc.replace("kested.yaml", "127.0.0.1:8080", "somewhere");
  etc.replace("calendars/kz.yaml", "source: order", "source: ''");
  etc.replace("campaigns/spring.yaml", "seats: 60", "seats: none");
  etc.replace("campaigns/spring.yaml", "ends: 2023-09-14T12:30", "ends: 2023-09-14T09:00");
  etc.replace("messages/kk.yaml", "Tomorrow", "");
  etc.remove("messages/en.yaml");
  const config::Loaded loaded = etc.load();
  CHECK(loaded.configuration == nullptr);
  CHECK(loaded.has_errors());
  CHECK(etc.errors() ==
        Texts{"calendars/kz.yaml:6:93: source: must not be empty",
              "campaigns/spring.yaml:15:86: seats: 'none' is not a whole number from 1 to 100000",
              "campaigns/spring.yaml:16:59: ends: 2023-09-14T09:00 is not after the start "
              "(2023-09-14T10:00); a later end",
              "kested.yaml:1:16: listen: 'somewhere' is not HOST:PORT such as 127.0.0.1:8080",
              "messages/en.yaml:1:1: cannot be read: No such file or directory",
              "messages/kk.yaml:2:29: subject: must not be empty"});
}

TEST_CASE("what refers to a part with an error is not reported too", "[config][load]") {
  struct Bend {
    const char* from;
    const char* to;
    std::size_t errors;
  };
  const Bend bends[] = {
      {"zone: Asia/Oral", "zone: Mars/Base", 1},       // its session o-1
      {"code: oral", "code: Oral", 1},                 // a city without a sound code
      {"regional: {window", "regional: {windows", 1},  // the city under the rule, and its session
      {"regional: {window", "Regional: {window", 2},   // the key, and an id that has capitals
      {"cities:\n", "cities: []\nsessions_of_old:\n", 2},
      {"testing: {from: 2023-09-01, to: 2023-09-22}", "testing: {from: 1.9., to: 22.9.}", 2},
      {"id: spring", "id: Spring", 1},
      {"calendar: kz", "calendar: KZ", 1},
  };
  for (const Bend& bend : bends) {
    ScratchEtc etc;
    etc.replace("campaigns/spring.yaml", bend.from, bend.to);
    const Texts errors = etc.errors();
    CAPTURE(bend.to, errors);
    CHECK(errors.size() == bend.errors);
  }
}

TEST_CASE("a campaign is still judged while its calendar has errors", "[config][load]") {
  ScratchEtc etc;
  etc.replace("calendars/kz.yaml", "[sat, sun]", "[sat, son]");
  etc.replace("campaigns/spring.yaml", "city: oral", "city: orol");
  CHECK(etc.errors() ==
        Texts{"calendars/kz.yaml:2:16: weekend: 'son' is not one of sun, mon, tue, wed, thu, fri, "
              "sat; did you mean 'sun'?",
              "campaigns/spring.yaml:16:21: city: unknown city 'orol'; known are astana, oral"});
}

TEST_CASE("an id that two files share is an error that names both", "[config][load]") {
  ScratchEtc etc;
  etc.write("calendars/second.yaml", sound_calendar);
  etc.write("campaigns/winter.yaml", sound_campaign);
  CHECK(etc.errors() == Texts{"calendars/second.yaml:1:5: id: 'kz' is already the id of the "
                              "calendar in calendars/kz.yaml:1:5",
                              "campaigns/winter.yaml:1:5: id: 'spring' is already the id of the "
                              "campaign in campaigns/spring.yaml:1:5"});
}

TEST_CASE("one of several campaigns must be named", "[config][load]") {
  ScratchEtc etc;
  etc.write("campaigns/autumn.yaml", autumn());
  CHECK(etc.errors() == Texts{"kested.yaml:1:1: missing key 'campaign': campaigns/ holds more than "
                              "one (autumn, spring); name the one to serve"});
  etc.write("kested.yaml", std::string("campaign: autumn\n") + sound_settings);
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration != nullptr);
  CHECK(loaded.configuration->served().campaign.id == "autumn");
  CHECK(loaded.configuration->seasons.size() == 2);
}

TEST_CASE("empty folders and missing files are errors", "[config][load]") {
  ScratchEtc etc;
  etc.remove("campaigns");
  etc.remove("calendars/kz.yaml");
  etc.remove("kested.yaml");
  CHECK(etc.errors() == Texts{"calendars:1:1: holds no calendar; add one as calendars/ID.yaml",
                              "campaigns:1:1: holds no campaign; add one as campaigns/ID.yaml",
                              "kested.yaml:1:1: cannot be read: No such file or directory"});
  const config::Loaded nowhere = config::load(etc.path() / "nowhere");
  REQUIRE(nowhere.diagnostics.size() == 1);
  CHECK(nowhere.has_errors());
}

TEST_CASE("only yaml files are read", "[config][load]") {
  ScratchEtc etc;
  etc.write("campaigns/.spring.yaml", "[");
  etc.write("campaigns/spring.yaml~", "[");
  etc.write("campaigns/autumn.yml", autumn());
  etc.write("messages/de.yaml", sound_messages);
  etc.remove("messages/kk.yaml");
  std::filesystem::create_directory(etc.path() / "messages/kk.yaml");
  CHECK(etc.warnings() ==
        Texts{"campaigns/autumn.yml:1:1: warning: is not read: only files that end in .yaml are"});
  CHECK(etc.errors() ==
        Texts{"messages/de.yaml:1:1: unknown language 'de'; messages/ holds kk.yaml, ru.yaml and "
              "en.yaml",
              "messages/kk.yaml:1:1: cannot be read: not a regular file"});
}

TEST_CASE("doubtful dates are warnings that do not stop a load", "[config][load]") {
  ScratchEtc etc;
  etc.replace("campaigns/spring.yaml", "outer_deadline: 2023-09-30", "outer_deadline: 2023-09-24");
  CHECK(etc.errors() == Texts{});
  REQUIRE(etc.warnings().size() == 1);
  CHECK_THAT(etc.warnings().front(), Catch::StartsWith("campaigns/spring.yaml:16:59: warning: "));
}

TEST_CASE("an SMS and a test's steps are kept where there are any", "[config][messages]") {
  ScratchEtc etc;
  etc.replace("messages/kk.yaml", "subject: \"Tomorrow\"", "sms: \"{city}\", subject: \"T\"");
  etc.replace("campaigns/spring.yaml", "mode: online",
              "steps: {kk: \"a\\nb\", ru: c, en: d}, mode: online");
  const auto loaded = etc.load();
  REQUIRE(loaded.configuration);
  const auto& messages = loaded.configuration->messages.at(Language::kk);
  CHECK(messages.at("session_reminder").sms == "{city}");
  CHECK(messages.at("results_due").sms.empty());
  CHECK(loaded.configuration->message_places.count("kk.session_reminder.sms") == 1);
  const auto& test = loaded.configuration->served().campaign.tests.front();
  CHECK(test.steps.kk == "a\nb");
}

TEST_CASE("patterns are kept with their places", "[config][messages]") {
  ScratchEtc etc;
  etc.replace("messages/kk.yaml", "text: \"Dear {name}\"", "text: \"Құрметті {name}!\\n\"");
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration != nullptr);
  const Configuration& configuration = *loaded.configuration;
  CHECK(configuration.messages.at(Language::kk).at("application_received").text ==
        "Құрметті {name}!\n");
  CHECK(configuration.message_places.size() == 14 * 3 * 2);
  const config::Diagnostic& place = configuration.message_places.at("ru.results_due.text");
  CHECK(place.line == 3);
  CHECK(place.column == 41);
  CHECK(place.file == (etc.path() / "messages/ru.yaml").string());
}

TEST_CASE("ten thousand sessions load", "[config][load]") {
  std::string text = sound_campaign;
  text.erase(text.find("  - {id: a-1"));
  for (int i = 0; i < 10'000; ++i) {
    text += "  - {id: s-" + std::to_string(i) +
            ", city: astana, starts: 2023-09-20T10:00, ends: 2023-09-20T12:30, seats: 1}\n";
  }
  ScratchEtc etc;
  etc.write("campaigns/spring.yaml", text);
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration != nullptr);
  CHECK(loaded.configuration->served().schedule.sessions.size() == 10'000);
}

TEST_CASE("a file over the limits is refused", "[config][load]") {
  ScratchEtc etc;
  std::string many = "[";
  for (std::size_t i = 0; i < config::document_nodes_max; ++i) many += "1,";
  etc.write("calendars/kz.yaml", many + "]");
  etc.write("campaigns/spring.yaml", std::string((16u << 20) + 1, '#'));
  CHECK(etc.errors() ==
        Texts{"calendars/kz.yaml:1:2000000: the file holds more than 1000000 values",
              "campaigns/spring.yaml:1:1: is larger than 16 MiB"});
}

TEST_CASE("a tz database older than 2024a is a warning", "[config][load]") {
  CHECK(config::tzdata_warning("2024a").empty());
  CHECK(config::tzdata_warning("2025b").empty());
  CHECK_THAT(config::tzdata_warning("2023d"), Catch::Contains("is 2023d, older than 2024a"));
  CHECK_THAT(config::tzdata_warning("unknown"), Catch::Contains("does not say its version"));
}

}  // namespace
}  // namespace keste::test
