// Maildir files: durable, each once, and what a full or missing disk does.
#include "dispatch/maildir_channel.hpp"
#include "dispatch/maildir_files.hpp"
#include "season_fixture.hpp"

#include <stdlib.h>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "base/fault.hpp"

namespace keste::dispatch {
namespace {

namespace fs = std::filesystem;

/// A directory of its own that goes with the test.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "keste-maildir-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Scratch() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Mail make_mail(int number) {
  Mail mail;
  mail.message_id = "<keste.pkr-2023." + std::to_string(number) + "@example.kz>";
  mail.content = "Subject: x\r\n\r\n" + std::to_string(number) + "\r\n";
  return mail;
}

std::size_t count_files(const fs::path& directory) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

std::string read_file(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST_CASE("a file name depends on the Message-ID alone", "[dispatch][maildir]") {
  CHECK(maildir_name("<keste.pkr-2023.7@example.kz>") == "keste.pkr-2023.7@example.kz");
  CHECK(maildir_name("<../a:b/c>") == "=2E.=2Fa=3Ab=2Fc");
  CHECK(maildir_name("a") == "a");
}

TEST_CASE("a batch stands in new and nothing is left in tmp", "[dispatch][maildir]") {
  Scratch scratch;
  MaildirFiles files(scratch.path() / "outbox");
  const auto results = files.write({make_mail(1), make_mail(2)});
  REQUIRE(results.size() == 2);
  CHECK(results[0].outcome == Outcome::sent);
  CHECK(count_files(scratch.path() / "outbox/tmp") == 0);
  CHECK(count_files(scratch.path() / "outbox/new") == 2);
  CHECK(read_file(scratch.path() / "outbox/new/keste.pkr-2023.2@example.kz") ==
        make_mail(2).content);
}

TEST_CASE("a message that stands already is not written again", "[dispatch][maildir]") {
  Scratch scratch;
  MaildirFiles files(scratch.path());
  const std::string name = maildir_name(make_mail(1).message_id);
  files.write({make_mail(1)});
  SECTION("in new") {}
  SECTION("in cur without flags") {
    fs::rename(scratch.path() / "new" / name, scratch.path() / "cur" / name);
  }
  SECTION("in cur with flags") {
    fs::rename(scratch.path() / "new" / name, scratch.path() / "cur" / (name + ":2,RS"));
  }
  const std::size_t in_new = count_files(scratch.path() / "new");
  auto results = files.write({make_mail(1)});
  CHECK(results[0].outcome == Outcome::sent);
  CHECK(count_files(scratch.path() / "new") == in_new);
  results = MaildirFiles(scratch.path()).write({make_mail(1)});
  CHECK(results[0].outcome == Outcome::sent);
  CHECK(count_files(scratch.path() / "new") == in_new);
}

TEST_CASE("a half-written file of an earlier run does no harm", "[dispatch][maildir]") {
  Scratch scratch;
  MaildirFiles files(scratch.path());
  const std::string name = maildir_name(make_mail(1).message_id);
  std::ofstream(scratch.path() / "tmp" / name) << std::string(5000, 'x');
  CHECK(files.write({make_mail(1)})[0].outcome == Outcome::sent);
  CHECK(read_file(scratch.path() / "new" / name) == make_mail(1).content);
}

TEST_CASE("a maildir that went away is unavailable", "[dispatch][maildir]") {
  Scratch scratch;
  MaildirFiles files(scratch.path() / "outbox");
  fs::remove_all(scratch.path() / "outbox");
  const auto results = files.write({make_mail(1)});
  CHECK(results[0].outcome == Outcome::unavailable);
  CHECK_THAT(results[0].reason, Catch::Matchers::Contains("No such file"));
}

TEST_CASE("a full device is a soft failure", "[dispatch][maildir]") {
  Scratch scratch;
  MaildirFiles files(scratch.path());
  // Writing to this device always says that no space is left.
  const std::string name = maildir_name(make_mail(1).message_id);
  fs::create_symlink("/dev/full", scratch.path() / "tmp" / name);
  const auto results = files.write({make_mail(1), make_mail(2)});
  CHECK(results[0].outcome == Outcome::soft);
  CHECK_THAT(results[0].reason, Catch::Matchers::Contains("No space left"));
  CHECK(results[1].outcome == Outcome::sent);
  CHECK(files.write({make_mail(1)})[0].outcome == Outcome::sent);
}

TEST_CASE("a maildir that cannot be made is refused at start", "[dispatch][maildir]") {
  CHECK_THROWS_AS(MaildirFiles("/dev/null/outbox"), Fault);
}

TEST_CASE("the channel answers on the io thread and closes after the last", "[dispatch][maildir]") {
  Scratch scratch;
  boost::asio::io_context io;
  MaildirChannel channel(scratch.path(), io.get_executor());
  CHECK(channel.width() == 64);
  std::vector<std::string> seen;
  int left = 200;
  std::function<void(int)> send = [&](int lane) {
    channel.send(lane, make_mail(left--), [&, lane](const SendResult& result) {
      CHECK(result.outcome == Outcome::sent);
      seen.emplace_back("sent");
      if (left > 0) {
        send(lane);
      } else if (seen.size() == 200) {
        channel.close([&] { seen.emplace_back("closed"); });
      }
    });
  };
  for (int lane = 0; lane < channel.width(); ++lane) send(lane);
  io.run();
  REQUIRE(seen.size() == 201);
  CHECK(seen.back() == "closed");
  CHECK(count_files(scratch.path() / "new") == 200);
}

TEST_CASE("a channel destroyed while writing never answers", "[dispatch][maildir]") {
  Scratch scratch;
  boost::asio::io_context io;
  bool answered = false;
  {
    MaildirChannel channel(scratch.path(), io.get_executor());
    channel.send(0, make_mail(1), [&](const SendResult&) { answered = true; });
    io.poll_one();
  }
  io.restart();
  io.run();
  CHECK_FALSE(answered);
}

}  // namespace
}  // namespace keste::dispatch
