// Headings and aliases: texts that must mean one thing each, however they are written.
#include "config/questionnaire_reader.hpp"

#include <algorithm>
#include <map>

#include "admission/sheet_columns.hpp"
#include "admission/sheet_places.hpp"
#include "admission/sheet_words.hpp"
#include "config/campaign_parts.hpp"
#include "config/fields.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

using campaign::Headings;
using campaign::Question;

/// A reading of one text, or nothing and an error.
std::optional<std::string> read_spelling(const Node& node, Report& report) {
  auto text = read_text(&node, report);
  if (text && admission::fold_heading(*text).empty()) {
    report.error(node.place, node.key + ": '" + shown(*text) + "' holds nothing to compare");
    return std::nullopt;
  }
  return text;
}

/// Folded texts, with the node that had each first.
using Firsts = std::map<std::string, const Node*>;

class HeadingsReader {
 public:
  explicit HeadingsReader(Report& report) : report_(report) {}

  Headings read(const Node& map) {
    if (!expect_map(map, "headings", report_)) return headings_;
    for (const Node& node : map.children) {
      if (const auto question = campaign::parse_question(node.key)) {
        read_question(*question, node);
      } else {
        say_unknown(node);
      }
    }
    return headings_;
  }

 private:
  void say_unknown(const Node& node) {
    std::vector<std::string_view> known;
    for (const Question question : campaign::questions) known.push_back(to_text(question));
    report_.error(node.key_place,
                  "unknown field '" + shown(node.key) + "'" + suggest(node.key, known));
  }

  void read_question(Question question, const Node& list) {
    if (!expect_list(list, "headings", report_)) return;
    for (const Node& node : list.children) {
      const auto text = read_spelling(node, report_);
      if (!text) continue;
      const auto [first, is_new] = given_.emplace(admission::fold_heading(*text), &node);
      if (is_new) {
        give(question, *text);
      } else {
        report_.error(node.place, node.key + ": '" + shown(*text) + "' is a heading of '" +
                                      first->second->key + "' already, in line " +
                                      std::to_string(first->second->place.line));
      }
    }
  }

  void give(Question question, const std::string& heading) {
    const std::string folded = admission::fold_heading(heading);
    for (auto& [other, texts] : headings_) {
      std::erase_if(
          texts, [&](const std::string& text) { return admission::fold_heading(text) == folded; });
    }
    // First, so that it is the one that messages name.
    auto& texts = headings_[question];
    texts.insert(texts.begin(), heading);
  }

  Report& report_;
  Headings headings_ = campaign::common_headings();
  Firsts given_;
};

const Node* find_alias(const Node& city, const std::string& text) {
  const Node* list = city.find("aliases");
  if (list == nullptr) return nullptr;
  const auto found = std::find_if(list->children.begin(), list->children.end(),
                                  [&](const Node& node) { return node.text == text; });
  return found == list->children.end() ? nullptr : &*found;
}

}  // namespace

campaign::Questionnaire read_questionnaire(const Node* node, Report& report) {
  campaign::Questionnaire questionnaire;
  if (node == nullptr) return questionnaire;
  const Fields fields(*node, "questionnaire", {"zone", "headings"}, report);
  questionnaire.zone = read_zone(fields.require("zone"), report);
  if (const Node* headings = fields.find("headings")) {
    questionnaire.headings = HeadingsReader(report).read(*headings);
  }
  return questionnaire;
}

std::vector<std::string> read_spellings(const Node* node, Report& report) {
  std::vector<std::string> texts;
  if (node == nullptr || !expect_list(*node, node->key, report)) return texts;
  Firsts firsts;
  for (const Node& child : node->children) {
    auto text = read_spelling(child, report);
    if (!text) continue;
    if (firsts.emplace(admission::fold_words(*text), &child).second) {
      texts.push_back(std::move(*text));
    } else {
      report.error(child.place, child.key + ": '" + shown(*text) + "' stands twice");
    }
  }
  return texts;
}

void check_aliases(const std::vector<campaign::City>& cities, const std::vector<const Node*>& nodes,
                   Report& report) {
  struct Owner {
    std::size_t city;
    bool alias;
  };
  std::map<std::string, Owner> owners;
  // Codes and names first: of an alias and a name, the alias is the one to change.
  for (const bool aliases : {false, true}) {
    for (std::size_t i = 0; i < cities.size(); ++i) {
      for (const std::string& text : admission::list_city_spellings(cities[i])) {
        const Node* alias = find_alias(*nodes[i], text);
        if ((alias != nullptr) != aliases) continue;
        const auto [owner, is_new] =
            owners.emplace(admission::fold_words(text), Owner{i, alias != nullptr});
        if (is_new || owner->second.city == i || alias == nullptr) continue;
        report.error(alias->place, "aliases: '" + shown(text) + "' is also " +
                                       (owner->second.alias ? "an alias" : "a name") +
                                       " of city '" + cities[owner->second.city].code +
                                       "'; an alias must mean one city");
      }
    }
  }
}

}  // namespace keste::config
