// Roff: the macros of man(7), as groff and mandoc both take them.
#include "manual/roff.hpp"

#include <array>
#include <cctype>
#include <cstdio>

#include "base/text.hpp"
#include "manual/help.hpp"

namespace keste::manual {
namespace {

// Of the source's lines; mandoc's linter asks for at most 80.
constexpr std::size_t line_width = 66;

std::string upper(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return out;
}

std::string code_point_name(char32_t c) {
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "\\[u%04X]", static_cast<unsigned>(c));
  return name.data();
}

/// A line must not begin with what roff takes for a request.
std::string guarded(std::string line) {
  const bool request = line.starts_with('.') || line.starts_with('\'');
  return request ? "\\&" + line : line;
}

std::string quoted(std::string_view text) { return "\"" + escape(text) + "\""; }

std::string bold(std::string_view text) { return "\\fB" + escape(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escape(text) + "\\fR"; }

std::string value_of(const Argument& argument) {
  if (!argument.shows_choices()) {
    return italic(argument.value + (argument.repeated ? "…" : ""));
  }
  std::string all;
  for (const auto& each : argument.choices) all += (all.empty() ? "" : "|") + bold(each);
  return all;
}

std::string usage_of(const Argument& argument) {
  if (argument.positional) return italic(argument.usage());
  std::string all = bold(argument.name());
  if (argument.takes_value()) all += "\\ " + value_of(argument);
  return all;
}

}  // namespace

std::string escape(std::string_view text, bool markup) {
  std::string out;
  bool strong = false;
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (c == U'`' && markup) {
      strong = !strong;
      out += strong ? "\\fB" : "\\fR";
    } else if (c == U'\\') {
      out += "\\e";
    } else if (c == U'-') {
      out += "\\-";
    } else if (c == U'"') {
      out += "\\(dq";
    } else if (c == U'\'') {
      out += "\\(aq";
    } else if (c == U'`') {
      out += "\\(ga";
    } else if (c == U'~') {
      out += "\\(ti";
    } else if (c == U'^') {
      out += "\\(ha";
    } else if (c > 0x7E) {
      out += code_point_name(c);
    } else {
      append_code_point(out, c);
    }
  }
  return out;
}

Roff::Roff(std::string_view name, int section, std::string_view title, std::string_view date) {
  out_ = ".\\\" Made by the build; the sources are the programs' own definitions.\n";
  out_ += ".TH " + upper(name) + " " + std::to_string(section) + " " + std::string(date) +
          " \"Keste " KESTE_VERSION "\" \"Keste\"\n";
  heading("NAME");
  out_ += escape(name) + " \\- " + escape(title) + "\n";
}

void Roff::heading(std::string_view text) { out_ += ".SH " + quoted(text) + "\n"; }

void Roff::subheading(std::string_view text) { out_ += ".SS " + quoted(text) + "\n"; }

void Roff::lines(std::string_view text) {
  // Escaped as one, since bold may go over the end of a line.
  const std::string all = escape(wrap(text, line_width, 0));
  std::string_view left = all;
  while (!left.empty()) {
    const auto end = left.find('\n');
    out_ += guarded(std::string(left.substr(0, end))) + "\n";
    left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
  }
}

void Roff::paragraph(std::string_view text) {
  const bool after_heading = out_.rfind("\n.S") != std::string::npos &&
                             out_.find('\n', out_.rfind("\n.S") + 1) == out_.size() - 1;
  if (!after_heading) out_ += ".PP\n";
  lines(text);
}

void Roff::paragraphs(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find("\n\n");
    const std::string_view each = text.substr(0, end);
    if (each.starts_with("  ")) {
      verbatim(each);
    } else {
      paragraph(each);
    }
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 2);
  }
}

void Roff::verbatim(std::string_view text) {
  out_ += ".PP\n.in +4n\n.nf\n";
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.starts_with("  ")) line.remove_prefix(2);
    // An empty line of the source is no line of the page in every roff.
    out_ += line.empty() ? "\\&\n" : guarded(escape(line, false)) + "\n";
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  out_ += ".fi\n.in\n";
}

void Roff::item(std::string_view term, std::string_view text) {
  out_ += ".TP\n" + guarded(escape(term)) + "\n";
  lines(text);
}

void Roff::item(const Argument& argument) {
  std::string term = usage_of(argument);
  for (std::size_t i = 1; i < argument.names.size(); ++i) term += ", " + bold(argument.names[i]);
  out_ += ".TP\n" + term + "\n";
  lines(argument.explanation() + (argument.required && !argument.positional ? " (needed)." : "."));
}

void Roff::synopsis(const Place& place) {
  out_ += bold(place.path()) + "\n";
  const Command& command = place.command();
  if (command.is_group()) {
    out_ += italic("COMMAND") + "\n[" + italic("OPTION") + " ...]\n";
    return;
  }
  for (const auto* list : {&command.words, &command.options}) {
    for (const Argument& each : *list) {
      const bool everywhere = each.name() == "--help" || each.name() == "--version";
      if (everywhere || each.group == shared_group) continue;
      out_ += each.required ? usage_of(each) + "\n" : "[" + usage_of(each) + "]\n";
    }
  }
}

}  // namespace keste::manual
