// Handing batches to the file thread and their results back.
#include "dispatch/maildir_channel.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

#include "base/check.hpp"
#include "dispatch/maildir_files.hpp"

namespace keste::dispatch {
namespace {

namespace asio = boost::asio;

/// Messages and whom to answer, in the same order.
struct Batch {
  std::vector<Mail> mails;
  std::vector<std::function<void(SendResult)>> done;
};

}  // namespace

/// All on the io thread but `files`, which belongs to the pool's thread while a batch is under way.
struct MaildirChannel::Impl {
  Impl(const std::filesystem::path& root, asio::any_io_executor io)
      : files(root), executor(std::move(io)) {}

  /// Work under way owns what it works on, so that it may outlive the channel.
  static void start(const std::shared_ptr<Impl>& self) {
    if (self->writing || self->waiting.mails.empty()) return;
    self->writing = true;
    auto batch = std::make_shared<Batch>(std::exchange(self->waiting, {}));
    // Tracked work keeps the io context running until the answers are out.
    auto owed = asio::prefer(self->executor, asio::execution::outstanding_work.tracked);
    asio::post(self->pool, [self, batch, owed] {
      auto results = std::make_shared<std::vector<SendResult>>(self->files.write(batch->mails));
      asio::post(owed, [self, batch, results] { finish(self, *batch, *results); });
    });
  }

  static void finish(const std::shared_ptr<Impl>& self, Batch& batch,
                     std::vector<SendResult>& results) {
    self->writing = false;
    if (self->abandoned) return;
    for (std::size_t i = 0; i < results.size(); ++i) batch.done[i](std::move(results[i]));
    start(self);
    if (!self->writing && self->closed) std::exchange(self->closed, nullptr)();
  }

  MaildirFiles files;
  asio::any_io_executor executor;
  Batch waiting;
  bool writing = false;
  bool abandoned = false;
  std::function<void()> closed;
  asio::thread_pool pool{1};
};

MaildirChannel::MaildirChannel(const std::filesystem::path& root, asio::any_io_executor executor)
    : impl_(std::make_shared<Impl>(root, std::move(executor))) {}

MaildirChannel::~MaildirChannel() {
  impl_->abandoned = true;
  impl_->pool.join();
}

void MaildirChannel::send(int lane, Mail mail, std::function<void(SendResult)> done) {
  CHECK(lane >= 0 && lane < width() && !impl_->closed);
  impl_->waiting.mails.push_back(std::move(mail));
  impl_->waiting.done.push_back(std::move(done));
  // On a later turn, so that all messages of this one go together.
  asio::post(impl_->executor, [impl = impl_] { Impl::start(impl); });
}

void MaildirChannel::close(std::function<void()> done) {
  CHECK(!impl_->closed);
  impl_->closed = std::move(done);
  asio::post(impl_->executor, [impl = impl_] {
    if (!impl->writing && impl->waiting.mails.empty() && impl->closed) {
      std::exchange(impl->closed, nullptr)();
    }
  });
}

}  // namespace keste::dispatch
