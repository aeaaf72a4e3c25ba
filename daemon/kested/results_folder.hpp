// ResultsFolder: results that somebody lays into results.d/ are taken, and filed with a report.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "base/log.hpp"
#include "campaign/campaign.hpp"
#include "engine/desk.hpp"

namespace boost::asio {
class io_context;
class thread_pool;
}  // namespace boost::asio

namespace keste::kested {

/// Looks into `<state>/results.d` every few seconds. A file counts as whole once neither its size
/// nor its time has changed between two looks; names that begin with a dot or end in .part or .tmp
/// are left alone, so that whoever writes slowly may write there and rename. So are links. Files
/// are taken in the order of their names, one at a time, and move to `done/`, or to `failed/` when
/// a row of theirs was refused or they could not be read; beside each goes `NAME.report.txt`. Rows
/// that could be taken are taken either way, and taking a file twice changes nothing. The disk is
/// touched on `workers` only; everything else happens on the io thread.
class ResultsFolder {
 public:
  using Perform =
      std::function<void(engine::DeskCommand, std::function<void(engine::DeskOutcome)>)>;
  struct Parts {
    boost::asio::io_context& io;
    boost::asio::thread_pool& workers;
    Log& log;
    Perform perform;
    std::function<std::shared_ptr<const campaign::Campaign>()> campaign;
  };

  /// Makes the folders. Throws Fault when that fails.
  ResultsFolder(const std::filesystem::path& state, Parts parts);
  ~ResultsFolder();

  void start();
  /// Looks no more; a file under way is finished or left where it is, to be taken again.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::kested
