// kestectl db: whole databases, while no daemon has them open.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>

#include "base/fault.hpp"
#include "base/text.hpp"
#include "kestectl/kestectl.hpp"
#include "kestectl/table.hpp"
#include "store/copy.hpp"
#include "store/instance_lock.hpp"

namespace keste::kestectl {
namespace {

namespace json = boost::json;

struct Copy {
  std::string from;
  std::string to;
};

/// A database and, where it is a file, the right to be alone with it.
struct Opened {
  explicit Opened(const std::string& url)
      : location(url.starts_with("sqlite:") ? url.substr(7) : url) {
    if (!store::is_postgresql(location)) lock.emplace(location + ".lock");
    database = std::make_unique<store::Database>(location, store::Access::writer);
  }
  std::string location;
  std::optional<store::InstanceLock> lock;
  std::unique_ptr<store::Database> database;
};

void print(const store::CopyReport& report, Shared& shared) {
  if (shared.json()) {
    json::object answer;
    json::array& tables = answer["tables"].emplace_array();
    for (const auto& table : report.tables) {
      tables.push_back(json::object{{"table", std::string(table.name)},
                                    {"rows", table.rows},
                                    {"checksum", to_hex(table.checksum)},
                                    {"was_there", table.was_there}});
    }
    answer["audit"] =
        json::object{{"lines", report.audit.lines}, {"head", to_hex(report.audit.head)}};
    shared.out << json::serialize(answer) << "\n";
    return;
  }
  Table table({"table", "rows", "checksum"});
  for (const auto& one : report.tables) {
    table.add(
        {std::string(one.name), std::to_string(one.rows), to_hex(one.checksum).substr(0, 16)});
  }
  shared.out << table.render(shared.width);
  shared.out << "The audit log is whole: " << report.audit.lines << " lines, head "
             << to_hex(report.audit.head) << "\n";
}

void copy(const Copy& wanted, Shared& shared) {
  const char* const to_line_begin = "\r\x1b[K";
  const auto clear = [&] {
    if (shared.progress) shared.err << to_line_begin << std::flush;
  };
  try {
    // A mistyped name would make an empty file of it.
    const std::string path =
        wanted.from.starts_with("sqlite:") ? wanted.from.substr(7) : wanted.from;
    if (!store::is_postgresql(path) && !std::filesystem::exists(path)) {
      shared.err << "kestectl: there is no " << path << "\n";
      shared.exit = exit_code::no_input;
      return;
    }
    const Opened from(wanted.from);
    const Opened to(wanted.to);
    const auto report = store::copy_database(
        *from.database, *to.database,
        [&](std::string_view table, std::int64_t done, std::int64_t rows) {
          if (!shared.progress) return;
          shared.err << to_line_begin << draw_bar(done, rows) << " " << table << std::flush;
        });
    clear();
    print(report, shared);
  } catch (const Fault& fault) {
    clear();
    shared.err << "kestectl: " << fault.what() << "\n";
    shared.exit = fault.kind() == FaultKind::busy || fault.kind() == FaultKind::unreachable
                      ? exit_code::unavailable
                      : exit_code::broken;
  }
}

}  // namespace

void add_db(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("db", "Whole databases, while no daemon has them open");
  group->require_subcommand(1);
  CLI::App* command =
      group->add_subcommand("copy", "Copy a whole campaign: from SQLite to PostgreSQL, or back");
  auto wanted = std::make_shared<Copy>();
  command->add_option("FROM", wanted->from, "sqlite:PATH or postgresql://…")->required();
  command->add_option("TO", wanted->to, "The same; empty, or the beginning of the same copy")
      ->required();
  command->callback([wanted, &shared] { copy(*wanted, shared); });
}

}  // namespace keste::kestectl
