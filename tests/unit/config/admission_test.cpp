// The admission section of a campaign file, its defaults, and an online test's window.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

using namespace std::chrono_literals;
using campaign::AdmissionRules;

constexpr const char* file = "campaigns/spring.yaml";
constexpr const char* level = "pass_level: B1\n";

AdmissionRules read(const std::string& section) {
  ScratchEtc etc;
  etc.replace(file, level, level + section);
  const config::Loaded loaded = etc.load();
  REQUIRE(loaded.configuration);
  return loaded.configuration->served().campaign.admission;
}

Texts errors_with(const std::string& section) {
  ScratchEtc etc;
  etc.replace(file, level, level + section);
  return etc.errors();
}

TEST_CASE("without a section nothing is asked for that the file does not ask for",
          "[config][admission]") {
  const AdmissionRules rules = read("");
  CHECK_FALSE(rules.code_required);
  CHECK(rules.codes == AdmissionRules::Codes::as_listed);
  CHECK(rules.self_funded_first);
  CHECK(rules.waitlist);
  CHECK(rules.change_until_before == 24h);
  CHECK(rules.answer_within == 72h);
  CHECK(rules.changes_gathered_for == 5min);
  CHECK_FALSE(rules.no_show_spends_code);
  CHECK(rules.keep_personal_data_days == 0);
}

TEST_CASE("every key of the section is read", "[config][admission]") {
  const AdmissionRules rules = read(R"(admission:
  promo_code: required
  promo_codes: listed
  self_funded: first_attempt
  waitlist: false
  change_until_hours_before: 48
  answer_within_hours: 12
  gather_changes_minutes: 0
  no_show: spends_code
  consent: "2023-1"
  keep_personal_data_days: 180
)");
  CHECK(rules.code_required);
  CHECK(rules.codes == AdmissionRules::Codes::listed);
  CHECK(rules.self_funded_first);
  CHECK_FALSE(rules.waitlist);
  CHECK(rules.change_until_before == 48h);
  CHECK(rules.answer_within == 12h);
  CHECK(rules.changes_gathered_for == 0min);
  CHECK(rules.no_show_spends_code);
  CHECK(rules.consent == "2023-1");
  CHECK(rules.keep_personal_data_days == 180);
}

TEST_CASE("where a code is needed, a first attempt is not paid for unless the file says so",
          "[config][admission]") {
  CHECK_FALSE(read("admission: {promo_code: required}\n").self_funded_first);
  CHECK(read("admission: {promo_code: optional}\n").self_funded_first);
  CHECK_FALSE(read("admission: {promo_code: optional, self_funded: retake}\n").self_funded_first);
}

TEST_CASE("a wrong word of the section is named with its place", "[config][admission]") {
  struct Bend {
    const char* section;
    const char* at;
  };
  const auto bend = GENERATE(values<Bend>({
      {"admission: {promo_code: needed}\n", "7:25"},
      {"admission: {promo_codes: some}\n", "7:26"},
      {"admission: {self_funded: never}\n", "7:26"},
      {"admission: {waitlist: maybe}\n", "7:23"},
      {"admission: {change_until_hours_before: -1}\n", "7:40"},
      {"admission: {no_show: pays}\n", "7:22"},
      {"admission: {keep_personal_data_days: forever}\n", "7:38"},
      {"admission: {promocode: required}\n", "7:13"},
  }));
  CAPTURE(bend.section);
  const Texts errors = errors_with(bend.section);
  REQUIRE(errors.size() == 1);
  CHECK(errors.front().starts_with(std::string(file) + ":" + bend.at + ": "));
}

TEST_CASE("an online test takes applications in the testing span, or in its own window",
          "[config][admission]") {
  ScratchEtc etc;
  auto window = [&etc] { return etc.load().configuration->served().schedule.tests.at(0); };
  CHECK(window().test == "QRT");
  CHECK(format_utc(window().opens_at) == "2023-08-31T18:00:00Z");
  CHECK(format_utc(window().closes_at) == "2023-09-22T18:00:00Z");
  etc.replace(file, "mode: online,", "mode: online, window: {from: 2023-09-02, to: 2023-09-03},");
  CHECK(format_utc(window().opens_at) == "2023-09-01T18:00:00Z");
  CHECK(format_utc(window().closes_at) == "2023-09-03T18:00:00Z");
  etc.replace(file, "to: 2023-09-03}", "to: 2023-09-01}");
  CHECK(etc.errors().size() == 1);
}

}  // namespace
}  // namespace keste::test
