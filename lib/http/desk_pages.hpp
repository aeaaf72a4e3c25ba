// The coordinators' pages: one function for each route, and what they share.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/resources.hpp"
#include "pages/desk_scene.hpp"
#include "pages/desk_table.hpp"

namespace keste::http {

void handle_desk_sign_in_page(Service& service, const Request& request, Reply reply);
void handle_desk_sign_in(Service& service, const Request& request, Reply reply);
void handle_desk_sign_out(Service& service, const Request& request, Reply reply);
void handle_desk(Service& service, const Request& request, Reply reply);
void handle_desk_board(Service& service, const Request& request, Reply reply);
void handle_desk_card(Service& service, const Request& request, Reply reply);

void handle_desk_city(Service& service, const Request& request, Reply reply);
void handle_desk_session(Service& service, const Request& request, Reply reply);
void handle_desk_roster(Service& service, const Request& request, Reply reply);
void handle_desk_applications(Service& service, const Request& request, Reply reply);
void handle_desk_application(Service& service, const Request& request, Reply reply);
void handle_desk_notifications(Service& service, const Request& request, Reply reply);
void handle_desk_calls(Service& service, const Request& request, Reply reply);
void handle_desk_agenda(Service& service, const Request& request, Reply reply);
void handle_desk_audit(Service& service, const Request& request, Reply reply);

/// A path of these pages, and nowhere else: where people come back to after they have signed in.
bool is_desk_path(std::string_view path);
/// 303 to the sign-in, which leads back; for a page that somebody asked for without one.
Response make_sign_in_redirect(const Request& request);

/// What a page is made from. `snapshot` must outlive it.
pages::DeskScene make_desk_scene(const Service& service, const Request& request,
                                 const engine::Snapshot& snapshot);
/// Runs `show` with the scene and its survey, now or once that has come.
void with_desk_scene(Service& service, const Request& request,
                     const std::function<void(const pages::DeskScene&)>& show);
/// Every city that the asker may see, after "all".
pages::Choices list_city_choices(const pages::DeskScene& scene);
/// The page for a command that was not carried out.
Response answer_trouble(const Service& service, const engine::DeskOutcome& outcome,
                        const Request& request);
/// The frame of a page; `current` is the path of its entry in the navigation.
pages::Frame make_desk_frame(const Service& service, const Request& request, std::string title,
                             std::string_view current);
/// The whole page with the template `page`.
Response make_desk_response(const Service& service, const Request& request,
                            const pages::Frame& frame, std::string_view page,
                            const pages::Value& content);

}  // namespace keste::http
