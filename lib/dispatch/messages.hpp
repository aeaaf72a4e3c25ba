// Messages: the texts to people, as ICU patterns checked at start and rendered on the io thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "config/config.hpp"
#include "config/message_kinds.hpp"
#include "dispatch/arguments.hpp"

namespace keste::dispatch {

/// The kinds that a daemon of this version sends: each needs its texts in every language.
using config::message_kinds;

struct MessageProblem {
  Language language = Language::kk;
  std::string kind;
  std::string field;  ///< "subject", "text" or "sms"; empty when the whole kind is missing.
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

  /// Every problem of every pattern: kinds that are missing, fields that another language has, ICU
  /// syntax, unknown, numbered or wrongly typed arguments, secrets in an SMS, line breaks where
  /// there is one line.
  const std::vector<MessageProblem>& check() const;
  bool has(Language language, std::string_view kind) const;
  bool has_sms(Language language, std::string_view kind) const;
  /// Through ICU from beginning to end.
  MessageText render(Language language, std::string_view kind, const Arguments& arguments) const;
  /// One line. Needs `has_sms`.
  std::string render_sms(Language language, std::string_view kind,
                         const Arguments& arguments) const;
  /// What its SMS names; empty without one.
  std::vector<Argument> list_sms_arguments(Language language, std::string_view kind) const;
  /// Empty when the pattern chooses words by a personal argument: then only `render` is right.
  std::optional<PreparedMessage> prepare(Language language, std::string_view kind,
                                         Arguments arguments) const;

 private:
  struct Compiled;
  struct Fields;
  using Kinds = std::map<std::string, Fields, std::less<>>;
  const Fields* find_fields(Language language, std::string_view kind) const;
  void add(Language language, const std::string& kind, const config::MessagePattern& pattern);
  void check_parity();
  std::unique_ptr<Compiled> compile(const std::string& pattern, MessageProblem where);

  std::map<Language, Kinds> kinds_;
  std::vector<MessageProblem> problems_;
};

}  // namespace keste::dispatch
