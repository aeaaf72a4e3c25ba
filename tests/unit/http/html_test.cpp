// Pages over HTTP: their language, their header fields, assets, and posted forms.
#include "http/html.hpp"

#include "fake_engine.hpp"
#include "gunzip.hpp"
#include "pages/asset.hpp"

#include <catch2/catch.hpp>

namespace keste::http {
namespace {

constexpr const char* browser = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\n";

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string post_form(std::string_view target, std::string_view body) {
  return post(target, body,
              "Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\n");
}

const std::string right_fields =
    "form_key=k&iin=990101300003&surname=A&given_name=B&email=a%40example.kz&phone=87010000000&"
    "session=any&consent=yes";

TEST_CASE("an Accept header names HTML or does not", "[http][html]") {
  CHECK(allows_html("text/html"));
  CHECK(allows_html("application/json, Text/HTML;q=0.1"));
  CHECK_FALSE(allows_html(""));
  CHECK_FALSE(allows_html("*/*"));
  CHECK_FALSE(allows_html("text/html;q=0"));
  CHECK_FALSE(allows_html("text/htmlx"));
}

TEST_CASE("a cookie is found by its whole name", "[http][html]") {
  CHECK(find_cookie("a=1; keste_lang=ru;b=2", "keste_lang") == "ru");
  CHECK(find_cookie("keste_lang=ru", "lang").empty());
  CHECK(find_cookie("x_keste_lang=ru; keste_lang", "keste_lang").empty());
  CHECK(find_cookie("", "keste_lang").empty());
}

TEST_CASE("a page's language is the one asked for, chosen before, or accepted", "[http][html]") {
  Request request;
  request.language = Language::en;
  CHECK(page_language(request) == Language::en);
  request.cookie = "keste_lang=kk";
  CHECK(page_language(request) == Language::kk);
  request.query = "x=1&lang=ru";
  CHECK(page_language(request) == Language::ru);
  request.query = "lang=de";
  CHECK(page_language(request) == Language::kk);
  request.cookie = "keste_lang=de";
  CHECK(page_language(request) == Language::en);
}

TEST_CASE("what is not there is a page for browsers and a problem for programs", "[http][html]") {
  World world;
  const Answer page = world.ask(get("/nowhere", browser));
  CHECK(page.status == 404);
  CHECK(page.fields.at("content-type") == "text/html; charset=utf-8");
  CHECK(holds(page.body, "<html lang=\"kk\">"));
  CHECK(world.ask(get("/nowhere")).fields.at("content-type") == "application/problem+json");
  CHECK(world.ask(get("/api/v1/nowhere", browser)).fields.at("content-type") ==
        "application/problem+json");
  CHECK(holds(world.ask(get("/nowhere?lang=ru", browser)).body, "<html lang=\"ru\">"));
}

TEST_CASE("a chosen language is remembered, and looking alone sets nothing", "[http][html]") {
  World world;
  const Answer chosen = world.ask(get("/apply?lang=ru"));
  CHECK(holds(chosen.fields.at("set-cookie"), "keste_lang=ru; Path=/;"));
  CHECK(holds(chosen.fields.at("set-cookie"), "SameSite=Lax; HttpOnly"));
  CHECK(world.ask(get("/apply")).fields.count("set-cookie") == 0);
  CHECK(holds(world.ask(get("/apply", "Cookie: keste_lang=en\r\n")).body, "<html lang=\"en\">"));
}

TEST_CASE("a page is compressed where that is taken, and the same then", "[http][html]") {
  World world;
  const Answer plain = world.ask(get("/apply"));
  const Answer packed = world.ask(get("/apply", "Accept-Encoding: gzip\r\n"));
  CHECK(packed.fields.at("content-encoding") == "gzip");
  CHECK(plain.fields.count("content-encoding") == 0);
  CHECK(gunzip(packed.body) == plain.body);
}

TEST_CASE("an asset is kept for good and not sent twice", "[http][html]") {
  World world;
  const std::string path = pages::asset_path("keste.css");
  const Answer plain = world.ask(get(path));
  CHECK(plain.status == 200);
  CHECK(plain.fields.at("content-type") == "text/css; charset=utf-8");
  CHECK(plain.fields.at("cache-control") == "public, max-age=31536000, immutable");
  const Answer packed = world.ask(get(path, "Accept-Encoding: gzip\r\n"));
  CHECK(gunzip(packed.body) == plain.body);
  CHECK(packed.fields.at("etag") != plain.fields.at("etag"));
  const Answer again = world.ask(get(path, "If-None-Match: " + plain.fields.at("etag") + "\r\n"));
  CHECK(again.status == 304);
  CHECK(world.ask(get("/assets/keste.css")).status == 404);
}

TEST_CASE("a form becomes the engine's command", "[http][html]") {
  World world;
  const Answer answer = world.ask(post_form("/apply/astana", right_fields));
  CHECK(answer.status == 303);
  CHECK(answer.fields.at("location") == "/a/" + make_view().ticket);
  REQUIRE(world.applied.size() == 1);
  const engine::ApplyCommand& command = world.applied[0];
  CHECK(command.request.city == "astana");
  CHECK(command.request.applicant.email == "a@example.kz");
  CHECK(command.request.session.empty());
  CHECK_FALSE(command.request.waitlist);
  REQUIRE(command.idempotency.has_value());
  const std::string key = command.idempotency->key;
  world.ask(post_form("/apply/astana", right_fields));
  CHECK(world.applied[1].idempotency->key == key);
  world.ask(post_form("/apply/astana", right_fields + "&waitlist=yes"));
  CHECK(world.applied[2].request.waitlist);
  CHECK(world.applied[2].idempotency->key != key);
}

TEST_CASE("troubles and refusals come with the form and its text", "[http][html]") {
  World world;
  struct Row {
    engine::ApplyOutcome outcome;
    int status;
  };
  for (const Row& row :
       {Row{engine::Trouble::storage_full, 503}, Row{engine::Trouble::guessing, 429},
        Row{engine::Trouble::key_in_flight, 409}, Row{admission::Refusal::window_closed, 409},
        Row{admission::Refusal::promo_code_required, 422}}) {
    world.apply_outcome = row.outcome;
    const Answer answer = world.ask(post_form("/apply/astana", right_fields));
    CHECK(answer.status == row.status);
    CHECK(holds(answer.body, "value=\"990101300003\""));
    CHECK(holds(answer.body, "role=\"alert\""));
    CHECK(answer.fields.count("retry-after") == (row.status > 422 ? 1 : 0));
  }
}

TEST_CASE("what is no form is told as a page", "[http][html]") {
  World world;
  CHECK(world.ask(post_form("/apply/astana", "iin=1&iin=2")).status == 400);
  CHECK(world.ask(post_form("/apply/astana", "iin=%zz")).status == 400);
  CHECK(world.ask(post_form("/apply/paris", right_fields)).status == 404);
  CHECK(world.ask(post("/apply/astana", "{}", "Content-Type: application/json\r\n")).status == 415);
  const std::string huge(70'000, 'x');
  const Answer large = world.ask(post_form("/apply/astana", huge));
  CHECK(large.status == 413);
  CHECK(holds(large.body, "<html lang=\"kk\">"));
  CHECK(world.applied.empty());
}

}  // namespace
}  // namespace keste::http
