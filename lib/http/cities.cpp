// GET /cities and GET /cities/{code}: what the public sees of the schedule.
#include "http/json_parts.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

std::string render_cities(const engine::Snapshot& snapshot) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().key("cities").begin_array();
  for (const auto& city : snapshot.cities) {
    json.begin_object().member("code", city->code).key("name");
    write_name(json, city->name);
    json.member("zone", city->zone.name());
    write_window(json, *city);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

std::string render_city(const engine::CitySnapshot& city, const engine::Snapshot&) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("code", city.code).key("name");
  write_name(json, city.name);
  json.member("zone", city.zone.name());
  write_window(json, city);
  json.key("sessions").begin_array();
  for (const engine::SessionSnapshot& session : city.sessions) {
    json.begin_object()
        .member("id", session.id)
        .member("starts_at", city.zone.format(session.starts_at))
        .member("ends_at", city.zone.format(session.ends_at))
        .member("due_at", city.zone.format(session.due_at))
        .member("state", to_text(session.state))
        .member("seats", session.seats)
        .member("seats_left", seats_left(session))
        .end_object();
  }
  json.end_array().end_object();
  return body;
}

}  // namespace

namespace {

Audience audience_of(const Request& request) {
  return request.asker.kind == Asker::Kind::nobody ? Audience::everybody : Audience::asker;
}

/// What a coordinator may see of it.
engine::Snapshot narrow(const engine::Snapshot& whole, const engine::Actor& actor) {
  engine::Snapshot own = whole;
  own.tests.clear();
  std::erase_if(own.cities, [&actor](const auto& city) { return !actor.may_see(city->code); });
  return own;
}

}  // namespace

std::string page_key(const Request& request) {
  std::string key = request.path;
  if (request.asker.actor.everywhere) return key;
  for (const std::string& city : request.asker.actor.cities) key.append(1, part_mark).append(city);
  return key;
}

void reply_with_city_page(Service& service, const Request& request, const Reply& reply,
                          CityRenderer render) {
  const auto snapshot = service.backend.snapshot();
  PageCache::Entry* entry = service.pages.find_fresh(page_key(request), *snapshot);
  if (entry != nullptr) return reply(make_page_response(*entry, request));
  const std::string& code = request.parameters.at(0);
  for (std::size_t i = 0; i < snapshot->cities.size(); ++i) {
    if (snapshot->cities[i]->code != code) continue;
    const PageSource source{PageSource::Kind::city, i};
    entry = &service.pages.put(page_key(request), source, *snapshot,
                               render(*snapshot->cities[i], *snapshot), audience_of(request));
    return reply(make_page_response(*entry, request));
  }
  Problem problem(ProblemKind::city_not_found);
  problem.arguments.push_back(code);
  reply(make_response(problem, request.language));
}

void reply_with_campaign_page(Service& service, const Request& request, const Reply& reply,
                              CampaignRenderer render) {
  const auto snapshot = service.backend.snapshot();
  PageCache::Entry* entry = service.pages.find_fresh(page_key(request), *snapshot);
  if (entry == nullptr) {
    const PageSource source{PageSource::Kind::campaign, 0};
    entry = &service.pages.put(page_key(request), source, *snapshot,
                               request.asker.actor.everywhere
                                   ? render(*snapshot)
                                   : render(narrow(*snapshot, request.asker.actor)),
                               audience_of(request));
  }
  reply(make_page_response(*entry, request));
}

void handle_cities(Service& service, const Request& request, Reply reply) {
  reply_with_campaign_page(service, request, reply, render_cities);
}

void handle_city(Service& service, const Request& request, Reply reply) {
  reply_with_city_page(service, request, reply, render_city);
}

}  // namespace keste::http
