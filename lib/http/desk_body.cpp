// Members of desk requests, taken one by one.
#include "http/desk_body.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "http/json_body.hpp"

namespace keste::http {
namespace {

namespace json = boost::json;

}  // namespace

const json::value* DeskBody::take(std::string_view name) {
  known_.emplace_back(name);
  const json::value* found = object_.if_contains(name);
  return found == nullptr || found->is_null() ? nullptr : found;
}

void DeskBody::wrong(std::string_view name, std::string_view code) {
  errors_.push_back({path_ + std::string(name), std::string(code)});
}

std::string DeskBody::text(std::string_view name) {
  const std::size_t before = errors_.size();
  std::string out = find_text(name).value_or("");
  if (out.empty() && errors_.size() == before) wrong(name, "missing");
  return out;
}

std::optional<std::string> DeskBody::find_text(std::string_view name) {
  const json::value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) return std::string(found->get_string());
  if (found->is_number()) return json::serialize(*found);
  wrong(name, "wrong_type");
  return std::nullopt;
}

std::optional<std::int64_t> DeskBody::find_number(std::string_view name) {
  const json::value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_int64()) return found->get_int64();
  wrong(name, found->is_number() ? "out_of_range" : "wrong_type");
  return std::nullopt;
}

std::optional<bool> DeskBody::find_truth(std::string_view name) {
  const json::value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_bool()) return found->get_bool();
  wrong(name, "wrong_type");
  return std::nullopt;
}

std::optional<std::vector<std::string>> DeskBody::find_texts(std::string_view name) {
  const json::value* found = take(name);
  if (found == nullptr) return std::nullopt;
  const json::array* list = found->if_array();
  const auto is_text = [](const json::value& one) { return one.is_string(); };
  if (list == nullptr || !std::all_of(list->begin(), list->end(), is_text)) {
    wrong(name, "wrong_type");
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const json::value& one : *list) texts.emplace_back(one.get_string());
  return texts;
}

std::optional<Instant> DeskBody::find_instant(std::string_view name, const calendar::Zone& zone) {
  const auto written = find_text(name);
  if (!written) return std::nullopt;
  if (const auto local = parse_local_time(*written)) {
    const auto at = zone.to_instant(*local);
    if (at) return at.value();
    wrong(name, "no_such_local_time");
    return std::nullopt;
  }
  const auto at = parse_instant(*written);
  if (!at) wrong(name, "not_an_instant");
  return at;
}

Instant DeskBody::instant(std::string_view name, const calendar::Zone& zone) {
  const std::size_t before = errors_.size();
  const auto at = find_instant(name, zone);
  if (!at && errors_.size() == before) wrong(name, "missing");
  return at.value_or(Instant{});
}

engine::ApplicationId DeskBody::application(std::string_view name) {
  const std::size_t before = errors_.size();
  const auto number = find_number(name);
  if (!number && errors_.size() == before) wrong(name, "missing");
  if (number && *number <= 0) wrong(name, "out_of_range");
  return engine::ApplicationId{number.value_or(0)};
}

std::vector<engine::ApplicationId> DeskBody::applications(std::string_view name) {
  std::vector<engine::ApplicationId> ids;
  const json::value* found = take(name);
  if (found == nullptr) return ids;
  const json::array* list = found->if_array();
  const auto is_id = [](const json::value& one) { return one.is_int64() && one.get_int64() > 0; };
  if (list == nullptr || !std::all_of(list->begin(), list->end(), is_id)) {
    wrong(name, "wrong_type");
    return ids;
  }
  for (const json::value& one : *list) ids.push_back(engine::ApplicationId{one.get_int64()});
  return ids;
}

std::vector<json::object> DeskBody::objects(std::string_view name) {
  std::vector<json::object> out;
  const json::value* found = take(name);
  const json::array* list = found == nullptr ? nullptr : found->if_array();
  const auto is_object = [](const json::value& one) { return one.is_object(); };
  if (list == nullptr || !std::all_of(list->begin(), list->end(), is_object)) {
    wrong(name, found == nullptr ? "missing" : "wrong_type");
    return out;
  }
  for (const json::value& one : *list) out.push_back(one.get_object());
  return out;
}

std::vector<FieldError> DeskBody::take_errors() {
  for (const auto& member : object_) {
    const std::string_view name = member.key();
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      wrong(shown_name(name), "unknown_field");
    }
  }
  return std::move(errors_);
}

Result<DeskBody, Problem> read_desk_body(const Request& request) {
  if (!is_type(request.content_type, "application/json") ||
      !is_unencoded(request.content_encoding)) {
    Problem problem(ProblemKind::unsupported_media_type);
    problem.arguments.emplace_back("application/json");
    return failed(std::move(problem));
  }
  auto parsed = parse_object(request.body);
  if (!parsed) return failed(parsed.error());
  return DeskBody(std::move(std::move(parsed).value().get_object()));
}

}  // namespace keste::http
