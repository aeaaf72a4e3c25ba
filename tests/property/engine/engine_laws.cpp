// Laws of the engine, on seasons lived through at random.
#include <ostream>

#include "season_model.hpp"

#include <rapidcheck/catch.h>
#include <rapidcheck/detail/Configuration.h>

namespace keste::engine {

std::ostream& operator<<(std::ostream& out, const Step& step);
std::ostream& operator<<(std::ostream& out, const Step& step) {
  return out << "Step{Deed(" << static_cast<int>(step.deed) << "), " << step.person << ", "
             << step.session << ", " << step.amount << "}";
}

namespace {

rc::Gen<Step> any_step() {
  using rc::gen::inRange;
  using enum Deed;
  // Weighed so that sessions fill before the season is over.
  const auto deed = rc::gen::weightedElement<Deed>(
      {{16, apply},  {3, hold},     {3, judge},   {3, answer},     {4, withdraw},
       {4, change},  {5, claim},    {7, settle},  {9, fire},       {3, advance},
       {6, to_next}, {2, set_back}, {2, restart}, {3, set_seats},  {3, move},
       {2, cancel},  {2, finish},   {2, result},  {2, set_window}, {1, extend_person}});
  return rc::gen::build<Step>(
      rc::gen::set(&Step::deed, deed), rc::gen::set(&Step::person, inRange(0, 10)),
      rc::gen::set(&Step::session, inRange(0, 5)), rc::gen::set(&Step::amount, inRange(0, 60)));
}

TEST_CASE("a season keeps its laws whatever happens in whatever order", "[engine][law]") {
  INFO("RC_PARAMS=\"seed=" << rc::detail::configuration().testParams.seed << "\"");
  rc::prop("no seat twice, no window overrun, every entry once, every message settled", [] {
    const auto length = *rc::gen::inRange(40, 250);
    const auto steps = *rc::gen::container<std::vector<Step>>(length, any_step());
    Season season;
    for (const Step& step : steps) season.take(step);
    season.finish();
  });
}

}  // namespace
}  // namespace keste::engine
