// Sheets at the desk: promo codes, questionnaires and results, and how far they have come.
#include <memory>

#include "http/desk.hpp"
#include "http/import_run.hpp"
#include "http/json_body.hpp"
#include "http/json_writer.hpp"

namespace keste::http {
namespace {

constexpr std::string_view csv = "text/csv";

Problem bad_parameter(std::string name, std::string expected) {
  Problem problem(ProblemKind::bad_parameter);
  problem.arguments = {std::move(name), std::move(expected)};
  return problem;
}

/// What would have been right; empty when the item was taken in.
std::string take_item(ImportWish& wish, const QueryItem& item, std::string_view allowed) {
  if (item.name == "id") {
    wish.id = item.value;
    return is_import_id(item.value) ? "" : "A-Z a-z 0-9 . - _, 1–64";
  }
  if (item.name == "dry_run" && allowed == "dry_run") {
    wish.dry_run = item.value == "true";
    return item.value == "true" || item.value == "false" ? "" : "true, false";
  }
  if (item.name == "test" && allowed == "test") {
    wish.test = item.value;
    return "";
  }
  return "id" + (allowed.empty() ? "" : ", " + std::string(allowed));
}

Result<ImportWish, Problem> read_wish(std::string_view query, std::string_view allowed) {
  ImportWish wish;
  const auto items = parse_query(query);
  if (!items) return failed(bad_parameter("?", "id"));
  for (const QueryItem& item : *items) {
    std::string expected = take_item(wish, item, allowed);
    if (!expected.empty()) return failed(bad_parameter(item.name, std::move(expected)));
  }
  return wish;
}

/// Starts the import, unless one of this id is under way.
void start(Service& service, const Request& request, ImportWish wish, Reply reply,
           std::function<PreparedImport()> prepare) {
  if (service.stopping) return reply(make_response(ProblemKind::stopping, request.language));
  if (!wish.id.empty() && !service.imports.begin(wish.id)) {
    return reply(make_response(ProblemKind::import_id_in_use, request.language));
  }
  const auto run = std::make_shared<ImportRun>(service, request, std::move(wish), std::move(reply));
  run->start(std::move(prepare));
}

bool is_sheet(const Request& request) {
  return is_type(request.content_type, csv) && is_unencoded(request.content_encoding);
}

}  // namespace

void handle_import_codes(Service& service, const Request& request, Reply reply) {
  if (!is_sheet(request)) return reply(make_media_type_response(csv, request.language));
  const auto wish = read_wish(request.query, "test");
  if (!wish) return reply(make_response(wish.error(), request.language));
  start(service, request, wish.value(), std::move(reply),
        [body = request.body, campaign = service.settings.campaign, test = wish.value().test] {
          return prepare_codes(body, *campaign, test);
        });
}

void handle_import_answers(Service& service, const Request& request, Reply reply) {
  if (!is_sheet(request)) return reply(make_media_type_response(csv, request.language));
  const auto wish = read_wish(request.query, "dry_run");
  if (!wish) return reply(make_response(wish.error(), request.language));
  start(service, request, wish.value(), std::move(reply),
        [body = request.body, campaign = service.settings.campaign,
         dry_run = wish.value().dry_run] { return prepare_answers(body, *campaign, dry_run); });
}

void handle_results(Service& service, const Request& request, Reply reply) {
  if (!is_sheet(request) && !is_json(request)) {
    return reply(make_media_type_response("application/json, text/csv", request.language));
  }
  const auto wish = read_wish(request.query, "dry_run");
  if (!wish) return reply(make_response(wish.error(), request.language));
  start(service, request, wish.value(), std::move(reply),
        [body = request.body, campaign = service.settings.campaign, sheet = is_sheet(request)] {
          return sheet ? prepare_results(body, *campaign) : prepare_results(body);
        });
}

void handle_find_import(Service& service, const Request& request, Reply reply) {
  const auto* entry = service.imports.find(request.parameters.at(0));
  if (entry == nullptr) {
    return reply(make_response(ProblemKind::import_not_found, request.language));
  }
  std::string body;
  JsonWriter json(body);
  json.begin_object()
      .member("id", entry->id)
      .member("rows", static_cast<std::int64_t>(entry->rows))
      .member("done", static_cast<std::int64_t>(entry->done))
      .member("finished", entry->finished)
      .end_object();
  reply(make_json_response(200, std::move(body)));
}

}  // namespace keste::http
