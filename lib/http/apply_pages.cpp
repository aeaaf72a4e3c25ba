// /apply: the list of places, and the form of each, by GET and by POST.
#include <algorithm>

#include "base/random.hpp"
#include "base/text.hpp"
#include "http/applying.hpp"
#include "http/html.hpp"
#include "http/scenes.hpp"
#include "pages/apply_page.hpp"
#include "pages/ticket_page.hpp"

namespace keste::http {
namespace {

/// How often a post whose twin is under way looks for the twin's answer.
constexpr int twin_asked_at_most = 50;

std::string fresh_key() { return to_hex(secret_bytes(12)); }

/// Where a form leads: a city, or a test online. Exactly one is set.
struct Target {
  std::string city;
  std::string test;
};

const engine::TestSnapshot* find_test(const engine::Snapshot& snapshot, std::string_view id) {
  const auto found = std::find_if(snapshot.tests.begin(), snapshot.tests.end(),
                                  [id](const engine::TestSnapshot& each) { return each.id == id; });
  return found == snapshot.tests.end() ? nullptr : &*found;
}

bool exists(const engine::Snapshot& snapshot, const Target& target) {
  if (!target.city.empty()) return snapshot.find_city(target.city) != nullptr;
  return find_test(snapshot, target.test) != nullptr && home_of(snapshot) != nullptr;
}

std::string render(const pages::Scene& scene, const Target& target, const pages::FormState& state) {
  if (!target.city.empty()) {
    return pages::render_city_form(scene, *scene.snapshot.find_city(target.city), state);
  }
  return pages::render_online_form(scene, *find_test(scene.snapshot, target.test), state);
}

void show_form(Service& service, const Request& request, const Target& target, const Reply& reply) {
  const HeldScene held = make_scene(service, request);
  if (!exists(*held.snapshot, target)) {
    return reply(make_problem_page(service, Problem(ProblemKind::not_found), request));
  }
  const engine::CitySnapshot* city = held.snapshot->find_city(target.city);
  const std::uint64_t version = city == nullptr ? held.snapshot->version : city->version;
  reply(service.public_pages.find_or_render(request, version, [&] {
    pages::FormState state;
    state.key = fresh_key();
    return render(held.scene, target, state);
  }));
}

/// One post on its way: what was typed stays with it until it is answered.
struct Post {
  Service& service;
  Request request;
  Target target;
  admission::ApplicationForm typed;
  AskedSeat asked;
  engine::ApplyCommand command;
  Reply reply;
  int asked_for_twin = 0;
};

/// The form again, with what was typed and what is wrong, under a new key.
void reply_with_form(const Post& post, const Problem& problem) {
  const HeldScene held = make_scene(post.service, post.request);
  const Language language = post.request.language;
  pages::FormState state;
  state.typed = post.typed;
  state.key = fresh_key();
  for (const FieldError& error : problem.errors) {
    state.errors.push_back({error.field, std::string(field_sentence(error.code, language))});
  }
  if (problem.errors.empty()) state.refusal = note_of(problem, language);
  const Response head = begin_answer(problem, language);
  Response page =
      make_html_response(head.status, render(held.scene, post.target, state), post.request);
  for (const Header& header : head.headers) {
    if (header.name == "Retry-After") page.headers.push_back(header);
  }
  post.reply(std::move(page));
}

void apply(const std::shared_ptr<Post>& post);

void answer(const std::shared_ptr<Post>& post, const engine::ApplyOutcome& outcome) {
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) {
    return post->reply(make_redirect(pages::ticket_path(view->ticket)));
  }
  if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
    const auto snapshot = post->service.backend.snapshot();
    return reply_with_form(
        *post, describe_refusal(*refusal, post->asked, *snapshot, post->request.language));
  }
  const engine::Trouble trouble = std::get<engine::Trouble>(outcome);
  // A second click: its browser shows this answer, so it waits for what the first one is told.
  if (trouble == engine::Trouble::key_in_flight && post->asked_for_twin++ < twin_asked_at_most) {
    return post->service.backend.ping([post] { apply(post); });
  }
  reply_with_form(*post, Problem(kind_of(trouble)));
}

void apply(const std::shared_ptr<Post>& post) {
  post->service.backend.apply(
      post->command, [post](const engine::ApplyOutcome& outcome) { answer(post, outcome); });
}

/// A post is known again by its whole body, which holds the key of the form: a double click has one
/// answer, while a form that was corrected or shown anew is another request.
void name_post(const std::vector<QueryItem>& fields, Post& post) {
  const auto key = std::find_if(fields.begin(), fields.end(),
                                [](const QueryItem& item) { return item.name == "form_key"; });
  if (key == fields.end() || key->value.empty()) return;
  const std::string digest = digest_of(post.request.body);
  post.command.idempotency = engine::IdempotencyKey{"page-" + to_hex(digest), digest};
}

void take_post(Service& service, const Request& request, Target target, Reply reply) {
  if (!exists(*service.backend.snapshot(), target)) {
    return reply(make_problem_page(service, Problem(ProblemKind::not_found), request));
  }
  auto body = read_form_body(request);
  if (const auto* problem = std::get_if<Problem>(&body)) {
    return reply(make_problem_page(service, *problem, request));
  }
  const auto& fields = std::get<std::vector<QueryItem>>(body);
  ReadForm read = read_application_fields(fields);
  // The address says where, whatever the body says.
  read.form.city = target.city;
  if (target.city.empty()) read.form.test = target.test;
  auto post = std::make_shared<Post>(
      Post{service, request, std::move(target), read.form, {}, {}, std::move(reply)});
  auto applying = read_applying(std::move(read), request, *service.settings.campaign);
  if (auto* errors = std::get_if<std::vector<FieldError>>(&applying)) {
    return reply_with_form(*post, make_form_problem(std::move(*errors)));
  }
  if (service.stopping) return reply_with_form(*post, Problem(ProblemKind::stopping));
  post->asked = std::move(std::get<Applying>(applying).asked);
  post->command = std::move(std::get<Applying>(applying).command);
  name_post(fields, *post);
  apply(post);
}

}  // namespace

HeldScene make_scene(const Service& service, const Request& request) {
  auto snapshot = service.backend.snapshot();
  auto campaign = service.settings.campaign;
  auto calendar = service.settings.calendar;
  const pages::Scene scene{service.site,   *snapshot,        *campaign,
                           calendar.get(), request.language, request.receipt.at};
  return HeldScene{std::move(snapshot), std::move(campaign), std::move(calendar), scene};
}

pages::RefusalNote note_of(const Problem& problem, Language language) {
  return {std::string(title_of(problem, language)), detail_of(problem, language)};
}

void handle_apply_page(Service& service, const Request& request, Reply reply) {
  const HeldScene held = make_scene(service, request);
  reply(service.public_pages.find_or_render(request, held.snapshot->version,
                                            [&] { return pages::render_apply(held.scene); }));
}

void handle_city_form(Service& service, const Request& request, Reply reply) {
  show_form(service, request, {request.parameters.at(0), ""}, reply);
}

void handle_online_form(Service& service, const Request& request, Reply reply) {
  show_form(service, request, {"", request.parameters.at(0)}, reply);
}

void handle_city_post(Service& service, const Request& request, Reply reply) {
  take_post(service, request, {request.parameters.at(0), ""}, std::move(reply));
}

void handle_online_post(Service& service, const Request& request, Reply reply) {
  take_post(service, request, {"", request.parameters.at(0)}, std::move(reply));
}

}  // namespace keste::http
