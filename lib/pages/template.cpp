// The only file that sees the mustache library.
#include "pages/template.hpp"

#include <kainjow/mustache.hpp>
#include <map>

#include "base/fault.hpp"

namespace keste::pages {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view ending = ".mustache";
constexpr std::string_view text_prefix = "t.";

mustache::data to_data(const Value& value);

struct Converter {
  mustache::data operator()(bool truth) const { return mustache::data(truth); }
  mustache::data operator()(const std::string& text) const { return mustache::data(text); }
  mustache::data operator()(const Value::List& list) const {
    mustache::data made(mustache::data::type::list);
    for (const Value& each : list) made.push_back(to_data(each));
    return made;
  }
  mustache::data operator()(const Value::Members& members) const {
    mustache::data made;
    for (const auto& [name, value] : members) made.set(name, to_data(value));
    return made;
  }
};

mustache::data to_data(const Value& value) { return std::visit(Converter{}, value.held()); }

/// Looks names up strictly, and texts in the page's language.
class StrictContext : public mustache::context<std::string> {
 public:
  using Partials = std::map<std::string, mustache::data, std::less<>>;

  StrictContext(const mustache::data& root, const Texts& texts, const Partials& partials,
                Language language)
      : context(&root), texts_(texts), partials_(partials), language_(language) {}

  const mustache::data* get(const std::string& name) const override {
    if (name.starts_with(text_prefix)) return find_text(name);
    const mustache::data* found = context::get(name);
    if (found == nullptr) missing_ = name;
    return found;
  }
  const mustache::data* get_partial(const std::string& name) const override {
    const auto found = partials_.find(name);
    if (found == partials_.end()) missing_ = "> " + name;
    return found == partials_.end() ? nullptr : &found->second;
  }
  /// A name that was not there; empty when all were.
  const std::string& missing() const { return missing_; }

 private:
  const mustache::data* find_text(const std::string& name) const {
    const auto known = shown_.find(name);
    if (known != shown_.end()) return &known->second;
    const std::string* text =
        texts_.find(language_, std::string_view(name).substr(text_prefix.size()));
    if (text == nullptr) {
      missing_ = name;
      return nullptr;
    }
    return &shown_.emplace(name, mustache::data(*text)).first->second;
  }

  const Texts& texts_;
  const Partials& partials_;
  Language language_;
  mutable std::map<std::string, mustache::data> shown_;
  mutable std::string missing_;
};

}  // namespace

struct Templates::Impl {
  const Texts& texts;
  std::map<std::string, mustache::mustache, std::less<>> compiled;
  StrictContext::Partials sources;

  explicit Impl(const Texts& t) : texts(t) {}
};

Templates::Templates(const Texts& texts, const std::vector<TextFile>& files)
    : impl_(std::make_unique<Impl>(texts)) {
  for (const auto& [file, content] : files) {
    const std::string name(file.substr(0, file.size() - ending.size()));
    mustache::mustache compiled{std::string(content)};
    if (!compiled.is_valid()) {
      throw Fault(FaultKind::usage, "reading the template " + name, compiled.error_message());
    }
    impl_->compiled.emplace(name, std::move(compiled));
    impl_->sources.emplace(name, mustache::data(std::string(content)));
  }
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const Value& value, Language language) const {
  const auto found = impl_->compiled.find(name);
  if (found == impl_->compiled.end()) {
    throw Fault(FaultKind::usage, "writing a page", "there is no template " + std::string(name));
  }
  const mustache::data root = to_data(value);
  StrictContext context(root, impl_->texts, impl_->sources, language);
  std::string html = found->second.render(context);
  if (context.missing().empty()) return html;
  throw Fault(FaultKind::usage, "writing the page " + std::string(name),
              "nothing is named " + context.missing());
}

}  // namespace keste::pages
