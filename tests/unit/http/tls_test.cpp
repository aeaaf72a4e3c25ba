// TLS at the server's own port: what comes before the first request.
#include "base/fault.hpp"
#include "fake_engine.hpp"
#include "http/tls_context.hpp"
#include "support/test_certificate.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

using std::chrono::milliseconds;

using test::make_pem;
using test::Pem;

ServerSettings make_settings() {
  ServerSettings settings = test_settings();
  const Pem pem = make_pem();
  settings.tls = TlsContext::make(pem.certificate, pem.key);
  return settings;
}

TEST_CASE("a pair that does not fit is refused", "[http][tls]") {
  const Pem one = make_pem();
  const Pem other = make_pem();
  CHECK_THROWS_AS(TlsContext::make(one.certificate, other.key), Fault);
  CHECK_THROWS_AS(TlsContext::make(one.certificate, ""), Fault);
  CHECK_THROWS_AS(TlsContext::make("", one.key), Fault);
  CHECK_THROWS_AS(TlsContext::make(one.key, one.certificate), Fault);
  CHECK(TlsContext::make(one.certificate + other.certificate, one.key) != nullptr);
}

TEST_CASE("plain HTTP on a port for TLS is told so", "[http][tls]") {
  World world(make_settings());
  Client client = world.connect();
  const Answer answer = client.ask(get("/healthz"));
  CHECK(answer.status == 400);
  CHECK(answer.body.find("tls-needed") != std::string::npos);
  CHECK(answer.fields.at("connection") == "close");
  CHECK(client.is_closed());
  CHECK(world.ask_at_desk(get("/healthz")).status == 200);
}

TEST_CASE("what is no handshake ends with an alert", "[http][tls]") {
  World world(make_settings());
  Client client = world.connect();
  client.send(std::string("\x16\x03\x01\x00\x05hello", 10));
  CHECK(client.is_closed());
  CHECK(world.ask_at_desk(get("/metrics")).body.find("keste_http_tls_failures_total 1\n") !=
        std::string::npos);
}

TEST_CASE("a slow handshake ends in time and holds nobody up", "[http][tls]") {
  ServerSettings settings = make_settings();
  settings.limits.handshake_within = milliseconds(50);
  World world(std::move(settings));
  Client silent = world.connect();
  Client half = world.connect();
  half.send("\x16\x03");
  CHECK(world.ask_at_desk(get("/healthz")).status == 200);
  CHECK(silent.is_closed());
  CHECK(half.is_closed());
}

TEST_CASE("handshakes under way do not delay the stop", "[http][tls]") {
  World world(make_settings());
  Client half = world.connect();
  half.send("\x16\x03");
  CHECK(world.ask_at_desk(get("/healthz")).status == 200);
  CHECK(world.stop(std::chrono::seconds(30)).wait_for(std::chrono::seconds(5)) ==
        std::future_status::ready);
  CHECK(half.is_closed());
}

}  // namespace
}  // namespace keste::http
