// JSON of an application: what there is of seat, place in the line, steps and result.
#include "http/application_page.hpp"

#include <algorithm>

#include "engine/result_document.hpp"
#include "http/json_parts.hpp"
#include "http/receipts.hpp"

namespace keste::http {
namespace {

void write_session(JsonWriter& json, const engine::ApplicationView& view,
                   const engine::CitySnapshot* city) {
  json.member("city", view.city);
  if (!view.session.empty()) json.member("session", view.session);
  if (to_micros(view.starts_at) != 0) {
    json.member("starts_at", format_in_city(view.starts_at, city))
        .member("ends_at", format_in_city(view.ends_at, city))
        .member("due_at", format_in_city(view.due_at, city));
  }
  if (to_micros(view.change_until) != 0) {
    json.member("change_until", format_in_city(view.change_until, city));
  }
  if (view.state == "waitlisted") json.member("before", view.before);
}

/// What to do where, and until when.
void write_online(JsonWriter& json, const engine::ApplicationView& view, const campaign::Test* test,
                  const engine::Snapshot& snapshot) {
  if (test != nullptr) {
    json.member("steps", test->steps.in(view.language));
    json.member("url", test->url);
  }
  const auto found =
      std::find_if(snapshot.tests.begin(), snapshot.tests.end(),
                   [&view](const engine::TestSnapshot& each) { return each.id == view.test; });
  if (found == snapshot.tests.end()) return;
  json.member("deadline", format_in_city(found->closes_at, home_of(snapshot)));
}

void write_result(JsonWriter& json, const engine::ResultNews& result,
                  const campaign::Campaign& campaign) {
  if (result.status.empty()) return;
  const std::string_view document = engine::document_of(result, campaign.pass_level);
  json.key("result").begin_object();
  if (!result.level.empty()) json.member("level", result.level);
  if (!document.empty()) json.member("document", document);
  if (!result.document_number.empty()) json.member("document_number", result.document_number);
  json.member("status", result.status).end_object();
}

}  // namespace

std::string application_link(const std::string& ticket) { return "/api/v1/applications/" + ticket; }

std::string render_application(const engine::ApplicationView& view,
                               const engine::Snapshot& snapshot,
                               const campaign::Campaign& campaign) {
  const bool online = view.city.empty();
  const engine::CitySnapshot* city = online ? home_of(snapshot) : snapshot.find_city(view.city);
  constexpr std::size_t usual_size = 512;
  std::string body;
  body.reserve(usual_size);
  JsonWriter json(body);
  json.begin_object()
      .member("id", view.id.value)
      .member("ticket", view.ticket)
      .member("state", view.state)
      .member("received_at", format_in_city(view.received_at, city))
      .member("test", view.test)
      .member("attempt", view.free_attempt ? "free" : "self_funded");
  if (online) {
    write_online(json, view, campaign.find_test(view.test), snapshot);
  } else {
    write_session(json, view, city);
  }
  if (view.extra_minutes > 0) json.member("extra_minutes", view.extra_minutes);
  write_result(json, view.result, campaign);
  json.member("language", to_text(view.language))
      .key("links")
      .begin_object()
      .member("self", application_link(view.ticket))
      .member("receipt", receipt_link(view.ticket))
      .end_object()
      .end_object();
  return body;
}

}  // namespace keste::http
