// Rows of dead addresses and of the call list.
#include "store/addresses.hpp"

namespace keste::store {

void insert_dead_address(Database& database, std::string_view contact_key, std::string_view reason,
                         Instant since) {
  database.run("dead_address_insert", {Value::blob(contact_key), to_micros(since), reason});
}

bool is_dead_address(Database& database, std::string_view contact_key) {
  return database.query("dead_address_find", {Value::blob(contact_key)}).next();
}

bool has_dead_addresses(Database& database) { return database.query("dead_address_any").next(); }

bool release_address(Database& database, std::string_view contact_key) {
  return database.run("dead_address_release", {Value::blob(contact_key)}) == 1;
}

void insert_call(Database& database, ApplicationId application, std::string_view kind, Instant at) {
  database.run("call_list_insert", {application.value, kind, to_micros(at)});
}

int mark_called(Database& database, ApplicationId application, std::string_view note, Instant at) {
  return database.run("call_list_mark_called", {application.value, to_micros(at), note});
}

std::vector<CallRow> list_calls(Database& database, const CallFilter& filter) {
  std::vector<CallRow> calls;
  Rows rows =
      database.query("call_list_list", {filter.city, filter.with_called ? 1 : 0, filter.limit});
  while (rows.next()) {
    CallRow call;
    call.application = ApplicationId{rows.integer(0)};
    call.kind = rows.text(1);
    call.listed_at = from_micros(rows.integer(2));
    if (!rows.is_null(3)) call.called_at = from_micros(rows.integer(3));
    call.city = rows.text(4);
    call.session_code = rows.text(5);
    call.surname = rows.text(6);
    call.given_name = rows.text(7);
    call.patronymic = rows.text(8);
    call.phone = rows.text(9);
    call.language = rows.text(10);
    calls.push_back(std::move(call));
  }
  return calls;
}

std::map<std::string, std::int64_t> count_calls(Database& database) {
  std::map<std::string, std::int64_t> counts;
  Rows rows = database.query("call_list_count");
  while (rows.next()) counts.emplace(rows.text(0), rows.integer(1));
  return counts;
}

}  // namespace keste::store
