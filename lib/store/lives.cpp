// Rows of the outbox one by one.
#include "store/lives.hpp"

#include "base/check.hpp"

namespace keste::store {
namespace {

OutboxLife read_life(const Rows& rows) {
  OutboxLife life;
  life.row = read_outbox_row(rows);
  life.state = rows.text(9);
  life.channel = rows.text(10);
  life.reason = rows.text(11);
  life.settled_at = from_micros(rows.integer(12));
  life.delivery = rows.text(13);
  life.ambiguous = static_cast<int>(rows.integer(14));
  life.resend_of = NotificationId{rows.integer(15)};
  life.city = rows.text(16);
  life.session_code = rows.text(17);
  return life;
}

}  // namespace

std::optional<OutboxLife> find_notification(Database& database, NotificationId id) {
  Rows rows = database.query("outbox_find", {id.value});
  if (!rows.next()) return std::nullopt;
  return read_life(rows);
}

std::vector<OutboxLife> list_notifications_of(Database& database, ApplicationId application) {
  std::vector<OutboxLife> listed;
  Rows rows = database.query("outbox_list_of", {application.value});
  while (rows.next()) listed.push_back(read_life(rows));
  return listed;
}

NotificationId resend_notification(Database& database, NotificationId id, const Resending& how) {
  Rows rows = database.query("outbox_resend",
                             {id.value, to_micros(how.queued_at), to_micros(how.not_before),
                              how.release != 0 ? Value(how.release) : Value()});
  CHECK(rows.next());
  const NotificationId made{rows.integer(0)};
  while (rows.next()) {
  }
  return made;
}

bool cancel_notification(Database& database, NotificationId id, Instant at,
                         std::string_view reason) {
  return database.run("outbox_cancel", {id.value, to_micros(at), reason}) == 1;
}

}  // namespace keste::store
