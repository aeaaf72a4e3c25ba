// DeskFigures: the dashboard's survey, taken at most once a minute.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/instant.hpp"
#include "http/backend.hpp"

namespace keste::http {

/// io thread only. Many who look at once cause one survey.
class DeskFigures {
 public:
  using Done = std::function<void(const engine::Survey&)>;

  /// Runs `done` with the last survey, now, or once a fresh one has come. `marks` says at which
  /// instants to count.
  void find(const Backend& backend, const std::function<std::vector<Instant>()>& marks, Done done);

 private:
  engine::Survey survey_;
  std::optional<Steady> taken_at_;
  std::vector<Done> waiting_;
};

}  // namespace keste::http
