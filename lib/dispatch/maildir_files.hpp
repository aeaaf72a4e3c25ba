// MaildirFiles: messages as files of a maildir, durable and each once. Blocks on the disk.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "dispatch/channel.hpp"

namespace keste::dispatch {

/// A file name that depends on the Message-ID alone: letters, digits and . _ @ - as they are, every
/// other byte as =XX, no angle brackets.
std::string maildir_name(std::string_view message_id);

/// One thread at a time. (https://cr.yp.to/proto/maildir.html)
class MaildirFiles {
 public:
  /// Makes tmp, new and cur where they are missing. Throws Fault.
  explicit MaildirFiles(std::filesystem::path root);

  /// Writes each message into tmp, syncs all of them, moves them into new and syncs that. A message
  /// that already stands in new, or in cur under any flags, counts as sent. One result for each.
  std::vector<SendResult> write(const std::vector<Mail>& mails);

 private:
  bool stands(const std::string& name);
  void read_cur();

  std::filesystem::path root_;
  std::filesystem::file_time_type cur_read_at_{};
  bool cur_known_ = false;
  std::unordered_set<std::string> cur_;  ///< Names without flags.
};

}  // namespace keste::dispatch
