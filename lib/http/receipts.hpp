// Receipts: the resources about them, and where one is to be had.
#pragma once

#include <string>

#include "http/resources.hpp"

namespace keste::http {

std::string receipt_link(const std::string& ticket);

void handle_find_receipt(Service& service, const Request& request, Reply reply);
void handle_receipt_key(Service& service, const Request& request, Reply reply);
void handle_find_receipt_key(Service& service, const Request& request, Reply reply);
void handle_renew_receipt_key(Service& service, const Request& request, Reply reply);
void handle_applicant_tag(Service& service, const Request& request, Reply reply);

}  // namespace keste::http
