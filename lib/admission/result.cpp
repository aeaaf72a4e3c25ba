// Levels, documents, corrections and news of a result.
#include "admission/result.hpp"

#include <array>
#include <utility>

#include "admission/promo_code.hpp"

namespace keste::admission {
namespace {

constexpr std::array<std::pair<Level, std::string_view>, 6> levels{{{Level::a1, "A1"},
                                                                    {Level::a2, "A2"},
                                                                    {Level::b1, "B1"},
                                                                    {Level::b2, "B2"},
                                                                    {Level::c1, "C1"},
                                                                    {Level::c2, "C2"}}};

constexpr std::array<std::pair<ResultStatus, std::string_view>, 3> statuses{
    {{ResultStatus::final, "final"},
     {ResultStatus::on_hold, "on_hold"},
     {ResultStatus::annulled, "annulled"}}};

template <class Names, class Value>
std::string_view name_of(const Names& names, Value value) {
  for (const auto& [listed, name] : names) {
    if (listed == value) return name;
  }
  return "unknown";
}

/// The same to a person: when and how often it was issued is not theirs to mind.
bool reads_alike(const TestResult& one, const TestResult& other) {
  if (one.status != other.status) return false;
  if (one.status != ResultStatus::final) return true;
  return one.level == other.level && one.score == other.score &&
         one.document_number == other.document_number;
}

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
  const std::string folded = fold_code(text);
  for (const auto& [level, name] : levels) {
    if (name == folded) return level;
  }
  return std::nullopt;
}

std::string_view to_text(Level level) { return name_of(levels, level); }

std::optional<ResultStatus> parse_result_status(std::string_view text) {
  for (const auto& [status, name] : statuses) {
    if (name == text) return status;
  }
  return std::nullopt;
}

std::string_view to_text(ResultStatus status) { return name_of(statuses, status); }

std::string_view to_text(Document document) {
  switch (document) {
    case Document::none:
      return "none";
    case Document::certificate:
      return "certificate";
    case Document::reference:
      return "reference";
  }
  return "unknown";
}

Document decide_document(const TestResult& result, Level pass_level) {
  if (result.status != ResultStatus::final || !result.level) return Document::none;
  return *result.level >= pass_level ? Document::certificate : Document::reference;
}

bool may_retake(const TestResult* latest, Level pass_level, bool was_absent) {
  if (latest == nullptr) return was_absent;
  if (latest->status == ResultStatus::annulled) return true;
  return decide_document(*latest, pass_level) == Document::reference;
}

Arrival decide_arrival(const TestResult* latest, const TestResult& incoming) {
  if (latest == nullptr) return Arrival::fresh;
  return *latest == incoming ? Arrival::repeated : Arrival::correction;
}

std::string_view to_text(ResultNews news) {
  switch (news) {
    case ResultNews::none:
      return "none";
    case ResultNews::ready:
      return "ready";
    case ResultNews::on_hold:
      return "on_hold";
    case ResultNews::annulled:
      return "annulled";
  }
  return "unknown";
}

ResultNews decide_result_news(const ResultNewsFacts& facts) {
  if (facts.latest == nullptr) return ResultNews::none;
  if (facts.told != nullptr && reads_alike(*facts.told, *facts.latest)) return ResultNews::none;
  switch (facts.latest->status) {
    case ResultStatus::final:
      return ResultNews::ready;
    case ResultStatus::annulled:
      return ResultNews::annulled;
    case ResultStatus::on_hold:
      break;
  }
  return facts.told != nullptr || facts.is_due ? ResultNews::on_hold : ResultNews::none;
}

}  // namespace keste::admission
