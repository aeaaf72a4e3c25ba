// Tests of the JSON writer against Boost.JSON's parser.
#include "http/json_writer.hpp"

#include <boost/json/parse.hpp>
#include <catch2/catch.hpp>

using keste::http::JsonWriter;

TEST_CASE("nested values get their commas", "[http][json]") {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("a", 1).key("b").begin_array().number(2).begin_object().end_object();
  json.begin_array().end_array().null().truth(false).end_array().member("c", "d").end_object();
  CHECK(out == R"({"a":1,"b":[2,{},[],null,false],"c":"d"})");
}

TEST_CASE("every byte of text survives the way through JSON", "[http][json]") {
  std::string text;
  for (char c = 0; c < 0x7f; ++c) text.push_back(c);
  text.append("\x7f\"\\ Үміткер \xF0\x9F\x8E\x93");
  std::string out;
  JsonWriter(out).text(text);
  const auto parsed = boost::json::parse(out);
  CHECK(std::string(parsed.as_string().c_str(), parsed.as_string().size()) == text);
}

TEST_CASE("numbers are written whole", "[http][json]") {
  std::string out;
  JsonWriter(out).begin_array().number(INT64_MIN).number(INT64_MAX).number(0).end_array();
  CHECK(out == "[-9223372036854775808,9223372036854775807,0]");
}
