// Roff: text as man pages are written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "manual/command.hpp"

namespace keste::manual {

/// For the middle of a line: hyphens, backslashes and letters beyond ASCII as roff names them.
/// With `markup`, what stands between backquotes becomes bold.
std::string escape(std::string_view text, bool markup = true);

/// A man page, built from its top.
class Roff {
 public:
  /// `title` is one line for whatis; `section` of the manual; `date` as YYYY-MM-DD.
  Roff(std::string_view name, int section, std::string_view title, std::string_view date);

  void heading(std::string_view text);
  void subheading(std::string_view text);
  /// A paragraph of sentences.
  void paragraph(std::string_view text);
  /// Paragraphs parted by empty lines; those that begin with two spaces stay as they are.
  void paragraphs(std::string_view text);
  void verbatim(std::string_view lines);
  /// A term with its explanation under it; both may hold backquotes.
  void item(std::string_view term, std::string_view text);
  /// What stands between them belongs to the item before.
  void begin_inner() { out_ += ".RS\n"; }
  void end_inner() { out_ += ".RE\n"; }
  /// The command with its words and options.
  void synopsis(const Place& place);
  /// An option or a word with its explanation.
  void item(const Argument& argument);

  std::string text() const { return out_; }

 private:
  void lines(std::string_view text);

  std::string out_;
};

/// What a number that a program ends with says.
struct ExitCode {
  int code;
  const char* name;  ///< Of sysexits.h; empty where that has none.
  const char* meaning;
};

}  // namespace keste::manual
