// GET /notifications: the outbox, without anybody's personal data.
#include "http/json_parts.hpp"
#include "http/paging.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

void write_row(JsonWriter& json, const engine::OutboxRow& row, const engine::Snapshot& snapshot) {
  json.begin_object()
      .member("id", row.id.value)
      .member("kind", row.kind)
      .member("state", row.state)
      .member("channel", row.channel)
      .key("application");
  if (row.application) {
    json.number(row.application.value);
  } else {
    // A message to a branch.
    json.null();
  }
  json.member("city", row.city)
      .member("session", row.session)
      .member("not_before", format_in_city(row.not_before, snapshot.find_city(row.city)))
      .member("attempts", row.attempts)
      .member("reason", row.reason)
      .member("delivery", row.delivery)
      .end_object();
}

std::string render(const std::vector<engine::OutboxRow>& rows, int limit,
                   const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("notifications").begin_array();
  for (const engine::OutboxRow& row : rows) write_row(json, row, snapshot);
  json.end_array().key("next_cursor");
  if (rows.size() < static_cast<std::size_t>(limit)) {
    json.null();
  } else {
    json.text(make_cursor(AgendaPlace{Instant{}, rows.back().id.value}));
  }
  json.end_object();
  return body;
}

}  // namespace

void handle_notifications(Service& service, const Request& request, Reply reply) {
  auto wish = read_page_wish(request.query, {"pending", "claimed", "sent", "failed", "dropped"});
  if (!wish) return reply(make_response(wish.error(), request.language));
  const PageWish& page = wish.value();
  const auto answer = [&service, reply = std::move(reply),
                       limit = page.limit](std::vector<engine::OutboxRow> rows) {
    reply(make_json_response(200, render(rows, limit, *service.backend.snapshot())));
  };
  service.backend.list_outbox({page.state, {}, page.after.id, page.limit, request.asker.actor},
                              answer);
}

}  // namespace keste::http
