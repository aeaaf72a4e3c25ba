// Audit lines, notifications and results of one application, put together.
#include "engine/history.hpp"

#include <algorithm>

#include "store/audit.hpp"
#include "store/lives.hpp"
#include "store/results.hpp"

namespace keste::engine {

std::vector<HistoryLine> read_history(store::Database& database, ApplicationId application) {
  const store::ApplicationId id{application.value};
  std::vector<HistoryLine> lines;
  const std::string subject = "application " + std::to_string(id.value);
  for (auto& line : store::list_audit_of(database, subject)) {
    lines.push_back({line.at, "audit", line.id, line.action, line.actor, line.detail, line.note});
  }
  for (auto& life : store::list_notifications_of(database, id)) {
    std::string detail = life.channel + ", " + life.state;
    if (!life.delivery.empty()) detail += ", " + life.delivery;
    lines.push_back({life.row.queued_at, "notification", life.row.id.value, life.row.kind, "",
                     std::move(detail), life.reason});
  }
  for (auto& result : store::list_results_of(database, id)) {
    std::string detail = result.status;
    if (!result.document_number.empty()) detail += ", " + result.document_number;
    lines.push_back(
        {result.received_at, "result", result.id.value, result.level, "", std::move(detail), ""});
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const HistoryLine& a, const HistoryLine& b) { return a.at < b.at; });
  return lines;
}

}  // namespace keste::engine
