// Compiling, checking and rendering ICU message patterns.
#include "dispatch/messages.hpp"

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"

namespace keste::dispatch {
namespace {

constexpr std::array<std::string_view, argument_count> argument_names{
    "name",         "given_name",  "application", "received_date", "received_time", "ticket_url",
    "campaign",     "city",        "session",     "venue",         "address",       "has_address",
    "starts_date",  "starts_time", "ends_time",   "utc",           "due_date",      "due_time",
    "working_days", "results_url", "closes_date", "pass_level"};
constexpr auto number_argument = static_cast<std::size_t>(Argument::working_days);

/// Personal argument N stands in a prepared text as this noncharacter plus N: no text for people
/// may hold one, and `one_line` takes them out of values.
constexpr char32_t first_mark = 0xFDD0;

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

std::vector<icu::UnicodeString> make_icu_names() {
  std::vector<icu::UnicodeString> names;
  names.reserve(argument_count);
  for (const auto name : argument_names) names.push_back(to_icu(name));
  return names;
}

std::optional<std::size_t> find_argument(std::string_view name) {
  const auto found = std::find(argument_names.begin(), argument_names.end(), name);
  if (found == argument_names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - argument_names.begin());
}

std::vector<icu::Formattable> to_formattables(const Arguments& arguments) {
  std::vector<icu::Formattable> values;
  values.reserve(argument_count);
  for (std::size_t i = 0; i < argument_count; ++i) {
    if (i == number_argument) {
      values.emplace_back(static_cast<std::int32_t>(std::atoi(arguments[i].c_str())));
    } else {
      values.emplace_back(to_icu(arguments[i]));
    }
  }
  return values;
}

std::string format(const icu::MessageFormat& pattern, const std::vector<icu::Formattable>& values,
                   UErrorCode& status) {
  icu::UnicodeString out;
  const auto names = make_icu_names();
  pattern.format(names.data(), values.data(), static_cast<std::int32_t>(argument_count), out,
                 status);
  return from_icu(out);
}

/// What one use of an argument in a pattern says.
struct Use {
  std::string name;
  UMessagePatternArgType type;
  std::string simple_type;  ///< "number", "date", …
  bool numbered;
};

std::vector<Use> list_uses(const icu::MessagePattern& pattern) {
  std::vector<Use> uses;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_START) continue;
    const auto type = pattern.getPart(i).getArgType();
    Use use{from_icu(pattern.getSubstring(pattern.getPart(i + 1))),
            type,
            {},
            pattern.getPartType(i + 1) == UMSGPAT_PART_TYPE_ARG_NUMBER};
    if (type == UMSGPAT_ARG_TYPE_SIMPLE) {
      use.simple_type = from_icu(pattern.getSubstring(pattern.getPart(i + 2)));
    }
    uses.push_back(std::move(use));
  }
  return uses;
}

/// A sentence about a wrong use; empty when it is right.
std::string judge(const Use& use) {
  const std::string shown = "{" + use.name + "}";
  if (use.numbered) return shown + ": arguments have names, such as {given_name}, not numbers";
  const auto index = find_argument(use.name);
  if (!index) {
    std::string known;
    for (const auto name : argument_names) known.append(known.empty() ? "" : ", ").append(name);
    return shown + ": there is no such argument; known are " + known;
  }
  const bool plain = use.type == UMSGPAT_ARG_TYPE_NONE;
  const bool number = use.simple_type == "number" || use.type == UMSGPAT_ARG_TYPE_PLURAL ||
                      use.type == UMSGPAT_ARG_TYPE_SELECTORDINAL;
  if (*index == number_argument) {
    if (plain || number) return {};
    return shown + " is a number: write it plainly, or as number, plural or selectordinal";
  }
  if (plain || use.type == UMSGPAT_ARG_TYPE_SELECT) return {};
  return shown + " is a text: write it plainly or with select";
}

std::string syntax_message(const UParseError& where, UErrorCode status) {
  std::string near = from_icu(icu::UnicodeString(where.preContext)) + "<here>" +
                     from_icu(icu::UnicodeString(where.postContext));
  std::replace(near.begin(), near.end(), '\n', ' ');
  return "not a valid ICU message pattern near \"" + near + "\" (" + u_errorName(status) +
         "): every { needs its }, and select and plural need other{…}";
}

bool has_line_break(std::string_view text) {
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) return true;
  }
  return false;
}

/// A sentence about characters that may not stand in a pattern; empty when there are none.
std::string judge_characters(std::string_view pattern, bool subject) {
  if (!is_utf8(pattern)) return "not UTF-8";
  if (trim(pattern).empty()) return "is empty: every kind needs a subject and a text";
  if (subject && has_line_break(pattern)) return "holds a line break: a subject is one line";
  for (std::string_view rest = pattern; !rest.empty();) {
    const char32_t c = take_code_point(rest);
    const bool allowed = c == '\n' || c == '\r' || c == '\t';
    if ((c < 0x20 && !allowed) || (c >= 0xFDD0 && c <= 0xFDEF)) {
      return "holds a control character: texts are letters, spaces and line breaks";
    }
  }
  return {};
}

}  // namespace

struct Messages::Compiled {
  std::unique_ptr<icu::MessageFormat> format;
  bool chooses_by_person = false;  ///< A personal argument stands in a select.
};

struct Messages::Pair {
  std::unique_ptr<Compiled> subject;
  std::unique_ptr<Compiled> text;
};

Messages::Messages(const std::map<Language, config::MessagePatterns>& patterns) {
  for (const Language language : languages) {
    const auto found = patterns.find(language);
    for (const auto kind : message_kinds) {
      const bool there = found != patterns.end() && found->second.count(std::string(kind)) != 0;
      if (there) continue;
      problems_.push_back({language, std::string(kind), "",
                           "is missing: it needs a subject and a text in every language"});
    }
    if (found == patterns.end()) continue;
    for (const auto& [kind, pattern] : found->second) add(language, kind, pattern);
  }
}

Messages::~Messages() = default;
Messages::Messages(Messages&&) noexcept = default;
Messages& Messages::operator=(Messages&&) noexcept = default;

void Messages::add(Language language, const std::string& kind,
                   const config::MessagePattern& pattern) {
  Pair pair;
  pair.subject = compile(pattern.subject, {language, kind, "subject", ""});
  pair.text = compile(pattern.text, {language, kind, "text", ""});
  pairs_[language].emplace(kind, std::move(pair));
}

std::unique_ptr<Messages::Compiled> Messages::compile(const std::string& pattern,
                                                      MessageProblem where) {
  const auto complain = [&](std::string message) {
    where.message = std::move(message);
    problems_.push_back(where);
  };
  auto compiled = std::make_unique<Compiled>();
  const std::string characters = judge_characters(pattern, where.field == "subject");
  if (!characters.empty()) {
    complain(characters);
    return compiled;
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError at_fault{};
  const icu::MessagePattern parsed(to_icu(pattern), &at_fault, status);
  if (U_FAILURE(status)) {
    complain(syntax_message(at_fault, status));
    return compiled;
  }
  bool right = true;
  for (const Use& use : list_uses(parsed)) {
    const std::string fault = judge(use);
    right = right && fault.empty();
    if (!fault.empty()) complain(fault);
    const auto index = find_argument(use.name);
    const bool personal = index && *index < personal_count;
    if (personal && use.type != UMSGPAT_ARG_TYPE_NONE) compiled->chooses_by_person = true;
  }
  if (!right) return compiled;
  const icu::Locale locale(std::string(to_text(where.language)).c_str());
  compiled->format =
      std::make_unique<icu::MessageFormat>(to_icu(pattern), locale, at_fault, status);
  Arguments sample;
  sample.fill("1");
  if (U_SUCCESS(status)) format(*compiled->format, to_formattables(sample), status);
  if (U_FAILURE(status)) complain(syntax_message(at_fault, status));
  return compiled;
}

const std::vector<MessageProblem>& Messages::check() const { return problems_; }

const Messages::Pair* Messages::find_pair(Language language, std::string_view kind) const {
  const auto in_language = pairs_.find(language);
  if (in_language == pairs_.end()) return nullptr;
  const auto found = in_language->second.find(kind);
  return found == in_language->second.end() ? nullptr : &found->second;
}

bool Messages::has(Language language, std::string_view kind) const {
  return find_pair(language, kind) != nullptr;
}

MessageText Messages::render(Language language, std::string_view kind,
                             const Arguments& arguments) const {
  const Pair* pair = find_pair(language, kind);
  CHECK(pair != nullptr && pair->subject->format && pair->text->format);
  const auto values = to_formattables(arguments);
  UErrorCode status = U_ZERO_ERROR;
  MessageText rendered{format(*pair->subject->format, values, status),
                       format(*pair->text->format, values, status)};
  CHECK(U_SUCCESS(status));
  return rendered;
}

std::optional<PreparedMessage> Messages::prepare(Language language, std::string_view kind,
                                                 Arguments arguments) const {
  const Pair* pair = find_pair(language, kind);
  CHECK(pair != nullptr);
  if (pair->subject->chooses_by_person || pair->text->chooses_by_person) return std::nullopt;
  for (std::size_t i = 0; i < personal_count; ++i) {
    arguments[i].clear();
    append_code_point(arguments[i], first_mark + static_cast<char32_t>(i));
  }
  const MessageText rendered = render(language, kind, arguments);
  PreparedMessage prepared;
  prepared.subject_ = PreparedMessage::split(rendered.subject);
  prepared.text_ = PreparedMessage::split(rendered.text);
  return prepared;
}

PreparedMessage::Pieces PreparedMessage::split(std::string_view rendered) {
  Pieces pieces(1);
  while (!rendered.empty()) {
    const char32_t c = take_code_point(rendered);
    if (c < first_mark || c >= first_mark + personal_count) {
      append_code_point(pieces.back().literal, c);
      continue;
    }
    pieces.back().then = static_cast<Argument>(c - first_mark);
    pieces.emplace_back();
  }
  return pieces;
}

std::string PreparedMessage::join(const Pieces& pieces, const Arguments& arguments) {
  std::size_t size = 0;
  for (const Piece& piece : pieces) {
    size += piece.literal.size();
    if (piece.then) size += arguments[static_cast<std::size_t>(*piece.then)].size();
  }
  std::string out;
  out.reserve(size);
  for (const Piece& piece : pieces) {
    out += piece.literal;
    if (piece.then) out += arguments[static_cast<std::size_t>(*piece.then)];
  }
  return out;
}

MessageText PreparedMessage::fill(const Arguments& arguments) const {
  return {join(subject_, arguments), join(text_, arguments)};
}

}  // namespace keste::dispatch
