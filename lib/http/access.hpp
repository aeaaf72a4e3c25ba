// The resources of sign-in, users and tokens: one function for each route.
#pragma once

#include "http/resources.hpp"

namespace keste::http {

void handle_who_am_i(Service& service, const Request& request, Reply reply);
void handle_sign_in(Service& service, const Request& request, Reply reply);
void handle_sign_out(Service& service, const Request& request, Reply reply);
void handle_change_password(Service& service, const Request& request, Reply reply);
void handle_list_users(Service& service, const Request& request, Reply reply);
void handle_add_user(Service& service, const Request& request, Reply reply);
void handle_change_user(Service& service, const Request& request, Reply reply);
void handle_set_totp(Service& service, const Request& request, Reply reply);
void handle_drop_totp(Service& service, const Request& request, Reply reply);
void handle_end_sign_ins(Service& service, const Request& request, Reply reply);
void handle_list_tokens(Service& service, const Request& request, Reply reply);
void handle_add_token(Service& service, const Request& request, Reply reply);
void handle_revoke_token(Service& service, const Request& request, Reply reply);

}  // namespace keste::http
