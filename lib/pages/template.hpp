// Templates: mustache files that become HTML; what they name must be there.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pages/texts.hpp"
#include "pages/value.hpp"

namespace keste::pages {

/// The files of templates/, "apply.mustache" and so on.
std::vector<TextFile> list_templates();

/// {{name}} is escaped, {{{name}}} is not, {{t.apply.title}} is a text in the page's language, and
/// {{> field}} puts field.mustache in. One thread.
class Templates {
 public:
  /// `texts` must outlive this. Throws Fault when a template cannot be read.
  explicit Templates(const Texts& texts, const std::vector<TextFile>& files = list_templates());
  ~Templates();
  Templates(const Templates&) = delete;
  Templates& operator=(const Templates&) = delete;

  /// `name` is without ".mustache". Throws Fault when something named in it is not there: a page
  /// must not leave out a date in silence.
  std::string render(std::string_view name, const Value& value, Language language) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace keste::pages
