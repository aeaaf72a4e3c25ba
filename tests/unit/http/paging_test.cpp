// Tests of list queries and cursors.
#include "http/paging.hpp"

#include <catch2/catch.hpp>

using namespace keste;
using namespace keste::http;

TEST_CASE("a cursor names the place it was made from", "[http][paging]") {
  const AgendaPlace place{*parse_instant("2023-09-18T00:00:00+05:00"), 77};
  const auto wish = read_page_wish("cursor=" + make_cursor(place), {"pending"});
  REQUIRE(wish);
  CHECK(wish.value().after.at == place.at);
  CHECK(wish.value().after.id == 77);
}

TEST_CASE("without a query the first state and a hundred rows are meant", "[http][paging]") {
  const auto wish = read_page_wish("", {"pending", "done"});
  REQUIRE(wish);
  CHECK(wish.value().state == "pending");
  CHECK(wish.value().limit == 100);
}

TEST_CASE("names and values that mean nothing are refused", "[http][paging]") {
  for (const char* query : {"state=open", "stat=done", "limit=0", "limit=1001", "limit=x",
                            "limit=1x", "cursor=", "cursor=a", "cursor=a.b.c", "cursor=1.-1",
                            "state=%ff", "limit=99999999999999999999"}) {
    INFO(query);
    CHECK_FALSE(read_page_wish(query, {"pending", "done"}));
  }
}
