// One schema or file for each store; the schemas go with the cluster, the files with the program.
#include "support/test_store.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "support/scratch_folder.hpp"

namespace keste::test {
namespace {

constexpr std::string_view scheme = "postgresql:";

std::string wanted_store() {
  const char* value = std::getenv("KESTE_TEST_STORE");
  return value == nullptr ? "" : value;
}

void run(const std::string& url, const std::string& sql) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (status != PGRES_COMMAND_OK) throw std::runtime_error(sql + ": " + message);
}

/// The part of a URL that finds the cluster.
std::string read_query() {
  const std::string name = wanted_store().substr(scheme.size());
  std::ifstream file(name);
  std::string query;
  if (!std::getline(file, query)) throw std::runtime_error("no cluster runs: " + name);
  return query;
}

std::string fresh_file() {
  static const ScratchFolder folder;
  static int made = 0;
  return folder.file("store_" + std::to_string(++made) + ".db");
}

}  // namespace

bool is_on_postgresql() { return wanted_store().starts_with(scheme); }

std::string fresh_schema() {
  static int made = 0;
  const std::string url = "postgresql:///postgres?" + read_query();
  const std::string schema = "store_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
  run(url, "CREATE SCHEMA " + schema);
  return url + "&options=-csearch_path%3D" + schema;
}

std::string store_location(const std::string& path) {
  if (!is_on_postgresql()) {
    return path == ":memory:" && wanted_store() == "file" ? fresh_file() : path;
  }
  if (path == ":memory:") return fresh_schema();
  static std::map<std::string, std::string> made;
  const auto found = made.find(path);
  return found != made.end() ? found->second : made.emplace(path, fresh_schema()).first->second;
}

}  // namespace keste::test
