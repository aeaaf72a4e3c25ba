// Campaign files: the season's own keys, and which parts can be judged at all.
#include "config/campaign_reader.hpp"

#include <charconv>
#include <set>

#include "config/admission_reader.hpp"
#include "config/campaign_parts.hpp"
#include "config/fields.hpp"
#include "config/questionnaire_reader.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

/// Ids of parts that were left out. What refers to one of them cannot be judged.
struct LeftOut {
  std::set<std::string, std::less<>> ids;
  bool unnamed = false;  ///< A part was left out that has no sound id.

  void add(const Node* id) {
    if (id != nullptr && id->kind == Node::Kind::scalar && is_id(id->text)) {
      ids.insert(id->text);
    } else {
      unnamed = true;
    }
  }
  bool covers(std::string_view id, bool known) const {
    return ids.contains(id) || (unnamed && !known);
  }
};

/// A testing span that could not be read judges nothing.
constexpr Date far_past = Date(std::chrono::year(1970) / 1 / 1);
constexpr Date far_future = Date(std::chrono::year(2099) / 12 / 31);

/// Reads one campaign; lives as long as that.
class Reader {
 public:
  Reader(const Node& root, Report& report)
      : report_(report),
        fields_(root, "campaign",
                {"id", "title", "calendar", "testing", "outer_deadline", "pass_level", "admission",
                 "tests", "rules", "cities", "sessions", "questionnaire"},
                report) {
    file_.root = &root;
  }

  CampaignFile read() {
    const std::size_t before = report_.errors();
    read_head();
    read_tests();
    read_rules();
    read_cities();
    read_sessions();
    check_aliases(file_.campaign.cities, file_.cities, report_);
    file_.campaign.questionnaire = read_questionnaire(fields_.find("questionnaire"), report_);
    file_.whole = report_.errors() == before;
    return std::move(file_);
  }

 private:
  void read_head() {
    campaign::Campaign& campaign = file_.campaign;
    if (const Node* id = fields_.require("id")) {
      file_.id_place = id->place;
      keep(file_.id, read_id(id, report_));
    }
    campaign.id = file_.id;
    keep(campaign.title, read_localized(fields_.require("title"), report_));
    if (const Node* calendar = fields_.require("calendar")) {
      file_.calendar_place = calendar->place;
      keep(campaign.calendar, read_id(calendar, report_));
    }
    campaign.testing_from = far_past;
    campaign.testing_to = far_future;
    if (const Node* testing = fields_.require("testing")) {
      const Fields span(*testing, "testing", {"from", "to"}, report_);
      keep(campaign.testing_from, read_date(span.require("from"), report_));
      keep(campaign.testing_to, read_date(span.require("to"), report_));
    }
    keep(campaign.outer_deadline, read_date(fields_.find("outer_deadline"), report_));
    keep(campaign.pass_level, read_text(fields_.find("pass_level"), report_));
    if (const Node* admission = fields_.find("admission")) {
      campaign.admission = read_admission(*admission, report_);
    }
  }

  /// The parts of a key that must be there and hold at least one.
  const std::vector<Node>* required_parts(std::string_view key, Node::Kind kind) {
    const Node* node = fields_.require(key);
    if (node == nullptr) return nullptr;
    const bool shaped = kind == Node::Kind::map ? expect_map(*node, key, report_)
                                                : expect_list(*node, key, report_);
    if (!shaped) return nullptr;
    if (!node->children.empty()) return &node->children;
    report_.error(node->place, std::string(key) + ": at least one is needed");
    return nullptr;
  }

  void read_tests() {
    const auto* parts = required_parts("tests", Node::Kind::map);
    if (parts == nullptr) return;
    for (const Node& node : *parts) {
      if (auto test = read_test(node, report_)) file_.campaign.tests.push_back(std::move(*test));
    }
  }

  void read_rules() {
    const auto* parts = required_parts("rules", Node::Kind::map);
    rules_left_out_.unnamed = parts == nullptr;
    if (parts == nullptr) return;
    for (const Node& node : *parts) {
      if (auto rule = read_rule(node, report_)) {
        file_.campaign.rules.push_back(std::move(*rule));
      } else {
        rules_left_out_.ids.insert(node.key);
      }
    }
  }

  void read_cities() {
    const auto* parts = required_parts("cities", Node::Kind::list);
    cities_left_out_.unnamed = parts == nullptr;
    if (parts == nullptr) return;
    for (const Node& node : *parts) {
      auto city = read_city(node, report_);
      if (!city || rules_left_out_.covers(city->rule, file_.campaign.find_rule(city->rule))) {
        cities_left_out_.add(node.find("code"));
        continue;
      }
      file_.campaign.cities.push_back(std::move(*city));
      file_.cities.push_back(&node);
    }
  }

  void read_sessions() {
    const Node* list = fields_.find("sessions");
    if (list == nullptr || !expect_list(*list, "sessions", report_)) return;
    for (const Node& node : list->children) {
      auto session = read_session(node, report_);
      if (!session) continue;
      const bool known = file_.campaign.find_city(session->city) != nullptr;
      if (cities_left_out_.covers(session->city, known)) continue;
      file_.campaign.sessions.push_back(std::move(*session));
      file_.sessions.push_back(&node);
    }
  }

  Report& report_;
  Fields fields_;
  CampaignFile file_;
  LeftOut rules_left_out_;
  LeftOut cities_left_out_;
};

/// Takes the step "name" or "[n]" off the front of a path.
std::string_view take_step(std::string_view& path) {
  if (path.starts_with('.')) path.remove_prefix(1);
  const std::size_t end = path.find_first_of(".[", 1);
  const std::string_view step = path.substr(0, end);
  path.remove_prefix(step.size());
  return step;
}

const Node* find_index(const std::vector<const Node*>& nodes, std::string_view step) {
  std::size_t index = nodes.size();
  if (step.starts_with('[')) std::from_chars(step.data() + 1, step.data() + step.size(), index);
  return index < nodes.size() ? nodes[index] : nullptr;
}

}  // namespace

Place CampaignFile::find_place(std::string_view path) const {
  const Node* node = root;
  const std::vector<const Node*>* list = nullptr;
  while (!path.empty()) {
    const std::string_view step = take_step(path);
    const Node* next = list != nullptr ? find_index(*list, step) : node->find(step);
    if (next == nullptr) break;
    list = nullptr;
    if (node == root && step == "cities") list = &cities;
    if (node == root && step == "sessions") list = &sessions;
    node = next;
  }
  return node->place;
}

CampaignFile read_campaign(const Node& root, Report& report) { return Reader(root, report).read(); }

}  // namespace keste::config
