// What a turn's jobs have in common.
#include "engine/jobs.hpp"

namespace keste::engine {

std::vector<const ApplyCommand*> applications_of(const Jobs& jobs) {
  std::vector<const ApplyCommand*> applications;
  for (const auto& job : jobs) {
    if (const ApplyCommand* command = job->application()) applications.push_back(command);
  }
  return applications;
}

}  // namespace keste::engine
