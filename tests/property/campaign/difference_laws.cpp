// Laws of differences, over pairs of random campaigns.
#include <algorithm>

#include "campaign/difference.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "support/campaigns.hpp"

namespace keste::campaign {
namespace {

void change_at_random(Campaign& campaign) {
  for (Session& session : campaign.sessions) {
    const int what = *rc::gen::inRange(0, 5);
    if (what == 0) session.seats += *rc::gen::inRange(1, 9);
    if (what == 1) {
      session.starts_local += std::chrono::minutes(*rc::gen::inRange(1, 90));
      session.ends_local = session.starts_local + std::chrono::hours(2);
    }
    if (what == 2) session.venue.name = test::named("Hall " + std::to_string(session.seats));
  }
  std::erase_if(campaign.sessions, [](const Session&) { return *rc::gen::inRange(0, 6) == 0; });
  const std::size_t size = campaign.sessions.size();
  const int added = *rc::gen::inRange(0, 4);
  for (int i = 0; i < added; ++i) {
    // Of an id that no other has, after however many changes.
    std::string id = "new-" + std::to_string(i) + "-" + std::to_string(size);
    while (std::any_of(campaign.sessions.begin(), campaign.sessions.end(),
                       [&id](const Session& one) { return one.id == id; })) {
      id += "-x";
    }
    campaign.sessions.push_back(
        test::session(id, "almaty", "2023-09-12T09:00", "2023-09-12T11:00"));
  }
  if (*rc::gen::arbitrary<bool>()) campaign.admission.waitlist = !campaign.admission.waitlist;
  if (*rc::gen::arbitrary<bool>()) campaign.cities.back().name.ru = "Уральск";
  if (*rc::gen::arbitrary<bool>()) campaign.rules.back().window.to += std::chrono::days(1);
}

Campaign random_campaign() {
  Campaign campaign = test::pkr_2023();
  for (int i = 0; i < 6; ++i) {
    campaign.sessions.push_back(
        test::session("s-" + std::to_string(i), "astana", "2023-09-11T10:00", "2023-09-11T13:00"));
  }
  change_at_random(campaign);
  return campaign;
}

Version version_of(const Campaign& campaign) {
  const Resolution resolved = resolve(campaign, test::kz_calendar());
  RC_ASSERT(!resolved.has_errors());
  return {campaign, resolved.schedule};
}

template <class Item>
void shuffle(std::vector<Item>& items) {
  for (std::size_t i = items.size(); i > 1; --i) {
    std::swap(items[i - 1], items[*rc::gen::inRange<std::size_t>(0, i)]);
  }
}

void patch(Facts& facts, const std::vector<FactChange>& changes) {
  for (const FactChange& change : changes) {
    RC_ASSERT((facts.contains(change.path) ? facts[change.path] : "") == change.was);
    facts.erase(change.path);
    if (!change.is.empty()) facts[change.path] = change.is;
  }
}

TEST_CASE("nothing differs from itself, in whatever order", "[campaign][property]") {
  CHECK(rc::check("itself", [] {
    const Campaign campaign = random_campaign();
    Campaign other = campaign;
    shuffle(other.sessions);
    shuffle(other.rules);
    shuffle(other.cities);
    RC_ASSERT(find_difference(version_of(campaign), version_of(other)).empty());
    RC_ASSERT(list_facts(campaign) == list_facts(other));
  }));
}

TEST_CASE("a difference leads from the one version to the other", "[campaign][property]") {
  CHECK(rc::check("the way there and back", [] {
    const Campaign was = random_campaign();
    Campaign is = was;
    change_at_random(is);
    Facts facts = list_facts(was);
    patch(facts, compare(list_facts(was), list_facts(is)));
    RC_ASSERT(facts == list_facts(is));
    patch(facts, compare(list_facts(is), list_facts(was)));
    RC_ASSERT(facts == list_facts(was));
  }));
}

TEST_CASE("a difference is empty only between files that say the same", "[campaign][property]") {
  CHECK(rc::check("no fact is left out", [] {
    const Campaign was = random_campaign();
    Campaign is = was;
    change_at_random(is);
    const bool same = list_facts(was) == list_facts(is);
    RC_ASSERT(find_difference(version_of(was), version_of(is)).empty() == same);
    const auto there = find_difference(version_of(was), version_of(is));
    const auto back = find_difference(version_of(is), version_of(was));
    RC_ASSERT(there.sessions_added.size() == back.sessions_removed.size());
    RC_ASSERT(there.sessions.size() == back.sessions.size());
    RC_ASSERT(there.texts.size() == back.texts.size());
  }));
}

}  // namespace
}  // namespace keste::campaign
