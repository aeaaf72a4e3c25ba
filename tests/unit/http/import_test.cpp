// Tests of sheets: what is understood, what goes to the engine, what is told of each row.
#include "http/sheet_import.hpp"

#include "fake_engine.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

namespace {

boost::json::object body_of(const Answer& answer) {
  return boost::json::parse(answer.body).as_object();
}

const std::string headings =
    "Уақыт белгісі,ЖСН,Тегі,Аты,Электрондық пошта,Телефон,Тест түрі,Тестілеу қаласы,"
    "Келісім\n";

std::string answer_row(const std::string& at, const std::string& iin,
                       const std::string& email = "a@example.kz",
                       const std::string& test = "QAZTEST") {
  return at + "," + iin + ",Үлгі,Үміткер," + email + ",8 701 000 00 00," + test + ",Астана,иә\n";
}

Answer import(World& world, const std::string& path, const std::string& sheet) {
  return world.ask_at_desk(post("/api/v1" + path, sheet, "Content-Type: text/csv\r\n"));
}

std::vector<std::int64_t> rows_of(const engine::TakeAnswers& command) {
  std::vector<std::int64_t> rows;
  for (const auto& line : command.lines) rows.push_back(line.row);
  return rows;
}

/// The second of each two rows is refused.
engine::DeskReport take_half(const engine::DeskCommand& command) {
  engine::DeskReport report;
  const auto& lines = std::get<engine::TakeAnswers>(command).lines;
  std::int64_t taken = 0;
  for (const auto& line : lines) {
    const bool refused = line.row % 2 != 0;
    taken += refused ? 0 : 1;
    report.rows.push_back({{"row", std::int64_t{line.row}},
                           {"outcome", std::string(refused ? "refused" : "seated")}});
    if (refused) report.rows.back().push_back({"problem", std::string("window-closed")});
  }
  report.facts = {{"taken", taken}, {"refused", static_cast<std::int64_t>(lines.size()) - taken}};
  return report;
}

}  // namespace

TEST_CASE("answers go to the engine in the order of their time", "[http][import]") {
  World world;
  world.desk_answer = take_half;
  const Answer answer = import(world, "/applications:import",
                               headings + answer_row("12.09.2023 10:00:00", "900101300017") +
                                   answer_row("10.09.2023 10:00:00", "910101300019", "no address") +
                                   answer_row("11.09.2023 10:00:00", "900101300017"));
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  REQUIRE(world.performed.size() == 1);
  const auto& command = std::get<engine::TakeAnswers>(world.performed[0]);
  CHECK_FALSE(command.dry_run);
  CHECK(rows_of(command) == std::vector<std::int64_t>{4, 2});
  CHECK(command.lines[0].answered_at == parse_instant("2023-09-11T10:00:00+06:00").value());
  const auto body = body_of(answer);
  CHECK(body.at("sheet").at("charset").as_string() == "UTF-8");
  CHECK(body.at("sheet").at("delimiter").as_string() == ",");
  CHECK(body.at("sheet").at("zone").as_string() == "Asia/Almaty");
  CHECK(body.at("sheet").at("columns").at(1).at("field").as_string() == "iin");
  CHECK(body.at("total").as_int64() == 3);
  CHECK(body.at("taken").as_int64() == 2);
  CHECK(body.at("refused").as_int64() == 1);
  const auto& rows = body.at("rows").as_array();
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].at("outcome").as_string() == "seated");
  CHECK(rows[1].at("outcome").as_string() == "refused");
  const auto& wrong = rows[1].at("problems").as_array();
  const auto told = std::find_if(wrong.begin(), wrong.end(), [](const boost::json::value& one) {
    return one.at("field").as_string() == "email";
  });
  REQUIRE(told != wrong.end());
  CHECK(told->at("column").as_int64() == 5);
  CHECK(told->at("code").as_string() == "not_an_email");
}

TEST_CASE("what the engine refuses is told with the row", "[http][import]") {
  World world;
  world.desk_answer = take_half;
  const Answer answer = import(world, "/applications:import",
                               headings + answer_row("10.09.2023 10:00:00", "900101300017") +
                                   answer_row("11.09.2023 10:00:00", "900101300017"));
  const auto body = body_of(answer);
  const auto& row = body.at("rows").at(1);
  CHECK(row.at("problem").as_string() == "window-closed");
  CHECK(row.at("detail").as_string() == "Өтініш қабылдау аяқталды");
  CHECK(row.at("same_as_row").as_int64() == 2);
}

TEST_CASE("many answers go in pieces and a rehearsal goes whole", "[http][import]") {
  World world;
  world.desk_answer = take_half;
  std::string sheet = headings;
  for (int i = 0; i < 1'200; ++i) sheet += answer_row("10.09.2023 10:00:00", "900101300017");
  const Answer taken = import(world, "/applications:import?id=mine", sheet);
  REQUIRE(taken.status == 200);
  REQUIRE(world.performed.size() == 3);
  CHECK(std::get<engine::TakeAnswers>(world.performed[2]).lines.size() == 200);
  CHECK(body_of(taken).at("taken").as_int64() == 600);
  const auto progress = body_of(world.ask_at_desk(get("/api/v1/imports/mine")));
  CHECK(progress.at("rows").as_int64() == 1'200);
  CHECK(progress.at("done").as_int64() == 1'200);
  CHECK(progress.at("finished").as_bool());
  world.performed.clear();
  const Answer rehearsed = import(world, "/applications:import?dry_run=true", sheet);
  REQUIRE(world.performed.size() == 1);
  CHECK(std::get<engine::TakeAnswers>(world.performed[0]).dry_run);
  CHECK(body_of(rehearsed).at("dry_run").as_bool());
}

TEST_CASE("an answer for a test online has no place", "[http][import]") {
  World world;
  import(world, "/applications:import",
         headings + answer_row("10.09.2023 10:00:00", "900101300017", "a@example.kz", "QRT"));
  REQUIRE(world.performed.size() == 1);
  const auto& command = std::get<engine::TakeAnswers>(world.performed[0]);
  REQUIRE(command.lines.size() == 1);
  CHECK(command.lines[0].request.online);
  CHECK(command.lines[0].request.city.empty());
}

TEST_CASE("a sheet that cannot be read is refused with the place", "[http][import]") {
  World world;
  const Answer answer = import(world, "/applications:import", "ЖСН,ЖСН\n1,2\n");
  CHECK(answer.status == 422);
  CHECK(body_of(answer).at("type").as_string() == "/problems/sheet-unreadable");
  CHECK(world.performed.empty());
  const std::string json = post("/api/v1/applications:import", "{}");
  CHECK(world.ask_at_desk(json).status == 415);
  CHECK(import(world, "/applications:import?dry=true", headings).status == 400);
  CHECK(import(world, "/applications:import?id=a%20b", headings).status == 400);
  CHECK(world.ask_at_desk(get("/api/v1/imports/nobody")).status == 404);
}

TEST_CASE("a trouble ends an import and says so", "[http][import]") {
  World world;
  world.desk_trouble = engine::Trouble::storage_full;
  const Answer answer = import(world, "/applications:import?id=t",
                               headings + answer_row("10.09.2023 10:00:00", "900101300017"));
  CHECK(answer.status == 503);
  CHECK(body_of(world.ask_at_desk(get("/api/v1/imports/t"))).at("finished").as_bool());
}

TEST_CASE("promo codes without a test take the one that is meant", "[http][import]") {
  World world;
  const std::string sheet = "Code,IIN\nPKR-1,900101300017\nPKR-2,900101300018\n";
  const Answer none = import(world, "/promo-codes:import", sheet);
  CHECK(body_of(none).at("refused").as_int64() == 2);
  CHECK(world.performed.empty());
  const Answer meant = import(world, "/promo-codes:import?test=QAZTEST", sheet);
  CHECK(body_of(meant).at("refused").as_int64() == 1);
  REQUIRE(world.performed.size() == 1);
  const auto& lines = std::get<engine::ImportCodes>(world.performed[0]).lines;
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].code == "PKR-1");
  CHECK(lines[0].test == "QAZTEST");
  CHECK(body_of(meant).at("rows").as_array().size() == 1);
}

TEST_CASE("results come as a sheet and as JSON", "[http][import]") {
  World world;
  import(world, "/results", "IIN,Level,Score,Issued\n900101300017,B1,71.5,2023-09-21\n");
  REQUIRE(world.performed.size() == 1);
  const auto& line = std::get<engine::TakeResults>(world.performed[0]).lines.at(0);
  CHECK(line.row == 2);
  CHECK(line.level == "B1");
  CHECK(line.status == "final");
  const Answer answer = world.ask_at_desk(
      post("/api/v1/results", R"({"results":[{"application":7,"level":"A2","score":55},)"
                              R"({"iin":"900101300017","status":"on_hold"}]})"));
  REQUIRE(answer.status == 200);
  const auto& lines = std::get<engine::TakeResults>(world.performed[1]).lines;
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].application.value == 7);
  CHECK(lines[0].score == "55");
  CHECK(lines[1].status == "on_hold");
  const Answer wrong = world.ask_at_desk(
      post("/api/v1/results", R"({"results":[{"level":"A2"},{"iin":"1","marks":5}]})"));
  CHECK(wrong.status == 422);
  const auto told = body_of(wrong);
  CHECK(told.at("errors").at(0).at("field").as_string() == "results[0].iin");
  CHECK(told.at("errors").at(1).at("field").as_string() == "results[1].marks");
}

TEST_CASE("the desk may send whole sheets and nobody else", "[http][import]") {
  World world;
  std::string sheet = "Code,IIN,Test\n";
  while (sheet.size() < 300'000) sheet += "PKR-1,900101300017,QAZTEST\n";
  CHECK(import(world, "/promo-codes:import", sheet).status == 200);
  Client client = world.connect();
  client.try_send(post("/api/v1/promo-codes:import", sheet, "Content-Type: text/csv\r\n"));
  CHECK(client.read().status == 413);
}
