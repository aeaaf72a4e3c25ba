// GET /agenda: what has happened and what will.
#include "http/json_parts.hpp"
#include "http/paging.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

void write_entry(JsonWriter& json, const engine::AgendaRow& row, const engine::Snapshot& snapshot) {
  const engine::CitySnapshot* city = snapshot.find_city(row.city);
  json.begin_object()
      .member("id", row.id)
      .member("at", format_in_city(row.at, city))
      .member("kind", row.kind)
      .member("city", row.city);
  if (!row.session.empty()) json.member("session", row.session);
  json.member("state", row.state).key("fired_at");
  if (row.fired_at) {
    json.text(format_in_city(*row.fired_at, city));
  } else {
    json.null();
  }
  json.member("late", row.late).end_object();
}

std::string render(const std::vector<engine::AgendaRow>& rows, int limit,
                   const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("entries").begin_array();
  for (const engine::AgendaRow& row : rows) write_entry(json, row, snapshot);
  json.end_array().key("next_cursor");
  if (rows.size() < static_cast<std::size_t>(limit)) {
    json.null();
  } else {
    json.text(make_cursor(AgendaPlace{rows.back().at, rows.back().id}));
  }
  json.end_object();
  return body;
}

}  // namespace

void handle_agenda(Service& service, const Request& request, Reply reply) {
  auto wish = read_page_wish(request.query, {"pending", "firing", "done", "void"});
  if (!wish) return reply(make_response(wish.error(), request.language));
  const PageWish& page = wish.value();
  const auto answer = [&service, reply = std::move(reply),
                       limit = page.limit](std::vector<engine::AgendaRow> rows) {
    reply(make_json_response(200, render(rows, limit, *service.backend.snapshot())));
  };
  service.backend.list_agenda(
      {page.state, page.after.at, page.after.id, page.limit, request.asker.actor}, answer);
}

}  // namespace keste::http
