// One request by the client that the gateways use, with the system's trust store.
#include "kestectl/public_page.hpp"

#include <boost/asio/io_context.hpp>
#include <ostream>

#include "config/addresses.hpp"
#include "dispatch/http_client.hpp"

namespace keste::kestectl {

std::optional<dispatch::HttpReply> fetch_or_complain(const std::string& url,
                                                     const std::string& path, Shared& shared) {
  const auto address = config::parse_web_address(url);
  if (!address) {
    shared.err << "kestectl: --url " << url << ": " << address.error() << '\n';
    shared.exit = exit_code::usage;
    return std::nullopt;
  }
  const config::WebServer& server = address.value().server;
  boost::asio::io_context io;
  dispatch::HttpSettings settings;
  settings.is_secure = server.is_secure;
  settings.host = server.host;
  settings.port = server.port;
  dispatch::HttpClient client(io, settings);
  dispatch::HttpRequest request;
  request.method = "GET";
  request.target = path;
  dispatch::HttpOutcome outcome;
  client.send(0, std::move(request), [&](dispatch::HttpOutcome answer) {
    outcome = std::move(answer);
    client.close([] {});
  });
  io.run();
  if (outcome.kind == dispatch::HttpOutcome::Kind::answered) return std::move(outcome.reply);
  shared.err << "kestectl: no answer from " << url << ": " << outcome.reason << '\n';
  shared.exit = exit_code::unavailable;
  return std::nullopt;
}

}  // namespace keste::kestectl
