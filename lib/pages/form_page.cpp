// Fields, choices and notices of the form.
#include "pages/form_page.hpp"

#include <algorithm>
#include <array>

#include "pages/apply_page.hpp"

namespace keste::pages {
namespace {

using admission::ApplicationForm;

/// A field of one line. Its label is the text "apply.field.NAME", its hint "apply.hint.NAME" where
/// `hinted`.
struct Field {
  std::string_view name;
  std::string ApplicationForm::*place;
  bool required;
  bool hinted;
  std::string_view type;
  std::string_view autocomplete;
  std::string_view inputmode;
  std::string_view longest;
};
constexpr std::array<Field, 6> person_fields{
    {{"iin", &ApplicationForm::iin, true, true, "text", "off", "numeric", "12"},
     {"surname", &ApplicationForm::surname, true, false, "text", "family-name", "text", "100"},
     {"given_name", &ApplicationForm::given_name, true, false, "text", "given-name", "text", "100"},
     {"patronymic", &ApplicationForm::patronymic, false, false, "text", "additional-name", "text",
      "100"},
     {"email", &ApplicationForm::email, true, false, "email", "email", "email", "254"},
     {"phone", &ApplicationForm::phone, true, true, "tel", "tel", "tel", "32"}}};
constexpr Field code_field{
    "promo_code", &ApplicationForm::promo_code, false, true, "text", "off", "text", "64"};
constexpr Field payment_field{"payment_reference",
                              &ApplicationForm::payment_reference,
                              false,
                              true,
                              "text",
                              "off",
                              "text",
                              "64"};
constexpr Field needs_field{"needs", &ApplicationForm::needs, false, true, "text", "off", "text",
                            "500"};

const FieldNote* find_note(const FormState& state, std::string_view field) {
  const auto found = std::find_if(state.errors.begin(), state.errors.end(),
                                  [field](const FieldNote& note) { return note.field == field; });
  return found == state.errors.end() ? nullptr : &*found;
}

Value show(const Scene& scene, const Field& field, const FormState& state) {
  const std::string name(field.name);
  const FieldNote* note = find_note(state, field.name);
  const bool required =
      field.required || (name == "promo_code" && scene.campaign.admission.code_required);
  std::string described = field.hinted ? "hint-" + name : "";
  if (note != nullptr) described += (described.empty() ? "wrong-" : " wrong-") + name;
  Value made;
  made.set("name", name)
      .set("label", scene.say("apply.field." + name))
      .set("value", state.typed.*(field.place))
      .set("type", field.type)
      .set("autocomplete", field.autocomplete)
      .set("inputmode", field.inputmode)
      .set("longest", field.longest)
      .set("required", required)
      .set("hinted", field.hinted)
      .set("hint", field.hinted ? scene.say("apply.hint." + name) : "")
      .set("wrong", note != nullptr)
      .set("sentence", note == nullptr ? "" : note->sentence)
      .set("is_described", !described.empty())
      .set("described", described);
  return made;
}

Value show_session(const Scene& scene, const engine::CitySnapshot& city,
                   const engine::SessionSnapshot& session, const FormState& state) {
  const int left = seats_left(session);
  const bool may_wait = scene.campaign.admission.waitlist;
  const VenueText venue = venue_of(scene, city, &session);
  Value made;
  made.set("id", session.id)
      .set("when", sitting_text(scene, session.starts_at, session.ends_at, city.zone))
      .set("where", venue.name)
      .set("seats", seats_text(scene, left))
      .set("free", left > 0)
      .set("checked", state.typed.session == session.id)
      .set("disabled", left == 0 && !may_wait);
  return made;
}

Value list_sessions(const Scene& scene, const engine::CitySnapshot& city, const FormState& state) {
  Value::List list;
  for (const engine::SessionSnapshot& session : city.sessions) {
    if (is_ahead(session, scene.now)) list.push_back(show_session(scene, city, session, state));
  }
  return list;
}

Value list_languages(const Scene& scene, const FormState& state) {
  const std::string current =
      state.typed.language.empty() ? std::string(to_text(scene.language)) : state.typed.language;
  Value::List list;
  for (const Language each : languages) {
    const std::string code(to_text(each));
    Value item;
    item.set("code", code)
        .set("name", scene.site.say(each, "common.language_name"))
        .set("checked", code == current);
    list.push_back(std::move(item));
  }
  return list;
}

/// What is wrong anywhere, each leading to its field.
void show_errors(const Scene& scene, const FormState& state, Value& content) {
  static constexpr std::array<std::string_view, 15> known{
      "iin",      "surname",    "given_name",        "patronymic", "email",   "phone",
      "language", "promo_code", "payment_reference", "needs",      "consent", "session",
      "city",     "test",       "waitlist"};
  Value::List list;
  for (const FieldNote& note : state.errors) {
    const bool is_known = std::find(known.begin(), known.end(), note.field) != known.end();
    Value item;
    item.set("field", note.field)
        .set("label", is_known ? scene.say("apply.field." + note.field) : note.field)
        .set("sentence", note.sentence);
    list.push_back(std::move(item));
  }
  content.set("has_errors", !state.errors.empty())
      .set("errors_title",
           scene.say("apply.errors", {{"count", static_cast<std::int64_t>(state.errors.size())}}))
      .set("errors", std::move(list))
      .set("has_refusal", state.refusal.has_value())
      .set("refusal_title", state.refusal ? state.refusal->title : "")
      .set("refusal_sentence", state.refusal ? state.refusal->sentence : "");
}

/// What the form of a city and that of a test have in common.
Value show_form(const Scene& scene, const FormState& state) {
  Value::List person;
  for (const Field& field : person_fields) person.push_back(show(scene, field, state));
  const bool pays =
      !state.typed.payment_reference.empty() || find_note(state, payment_field.name) != nullptr;
  const FieldNote* consent = find_note(state, "consent");
  Value content;
  content.set("form_key", state.key)
      .set("person", std::move(person))
      .set("code", show(scene, code_field, state))
      .set("payment", show(scene, payment_field, state))
      .set("pays", pays)
      .set("needs", show(scene, needs_field, state))
      .set("languages", list_languages(scene, state))
      .set("consents", state.typed.consent)
      .set("consent_wrong", consent != nullptr)
      .set("consent_sentence", consent == nullptr ? "" : consent->sentence)
      .set("may_wait", false)
      .set("waits", state.typed.waitlist)
      .set("has_sessions", false)
      .set("session_wrong", false);
  show_errors(scene, state, content);
  return content;
}

struct Window {
  Instant opens_at;
  Instant closes_at;
  const calendar::Zone& zone;
};

/// A closed window still has a form: some were given more time, and only the engine knows whom.
void show_window(const Scene& scene, const Window& window, Value& content) {
  const auto state = window_at(scene.now, window.opens_at, window.closes_at);
  const bool is_open = state == engine::WindowState::open;
  const bool is_ahead = state == engine::WindowState::not_open;
  const std::string at = is_ahead ? moment_text(scene, window.opens_at, window.zone)
                                  : closing_text(scene, window.closes_at, window.zone);
  content.set("open", is_open).set("ahead", is_ahead).set("closed", !is_open && !is_ahead);
  if (is_ahead) {
    content.set("window", scene.say("apply.opens", {{"at", at}}));
    content.set("countdown",
                countdown(scene, window.opens_at, "apply.until_opening", "apply.opened"));
  } else {
    content.set("window", scene.say(is_open ? "apply.closes" : "apply.closed", {{"at", at}}));
    content.set("countdown", countdown(scene, window.closes_at, "apply.left", "apply.over"));
  }
}

std::string render(const Scene& scene, const std::string& title, const Value& content) {
  Frame frame = scene.frame(title);
  frame.scripts = {"countdown.js", "draft.js"};
  return scene.site.render("form_page", frame, content);
}

}  // namespace

std::string render_city_form(const Scene& scene, const engine::CitySnapshot& city,
                             const FormState& state) {
  const std::string name = city.name.in(scene.language);
  Value sessions = list_sessions(scene, city, state);
  const bool has_sessions = !std::get<Value::List>(sessions.held()).empty();
  const FieldNote* wrong = find_note(state, "session");
  Value content = show_form(scene, state);
  content.set("name", name)
      .set("action", city_path(city.code))
      .set("city", city.code)
      .set("test", "")
      .set("has_steps", false)
      .set("has_sessions", has_sessions)
      .set("no_sessions", !has_sessions)
      .set("sessions", std::move(sessions))
      .set("any", state.typed.session.empty() || state.typed.session == "any")
      .set("session_wrong", wrong != nullptr)
      .set("session_sentence", wrong == nullptr ? "" : wrong->sentence)
      .set("may_wait", scene.campaign.admission.waitlist);
  show_window(scene, {city.opens_at, city.closes_at, city.zone}, content);
  return render(scene, scene.say("apply.form_title", {{"place", name}}), content);
}

std::string render_online_form(const Scene& scene, const engine::TestSnapshot& test,
                               const FormState& state) {
  const engine::CitySnapshot* home = home_of(scene.snapshot);
  const campaign::Test* filed = scene.campaign.find_test(test.id);
  const std::string steps = filed == nullptr ? "" : filed->steps.in(scene.language);
  Value content = show_form(scene, state);
  content.set("name", test.id)
      .set("action", online_path(test.id))
      .set("city", "")
      .set("test", test.id)
      .set("has_steps", !steps.empty())
      .set("steps", steps)
      .set("no_sessions", false);
  show_window(scene, {test.opens_at, test.closes_at, home->zone}, content);
  return render(scene, scene.say("apply.form_title", {{"place", test.id}}), content);
}

}  // namespace keste::pages
