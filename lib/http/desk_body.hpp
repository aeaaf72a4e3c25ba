// DeskBody: the JSON body of a desk request, read strictly: each member known, each of its type.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "engine/desk.hpp"
#include "http/problem.hpp"
#include "http/request.hpp"

namespace keste::http {

/// Each reader takes one member and notes what is wrong with it; `find_problem` comes last and
/// names the members that no reader asked for. Null stands for an absent member. One thread.
class DeskBody {
 public:
  explicit DeskBody(boost::json::object object, std::string path = {})
      : object_(std::move(object)), path_(std::move(path)) {}

  /// Required and not empty.
  std::string text(std::string_view name);
  /// As written; a number too, since spreadsheets and scripts write scores as numbers.
  std::optional<std::string> find_text(std::string_view name);
  std::optional<std::int64_t> find_number(std::string_view name);
  std::optional<bool> find_truth(std::string_view name);
  std::optional<std::vector<std::string>> find_texts(std::string_view name);
  /// RFC 3339 with an offset, or a civil time by the zone's clock.
  std::optional<Instant> find_instant(std::string_view name, const calendar::Zone& zone);
  Instant instant(std::string_view name, const calendar::Zone& zone);
  engine::ApplicationId application(std::string_view name);
  std::vector<engine::ApplicationId> applications(std::string_view name);
  /// Objects of a required list.
  std::vector<boost::json::object> objects(std::string_view name);

  void wrong(std::string_view name, std::string_view code);
  /// What is wrong with the members; empty when nothing is.
  std::vector<FieldError> take_errors();

 private:
  /// Null when absent.
  const boost::json::value* take(std::string_view name);

  boost::json::object object_;
  std::string path_;  ///< What stands before names in errors: "results[3]."
  std::vector<std::string> known_;
  std::vector<FieldError> errors_;
};

/// Reads the body of a request; a problem when it is no JSON object.
Result<DeskBody, Problem> read_desk_body(const Request& request);

}  // namespace keste::http
