// One to one.
#include "dispatch/gateway_http.hpp"

namespace keste::dispatch {

HttpSettings make_http_settings(const config::WebServer& server, const std::string& ca_file,
                                int connections) {
  HttpSettings settings;
  settings.is_secure = server.is_secure;
  settings.host = server.host;
  settings.port = server.port;
  settings.ca_file = ca_file;
  settings.connections = connections;
  return settings;
}

}  // namespace keste::dispatch
