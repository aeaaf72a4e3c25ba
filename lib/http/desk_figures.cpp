// One survey for all who wait.
#include "http/desk_figures.hpp"

#include <utility>

#include "base/clock.hpp"

namespace keste::http {

void DeskFigures::find(const Backend& backend, const std::function<std::vector<Instant>()>& marks,
                       Done done) {
  constexpr std::chrono::minutes kept_for{1};
  if (taken_at_ && steady_now() - *taken_at_ < kept_for) return done(survey_);
  waiting_.push_back(std::move(done));
  if (waiting_.size() > 1) return;
  backend.survey(marks(), [this](engine::Survey survey) {
    survey_ = std::move(survey);
    taken_at_ = steady_now();
    for (const Done& each : std::exchange(waiting_, {})) each(survey_);
  });
}

}  // namespace keste::http
