// MaildirChannel: the embedded default, messages as files for any mail reader.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <filesystem>
#include <memory>

#include "dispatch/channel.hpp"

namespace keste::dispatch {

/// Called on the io thread; the files are written on a thread of its own, many messages at a time.
/// Destroying it waits for what is being written; answers that were not given then never come.
class MaildirChannel final : public Channel {
 public:
  /// Makes the maildir where it is missing; throws Fault. Answers run on `executor`, whose context
  /// keeps running while any is owed.
  MaildirChannel(const std::filesystem::path& root, boost::asio::any_io_executor executor);
  ~MaildirChannel() override;

  std::string_view name() const override { return "maildir"; }
  int width() const override { return 64; }
  void send(int lane, Mail mail, std::function<void(SendResult)> done) override;
  void close(std::function<void()> done) override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace keste::dispatch
