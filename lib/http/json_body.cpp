// From bytes to one JSON object, through Boost.JSON.
#include "http/json_body.hpp"

#include <boost/json/parser.hpp>

#include "base/text.hpp"

namespace keste::http {
namespace {

namespace json = boost::json;

Problem malformed(std::size_t at, std::string why) {
  Problem problem(ProblemKind::malformed_json);
  problem.arguments = {std::to_string(at), std::move(why)};
  problem.members.push_back(Member{"position", std::to_string(at)});
  return problem;
}

}  // namespace

Result<json::value, Problem> parse_object(std::string_view body, json::storage_ptr storage) {
  json::parse_options options;
  options.max_depth = 4;
  json::parser parser({}, options);
  parser.reset(std::move(storage));
  json::error_code error;
  const std::size_t read_to = parser.write_some(body.data(), body.size(), error);
  if (!error && read_to < body.size()) error = json::error::extra_data;
  if (error) return failed(malformed(read_to, error.message()));
  json::value value = parser.release();
  if (!value.is_object()) return failed(malformed(0, "not an object"));
  return value;
}

std::string shown_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  return std::string(name.substr(0, longest));
}

bool is_type(std::string_view content_type, std::string_view type) {
  return to_lower_ascii(trim(content_type.substr(0, content_type.find(';')))) == type;
}

bool is_unencoded(std::string_view content_encoding) {
  return content_encoding.empty() || to_lower_ascii(trim(content_encoding)) == "identity";
}

}  // namespace keste::http
