// The desk's subcommands without a daemon: what they read, what they refuse, how they end.
#include <sstream>

#include "kestectl/client.hpp"
#include "kestectl/kestectl.hpp"
#include "unit/config/scratch_etc.hpp"

namespace keste::test {
namespace {

struct Ran {
  int exit;
  std::string out;
  std::string err;
};

Ran run(std::vector<std::string> arguments, const std::string& input = "") {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  kestectl::Shared shared{out, err};
  shared.in = &in;
  arguments.insert(arguments.end(), {"--socket", "no-such-socket"});
  const int exit = kestectl::run(std::move(arguments), shared);
  return Ran{exit, out.str(), err.str()};
}

TEST_CASE("every subcommand of the desk says when no daemon answers", "[kestectl][desk]") {
  const std::vector<std::string> commands[] = {
      {"promo", "issue", "--iin", "900101300017", "--test", "QAZTEST"},
      {"promo", "void", "CODE", "--reason", "lost"},
      {"promo", "show", "CODE"},
      {"promo", "report"},
      {"promo", "import", "-"},
      {"applications", "import", "-", "--dry-run"},
      {"applications", "needs", "7", "--extra-minutes", "30"},
      {"results", "import", "-"},
      {"session", "roster", "one"},
      {"session", "finish", "one", "--absent", "1,2"},
      {"session", "attendance", "one", "--present", "1"},
      {"session", "move", "one", "--starts", "2023-09-20T10:00", "--reason", "fire"},
      {"session", "seats", "one", "5", "--reason", "chairs"},
      {"session", "cancel", "one", "--reason", "fire"},
      {"window", "close-at", "almaty", "2023-09-20T10:00", "--reason", "asked"},
      {"window", "extend-person", "--iin", "900101300017", "--city", "almaty", "--until",
       "2023-09-20T10:00", "--reason", "ill"},
      {"person", "export", "--iin", "900101300017"},
      {"person", "erase", "--iin", "900101300017", "--reason", "asked"},
      {"calls", "list"},
      {"calls", "done", "7", "--note", "reached"},
      {"address", "release", "a@example.kz"},
      {"city", "changes", "almaty", "--after", "7"},
      {"city", "calendar-link", "almaty", "--renew"},
      {"receipt", "applicant", "--iin", "900101300017"},
      {"receipt", "renew-key", "--reason", "yearly"},
      {"accounting"}};
  for (const auto& command : commands) {
    INFO(command[0] << " " << (command.size() > 1 ? command[1] : ""));
    const Ran ran = run(command, "Code,IIN\n");
    CHECK(ran.exit == 69);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Catch::Contains("no answer on no-such-socket"));
  }
}

TEST_CASE("what changes somebody's rights needs a reason", "[kestectl][desk]") {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"session", "cancel", "one"},
        {"session", "seats", "one", "5"},
        {"window", "close-at", "almaty", "2023-09-20T10:00"},
        {"person", "erase", "--iin", "-"},
        {"promo", "void", "CODE"}}) {
    const Ran ran = run(command);
    CHECK(ran.exit == 64);
    CHECK_THAT(ran.err, Catch::Contains("--reason"));
  }
}

TEST_CASE("a secret may come by the standard input", "[kestectl][desk]") {
  CHECK(run({"promo", "show", "-"}, "  CODE  \n").exit == 69);
  const Ran none = run({"promo", "show", "-"}, "\n");
  CHECK(none.exit == 64);
  CHECK_THAT(none.err, Catch::Contains("standard input"));
}

TEST_CASE("a sheet that is not there is told before the daemon is asked", "[kestectl][desk]") {
  const Ran ran = run({"results", "import", "no-such.csv"});
  CHECK(ran.exit == 66);
  CHECK_THAT(ran.err, Catch::Contains("cannot read no-such.csv"));
}

TEST_CASE("what goes into an address is encoded", "[kestectl][desk]") {
  CHECK(kestectl::percent_encode("astana-0920-1") == "astana-0920-1");
  CHECK(kestectl::percent_encode("a b/ә?") == "a%20b%2F%D3%99%3F");
}

}  // namespace
}  // namespace keste::test
