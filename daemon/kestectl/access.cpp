// kestectl user, kestectl token: who may come in.
#include <termios.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <iostream>
#include <memory>

#include "kestectl/answers.hpp"
#include "kestectl/client.hpp"
#include "kestectl/desk.hpp"

namespace keste::kestectl {
namespace {

struct Wish {
  std::string name;
  std::string role;
  std::vector<std::string> cities;
  std::string full_name;
  std::string active;
  int days = 365;
  bool off = false;
};

/// Keeps the terminal from showing what is typed, until the scope ends.
class Unechoed {
 public:
  Unechoed() : known_(tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!known_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Unechoed() {
    if (known_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unechoed(const Unechoed&) = delete;
  Unechoed& operator=(const Unechoed&) = delete;

 private:
  termios before_{};
  bool known_;
};

/// From the standard input, never from the command line, which everybody on the machine can list.
std::optional<std::string> ask_password(Shared& shared) {
  if (isatty(STDIN_FILENO) == 0) return read_secret("-", shared);
  std::string twice[2];
  for (std::string& line : twice) {
    shared.err << (&line == twice ? "Password: " : "Once more: ") << std::flush;
    const Unechoed unechoed;
    std::getline(*shared.in, line);
    shared.err << '\n';
  }
  if (twice[0] == twice[1]) return twice[0];
  shared.err << "kestectl: the two are not the same\n";
  shared.exit = exit_code::usage;
  return std::nullopt;
}

boost::json::array to_json(const std::vector<std::string>& texts) {
  boost::json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

std::string user_path(const Wish& wish) { return "/users/" + percent_encode(wish.name); }

void add_user(const Wish& wish, Shared& shared) {
  const auto password = ask_password(shared);
  if (!password) return;
  send_and_print("/users",
                 {{"name", wish.name},
                  {"full_name", wish.full_name},
                  {"role", wish.role},
                  {"cities", to_json(wish.cities)},
                  {"password", *password}},
                 shared);
}

void change_user(const Wish& wish, Shared& shared) {
  boost::json::object members;
  if (!wish.full_name.empty()) members["full_name"] = wish.full_name;
  if (!wish.role.empty()) members["role"] = wish.role;
  if (!wish.cities.empty()) members["cities"] = to_json(wish.cities);
  if (!wish.active.empty()) members["active"] = wish.active == "yes";
  send_and_print(user_path(wish), members, shared);
}

void set_password(const Wish& wish, Shared& shared) {
  const auto password = ask_password(shared);
  if (password) send_and_print(user_path(wish), {{"password", *password}}, shared);
}

void set_second_factor(const Wish& wish, Shared& shared) {
  const std::string path = user_path(wish) + "/second-factor";
  if (!wish.off) return send_and_print(path, boost::json::object{}, shared);
  const auto answer = ask_or_complain(Question::remove(path), shared);
  if (answer) print_report(*answer, shared);
}

/// A list of objects under a name, as rows.
void list(const std::string& path, const char* member, Shared& shared) {
  const auto answer = ask_or_complain(path, shared);
  if (!answer) return;
  if (shared.json()) return print_json(*answer, shared);
  print_report(boost::json::object{{"rows", list_at(*answer, member)}}, shared);
}

void remove(const std::string& path, Shared& shared) {
  const auto answer = ask_or_complain(Question::remove(path), shared);
  if (answer) print_report(*answer, shared);
}

void add_role_options(CLI::App& command, Wish& wish, bool required) {
  command.add_option("--role", wish.role, "What they may do")
      ->required(required)
      ->type_name("ROLE")
      ->check(CLI::IsMember({"admin", "coordinator", "auditor", "issuer", "monitor"}));
  command.add_option("--city", wish.cities, "A coordinator's city; may be given several times")
      ->type_name("CITY");
}

void add_token(const Wish& wish, Shared& shared) {
  send_and_print("/tokens",
                 {{"name", wish.name},
                  {"role", wish.role},
                  {"cities", to_json(wish.cities)},
                  {"days", wish.days}},
                 shared);
}

}  // namespace

void add_users(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("user", "Who may sign in");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();
  const auto add = [&](const char* name, const char* what, auto work, bool named = true) {
    CLI::App* command = group->add_subcommand(name, what);
    if (named) command->add_option("NAME", wish->name, "The user's name")->required();
    add_socket_options(*command, shared);
    command->callback([wish, &shared, work] { work(*wish, shared); });
    return command;
  };
  CLI::App* command =
      add("add", "Make a user; the password comes from the standard input", add_user);
  add_role_options(*command, *wish, true);
  command->add_option("--full-name", wish->full_name, "As people know them");
  add(
      "list", "List all users, with their roles and sign-ins",
      [](const Wish&, Shared& to) { list("/users", "users", to); }, false);
  command = add("change", "Give a user another role, cities or name, or let them in no more",
                change_user);
  add_role_options(*command, *wish, false);
  command->add_option("--full-name", wish->full_name, "As people know them");
  command
      ->add_option("--active", wish->active,
                   "Whether they may sign in; no signs them out everywhere")
      ->check(CLI::IsMember({"yes", "no"}));
  add("password", "Set a new password, from the standard input; signs them out everywhere",
      set_password);
  command = add("second-factor", "Make a new key for an authenticator app, shown once",
                set_second_factor);
  command->add_flag("--off", wish->off, "Sign in without one");
  add("sign-out", "Sign a user out everywhere",
      [](const Wish& of, Shared& to) { remove(user_path(of) + "/sign-ins", to); });
}

void add_tokens(CLI::App& app, Shared& shared) {
  CLI::App* group = app.add_subcommand("token", "How scripts come in");
  group->require_subcommand(1);
  const auto wish = std::make_shared<Wish>();

  CLI::App* command = group->add_subcommand("add", "Make a token; it is shown once");
  command->add_option("NAME", wish->name, "What it is for")->required();
  add_role_options(*command, *wish, true);
  command->add_option("--days", wish->days, "Days until it expires")->capture_default_str();
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { add_token(*wish, shared); });

  command = group->add_subcommand("list", "List all tokens, their states and last uses");
  add_socket_options(*command, shared);
  command->callback([&shared] { list("/tokens", "tokens", shared); });

  command = group->add_subcommand("revoke", "Let nobody in by a token any more");
  command->add_option("NAME", wish->name, "The token's name")->required();
  add_socket_options(*command, shared);
  command->callback([wish, &shared] { remove("/tokens/" + percent_encode(wish->name), shared); });
}

}  // namespace keste::kestectl
