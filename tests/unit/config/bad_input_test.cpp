// Bad campaign files: one fault each, and every word of what is said about it.
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

struct BadInput {
  const char* from;
  const char* to;
  Texts errors;
};

const std::vector<BadInput> bad_inputs{
    {"seats: 60",
     "seats: many",
     {"campaigns/spring.yaml:15:86: seats: 'many' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seats: 0",
     {"campaigns/spring.yaml:15:86: seats: '0' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seats: 010",
     {"campaigns/spring.yaml:15:86: seats: '010' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seats: 0x10",
     {"campaigns/spring.yaml:15:86: seats: '0x10' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seats: \"60\"",
     {"campaigns/spring.yaml:15:86: seats: '60' is a text; write the number without quotes"}},
    {"seats: 60",
     "seats: yes",
     {"campaigns/spring.yaml:15:86: seats: 'yes' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seats: [1]",
     {"campaigns/spring.yaml:15:86: seats: expected a whole number from 1 to 100000, found a "
      "list"}},
    {"seats: 60",
     "seats:",
     {"campaigns/spring.yaml:15:79: seats: expected a whole number from 1 to 100000, found "
      "nothing"}},
    {"seats: 60",
     "seats: 60.5",
     {"campaigns/spring.yaml:15:86: seats: '60.5' is not a whole number from 1 to 100000"}},
    {"seats: 60",
     "seets: 60",
     {"campaigns/spring.yaml:15:79: unknown key 'seets'; did you mean 'seats'?"}},
    {", seats: 60", "", {"campaigns/spring.yaml:15:5: missing key 'seats' in session"}},
    {"seats: 60",
     "seats: 60, seats: 61",
     {"campaigns/spring.yaml:15:90: duplicate key 'seats'; it stands already in line 15"}},
    {"seats: 60",
     "seats: 60, venue: {room: 3}",
     {"campaigns/spring.yaml:15:98: unknown key 'room'; known: name, address, email, phone"}},
    {"seats: 60",
     "seats: 60, venue: {email: nobody}",
     {"campaigns/spring.yaml:15:105: email: 'nobody' is not an address such as name@example.kz"}},
    {"id: a-1",
     "id: A_1",
     {"campaigns/spring.yaml:15:10: id: 'A_1' is not an id: use 1 to 64 of a-z, 0-9 and '-'"}},
    {"id: o-1",
     "id: a-1",
     {"campaigns/spring.yaml:16:10: id: 'a-1' is taken by the session in line 15; each needs its "
      "own id"}},
    {"city: astana",
     "city: astna",
     {"campaigns/spring.yaml:15:21: city: unknown city 'astna'; known are astana, oral"}},
    {"starts: 2023-09-20T10:00",
     "starts: 2023-09-20",
     {"campaigns/spring.yaml:15:37: starts: '2023-09-20' is not a civil date and time such as "
      "2023-09-20T10:00"}},
    {"starts: 2023-09-20T10:00",
     "starts: 2023-09-20T10:00+06:00",
     {"campaigns/spring.yaml:15:37: starts: '2023-09-20T10:00+06:00' is not a civil date and time "
      "such as 2023-09-20T10:00; leave the offset out, the city's zone gives it"}},
    {"starts: 2023-09-20T10:00",
     "starts: 2023-09-31T10:00",
     {"campaigns/spring.yaml:15:37: starts: 2023-09-31 does not exist: September has 30 days"}},
    {"ends: 2023-09-20T12:30",
     "ends: 2023-09-20T09:30",
     {"campaigns/spring.yaml:15:61: ends: 2023-09-20T09:30 is not after the start "
      "(2023-09-20T10:00); a later end"}},
    {"starts: 2023-09-20T10:00, ends: 2023-09-20T12:30",
     "starts: 2023-10-20T10:00, ends: 2023-10-20T12:30",
     {"campaigns/spring.yaml:15:37: starts: 2023-10-20T10:00 is outside the testing span "
      "2023-09-01 to 2023-09-22; a day within it, or a wider span"}},
    {"to: 2023-09-22}\nouter",
     "to: 2023-09-31}\nouter",
     {"campaigns/spring.yaml:4:33: to: 2023-09-31 does not exist: September has 30 days"}},
    {"outer_deadline: 2023-09-30",
     "outer_deadline: 30.09.2023",
     {"campaigns/spring.yaml:5:17: outer_deadline: '30.09.2023' is not a date such as 2023-09-22"}},
    {"outer_deadline: 2023-09-30",
     "outer_deadline: 2023-02-29",
     {"campaigns/spring.yaml:5:17: outer_deadline: 2023-02-29 does not exist: February 2023 has 28 "
      "days"}},
    {"outer_deadline: 2023-09-30",
     "outer_deadline: 2023-13-01",
     {"campaigns/spring.yaml:5:17: outer_deadline: 2023-13-01 does not exist: months go from 01 to "
      "12"}},
    {"outer_deadline: 2023-09-30",
     "outer_deadline: 2123-01-01",
     {"campaigns/spring.yaml:5:17: outer_deadline: 2123-01-01 is too far away: years go from 1970 "
      "to 2099"}},
    {"to: 2023-09-22}, results",
     "to: 2023-08-22}, results",
     {"campaigns/spring.yaml:9:44: to: 2023-08-22 is before the window's first day (2023-09-01); "
      "the same day or a later one"}},
    {"to: 2023-09-22}, results",
     "to: 2023-09-22, closes_at: 6pm}, results",
     {"campaigns/spring.yaml:9:67: closes_at: '6pm' is not a time from 00:00 to 24:00"}},
    {"results_within_working_days: 2",
     "results_within_working_days: 2, due_time: \"24:30\"",
     {"campaigns/spring.yaml:9:99: due_time: '24:30' is not a time from 00:00 to 24:00"}},
    {"results_within_working_days: 2",
     "results_in_working_days: 2",
     {"campaigns/spring.yaml:9:57: unknown key 'results_in_working_days'; did you mean "
      "'results_within_working_days'?"}},
    {"rule: capital",
     "rule: metropolis",
     {"campaigns/spring.yaml:12:89: rule: unknown rule 'metropolis'; known are capital, regional"}},
    {"zone: Asia/Oral",
     "zone: Asia/Orall",
     {"campaigns/spring.yaml:13:65: zone: unknown zone 'Asia/Orall': an IANA name such as "
      "Asia/Oral"}},
    {"zone: Asia/Oral",
     "zone: Etc/GMT-5",
     {"campaigns/spring.yaml:13:65: zone: zone 'Etc/GMT-5' is a fixed offset, and a city's offset "
      "can change: an IANA name such as Asia/Almaty"}},
    {"ru: Кампания, ",
     "",
     {"campaigns/spring.yaml:2:8: title: missing language 'ru'; kk, ru and en are all needed"}},
    {"title: {kk: Науқан, ru: Кампания, en: Campaign}",
     "title: Campaign",
     {"campaigns/spring.yaml:2:8: title: expected keys with values, found a single value"}},
    {"ru: Уральск, ", "ru: \"\", ", {"campaigns/spring.yaml:13:39: ru: must not be empty"}},
    {"calendar: kz",
     "calendar: ru",
     {"campaigns/spring.yaml:3:11: calendar: no calendar has the id 'ru'; known: kz"}},
    {"calendar: kz\n", "", {"campaigns/spring.yaml:1:1: missing key 'calendar' in campaign"}},
    {"mode: online",
     "mode: offline",
     {"campaigns/spring.yaml:7:21: mode: 'offline' is not one of mobile, online; did you mean "
      "'online'?"}},
    {"url: \"https://www.qrt.kz\"",
     "url: www.qrt.kz",
     {"campaigns/spring.yaml:7:34: url: 'www.qrt.kz' is not a web address such as "
      "https://example.kz"}},
    {"pass_level: B1",
     "pass_level: B1\npass_level: B2",
     {"campaigns/spring.yaml:7:1: duplicate key 'pass_level'; it stands already in line 6"}},
    {"calendar: kz",
     "calendar: &c kz",
     {"campaigns/spring.yaml:3:11: anchors (&name) are not supported; remove it"}},
    {"calendar: kz",
     "calendar: &c kz\npass: *c",
     {"campaigns/spring.yaml:3:11: anchors (&name) are not supported; remove it",
      "campaigns/spring.yaml:4:1: unknown key 'pass'; known: id, title, calendar, testing, "
      "outer_deadline, pass_level, admission, tests, rules, cities, sessions, questionnaire",
      "campaigns/spring.yaml:4:7: aliases (*name) are not supported; write the value out"}},
    {"calendar: kz",
     "calendar: !!str kz",
     {"campaigns/spring.yaml:3:11: tags (!name) are not supported; write the plain value"}},
    {"pass_level: B1",
     "<<: {pass_level: B1}",
     {"campaigns/spring.yaml:6:1: merge keys (<<) are not supported; write the keys out"}},
    {"pass_level: B1",
     "pass_level: [[[[[[[[[[[[[[[[B1]]]]]]]]]]]]]]]]",
     {"campaigns/spring.yaml:6:28: nested deeper than 16 levels"}},
    {"pass_level: B1",
     "? [a]\n: b",
     {"campaigns/spring.yaml:6:3: a key must be a plain text, not a list or a map"}},
    {"rules:\n",
     "rules: {}\nrule:\n",
     {"campaigns/spring.yaml:8:8: rules: at least one is needed",
      "campaigns/spring.yaml:9:1: unknown key 'rule'; did you mean 'rules'?"}},
    {"id: spring",
     "--- \nid: spring\n---\nid: autumn",
     {"campaigns/spring.yaml:3:1: a second document begins here; a file holds one"}},
    {"testing: {from",
     "testing: {from: [, to",
     {"campaigns/spring.yaml:4:50: not YAML: illegal flow end"}},
    {"Campaign}",
     "Campaign\x04"
     "}",
     {"campaigns/spring.yaml:2:47: a control character stands here; remove it"}},
    {"Campaign}",
     "Campaign\xff"
     "}",
     {"campaigns/spring.yaml:2:1: this line is not UTF-8; save the file as UTF-8"}},
};

}  // namespace

TEST_CASE("each fault of a campaign file is named with its place", "[config][errors]") {
  for (const BadInput& input : bad_inputs) {
    CAPTURE(input.from, input.to);
    ScratchEtc etc;
    etc.replace("campaigns/spring.yaml", input.from, input.to);
    CHECK(etc.errors() == input.errors);
  }
}

}  // namespace keste::test
