// What a pattern says of itself, by ICU's own parser.
#include "dispatch/pattern_check.hpp"

#include <unicode/messagepattern.h>

#include "base/text.hpp"

namespace keste::dispatch {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
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

std::string list_known() {
  std::string known;
  for (const auto name : argument_names) known.append(known.empty() ? "" : ", ").append(name);
  return known;
}

/// A sentence about an argument that has no place in a field; empty when it has.
std::string judge_place(Argument which, std::string_view field) {
  if (field == "text") return {};
  if (which == Argument::steps) return "holds several lines: only a text may hold it";
  if (field != "sms") return {};
  const bool secret = which == Argument::ticket_url || which == Argument::document_number;
  return secret ? "is a secret of the applicant: an SMS never carries one" : "";
}

/// A sentence about a wrong use; empty when it is right.
std::string judge(const Use& use, std::string_view field) {
  const std::string shown = "{" + use.name + "}";
  if (use.numbered) return shown + ": arguments have names, such as {given_name}, not numbers";
  const auto which = find_argument(use.name);
  if (!which) return shown + ": there is no such argument; known are " + list_known();
  const std::string misplaced = judge_place(*which, field);
  if (!misplaced.empty()) return shown + " " + misplaced;
  const bool plain = use.type == UMSGPAT_ARG_TYPE_NONE;
  const bool number = use.simple_type == "number" || use.type == UMSGPAT_ARG_TYPE_PLURAL ||
                      use.type == UMSGPAT_ARG_TYPE_SELECTORDINAL;
  if (is_number(*which)) {
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
std::string judge_characters(std::string_view pattern, std::string_view field) {
  if (!is_utf8(pattern)) return "not UTF-8";
  if (trim(pattern).empty()) return "is empty: every kind needs a subject and a text";
  if (field != "text" && has_line_break(pattern)) {
    return "holds a line break: " + std::string(field == "sms" ? "an SMS" : "a subject") +
           " is one line";
  }
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

bool PatternReport::chooses_by_person() const {
  return std::any_of(chosen_by.begin(), chosen_by.end(), is_personal);
}

PatternReport check_pattern(std::string_view pattern, std::string_view field) {
  PatternReport report;
  const std::string characters = judge_characters(pattern, field);
  if (!characters.empty()) {
    report.faults.push_back(characters);
    return report;
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError at_fault{};
  const icu::MessagePattern parsed(to_icu(pattern), &at_fault, status);
  if (U_FAILURE(status)) {
    report.faults.push_back(syntax_message(at_fault, status));
    return report;
  }
  for (const Use& use : list_uses(parsed)) {
    std::string fault = judge(use, field);
    if (!fault.empty()) report.faults.push_back(std::move(fault));
    const auto which = find_argument(use.name);
    if (!which) continue;
    report.named.push_back(*which);
    if (use.type != UMSGPAT_ARG_TYPE_NONE) report.chosen_by.push_back(*which);
  }
  return report;
}

}  // namespace keste::dispatch
