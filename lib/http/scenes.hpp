// From a request to the scene of its page.
#pragma once

#include <memory>

#include "http/problem.hpp"
#include "http/resources.hpp"
#include "pages/form_page.hpp"
#include "pages/scene.hpp"

namespace keste::http {

/// A scene and what it refers to.
struct HeldScene {
  std::shared_ptr<const engine::Snapshot> snapshot;
  std::shared_ptr<const campaign::Campaign> campaign;
  std::shared_ptr<const calendar::WorkingCalendar> calendar;
  pages::Scene scene;
};
/// As things stand now, in the request's language.
HeldScene make_scene(const Service& service, const Request& request);

/// A problem in words that a page shows beside what was typed.
pages::RefusalNote note_of(const Problem& problem, Language language);

}  // namespace keste::http
