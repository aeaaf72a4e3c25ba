// The lists that have no page of their own.
#include "pages/desk_lists.hpp"

#include "pages/desk_table.hpp"

namespace keste::pages {
namespace {

std::string session_path(const DeskScene& scene, const std::string& session) {
  return session.empty() || !scene.reads ? "" : "/desk/sessions/" + session;
}

std::string application_path(std::int64_t id) {
  return id == 0 ? "" : "/desk/applications/" + std::to_string(id);
}

std::string full_name(std::string_view surname, std::string_view given, std::string_view more) {
  std::string name(surname);
  for (const std::string_view part : {given, more}) {
    if (!part.empty()) name.append(" ").append(part);
  }
  return name;
}

Value finish(const DeskTable& table) {
  Value page;
  table.set_into(page);
  return page;
}

DeskTable begin(const DeskScene& scene, std::string_view caption) {
  return {scene.say(caption), scene.say("desk.list_empty")};
}

}  // namespace

std::string fact_text(const engine::Facts& facts, std::string_view name) {
  for (const engine::Fact& fact : facts) {
    if (fact.name != name) continue;
    if (const auto* text = std::get_if<std::string>(&fact.value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&fact.value)) return std::to_string(*number);
    return std::get<bool>(fact.value) ? "true" : "false";
  }
  return {};
}

Value list_applications(const DeskScene& scene, const std::vector<engine::FoundApplication>& rows) {
  DeskTable table = begin(scene, "desk.applications_caption");
  table.column(scene.say("desk.number"), "num")
      .column(scene.say("desk.person"))
      .column(scene.say("desk.city"))
      .column(scene.say("desk.session"))
      .column(scene.say("desk.state"))
      .column(scene.say("desk.received"));
  for (const auto& row : rows) {
    const std::string name = full_name(row.surname, row.given_name, row.patronymic);
    table.row({{std::to_string(row.id), application_path(row.id), "num"},
               {name.empty() ? scene.say("desk.erased") : name},
               {row.city.empty() ? row.test : scene.city_name(row.city)},
               {row.session, session_path(scene, row.session), "code"},
               {scene.word("desk.state_", row.state)},
               {scene.brief(row.received_at, row.city)}});
  }
  return finish(table);
}

Value list_messages(const DeskScene& scene, const std::vector<engine::OutboxRow>& rows) {
  DeskTable table = begin(scene, "desk.messages_caption");
  table.column(scene.say("desk.number"), "num")
      .column(scene.say("desk.message"))
      .column(scene.say("desk.channel"))
      .column(scene.say("desk.application"), "num")
      .column(scene.say("desk.city"))
      .column(scene.say("desk.session"))
      .column(scene.say("desk.not_before"))
      .column(scene.say("desk.tries"), "num")
      .column(scene.say("desk.reason"));
  for (const auto& row : rows) {
    const std::int64_t application = row.application.value;
    table.row({{std::to_string(row.id.value), {}, "num"},
               {scene.word("desk.message_", row.kind)},
               {row.channel},
               {application == 0 ? "" : std::to_string(application), application_path(application),
                "num"},
               {scene.city_name(row.city)},
               {row.session, session_path(scene, row.session), "code"},
               {scene.brief(row.not_before, row.city)},
               {std::to_string(row.attempts), {}, "num"},
               {row.reason}});
  }
  return finish(table);
}

Value list_calls(const DeskScene& scene, const engine::DeskReport& calls) {
  DeskTable table = begin(scene, "desk.calls_caption");
  table.column(scene.say("desk.person"))
      .column(scene.say("desk.phone"))
      .column(scene.say("desk.language"))
      .column(scene.say("desk.message"))
      .column(scene.say("desk.city"))
      .column(scene.say("desk.session"))
      .column(scene.say("desk.called"));
  for (const engine::Facts& row : calls.rows) {
    const auto text = [&row](std::string_view name) { return fact_text(row, name); };
    const std::string called = text("called_at");
    table.row({{full_name(text("surname"), text("given_name"), text("patronymic")),
                "/desk/applications/" + text("application")},
               {text("phone"), "tel:" + text("phone"), "num"},
               {text("language")},
               {scene.word("desk.message_", text("kind"))},
               {scene.city_name(text("city"))},
               {text("session"), session_path(scene, text("session")), "code"},
               {called.empty() ? scene.say("desk.not_called") : called}});
  }
  return finish(table);
}

Value list_agenda(const DeskScene& scene, const std::vector<engine::AgendaRow>& rows) {
  DeskTable table = begin(scene, "desk.agenda_caption");
  table.column(scene.say("desk.at"))
      .column(scene.say("desk.what"))
      .column(scene.say("desk.city"))
      .column(scene.say("desk.session"))
      .column(scene.say("desk.state"));
  for (const auto& row : rows) {
    std::string state = scene.word("desk.agenda_", row.state);
    if (row.late) state += ", " + scene.say("desk.agenda_late");
    table.row({{scene.moment(row.at, row.city)},
               {scene.word("desk.kind_", row.kind)},
               {scene.city_name(row.city), row.city.empty() ? "" : "/desk/cities/" + row.city},
               {row.session, session_path(scene, row.session), "code"},
               {std::move(state), {}, row.late ? "late-text" : ""}});
  }
  return finish(table);
}

Value list_audit(const DeskScene& scene, const std::vector<engine::AuditRow>& rows) {
  DeskTable table = begin(scene, "desk.audit_caption");
  table.column(scene.say("desk.number"), "num")
      .column(scene.say("desk.at"))
      .column(scene.say("desk.who"))
      .column(scene.say("desk.what"))
      .column(scene.say("desk.about"))
      .column(scene.say("desk.details"))
      .column(scene.say("desk.reason"));
  for (const auto& row : rows) {
    table.row({{std::to_string(row.id), {}, "num"},
               {scene.brief(row.at, "")},
               {row.actor},
               {row.action, {}, "code"},
               {row.subject},
               {row.detail},
               {row.note}});
  }
  return finish(table);
}

Value make_application_page(const DeskScene& scene, const engine::Facts& facts) {
  Value::List list;
  for (const engine::Fact& fact : facts) {
    std::string text = fact_text(facts, fact.name);
    if (text.empty() || fact.name == "application") continue;
    if (fact.name == "state") text = scene.word("desk.state_", text);
    if (fact.name == "city") text = scene.city_name(text);
    Value row;
    row.set("name", scene.word("desk.fact_", fact.name))
        .set("path", fact.name == "session" ? session_path(scene, text) : "")
        .set("has_path", fact.name == "session")
        .set("text", std::move(text));
    list.push_back(std::move(row));
  }
  Value page;
  page.set("facts", std::move(list));
  return page;
}

}  // namespace keste::pages
