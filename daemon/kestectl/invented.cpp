// Making up a notification that the composer takes for a real one.
#include "kestectl/invented.hpp"

#include <algorithm>

#include "config/message_kinds.hpp"

namespace keste::kestectl {
namespace {

using campaign::SessionTimes;
using config::Configuration;
using engine::Notification;
using Answer = Result<Notification, std::string>;

constexpr std::string_view online_suffix = "_online";

template <class Items, class Name>
std::string list_names(const Items& items, Name name) {
  std::string all;
  for (const auto& item : items) all.append(all.empty() ? "" : ", ").append(name(item));
  return all;
}

bool is_known_kind(const std::string& kind) {
  return std::find(config::message_kinds.begin(), config::message_kinds.end(), kind) !=
         config::message_kinds.end();
}

/// Kinds that go to people or branches without a session of their own.
bool is_without_session(const Wish& wish) {
  for (const char* kind : {"waitlisted", "waitlist_ended", "window_closed"}) {
    if (wish.kind == kind) return true;
  }
  const bool may_wait = wish.kind == "session_cancelled" || wish.kind == "application_received";
  return may_wait && wish.outcome != "reseated";
}

bool is_for_branch(const std::string& kind) {
  return kind == "window_closed" || kind == "results_overdue";
}

const campaign::Test* find_test_of_mode(const campaign::Campaign& campaign, const char* mode) {
  for (const auto& test : campaign.tests) {
    if (test.mode == mode) return &test;
  }
  return nullptr;
}

/// The wished session, or the first that fits the wished city.
const SessionTimes* find_session(const campaign::Schedule& schedule, const Wish& wish) {
  for (const SessionTimes& each : schedule.sessions) {
    if (!wish.session.empty() && each.session != wish.session) continue;
    if (!wish.city.empty() && each.city != wish.city) continue;
    return &each;
  }
  return nullptr;
}

/// Another sitting of the same city, or the same one a day earlier.
engine::Sitting find_other(const campaign::Schedule& schedule, const SessionTimes& session) {
  for (const SessionTimes& each : schedule.sessions) {
    if (each.city != session.city || each.session == session.session) continue;
    return {each.session, each.starts_at, each.ends_at, each.due_at, {}, {}};
  }
  const std::chrono::hours day(24);
  return {session.session,
          session.starts_at - day,
          session.ends_at - day,
          session.due_at - day,
          {},
          {}};
}

void fill_person(Notification& n, const Configuration::Season& season) {
  n.application = {1024};
  n.ticket = "invented-for-this-preview";
  n.surname = "Қасымова";
  n.given_name = "Әсел";
  n.patronymic = "Болатқызы";
  n.email = "asel.kasymova@example.kz";
  n.phone = "+77010000000";
  const auto& windows = season.schedule.windows;
  if (!windows.empty()) n.received_at = windows.front().opens_at + std::chrono::hours(34);
  n.queued_at = n.received_at;
}

void fill_branch(Notification& n, const campaign::City& city) {
  n.email = city.branch.email.empty() ? "branch@example.kz" : city.branch.email;
  n.figures = {143, 120, 17, 6, 5};
}

void fill_result(Notification& n, const Wish& wish, const campaign::Campaign& campaign) {
  std::string document = wish.document;
  if (document.empty() && n.kind == "result_ready") document = "certificate";
  if (document.empty() || document == "none") return;
  const bool reached = document == "certificate";
  n.result.level = reached && !campaign.pass_level.empty() ? campaign.pass_level : "A2";
  n.result.status = wish.status;
  if (wish.status != "final") return;
  n.result.document = document;
  n.result.document_number = "KT-0001024";
}

/// Of a sitting, with what was told before where the kind tells of a change.
void fill_sitting(Notification& n, const Wish& wish, const campaign::Schedule& schedule,
                  const SessionTimes& session) {
  n.extra_minutes = wish.extra_minutes;
  if (!is_without_session(wish)) {
    n.session = session.session;
    n.starts_at = session.starts_at;
    n.ends_at = session.ends_at;
    n.due_at = session.due_at;
  }
  const bool lost = n.kind == "waitlisted" && wish.had_seat;
  if (n.kind == "session_changed" || n.kind == "session_cancelled" || lost) {
    n.before = find_other(schedule, session);
    n.sequence = 1;
  }
  if (n.kind == "due_date_moved") {
    n.before = engine::Sitting{session.session,
                               session.starts_at,
                               session.ends_at,
                               session.due_at - std::chrono::hours(48),
                               {},
                               {}};
  }
  if (n.kind == "session_cancelled") n.outcome = wish.outcome;
  const bool may_answer = n.kind == "session_changed" || n.outcome == "reseated";
  if (may_answer) n.answer_by = n.starts_at - std::chrono::hours(24);
}

/// Of an online test, which has neither city nor session.
Answer invent_online(Notification n, const Wish& wish, const Configuration::Season& season) {
  const campaign::Campaign& campaign = season.campaign;
  const campaign::Test* test =
      wish.test.empty() ? find_test_of_mode(campaign, "online") : campaign.find_test(wish.test);
  if (test == nullptr) return failed("campaign " + campaign.id + " has no online test");
  n.test = test->id;
  if (n.kind.ends_with(online_suffix)) n.kind.resize(n.kind.size() - online_suffix.size());
  const std::chrono::days day(1);
  const auto end = campaign.cities.front().zone.to_instant(LocalTime(campaign.testing_to + day));
  if (end) n.answer_by = end.value();
  fill_result(n, wish, campaign);
  return n;
}

Answer invent_mobile(Notification n, const Wish& wish, const Configuration::Season& season) {
  const campaign::Campaign& campaign = season.campaign;
  if (!wish.city.empty() && campaign.find_city(wish.city) == nullptr) {
    return failed("campaign " + campaign.id + " has no city '" + wish.city + "'; known: " +
                  list_names(campaign.cities, [](const auto& city) { return city.code; }));
  }
  const SessionTimes* session = find_session(season.schedule, wish);
  if (session == nullptr) {
    return failed("campaign " + campaign.id + " has no session" +
                  (wish.session.empty() ? "" : " '" + wish.session + "'") +
                  (wish.city.empty() ? "" : " in " + wish.city));
  }
  n.city = session->city;
  const campaign::Test* mobile = find_test_of_mode(campaign, "mobile");
  if (!wish.test.empty()) {
    n.test = wish.test;
  } else if (mobile != nullptr) {
    n.test = mobile->id;
  }
  fill_sitting(n, wish, season.schedule, *session);
  fill_result(n, wish, campaign);
  if (!is_for_branch(n.kind)) return n;
  n.application = {};
  n.surname = n.given_name = n.patronymic = n.ticket = n.phone = "";
  fill_branch(n, *campaign.find_city(n.city));
  return n;
}

}  // namespace

Answer invent_notification(const Configuration::Season& season, const Wish& wish) {
  if (!is_known_kind(wish.kind)) {
    return failed("no message is of the kind '" + wish.kind + "'; known: " +
                  list_names(config::message_kinds, [](auto kind) { return std::string(kind); }));
  }
  const campaign::Test* test = season.campaign.find_test(wish.test);
  if (!wish.test.empty() && test == nullptr) {
    return failed("campaign " + season.campaign.id + " has no test '" + wish.test + "'; known: " +
                  list_names(season.campaign.tests, [](const auto& each) { return each.id; }));
  }
  Notification n;
  n.id = {1};
  n.kind = wish.kind;
  n.attempt = wish.attempt;
  n.language = wish.language;
  fill_person(n, season);
  const bool online =
      wish.kind.ends_with(online_suffix) || (test != nullptr && test->mode == "online");
  return online ? invent_online(std::move(n), wish, season)
                : invent_mobile(std::move(n), wish, season);
}

}  // namespace keste::kestectl
