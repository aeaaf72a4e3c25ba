// One's own application, and what may be done with it.
#pragma once

#include <optional>
#include <string>

#include "engine/commands.hpp"
#include "pages/form_page.hpp"
#include "pages/scene.hpp"

namespace keste::pages {

/// "/a/4f-7zk2m9xw0hq3ab5c"
std::string ticket_path(std::string_view ticket);

/// State, place, due date with its count, result. `refusal` tells why something was not done.
std::string render_ticket(const Scene& scene, const engine::ApplicationView& view,
                          const std::optional<RefusalNote>& refusal = {});
/// The sessions that one may change to.
std::string render_session_choice(const Scene& scene, const engine::ApplicationView& view);

/// What must be asked once more before it is done.
enum class Confirmation { withdrawal, consent };
std::string render_confirmation(const Scene& scene, const engine::ApplicationView& view,
                                Confirmation what);
/// After the consent is withdrawn, when the ticket opens nothing any more.
std::string render_erased(const Scene& scene);

/// While the application stands and the time for changes is not over.
bool may_withdraw(const Scene& scene, const engine::ApplicationView& view);

}  // namespace keste::pages
