// A certificate made for one test, signed by itself.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <string>

namespace keste::dispatch::test {

/// For `name` ("DNS:localhost" or "IP:127.0.0.1"). The file stands until this is destroyed.
class TestCertificate {
 public:
  explicit TestCertificate(const std::string& name);
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  boost::asio::ssl::context& server() { return server_; }
  /// A ca_file that trusts it.
  const std::string& file() const { return file_; }

 private:
  boost::asio::ssl::context server_;
  std::string file_;
};

}  // namespace keste::dispatch::test
