// GET /events: the stream of changes, to those who may see them, for as long as they may.
#include <algorithm>

#include "http/event_feed.hpp"
#include "http/resources.hpp"

namespace keste::http {
namespace {

/// The cities that are asked for, or else those that the asker may see, each once. A problem for
/// what is no parameter, or no city of theirs.
std::optional<Problem> choose_cities(const Request& request, const engine::Snapshot& snapshot,
                                     EventWatch& watch) {
  const auto items = parse_query(request.query);
  if (!items) {
    Problem wrong(ProblemKind::bad_parameter);
    wrong.arguments = {"city", "city=CODE"};
    return wrong;
  }
  for (const QueryItem& item : *items) {
    if (item.name != "city") continue;
    const bool is_theirs = request.asker.actor.may_see(item.value);
    if (!is_theirs || snapshot.find_city(item.value) == nullptr) {
      Problem none(ProblemKind::city_not_found);
      none.arguments.push_back(item.value);
      return none;
    }
    watch.cities.push_back(item.value);
  }
  watch.everywhere = watch.cities.empty() && request.asker.actor.everywhere;
  if (watch.cities.empty() && !watch.everywhere) watch.cities = request.asker.actor.cities;
  std::sort(watch.cities.begin(), watch.cities.end());
  watch.cities.erase(std::unique(watch.cities.begin(), watch.cities.end()), watch.cities.end());
  return std::nullopt;
}

/// Asks the gate again, with what the request showed. Another set of cities ends the stream too:
/// whoever comes back gets one with theirs.
std::function<bool()> make_check(Service& service, const Request& request) {
  if (request.trusted) return {};
  Request shown;
  shown.authorization = request.authorization;
  shown.cookie = request.cookie;
  shown.secure = request.secure;
  shown.background = true;
  return [&service, shown, before = request.asker.actor] {
    const Asker asker = service.gate.identify(shown, false);
    return may(asker, Right::watch) && asker.actor.everywhere == before.everywhere &&
           asker.actor.cities == before.cities;
  };
}

}  // namespace

void handle_events(Service& service, const Request& request, Reply reply) {
  auto watch = std::make_shared<EventWatch>();
  const auto problem = choose_cities(request, *service.backend.snapshot(), *watch);
  if (problem) return reply(make_response(*problem, request.language));
  if (service.events->size() >= service.settings.limits.watchers) {
    return reply(make_response(ProblemKind::too_many_connections, request.language));
  }
  watch->last_id = request.last_event_id;
  watch->still_may = make_check(service, request);
  Response response;
  response.content_type = "text/event-stream";
  response.headers.push_back(Header{"Cache-Control", "no-store"});
  // nginx would keep the events until its buffer is full.
  response.headers.push_back(Header{"X-Accel-Buffering", "no"});
  response.watch = std::move(watch);
  reply(std::move(response));
}

}  // namespace keste::http
