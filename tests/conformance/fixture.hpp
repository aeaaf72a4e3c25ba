// A store of the kind that KESTE_TEST_STORE names, a season in it, and makers of its rows.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "store/applications.hpp"
#include "store/migration.hpp"
#include "support/test_store.hpp"

namespace keste::store {

/// An instant by a small number, for tests that care for the order only.
inline Instant at(std::int64_t micros) { return from_micros(micros); }

struct Store {
  std::string location = test::store_location(":memory:");
  Database database{location, Access::writer};

  Store() { migrate(database); }
};

/// What kind of Fault `work` ends with.
inline FaultKind kind_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Fault& fault) {
    return fault.kind();
  }
  throw std::logic_error("nothing was thrown");
}

/// `work` as a transaction of its own.
template <class Work>
void commit(Database& database, const Work& work) {
  Transaction transaction(database);
  work();
  transaction.commit();
}

/// As many bytes as `size` says, some of them zero and some beyond ASCII; unlike for each number.
inline std::string bytes_of(int number, std::size_t size = 16) {
  std::string bytes(size, '\0');
  bytes[1] = '\xFF';
  bytes[size - 2] = static_cast<char>(number / 256);
  bytes[size - 1] = static_cast<char>(number % 256);
  return bytes;
}

inline SessionRow session_of(const std::string& code, const std::string& city, int seats) {
  SessionRow session;
  session.code = code;
  session.city = city;
  session.starts_at = at(1'000);
  session.ends_at = at(2'000);
  session.due_at = at(3'000);
  session.seats = seats;
  session.venue = "Мектеп № 7";
  session.address = "Абай даңғылы, 7";
  session.due_working_days = 2;
  session.due_time = std::chrono::hours(18);
  return session;
}

/// A session and the tally that counts it.
struct Seats {
  SessionRow session;
  TallyId tally;
};

/// A campaign with two cities and an online test. People have numbers.
struct Season : Store {
  CampaignId campaign = upsert_campaign(database, "pkr-2023");
  Seats morning = add_session("astana-0905", "astana", 3);
  Seats evening = add_session("astana-0920", "astana", 2);
  Seats almaty = add_session("almaty-0915", "almaty", 2);
  TallyId any_of_astana = insert_tally(database, campaign, {"astana", "", {}});
  TallyId online = insert_tally(database, campaign, {"", "QRT", {}});

  Seats add_session(const std::string& code, const std::string& city, int seats) {
    Seats made{session_of(code, city, seats), {}};
    insert_session(database, campaign, made.session);
    made.tally = list_tallies(database, campaign).back().id;
    return made;
  }

  /// The person's key; lives as long as the season.
  std::string_view key(int person) {
    std::string& kept = keys_[person];
    if (kept.empty()) kept = bytes_of(person);
    return kept;
  }

  NewApplication seated(int person, const Seats& seats) {
    NewApplication wanted;
    wanted.campaign = campaign;
    wanted.session = seats.session.id;
    wanted.tally = seats.tally;
    wanted.city = seats.session.city;
    wanted.test = "QAZTEST";
    wanted.state = "seated";
    wanted.received_at = at(100);
    wanted.secret = "0123456789abcdef";
    wanted.person_key = key(person);
    wanted.iin_sealed = "sealed";
    wanted.surname = "Үміткер";
    wanted.given_name = "Сынақ";
    wanted.email = "applicant@example.kz";
    wanted.phone = "+77010000000";
    wanted.language = "kk";
    wanted.consent = "2023-1";
    return wanted;
  }
  NewApplication seated(int person) { return seated(person, morning); }
  /// For one session's seats.
  NewApplication waiting(int person, const Seats& seats) {
    NewApplication wanted = seated(person, seats);
    wanted.state = "waitlisted";
    return wanted;
  }
  /// For any seat of Astana.
  NewApplication waiting(int person) {
    NewApplication wanted = waiting(person, morning);
    wanted.session.reset();
    wanted.tally = any_of_astana;
    return wanted;
  }
  NewApplication accepted(int person) {
    NewApplication wanted = seated(person);
    wanted.state = "accepted";
    wanted.session.reset();
    wanted.tally = online;
    wanted.city = "";
    wanted.test = "QRT";
    return wanted;
  }

  ApplicationId add(NewApplication wanted) {
    wanted.id = ApplicationId{find_last_application(database).value + 1};
    commit(database, [&] { insert_application(database, wanted); });
    return wanted.id;
  }
  /// Seated in the morning, as persons `first` to `last`.
  std::vector<ApplicationId> add_many(int first, int last) {
    std::vector<ApplicationId> added;
    for (int person = first; person <= last; ++person) added.push_back(add(seated(person)));
    return added;
  }
  /// The roster as of the last application.
  void extend() { extend_roster(database, campaign, find_last_application(database).value); }

  ApplicationRow load(ApplicationId id) {
    auto found = find_application(database, id);
    if (!found) throw std::logic_error("no such application");
    return *std::move(found);
  }
  std::string state_of(ApplicationId id) { return load(id).state; }

 private:
  std::map<int, std::string> keys_;
};

}  // namespace keste::store
