// Texts: the words of the pages in three languages, as ICU message patterns.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/language.hpp"

namespace keste::pages {

/// What a pattern names: a number where it has a plural, else a text.
struct TextArgument {
  std::string_view name;
  std::variant<std::int64_t, std::string> value;
};

using TextFile = std::pair<std::string_view, std::string_view>;  ///< Name and content.
/// The files of texts/: "apply.kk.yaml" holds what is named "apply." in Kazakh.
std::vector<TextFile> list_texts();

/// One thread: ICU's formats are not shared.
class Texts {
 public:
  explicit Texts(const std::vector<TextFile>& files = list_texts());
  ~Texts();
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;

  /// What is wrong with the files, each a sentence: broken YAML or patterns, a text that another
  /// language lacks, or that names other arguments there. Empty for the embedded files.
  const std::vector<std::string>& problems() const;
  /// A text without arguments; null when there is none, or when it has arguments.
  const std::string* find(Language language, std::string_view name) const;
  /// Throws Fault when there is no such text.
  const std::string& say(Language language, std::string_view name) const;
  std::string say(Language language, std::string_view name,
                  std::initializer_list<TextArgument> arguments) const;
  std::vector<std::string> list_names() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::pages
