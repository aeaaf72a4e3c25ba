// The questionnaire: whole answers, what is wrong in one, keys and repetitions.
#include "admission/questionnaire.hpp"

#include "unit/admission/sheet_fixture.hpp"

namespace keste::admission {
namespace {

constexpr const char* headings =
    "Уақыт белгісі;ЖСН;Тегі;Аты;Әкесінің аты;E-mail;Телефон;Тіл;Қала;Сессия;Тест;Менің "
    "жауабым;Төлем туралы белгі;Ерекше қажеттіліктер;Келісім\n";
constexpr const char* whole_row =
    "2023-09-10 14:03:05;900101300007;Үлгіева;Әйгерім;Үлгіқызы;a@example.kz;8 701 000-00-01;"
    "орысша;г. Астана;astana-0920;ҚАЗТЕСТ; PKR-1 ;KV-7;Пандус;Иә\n";

Answers read(const std::string& text, const campaign::Campaign& campaign = test::sheet_campaign()) {
  const auto answers = read_questionnaire(test::sheet_of(text), campaign);
  INFO((answers ? "" : describe(answers.error())));
  REQUIRE(answers);
  return answers.value();
}

AnswerRow read_row(const std::string& row) {
  const Answers answers = read(headings + row);
  REQUIRE(answers.rows.size() == 1);
  return answers.rows[0];
}

std::string with(const std::string& from, const std::string& to) {
  std::string row = whole_row;
  const std::size_t at = row.find(from);
  REQUIRE(at != std::string::npos);
  return row.replace(at, from.size(), to);
}

TEST_CASE("a whole answer becomes a form that read_form takes", "[admission][questionnaire]") {
  const AnswerRow row = read_row(whole_row);
  CHECK(row.row == 2);
  CHECK(row.problems.empty());
  CHECK(row.repairs.empty());
  CHECK(row.answered_at == test::instant("2023-09-10T14:03:05+06:00"));
  CHECK(row.form.iin == "900101300007");
  CHECK(row.form.surname == "Үлгіева");
  CHECK(row.form.given_name == "Әйгерім");
  CHECK(row.form.patronymic == "Үлгіқызы");
  CHECK(row.form.email == "a@example.kz");
  CHECK(row.form.phone == "+77010000001");
  CHECK(row.form.language == "ru");
  CHECK(row.form.city == "astana");
  CHECK(row.form.session == "astana-0920");
  CHECK(row.form.test == "QAZTEST");
  CHECK(row.form.promo_code == "PKR-1");
  CHECK(row.form.consent);
  CHECK(row.payment_reference == "KV-7");
  CHECK(row.needs == "Пандус");
  CHECK(read_form(row.form, test::sheet_campaign().tests));
}

TEST_CASE("each thing that is wrong is named with its column", "[admission][questionnaire]") {
  struct Case {
    const char* from;
    const char* to;
    const char* word;
    int column;
  };
  const Case c = GENERATE(values<Case>({{"2023-09-10 14:03:05", "2023-09-10", "no_time_of_day", 1},
                                        {"2023-09-10 14:03:05", "", "missing", 1},
                                        {"900101300007", "9.50101E+11", "digits_lost", 2},
                                        {"900101300007", "900101300008", "iin_control", 2},
                                        {"900101300007", "", "missing", 2},
                                        {"Үлгіева", "?лгіева", "letters_lost", 3},
                                        {"8 701 000-00-01", "8,7017E+10", "digits_lost", 7},
                                        {"орысша", "deutsch", "not_a_language", 8},
                                        {"г. Астана", "Атлантида", "city_unknown", 9},
                                        {"astana-0920", "astana-0", "session_unknown", 10},
                                        {"ҚАЗТЕСТ", "IELTS", "test_unknown", 11},
                                        {" PKR-1 ", "1,2E+10", "digits_lost", 12}}));
  const AnswerRow row = read_row(with(c.from, c.to));
  CAPTURE(c.to);
  REQUIRE(row.problems.size() == 1);
  CHECK(row.problems[0].word == c.word);
  CHECK(row.problems[0].column == c.column);
  CHECK_FALSE(row.problems[0].heading.empty());
  CHECK_FALSE(row.problems[0].right.empty());
}

TEST_CASE("what was put right is told", "[admission][questionnaire]") {
  const AnswerRow row = read_row(with("900101300007", "229600014"));
  CHECK(row.form.iin == "000229600014");
  CHECK(test::repairs_of(row.repairs) == test::Texts{"iin:leading zeros put back"});
  CHECK(row.repairs[0].heading == "ЖСН");
  CHECK(row.repairs[0].column == 2);
}

TEST_CASE("a session alone says the city, and any session is none", "[admission][questionnaire]") {
  CHECK(read_row(with("г. Астана", "")).form.city == "astana");
  const AnswerRow any = read_row(with("astana-0920", "кез келген"));
  CHECK(any.form.city == "astana");
  CHECK(any.form.session.empty());
  CHECK(any.problems.empty());
}

TEST_CASE("consent is only what was given", "[admission][questionnaire]") {
  CHECK_FALSE(read_row(with(";Иә", ";Жоқ")).form.consent);
  CHECK_FALSE(read_row(with(";Иә", ";")).form.consent);
  CHECK_FALSE(read("Timestamp,IIN,Surname,Name\n2023-09-10 14:03,900101300007,A,B\n")
                  .rows.at(0)
                  .form.consent);
}

TEST_CASE("one bad row harms no other", "[admission][questionnaire]") {
  const Answers answers =
      read(std::string(headings) + "x\n" + whole_row + ";;;;;;;;;;;;;;;;y\n" + whole_row);
  REQUIRE(answers.rows.size() == 4);
  CHECK(test::words_of(answers.rows[0].problems) ==
        test::Texts{"timestamp:not_a_time", "iin:missing"});
  CHECK(answers.rows[0].row_key.empty());
  CHECK(answers.rows[1].problems.empty());
  CHECK(answers.rows[2].problems.at(0).word == "too_many_cells");
  CHECK(answers.rows[3].problems.empty());
}

TEST_CASE("a longer export gives the same answers the same keys", "[admission][questionnaire]") {
  const std::string first = std::string(headings) + whole_row + whole_row;
  const std::string longer = first + with("900101300007", "229600014") + whole_row;
  const Answers before = read(first);
  const Answers after = read(longer);
  CHECK(before.rows[0].row_key == "2023-09-10T08:03:05Z/900101300007");
  CHECK(before.rows[1].row_key == "2023-09-10T08:03:05Z/900101300007#2");
  REQUIRE(after.rows.size() == 4);
  CHECK(after.rows[0].row_key == before.rows[0].row_key);
  CHECK(after.rows[1].row_key == before.rows[1].row_key);
  CHECK(after.rows[2].row_key == "2023-09-10T08:03:05Z/000229600014");
  CHECK(after.rows[3].row_key == "2023-09-10T08:03:05Z/900101300007#3");
}

TEST_CASE("the same person and test again is flagged and kept", "[admission][questionnaire]") {
  const std::string row(whole_row);
  const Answers answers = read(headings + row + with("ҚАЗТЕСТ", "QRT") + with("14:03", "15:00") +
                               with("ҚАЗТЕСТ", "QAZTEST"));
  std::vector<int> same;
  for (const AnswerRow& one : answers.rows) same.push_back(one.same_as_row);
  CHECK(same == std::vector<int>{0, 0, 2, 2});
}

TEST_CASE("the order of day and month is learnt from the column", "[admission][questionnaire]") {
  const Answers answers =
      read(headings + with("2023-09-10", "9/10/2023") + with("2023-09-10", "9/13/2023"));
  CHECK(answers.rows.at(0).answered_at == test::instant("2023-09-10T14:03:05+06:00"));
  CHECK(answers.reading.notes == test::Texts{"timestamp: the month stands before the day"});
}

TEST_CASE("headings of the campaign file are known", "[admission][questionnaire]") {
  campaign::Campaign campaign = test::sheet_campaign();
  campaign.questionnaire.headings[campaign::Question::promo_code].push_back("Жеке кодыңыз");
  const Answers answers =
      read("Timestamp,IIN,Surname,Name,Жеке кодыңыз:\n2023-09-10 14:03,900101300007,A,B,C-1\n",
           campaign);
  CHECK(answers.rows.at(0).form.promo_code == "C-1");
}

TEST_CASE("a sheet that cannot be understood is refused whole", "[admission][questionnaire]") {
  const auto no_columns =
      read_questionnaire(test::sheet_of("ЖСН,Пікір\n1,2\n"), test::sheet_campaign());
  REQUIRE_FALSE(no_columns);
  CHECK(no_columns.error().message.starts_with(
      "no column for timestamp (such as 'Уақыт белгісі'), surname (such as 'Тегі'), given_name"));
  CHECK(no_columns.error().message.ends_with("; the headings found are 'ЖСН', 'Пікір'"));
  campaign::Campaign campaign = test::sheet_campaign();
  campaign.questionnaire.zone.reset();
  const auto no_zone =
      read_questionnaire(test::sheet_of(std::string(headings) + whole_row), campaign);
  REQUIRE_FALSE(no_zone);
  CHECK(describe(no_zone.error()) ==
        "row 2, column 1 (A): the timestamp has no offset; state the zone of the timestamps: "
        "questionnaire: {zone: …} in the campaign");
  CHECK(
      read_questionnaire(test::sheet_of(headings + with("14:03:05", "14:03:05+06:00")), campaign));
}

}  // namespace
}  // namespace keste::admission
