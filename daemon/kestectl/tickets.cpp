// Tickets: kestectl applications submit, show, change, withdraw and withdraw-consent, for a branch
// that helps somebody who cannot do it alone.
#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "base/random.hpp"
#include "base/text.hpp"
#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"

namespace keste::kestectl {
namespace {

struct Wish {
  std::string file;
  std::string key;
  std::string ticket;
  std::string session;
};

constexpr const char* form_words =
    "The form is that of `POST /api/v1/applications`, such as:\n\n"
    "  {\"iin\": \"900101300017\", \"surname\": \"Сәрсен\", \"given_name\": \"Айгүл\",\n"
    "   \"email\": \"aigul@example.kz\", \"phone\": \"8 701 000 00 00\", \"language\": \"kk\",\n"
    "   \"test\": \"QAZTEST\", \"city\": \"almaty\", \"session\": \"any\",\n"
    "   \"promo_code\": \"…\", \"consent\": true}";

using Action = void (*)(const Wish&, Shared&);

void ask_and_print(const Question& question, Shared& shared) {
  const auto answer = ask_or_complain(question, shared);
  if (answer) print_report(*answer, shared);
}

void submit(const Wish& wish, Shared& shared) {
  auto bytes = read_file_or_complain(wish.file, shared);
  if (!bytes) return;
  Question question("/applications");
  question.body = std::move(*bytes);
  question.key = wish.key.empty() ? to_hex(secret_bytes(16)) : wish.key;
  ask_and_print(question, shared);
}

/// A question about the application of the wished ticket.
std::optional<Question> make_question(const Wish& wish, const char* more, Shared& shared) {
  const auto ticket = read_secret(wish.ticket, shared);
  if (!ticket) return std::nullopt;
  return Question("/applications/" + percent_encode(*ticket) + more);
}

void show(const Wish& wish, Shared& shared) {
  const auto question = make_question(wish, "", shared);
  if (question) ask_and_print(*question, shared);
}

void change(const Wish& wish, Shared& shared) {
  auto question = make_question(wish, "/session", shared);
  if (!question) return;
  question->body = boost::json::serialize(boost::json::object{{"session", wish.session}});
  ask_and_print(*question, shared);
}

void withdraw(const Wish& wish, Shared& shared) {
  auto question = make_question(wish, "", shared);
  if (!question) return;
  question->method = "DELETE";
  ask_and_print(*question, shared);
}

void withdraw_consent(const Wish& wish, Shared& shared) {
  auto question = make_question(wish, "/consent", shared);
  if (!question) return;
  question->method = "DELETE";
  ask_and_print(*question, shared);
}

void run(CLI::App& command, const std::shared_ptr<Wish>& wish, Shared& shared, Action action) {
  command.callback([wish, &shared, action] { action(*wish, shared); });
  add_socket_options(command, shared);
}

void add_ticket(CLI::App& command, Wish& wish) {
  command
      .add_option("TICKET", wish.ticket,
                  "The applicant's secret; - reads it from the standard input")
      ->required();
}

}  // namespace

void add_tickets(CLI::App& app, Shared& shared) {
  CLI::App& group = *app.get_subcommand("applications");
  const auto wish = std::make_shared<Wish>();

  CLI::App* command = group.add_subcommand("submit", "Apply for somebody");
  command->add_option("FILE", wish->file, "The form as JSON; - for the standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--key", wish->key,
                      "Idempotency-Key: with the same one a repetition changes nothing");
  command->footer(form_words);
  run(*command, wish, shared, submit);

  command = group.add_subcommand("show", "Show how one application stands");
  add_ticket(*command, *wish);
  run(*command, wish, shared, show);

  command = group.add_subcommand("change", "Give it a seat in another session of its city");
  add_ticket(*command, *wish);
  command->add_option("SESSION", wish->session, "Its id, or any")->required()->type_name("SESSION");
  run(*command, wish, shared, change);

  command = group.add_subcommand("withdraw", "Withdraw an application");
  add_ticket(*command, *wish);
  run(*command, wish, shared, withdraw);

  command =
      group.add_subcommand("withdraw-consent", "Withdraw it and erase what is kept of the person");
  add_ticket(*command, *wish);
  run(*command, wish, shared, withdraw_consent);
}

}  // namespace keste::kestectl
