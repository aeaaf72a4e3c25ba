// Looking, reading, handing over in parts, and filing.
#include "kested/results_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/fault.hpp"
#include "kested/results_file.hpp"

namespace keste::kested {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr std::chrono::seconds look_every{2};
constexpr std::size_t rows_at_once = 500;  ///< The engine thread is not held longer than that.

/// What a file looked like; equal twice in a row means that nobody writes any more.
struct Look {
  std::uintmax_t size = 0;
  fs::file_time_type written_at;
  friend bool operator==(const Look&, const Look&) = default;
};
using Looks = std::map<fs::path, Look>;

Looks list_files(const fs::path& folder) {
  Looks looks;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    const std::string extension = entry.path().extension().string();
    if (name.starts_with('.') || extension == ".part" || extension == ".tmp") continue;
    std::error_code gone;
    // No link is followed: its target's first lines would stand in a report.
    if (entry.symlink_status(gone).type() != fs::file_type::regular || gone) continue;
    const Look look{entry.file_size(gone), entry.last_write_time(gone)};
    if (!gone) looks.emplace(entry.path(), look);
  }
  return looks;
}

/// A name that is not taken in the folder: "a.csv", "a-2.csv", …
fs::path free_name(const fs::path& folder, const fs::path& name) {
  fs::path wanted = folder / name;
  for (int i = 2; fs::exists(wanted); ++i) {
    wanted = folder / (name.stem().string() + "-" + std::to_string(i) + name.extension().string());
  }
  return wanted;
}

/// The report first: a file without one has not been taken.
void put_away(const fs::path& file, const fs::path& folder, const std::string& report) {
  const fs::path to = free_name(folder, file.filename());
  std::ofstream out(to.string() + ".report.txt", std::ios::binary | std::ios::trunc);
  out << report;
  out.flush();
  if (!out) throw Fault(FaultKind::io, "writing the report of " + file.filename().string(), "");
  fs::rename(file, to);
}

}  // namespace

struct ResultsFolder::Impl {
  Impl(const fs::path& state, Parts given)
      : folder(state / "results.d"), parts(std::move(given)), timer(parts.io) {}

  void arm();
  void look();
  void on_looked(Looks looks);
  void read(const fs::path& path);
  void hand_over();
  void on_part(const engine::DeskOutcome& outcome);
  void file_away();
  void on_filed(bool clean, const std::string& failure);

  /// Makes a value on the worker, and hands it over on the io thread while this still lives.
  template <class Make, class Take>
  void aside(Make make, Take take) {
    asio::post(parts.workers, [&io = parts.io, make, take, alive = std::weak_ptr<int>(life)] {
      auto made = make();
      asio::post(io, [made = std::move(made), take, alive]() mutable {
        if (!alive.expired()) take(std::move(made));
      });
    });
  }

  const fs::path folder;
  Parts parts;
  asio::steady_timer timer;
  bool stopped = false;
  Looks before;
  // The file under way.
  fs::path file;
  ResultsFile content;
  std::size_t handed_over = 0;
  ResultsTally tally;
  std::shared_ptr<int> life = std::make_shared<int>(0);  // Late answers find it gone.
};

void ResultsFolder::Impl::arm() {
  if (stopped) return;
  timer.expires_after(look_every);
  timer.async_wait(
      [this, alive = std::weak_ptr<int>(life)](const boost::system::error_code& error) {
        if (!error && !alive.expired() && !stopped) look();
      });
}

void ResultsFolder::Impl::look() {
  aside([path = folder] { return list_files(path); },
        [this](Looks looks) { on_looked(std::move(looks)); });
}

void ResultsFolder::Impl::on_looked(Looks looks) {
  const Looks earlier = std::exchange(before, std::move(looks));
  for (const auto& [path, now] : before) {
    const auto was = earlier.find(path);
    if (was != earlier.end() && was->second == now) return read(path);
  }
  arm();
}

void ResultsFolder::Impl::read(const fs::path& path) {
  file = path;
  aside([path, campaign = parts.campaign()] { return load_results(path, *campaign); },
        [this](ResultsFile loaded) {
          content = std::move(loaded);
          handed_over = 0;
          tally = {};
          hand_over();
        });
}

void ResultsFolder::Impl::hand_over() {
  if (stopped) return;
  if (handed_over == content.lines.size()) return file_away();
  const auto from = content.lines.begin() + static_cast<std::ptrdiff_t>(handed_over);
  const std::size_t count = std::min(rows_at_once, content.lines.size() - handed_over);
  handed_over += count;
  engine::TakeResults command{{from, from + static_cast<std::ptrdiff_t>(count)}};
  parts.perform(std::move(command), [this, alive = std::weak_ptr<int>(life)](const auto& outcome) {
    if (!alive.expired()) on_part(outcome);
  });
}

void ResultsFolder::Impl::on_part(const engine::DeskOutcome& outcome) {
  const auto* report = std::get_if<engine::DeskReport>(&outcome);
  if (report == nullptr) {
    // The store takes nothing now; the file stays, and is taken again from its beginning.
    parts.log.warning("results_file_waits", "A file of results waits until the store takes it.",
                      {{"file", file.filename().string()}});
    return arm();
  }
  tally.add(*report);
  hand_over();
}

void ResultsFolder::Impl::file_away() {
  const bool clean = is_clean(content, tally);
  const auto put = [path = file, to = folder / (clean ? "done" : "failed"),
                    text = describe(content, tally)]() -> std::string {
    try {
      put_away(path, to, text);
    } catch (const std::exception& error) {
      return error.what();
    }
    return {};
  };
  aside(put, [this, clean](const std::string& failure) { on_filed(clean, failure); });
}

void ResultsFolder::Impl::on_filed(bool clean, const std::string& failure) {
  const std::string name = file.filename().string();
  if (!failure.empty()) {
    parts.log.error("results_file_not_moved", "A file of results could not be put away.",
                    {{"file", name}, {"reason", failure}});
  } else if (clean) {
    parts.log.info("results_file_taken", "A file of results was taken.",
                   {{"file", name}, {"taken", tally.taken}, {"known", tally.known}});
  } else {
    parts.log.warning("results_file_failed",
                      "A file of results was not taken whole; its report says why.",
                      {{"file", name}, {"taken", tally.taken}, {"known", tally.known}});
  }
  arm();
}

ResultsFolder::ResultsFolder(const fs::path& state, Parts parts)
    : impl_(std::make_unique<Impl>(state, std::move(parts))) {
  for (const char* name : {"", "done", "failed"}) {
    std::error_code error;
    fs::create_directories(impl_->folder / name, error);
    if (error) throw Fault(FaultKind::io, "making " + impl_->folder.string(), error.message());
  }
}

ResultsFolder::~ResultsFolder() { stop(); }

void ResultsFolder::start() { impl_->arm(); }

void ResultsFolder::stop() {
  impl_->stopped = true;
  impl_->timer.cancel();
}

}  // namespace keste::kested
