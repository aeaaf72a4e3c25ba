// One's own application, as its applicant sees it.
#pragma once

#include <string>

#include "campaign/campaign.hpp"
#include "engine/commands.hpp"
#include "engine/snapshot.hpp"

namespace keste::http {

/// The address of an application by its ticket.
std::string application_link(const std::string& ticket);

/// Instants are given in the city's time, and the steps of an online test in the applicant's own
/// language. Pure.
std::string render_application(const engine::ApplicationView& view,
                               const engine::Snapshot& snapshot,
                               const campaign::Campaign& campaign);

}  // namespace keste::http
