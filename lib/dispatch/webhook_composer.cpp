// The facts that concern a system, not a person.
#include "dispatch/webhook_composer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>

namespace keste::dispatch {
namespace {

namespace json = boost::json;

void add_text(json::object& into, std::string_view name, const std::string& text) {
  if (!text.empty()) into[name] = text;
}

void add_instant(json::object& into, std::string_view name, Instant at) {
  if (at != Instant()) into[name] = format_utc(at);
}

json::object make_sitting(const engine::Sitting& sitting) {
  json::object made;
  add_text(made, "session", sitting.session);
  add_instant(made, "starts_at", sitting.starts_at);
  add_instant(made, "ends_at", sitting.ends_at);
  add_instant(made, "due_at", sitting.due_at);
  return made;
}

json::object make_figures(const engine::BranchFigures& figures) {
  return {{"accepted", figures.accepted},
          {"seated", figures.seated},
          {"waitlisted", figures.waitlisted},
          {"withdrawn", figures.withdrawn},
          {"missing", figures.missing}};
}

json::object make_facts(const engine::Notification& n, const std::string& campaign) {
  const bool to_branch = n.application.value == 0;
  json::object facts;
  facts["campaign"] = campaign;
  if (!to_branch) facts["application"] = n.application.value;
  add_text(facts, "test", n.test);
  add_text(facts, "city", n.city);
  for (auto& field : make_sitting({n.session, n.starts_at, n.ends_at, n.due_at})) {
    facts[field.key()] = field.value();
  }
  if (n.before) facts["before"] = make_sitting(*n.before);
  add_text(facts, "outcome", n.outcome);
  add_instant(facts, "answer_by", n.answer_by);
  if (!n.result.status.empty()) {
    json::object result;
    add_text(result, "status", n.result.status);
    add_text(result, "document", n.result.document);
    facts["result"] = std::move(result);
  }
  if (to_branch) facts["figures"] = make_figures(n.figures);
  return facts;
}

}  // namespace

Result<Outgoing, std::string> WebhookComposer::compose(const engine::Notification& notification) {
  json::object body;
  body["type"] = "keste." + notification.kind;
  body["timestamp"] = format_utc(notification.queued_at);
  body["data"] = make_facts(notification, campaign_);
  Outgoing call;
  call.message_id = "keste." + campaign_ + "." + std::to_string(notification.id.value);
  call.content = json::serialize(body);
  return call;
}

}  // namespace keste::dispatch
