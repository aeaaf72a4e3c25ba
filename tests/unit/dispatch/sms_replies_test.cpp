// Answers of gateways as Mobizon and SMSC.kz give them, and what else may come.
#include "dispatch/sms_replies.hpp"

#include <catch2/catch.hpp>

#include "sms_fixture.hpp"

namespace keste::dispatch {
namespace {

using State = engine::DeliveryReport::State;

HttpReply http(int status, std::string body) {
  HttpReply reply;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

struct Row {
  int status;
  const char* body;
  Outcome outcome;
  const char* rest;  ///< The message's id when sent, else the reason.
};

void check_rows(const config::SmsReply& how, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.status, row.body);
    const SendResult result = read_sms_reply(how, http(row.status, row.body));
    CHECK(result.outcome == row.outcome);
    CHECK((row.outcome == Outcome::sent ? result.provider_id : result.reason) == row.rest);
  }
}

TEST_CASE("Mobizon's answers", "[dispatch][sms_replies]") {
  check_rows(mobizon().reply,
             {{200, R"({"code":0,"data":{"campaignId":1,"messageId":42,"status":2},"message":""})",
               Outcome::sent, "42"},
              {200, R"({"code":"0","data":{"messageId":"43"},"message":""})", Outcome::sent, "43"},
              {200, R"({"code":0,"data":{}})", Outcome::sent, ""},
              {200, R"({"code":1,"data":{},"message":"wrong number"})", Outcome::hard,
               "HTTP 200, code 1: wrong number"},
              {200, R"({"code":8,"message":"bad key"})", Outcome::unavailable,
               "HTTP 200, code 8: bad key"},
              {200, R"({"code":99,"message":"later"})", Outcome::soft, "HTTP 200, code 99: later"},
              {200, R"({"message":"what"})", Outcome::soft, "HTTP 200: what"},
              {200, "<html>", Outcome::ambiguous, "HTTP 200, an answer that cannot be read"},
              {200, "", Outcome::ambiguous, "HTTP 200, an answer that cannot be read"},
              {500, R"({"code":1,"message":"wrong number"})", Outcome::hard,
               "HTTP 500, code 1: wrong number"}});
}

TEST_CASE("SMSC's answers", "[dispatch][sms_replies]") {
  check_rows(smsc().reply, {{200, R"({"id":77,"cnt":1})", Outcome::sent, "77"},
                            {200, R"({"error":"duplicate","error_code":9})", Outcome::soft,
                             "HTTP 200, code 9: duplicate"},
                            {200, R"({"error":"no money","error_code":3,"id":77})",
                             Outcome::unavailable, "HTTP 200, code 3: no money"},
                            {200, R"({"error":"forbidden","error_code":6,"id":77})", Outcome::hard,
                             "HTTP 200, code 6: forbidden"},
                            {200, R"({"cnt":1})", Outcome::soft, "HTTP 200"}});
}

TEST_CASE("a dead number is told apart from a message that is not wanted",
          "[dispatch][sms_replies]") {
  for (const auto& [body, dead] : {std::pair(R"({"error_code":7})", true),
                                   {R"({"error_code":8})", true},
                                   {R"({"error_code":6})", false}}) {
    CAPTURE(body);
    const SendResult result = read_sms_reply(smsc().reply, http(200, body));
    CHECK(result.outcome == Outcome::hard);
    CHECK(result.address_dead == dead);
  }
}

TEST_CASE("without a word of success the status is enough", "[dispatch][sms_replies]") {
  check_rows({}, {{200, "OK", Outcome::sent, ""},
                  {202, "", Outcome::sent, ""},
                  {204, "", Outcome::sent, ""},
                  {200, "[1]", Outcome::sent, ""}});
}

TEST_CASE("statuses that are no success", "[dispatch][sms_replies]") {
  struct Case {
    int status;
    Outcome outcome;
  };
  for (const Case& c :
       {Case{301, Outcome::unavailable}, Case{400, Outcome::hard}, Case{401, Outcome::unavailable},
        Case{402, Outcome::unavailable}, Case{403, Outcome::unavailable},
        Case{404, Outcome::unavailable}, Case{405, Outcome::unavailable}, Case{408, Outcome::soft},
        Case{410, Outcome::hard}, Case{422, Outcome::hard}, Case{425, Outcome::soft},
        Case{429, Outcome::soft}, Case{500, Outcome::soft}, Case{503, Outcome::soft}}) {
    CAPTURE(c.status);
    for (const char* body : {"", "oops", "{}"}) {
      CHECK(read_sms_reply(mobizon().reply, http(c.status, body)).outcome == c.outcome);
    }
  }
}

TEST_CASE("Retry-After belongs to what is tried again", "[dispatch][sms_replies]") {
  HttpReply reply = http(429, "{}");
  reply.retry_after = std::chrono::seconds(90);
  CHECK(read_sms_reply(mobizon().reply, reply).retry_after == std::chrono::seconds(90));
  reply.status = 400;
  CHECK_FALSE(read_sms_reply(mobizon().reply, reply).retry_after);
}

TEST_CASE("an answer that was cut is not read", "[dispatch][sms_replies]") {
  HttpReply reply = http(200, R"({"code":0})");
  reply.is_cut = true;
  CHECK(read_sms_reply(mobizon().reply, reply).outcome == Outcome::ambiguous);
  CHECK(read_status_reply(mobizon(), reply).empty());
}

TEST_CASE("states come in lists, and what cannot be read is left out", "[dispatch][sms_replies]") {
  const auto reports =
      read_status_reply(mobizon(), http(200, R"({"code":0,"data":[{"id":"1","status":"DELIVRD"},
          {"id":2,"status":"UNDELIV"},{"id":"3","status":"ACCEPTD"},{"id":"4"},{"status":"DELIVRD"},
          {"id":"","status":"DELIVRD"},{"id":"5","status":null},7,
          {"id":"6","status":"PDLIVRD"}]})"));
  REQUIRE(reports.size() == 4);
  CHECK(reports[0] == engine::DeliveryReport{"sms", "1", State::delivered, "DELIVRD"});
  CHECK(reports[1] == engine::DeliveryReport{"sms", "2", State::undelivered, "UNDELIV"});
  CHECK(reports[2].state == State::under_way);
  CHECK(reports[3].state == State::under_way);
  for (const char* body :
       {"", "[", "{}", R"({"data":null})", R"({"data":"x"})", R"({"data":[]})"}) {
    CAPTURE(body);
    CHECK(read_status_reply(mobizon(), http(200, body)).empty());
  }
  CHECK(
      read_status_reply(mobizon(), http(500, R"({"data":[{"id":1,"status":"DELIVRD"}]})")).empty());
}

TEST_CASE("a hook may bring JSON or a form", "[dispatch][sms_replies]") {
  const auto json = read_delivery_hook(
      mobizon(), R"({"eventId":"e","data":{"messageId":42,"status":"DELIVRD","to":"77010000001"}})",
      "application/json; charset=utf-8");
  CHECK(json == std::vector<engine::DeliveryReport>{{"sms", "42", State::delivered, "DELIVRD"}});
  const auto form = read_delivery_hook(smsc(), "id=77&phone=%2B77010000001&status=20&err=a%20b+c",
                                       "Application/X-WWW-form-urlencoded");
  CHECK(form == std::vector<engine::DeliveryReport>{{"sms", "77", State::undelivered, "20 a b c"}});
  CHECK(
      read_delivery_hook(smsc(), "id=77&status=0", "application/x-www-form-urlencoded")[0].state ==
      State::under_way);
  for (const char* body : {"", "&&", "=", "id", "id=&status=1", "id=%zz", "status=1"}) {
    CAPTURE(body);
    CHECK(read_delivery_hook(smsc(), body, "application/x-www-form-urlencoded").empty());
  }
  CHECK(read_delivery_hook(smsc(), "id=77&status=1", "text/plain").empty());
  CHECK(read_delivery_hook(mobizon(), std::string(100'000, '['), "application/json").empty());
}

TEST_CASE("without a hook in the settings nothing is believed", "[dispatch][sms_replies]") {
  config::SmsSettings sms = smsc();
  sms.hook.reset();
  CHECK(read_delivery_hook(sms, "id=77&status=1", "application/x-www-form-urlencoded").empty());
}

}  // namespace
}  // namespace keste::dispatch
