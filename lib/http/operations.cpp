// /healthz, /readyz and /metrics: for operators and their tools.
#include "http/event_feed.hpp"
#include "http/json_writer.hpp"
#include "http/resources.hpp"
#include "http/router.hpp"

namespace keste::http {
namespace {

Response make_text_response(std::string body, std::string_view type) {
  Response response;
  response.content_type = type;
  response.headers.push_back(Header{"Cache-Control", "no-store"});
  response.body = std::move(body);
  return response;
}

std::vector<ReadyPart> list_parts(const Service& service) {
  const std::string_view store = service.backend.store_state();
  std::vector<ReadyPart> parts;
  parts.push_back(ReadyPart{"store", store == "ok", std::string(store)});
  // This runs after the engine has answered a ping.
  parts.push_back(ReadyPart{"engine", !service.stopping, service.stopping ? "stopping" : "ok"});
  if (service.settings.more_parts) {
    for (ReadyPart& part : service.settings.more_parts()) parts.push_back(std::move(part));
  }
  return parts;
}

Response make_ready_response(const Service& service) {
  bool ready = true;
  std::string parts;
  JsonWriter json(parts);
  json.begin_object();
  for (const ReadyPart& part : list_parts(service)) {
    ready = ready && part.ready;
    json.key(part.name)
        .begin_object()
        .member("ready", part.ready)
        .member("state", part.state)
        .end_object();
  }
  json.end_object();
  std::string body = ready ? "{\"ready\":true" : "{\"ready\":false";
  body.append(",\"parts\":").append(parts).append("}");
  return make_json_response(ready ? 200 : 503, std::move(body));
}

Metric make_metric(Metric::Type type, std::string name, std::string help) {
  Metric metric;
  metric.type = type;
  metric.name = std::move(name);
  metric.help = std::move(help);
  return metric;
}

void write_single(std::string& out, Metric metric, double value) {
  metric.samples.push_back(Sample{Labels{}, value});
  write_metric(out, metric);
}

void write_counter(std::string& out, std::string name, std::string help, double value) {
  write_single(out, make_metric(Metric::Type::counter, std::move(name), std::move(help)), value);
}

void write_gauge(std::string& out, std::string name, std::string help, double value) {
  write_single(out, make_metric(Metric::Type::gauge, std::move(name), std::move(help)), value);
}

double real(std::uint64_t count) { return static_cast<double>(count); }
double real(std::int64_t count) { return static_cast<double>(count); }

void write_requests(std::string& out, const HttpFigures& figures) {
  Metric metric = make_metric(Metric::Type::counter, "keste_http_requests_total",
                              "Requests answered, by route and by class of status.");
  for (std::size_t route = 0; route < figures.requests.size(); ++route) {
    for (std::size_t first = 1; first < 6; ++first) {
      const std::uint64_t count = figures.requests[route][first];
      if (count == 0) continue;
      metric.samples.push_back(
          Sample{Labels{{"route", route_name(route)}, {"status", std::to_string(first) + "xx"}},
                 real(count)});
    }
  }
  write_metric(out, metric);
}

void write_http(std::string& out, const Service& service) {
  const HttpFigures& figures = service.figures;
  write_requests(out, figures);
  figures.post_seconds.write(out, "keste_http_post_seconds",
                             "From the last byte of an application to its answer.");
  write_gauge(out, "keste_http_connections", "Open connections.", real(figures.connections_open));
  write_gauge(out, "keste_http_event_streams", "Of these, streams of events.",
              static_cast<double>(service.events->size()));
  write_counter(out, "keste_http_connections_accepted_total", "Connections accepted.",
                real(figures.connections_accepted));
  write_counter(out, "keste_http_connections_refused_total",
                "Connections refused: too many, or a foreign user on the Unix socket.",
                real(figures.connections_refused));
  write_counter(out, "keste_http_connections_timed_out_total",
                "Connections ended for being too slow.", real(figures.connections_timed_out));
  write_counter(out, "keste_http_tls_failures_total",
                "Connections ended because TLS could not be agreed on, or broke.",
                real(figures.tls_failures));
  write_counter(out, "keste_http_faults_total", "Exceptions caught at a connection's boundary.",
                real(figures.faults));
}

void write_engine(std::string& out, const engine::EngineFigures& figures) {
  write_counter(out, "keste_engine_commits_total", "Transactions committed.",
                real(figures.commits));
  write_counter(out, "keste_applications_accepted_total", "Applications accepted by this run.",
                real(figures.accepted));
  write_counter(out, "keste_applications_refused_total", "Applications refused by this run.",
                real(figures.refused));
  write_gauge(out, "keste_agenda_pending", "Agenda entries that have not fired.",
              real(figures.agenda_pending));
  write_counter(out, "keste_agenda_fired_total", "Agenda entries fired by this run.",
                real(figures.agenda_fired));
  write_counter(out, "keste_agenda_late_total", "Agenda entries fired late by this run.",
                real(figures.agenda_late));
  write_gauge(out, "keste_agenda_lateness_seconds", "Lateness of the last entry fired.",
              real(figures.agenda_lateness_us) / 1e6);
  if (figures.clock_ahead_us) {
    write_gauge(out, "keste_clock_ahead_seconds",
                "How far this machine's clock is ahead of the database's.",
                real(*figures.clock_ahead_us) / 1e6);
  }
  write_gauge(out, "keste_storage_full", "1 when the last write failed for want of space.",
              figures.storage_full ? 1 : 0);
}

Sample by_state(const char* state, std::int64_t count) {
  return Sample{Labels{{"state", state}}, real(count)};
}

void write_campaign(std::string& out, const engine::Snapshot& snapshot) {
  engine::NotificationCounts all;
  Metric applications =
      make_metric(Metric::Type::gauge, "keste_applications", "Applications by city and state.");
  Metric windows =
      make_metric(Metric::Type::gauge, "keste_window_open", "1 while a city takes applications.");
  for (const auto& city : snapshot.cities) {
    applications.samples.push_back(
        Sample{Labels{{"city", city->code}, {"state", "seated"}}, real(city->applications.seated)});
    applications.samples.push_back(Sample{Labels{{"city", city->code}, {"state", "withdrawn"}},
                                          real(city->applications.withdrawn)});
    windows.samples.push_back(Sample{Labels{{"city", city->code}},
                                     city->window == engine::WindowState::open ? 1.0 : 0.0});
    all.pending += city->notifications.pending;
    all.claimed += city->notifications.claimed;
    all.sent += city->notifications.sent;
    all.failed += city->notifications.failed;
    all.dropped += city->notifications.dropped;
    all.ambiguous += city->notifications.ambiguous;
  }
  Metric notifications =
      make_metric(Metric::Type::gauge, "keste_notifications", "Notifications by state.");
  notifications.samples = {by_state("pending", all.pending), by_state("claimed", all.claimed),
                           by_state("sent", all.sent), by_state("failed", all.failed),
                           by_state("dropped", all.dropped)};
  write_metric(out, applications);
  write_metric(out, windows);
  write_metric(out, notifications);
  write_gauge(out, "keste_notifications_ambiguous", "Tries lost after the final dot.",
              real(all.ambiguous));
}

}  // namespace

void handle_healthz(Service&, const Request&, Reply reply) {
  reply(make_text_response("ok\n", "text/plain; charset=utf-8"));
}

void handle_readyz(Service& service, const Request&, Reply reply) {
  if (service.stopping) return reply(make_ready_response(service));
  const auto answer = [&service, reply = std::move(reply)] { reply(make_ready_response(service)); };
  service.backend.ping(answer);
}

void handle_metrics(Service& service, const Request&, Reply reply) {
  const auto snapshot = service.backend.snapshot();
  std::string out;
  Metric build = make_metric(Metric::Type::gauge, "keste_build_info", "Always 1.");
  build.samples.push_back(Sample{Labels{{"version", KESTE_VERSION}}, 1});
  write_metric(out, build);
  write_http(out, service);
  write_engine(out, snapshot->figures);
  write_campaign(out, *snapshot);
  if (service.settings.more_metrics) {
    for (const Metric& metric : service.settings.more_metrics()) write_metric(out, metric);
  }
  reply(make_text_response(std::move(out), "text/plain; version=0.0.4; charset=utf-8"));
}

}  // namespace keste::http
