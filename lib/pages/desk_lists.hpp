// DeskLists: cities' sessions, rosters, applications, messages, calls, agenda and audit log.
#pragma once

#include "pages/desk_scene.hpp"

namespace keste::pages {

/// For the template desk_city.
Value make_city_page(const DeskScene& scene, const DeskCity& city);
/// For desk_session: a page of the roster as engine::ListRoster answers.
Value make_session_page(const DeskScene& scene, const engine::CitySnapshot& city,
                        const engine::SessionSnapshot& session, const engine::DeskReport& roster);
/// For desk_roster, to be printed: by name, with room to sign.
Value make_roster_sheet(const DeskScene& scene, const engine::CitySnapshot& city,
                        const engine::SessionSnapshot& session, const engine::DeskReport& roster);
/// For desk_facts.
Value make_application_page(const DeskScene& scene, const engine::Facts& facts);

/// The tables of the other lists, for desk_list; the caller sets the filter and what follows.
Value list_applications(const DeskScene& scene, const std::vector<engine::FoundApplication>& rows);
Value list_messages(const DeskScene& scene, const std::vector<engine::OutboxRow>& rows);
Value list_calls(const DeskScene& scene, const engine::DeskReport& calls);
Value list_agenda(const DeskScene& scene, const std::vector<engine::AgendaRow>& rows);
Value list_audit(const DeskScene& scene, const std::vector<engine::AuditRow>& rows);

/// A fact's value as text; empty when it is not there.
std::string fact_text(const engine::Facts& facts, std::string_view name);

}  // namespace keste::pages
