// Reading text files, compiling their patterns, and filling them in.
#include "pages/texts.hpp"

#include <unicode/msgfmt.h>
#include <unicode/strenum.h>

#include <array>
#include <map>
#include <set>

#include "base/fault.hpp"
#include "config/document.hpp"

namespace keste::pages {
namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

struct Text {
  std::string plain;                           ///< Without arguments.
  std::unique_ptr<icu::MessageFormat> format;  ///< With arguments; else null.
  std::set<std::string> arguments;
};
using Names = std::map<std::string, Text, std::less<>>;

std::set<std::string> list_arguments(const icu::MessageFormat& format) {
  UErrorCode status = U_ZERO_ERROR;
  std::set<std::string> names;
  const std::unique_ptr<icu::StringEnumeration> each(
      const_cast<icu::MessageFormat&>(format).getFormatNames(status));
  while (U_SUCCESS(status) && each) {
    const icu::UnicodeString* name = each->snext(status);
    if (name == nullptr) break;
    names.insert(from_icu(*name));
  }
  return names;
}

/// Empty when ICU does not take the pattern.
std::unique_ptr<icu::MessageFormat> compile(Language language, std::string_view pattern) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  auto format = std::make_unique<icu::MessageFormat>(
      to_icu(pattern), icu::Locale(std::string(to_text(language)).c_str()), where, status);
  if (U_FAILURE(status)) return nullptr;
  return format;
}

std::string fill(const icu::MessageFormat& format, std::initializer_list<TextArgument> arguments) {
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const TextArgument& each : arguments) {
    names.push_back(to_icu(each.name));
    if (const auto* number = std::get_if<std::int64_t>(&each.value)) {
      values.emplace_back(*number);
    } else {
      values.emplace_back(to_icu(std::get<std::string>(each.value)));
    }
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  format.format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
  return from_icu(out);
}

}  // namespace

struct Texts::Impl {
  std::array<Names, languages.size()> by_language;
  std::vector<std::string> problems;

  Names& names(Language language) { return by_language[static_cast<std::size_t>(language)]; }
  void read(std::string_view file, std::string_view content);
  void take(Language language, const std::string& name, const config::Node& node);
  void add(Language language, const std::string& name, std::string_view pattern);
  void compare();
  const Text& find(Language language, std::string_view name);
};

/// "apply.kk.yaml"
void Texts::Impl::read(std::string_view file, std::string_view content) {
  const auto first = file.find('.');
  const auto second = file.find('.', first + 1);
  const auto language = parse_language(file.substr(first + 1, second - first - 1));
  if (first == std::string_view::npos || second == std::string_view::npos || !language) {
    problems.push_back(std::string(file) + ": the name must be like apply.kk.yaml");
    return;
  }
  config::Report report{std::string(file)};
  const auto root = config::parse_document(std::string(content), report);
  for (const auto& each : report.diagnostics()) problems.push_back(each.text());
  if (root) take(*language, std::string(file.substr(0, first)), *root);
}

void Texts::Impl::take(Language language, const std::string& name, const config::Node& node) {
  if (node.kind == config::Node::Kind::scalar && !node.text.empty()) {
    return add(language, name, node.text);
  }
  if (node.kind != config::Node::Kind::map) {
    problems.push_back(std::string(to_text(language)) + "." + name + ": a text is needed");
  }
  for (const config::Node& child : node.children) take(language, name + "." + child.key, child);
}

void Texts::Impl::add(Language language, const std::string& name, std::string_view pattern) {
  Text text;
  auto format = compile(language, pattern);
  if (!format) {
    problems.push_back(std::string(to_text(language)) + "." + name + ": ICU does not read it");
    return;
  }
  text.arguments = list_arguments(*format);
  if (text.arguments.empty()) {
    text.plain = fill(*format, {});
  } else {
    text.format = std::move(format);
  }
  names(language).insert_or_assign(name, std::move(text));
}

void Texts::Impl::compare() {
  std::map<std::string, const Text*> known;
  for (const Language language : languages) {
    for (const auto& [name, text] : names(language)) known.emplace(name, &text);
  }
  for (const Language language : languages) {
    for (const auto& [name, text] : known) {
      const auto found = names(language).find(name);
      const std::string where = std::string(to_text(language)) + "." + name;
      if (found == names(language).end()) {
        problems.push_back(where + ": there is no text");
      } else if (found->second.arguments != text->arguments) {
        problems.push_back(where + ": names other arguments than another language");
      }
    }
  }
}

const Text& Texts::Impl::find(Language language, std::string_view name) {
  const Names& known = names(language);
  const auto found = known.find(name);
  if (found != known.end()) return found->second;
  throw Fault(FaultKind::usage, "writing a page", "there is no text " + std::string(name));
}

Texts::Texts(const std::vector<TextFile>& files) : impl_(std::make_unique<Impl>()) {
  for (const auto& [name, content] : files) impl_->read(name, content);
  impl_->compare();
}

Texts::~Texts() = default;

const std::vector<std::string>& Texts::problems() const { return impl_->problems; }

const std::string* Texts::find(Language language, std::string_view name) const {
  const Names& known = impl_->names(language);
  const auto found = known.find(name);
  if (found == known.end() || found->second.format) return nullptr;
  return &found->second.plain;
}

const std::string& Texts::say(Language language, std::string_view name) const {
  return impl_->find(language, name).plain;
}

std::string Texts::say(Language language, std::string_view name,
                       std::initializer_list<TextArgument> arguments) const {
  const Text& text = impl_->find(language, name);
  return text.format ? fill(*text.format, arguments) : text.plain;
}

std::vector<std::string> Texts::list_names() const {
  std::vector<std::string> names;
  for (const auto& [name, text] : impl_->names(Language::kk)) names.push_back(name);
  return names;
}

}  // namespace keste::pages
