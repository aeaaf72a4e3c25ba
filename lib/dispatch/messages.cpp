// Compiling and rendering ICU message patterns.
#include "dispatch/messages.hpp"

#include <unicode/msgfmt.h>

#include <charconv>

#include "base/check.hpp"
#include "base/text.hpp"
#include "dispatch/pattern_check.hpp"

namespace keste::dispatch {
namespace {

/// Personal argument N stands in a prepared text as this noncharacter plus N: no text for people
/// may hold one, and `one_line` takes them out of values.
constexpr char32_t first_mark = 0xFDD0;
static_assert(personal_count <= 0x20);  // There are 32 of them.

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

const std::vector<icu::UnicodeString>& icu_names() {
  static const auto names = [] {
    std::vector<icu::UnicodeString> made;
    made.reserve(argument_count);
    for (const auto name : argument_names) made.push_back(to_icu(name));
    return made;
  }();
  return names;
}

std::vector<icu::Formattable> to_formattables(const Arguments& arguments) {
  std::vector<icu::Formattable> values;
  values.reserve(argument_count);
  for (std::size_t i = 0; i < argument_count; ++i) {
    if (is_number(static_cast<Argument>(i))) {
      std::int64_t number = 0;
      std::from_chars(arguments[i].data(), arguments[i].data() + arguments[i].size(), number);
      values.emplace_back(number);
    } else {
      values.emplace_back(to_icu(arguments[i]));
    }
  }
  return values;
}

std::string format(const icu::MessageFormat& pattern, const std::vector<icu::Formattable>& values,
                   UErrorCode& status) {
  icu::UnicodeString out;
  pattern.format(icu_names().data(), values.data(), static_cast<std::int32_t>(argument_count), out,
                 status);
  return from_icu(out);
}

}  // namespace

struct Messages::Compiled {
  std::unique_ptr<icu::MessageFormat> format;
  bool chooses_by_person = false;  ///< A personal argument stands in a select.
  std::vector<Argument> named;
};

struct Messages::Fields {
  std::unique_ptr<Compiled> subject;
  std::unique_ptr<Compiled> text;
  std::unique_ptr<Compiled> sms;  ///< Null without one.
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
  check_parity();
}

Messages::~Messages() = default;
Messages::Messages(Messages&&) noexcept = default;
Messages& Messages::operator=(Messages&&) noexcept = default;

void Messages::add(Language language, const std::string& kind,
                   const config::MessagePattern& pattern) {
  Fields fields;
  fields.subject = compile(pattern.subject, {language, kind, "subject", ""});
  fields.text = compile(pattern.text, {language, kind, "text", ""});
  if (!pattern.sms.empty()) fields.sms = compile(pattern.sms, {language, kind, "sms", ""});
  kinds_[language].emplace(kind, std::move(fields));
}

void Messages::check_parity() {
  for (const auto kind : message_kinds) {
    std::string having;
    for (const Language language : languages) {
      if (has_sms(language, kind)) {
        having.append(having.empty() ? "" : " and ").append(to_text(language));
      }
    }
    if (having.empty()) continue;
    for (const Language language : languages) {
      if (!has(language, kind) || has_sms(language, kind)) continue;
      problems_.push_back({language, std::string(kind), "sms",
                           "sms is missing: every language needs it, as " + having + " has it"});
    }
  }
}

std::unique_ptr<Messages::Compiled> Messages::compile(const std::string& pattern,
                                                      MessageProblem where) {
  const auto complain = [&](std::string message) {
    where.message = std::move(message);
    problems_.push_back(where);
  };
  auto compiled = std::make_unique<Compiled>();
  PatternReport report = check_pattern(pattern, where.field);
  for (std::string& fault : report.faults) complain(std::move(fault));
  if (!report.faults.empty()) return compiled;
  compiled->chooses_by_person = report.chooses_by_person();
  compiled->named = std::move(report.named);
  const icu::Locale locale(std::string(to_text(where.language)).c_str());
  UErrorCode status = U_ZERO_ERROR;
  UParseError at_fault{};
  compiled->format =
      std::make_unique<icu::MessageFormat>(to_icu(pattern), locale, at_fault, status);
  Arguments sample;
  sample.fill("1");
  if (U_SUCCESS(status)) format(*compiled->format, to_formattables(sample), status);
  if (U_FAILURE(status)) {
    complain("not a valid ICU message pattern (" + std::string(u_errorName(status)) + ")");
  }
  return compiled;
}

const std::vector<MessageProblem>& Messages::check() const { return problems_; }

const Messages::Fields* Messages::find_fields(Language language, std::string_view kind) const {
  const auto in_language = kinds_.find(language);
  if (in_language == kinds_.end()) return nullptr;
  const auto found = in_language->second.find(kind);
  return found == in_language->second.end() ? nullptr : &found->second;
}

bool Messages::has(Language language, std::string_view kind) const {
  return find_fields(language, kind) != nullptr;
}

bool Messages::has_sms(Language language, std::string_view kind) const {
  const Fields* fields = find_fields(language, kind);
  return fields != nullptr && fields->sms != nullptr;
}

MessageText Messages::render(Language language, std::string_view kind,
                             const Arguments& arguments) const {
  const Fields* fields = find_fields(language, kind);
  CHECK(fields != nullptr && fields->subject->format && fields->text->format);
  const auto values = to_formattables(arguments);
  UErrorCode status = U_ZERO_ERROR;
  MessageText rendered{format(*fields->subject->format, values, status),
                       format(*fields->text->format, values, status)};
  CHECK(U_SUCCESS(status));
  return rendered;
}

std::string Messages::render_sms(Language language, std::string_view kind,
                                 const Arguments& arguments) const {
  const Fields* fields = find_fields(language, kind);
  CHECK(fields != nullptr && fields->sms && fields->sms->format);
  UErrorCode status = U_ZERO_ERROR;
  std::string rendered = format(*fields->sms->format, to_formattables(arguments), status);
  CHECK(U_SUCCESS(status));
  return rendered;
}

std::vector<Argument> Messages::list_sms_arguments(Language language, std::string_view kind) const {
  const Fields* fields = find_fields(language, kind);
  return fields != nullptr && fields->sms ? fields->sms->named : std::vector<Argument>();
}

std::optional<PreparedMessage> Messages::prepare(Language language, std::string_view kind,
                                                 Arguments arguments) const {
  const Fields* fields = find_fields(language, kind);
  CHECK(fields != nullptr);
  if (fields->subject->chooses_by_person || fields->text->chooses_by_person) return std::nullopt;
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
