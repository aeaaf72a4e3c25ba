// One session with PostgreSQL: how it is set up, when it is lost, and what its errors mean.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/postgresql_cursor.hpp"

namespace keste::store {

class PostgresqlSession {
 public:
  /// Connects; throws Fault (unreachable).
  PostgresqlSession(std::string url, Access access);

  /// A new session instead of the old one: statements must be prepared anew.
  void connect();
  PGconn* handle() const { return handle_.get(); }
  /// The connection is gone, or the server said that it is not the one to talk to any more.
  bool is_lost() const;
  /// A server that has closed the connection meanwhile has said so; while nothing is under way, a
  /// new one is as good.
  void notice_loss();

  /// Throws what a result says, unless it is one of success.
  void check(const Result& result, std::string_view while_doing);
  /// Throws for a statement that could not be sent.
  [[noreturn]] void fail(std::string_view while_doing) const;
  std::string last_error() const;

  /// The server's name of the statement, prepared for these types.
  const std::string& prepare(PostgresqlCursor& wanted, const Parameters& parameters);
  /// What the server takes an INSERT's parameters for: a NULL alone does not say.
  std::vector<Oid> ask_types(const PostgresqlCursor& insertion);
  /// The number that a statement without parameters answers with.
  std::int64_t ask(const char* sql);

 private:
  std::string url_;
  Access access_;
  std::unique_ptr<PGconn, Clear> handle_;
  bool must_leave_ = false;
  int prepared_ = 0;
};

}  // namespace keste::store
