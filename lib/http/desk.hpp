// The desk's resources: one function for each route, for those on the Unix socket only.
#pragma once

#include "http/resources.hpp"

namespace keste::http {

void handle_issue_code(Service& service, const Request& request, Reply reply);
void handle_import_codes(Service& service, const Request& request, Reply reply);
void handle_void_code(Service& service, const Request& request, Reply reply);
void handle_show_code(Service& service, const Request& request, Reply reply);
void handle_code_report(Service& service, const Request& request, Reply reply);
void handle_import_answers(Service& service, const Request& request, Reply reply);
void handle_set_needs(Service& service, const Request& request, Reply reply);
void handle_find_import(Service& service, const Request& request, Reply reply);
void handle_results(Service& service, const Request& request, Reply reply);
void handle_roster(Service& service, const Request& request, Reply reply);
void handle_finish_session(Service& service, const Request& request, Reply reply);
void handle_attendance(Service& service, const Request& request, Reply reply);
void handle_move_session(Service& service, const Request& request, Reply reply);
void handle_cancel_session(Service& service, const Request& request, Reply reply);
void handle_change_window(Service& service, const Request& request, Reply reply);
void handle_extend_person(Service& service, const Request& request, Reply reply);
void handle_call_list(Service& service, const Request& request, Reply reply);
void handle_mark_called(Service& service, const Request& request, Reply reply);
void handle_release_address(Service& service, const Request& request, Reply reply);
void handle_accounting(Service& service, const Request& request, Reply reply);
void handle_export_person(Service& service, const Request& request, Reply reply);
void handle_list_releases(Service& service, const Request& request, Reply reply);
void handle_stop_release(Service& service, const Request& request, Reply reply);
void handle_list_actions(Service& service, const Request& request, Reply reply);
void handle_undo_action(Service& service, const Request& request, Reply reply);
void handle_resend_many(Service& service, const Request& request, Reply reply);
void handle_explain_notification(Service& service, const Request& request, Reply reply);
void handle_show_message(Service& service, const Request& request, Reply reply);
void handle_resend_notification(Service& service, const Request& request, Reply reply);
void handle_cancel_notification(Service& service, const Request& request, Reply reply);
void handle_explain_due(Service& service, const Request& request, Reply reply);
void handle_history(Service& service, const Request& request, Reply reply);
void handle_erase_person(Service& service, const Request& request, Reply reply);

void handle_show_campaign(Service& service, const Request& request, Reply reply);
void handle_plan_campaign(Service& service, const Request& request, Reply reply);
void handle_apply_campaign(Service& service, const Request& request, Reply reply);

}  // namespace keste::http
