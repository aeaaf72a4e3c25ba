// Laws of the timeline, over campaigns with random sessions.
#include <algorithm>
#include <map>
#include <tuple>

#include "campaign/schedule.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

/// Up to 40 sessions inside the testing span, some of which start together.
Campaign random_campaign() {
  Campaign campaign = test::pkr_2023();
  campaign.sessions.clear();
  const int count = *rc::gen::inRange(0, 40);
  for (int i = 0; i < count; ++i) {
    Session session;
    session.id = "s-" + std::to_string(i);
    session.city = (*rc::gen::elementOf(campaign.cities)).code;
    session.starts_local = LocalTime(campaign.testing_from) +
                           std::chrono::days(*rc::gen::inRange(0, 22)) +
                           std::chrono::hours(*rc::gen::inRange(9, 12));
    session.ends_local = session.starts_local + std::chrono::minutes(*rc::gen::inRange(1, 240));
    session.seats = *rc::gen::inRange(1, 200);
    campaign.sessions.push_back(session);
  }
  return campaign;
}

TEST_CASE("the timeline is sorted and whole", "[campaign][property]") {
  const calendar::WorkingCalendar kz = test::kz_calendar();
  CHECK(rc::check("sorted", [&kz] {
    const Campaign campaign = random_campaign();
    const Resolution resolved = resolve(campaign, kz);
    RC_ASSERT(!resolved.has_errors());
    const std::vector<Moment> moments = timeline(resolved.schedule);
    RC_ASSERT(moments.size() == campaign.cities.size() * 2 + campaign.sessions.size() * 3);
    const auto key = [](const Moment& moment) {
      return std::tie(moment.at, moment.city, moment.kind, moment.session);
    };
    for (std::size_t i = 1; i < moments.size(); ++i) {
      RC_ASSERT(key(moments[i - 1]) < key(moments[i]));
    }
  }));
}

TEST_CASE("the order in which sessions are listed changes no moment", "[campaign][property]") {
  const calendar::WorkingCalendar kz = test::kz_calendar();
  CHECK(rc::check("listing order", [&kz] {
    Campaign campaign = random_campaign();
    const std::vector<Moment> moments = timeline(resolve(campaign, kz).schedule);
    std::reverse(campaign.sessions.begin(), campaign.sessions.end());
    std::reverse(campaign.cities.begin(), campaign.cities.end());
    const std::vector<Moment> again = timeline(resolve(campaign, kz).schedule);
    RC_ASSERT(moments.size() == again.size());
    for (std::size_t i = 0; i < moments.size(); ++i) {
      RC_ASSERT(moments[i].at == again[i].at);
      RC_ASSERT(moments[i].kind == again[i].kind);
      RC_ASSERT(moments[i].session == again[i].session);
    }
  }));
}

TEST_CASE("a session starts before it ends and ends before its results are due",
          "[campaign][property]") {
  const calendar::WorkingCalendar kz = test::kz_calendar();
  CHECK(rc::check("session order", [&kz] {
    std::map<std::string, MomentKind> last;
    for (const Moment& moment : timeline(resolve(random_campaign(), kz).schedule)) {
      const std::string id = moment.session.empty() ? "window " + moment.city : moment.session;
      const auto before = last.find(id);
      if (before != last.end()) RC_ASSERT(before->second < moment.kind);
      last[id] = moment.kind;
    }
  }));
}

}  // namespace
}  // namespace keste::campaign
