// Feeds: the resources of a city's changes and of its calendar.
#pragma once

#include "http/resources.hpp"

namespace keste::http {

void handle_changes(Service& service, const Request& request, Reply reply);
void handle_calendar(Service& service, const Request& request, Reply reply);
void handle_calendar_link(Service& service, const Request& request, Reply reply);

}  // namespace keste::http
