// The settings of an HTTP client from those of kested.yaml.
#pragma once

#include <string>

#include "config/gateways.hpp"
#include "dispatch/http_client.hpp"

namespace keste::dispatch {

HttpSettings make_http_settings(const config::WebServer& server, const std::string& ca_file,
                                int connections);

}  // namespace keste::dispatch
