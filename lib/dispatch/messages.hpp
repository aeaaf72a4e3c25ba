// Messages: the texts to people, as ICU patterns checked at start and rendered on the io thread.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "config/config.hpp"

namespace keste::dispatch {

/// What a pattern may name. The personal ones come first; all others are the same for everybody in
/// one session and language.
enum class Argument : std::size_t {
  name,
  given_name,
  application,
  received_date,
  received_time,
  ticket_url,  //
  campaign,
  city,
  session,
  venue,
  address,
  has_address,
  starts_date,
  starts_time,
  ends_time,
  utc,
  due_date,
  due_time,
  working_days,
  results_url,
  closes_date,
  pass_level,
};
inline constexpr std::size_t argument_count = 22;
inline constexpr std::size_t personal_count = 6;

/// By Argument. `working_days` is a decimal number, which plurals need; all others are strings.
using Arguments = std::array<std::string, argument_count>;
inline std::string& at(Arguments& arguments, Argument which) {
  return arguments[static_cast<std::size_t>(which)];
}

/// The kinds that a daemon of this version sends: each needs its texts in every language.
inline constexpr std::array<std::string_view, 3> message_kinds{"application_received",
                                                               "session_reminder", "results_due"};

struct MessageProblem {
  Language language = Language::kk;
  std::string kind;
  std::string field;  ///< "subject" or "text"; empty when the whole kind is missing.
  std::string message;
  friend bool operator==(const MessageProblem&, const MessageProblem&) = default;
};

struct MessageText {
  std::string subject;
  std::string text;
};

/// A message with everything filled in but the personal arguments: rendered once by ICU, then
/// filled in for thousands.
class PreparedMessage {
 public:
  /// Puts the personal arguments in their places; the others are not looked at.
  MessageText fill(const Arguments& arguments) const;

 private:
  friend class Messages;
  struct Piece {
    std::string literal;
    std::optional<Argument> then;
  };
  using Pieces = std::vector<Piece>;
  static Pieces split(std::string_view rendered);
  static std::string join(const Pieces& pieces, const Arguments& arguments);
  Pieces subject_;
  Pieces text_;
};

/// One thread: ICU's formats are not shared. Rendering needs an empty `check()`.
class Messages {
 public:
  explicit Messages(const std::map<Language, config::MessagePatterns>& patterns);
  ~Messages();
  Messages(Messages&&) noexcept;
  Messages& operator=(Messages&&) noexcept;

  /// Every problem of every pattern: kinds that are missing, ICU syntax, unknown, numbered or
  /// wrongly typed arguments, subjects with line breaks.
  const std::vector<MessageProblem>& check() const;
  bool has(Language language, std::string_view kind) const;
  /// Through ICU from beginning to end.
  MessageText render(Language language, std::string_view kind, const Arguments& arguments) const;
  /// Empty when the pattern chooses words by a personal argument: then only `render` is right.
  std::optional<PreparedMessage> prepare(Language language, std::string_view kind,
                                         Arguments arguments) const;

 private:
  struct Compiled;
  struct Pair;
  const Pair* find_pair(Language language, std::string_view kind) const;
  void add(Language language, const std::string& kind, const config::MessagePattern& pattern);
  std::unique_ptr<Compiled> compile(const std::string& pattern, MessageProblem where);

  std::map<Language, std::map<std::string, Pair, std::less<>>> pairs_;
  std::vector<MessageProblem> problems_;
};

}  // namespace keste::dispatch
