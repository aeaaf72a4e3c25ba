// Plans and their application: the campaign's file changes within one transaction.
#include <algorithm>

#include "engine/carrying_out.hpp"
#include "engine/desk_handlers.hpp"
#include "engine/engine.hpp"
#include "engine/plan_gist.hpp"

namespace keste::engine {
namespace {

constexpr std::size_t plans_remembered = 16;

}  // namespace

PlanReport Engine::plan(Present now, const EngineSettings& wanted) {
  state_->now = now;
  if (stale_) restore();
  PlanReport report;
  {
    const store::ReadTransaction moment(*database_);
    if (is_shared()) take_up(store::find_turns(*database_, state_->campaign));
    report = make_plan(*state_, wanted).report;
  }
  PlanReport remembered;
  remembered.hash = report.hash;
  remembered.ground = report.ground;
  plans_.push_back(std::move(remembered));
  if (plans_.size() > plans_remembered) plans_.pop_front();
  return report;
}

/// Why this plan is not to be applied, if so.
void Engine::judge_order(const PlanOrder& order, PlanReport& report) {
  if (!is_reason(order.reason)) {
    report.refusal = "reason-missing";
  } else if (report.hash != order.hash) {
    const bool applied = store::has_applied_plan(*database_, state_->campaign, order.hash);
    report.refusal = applied ? "plan-applied" : "plan-stale";
    const auto known = std::find_if(plans_.begin(), plans_.end(), [&](const PlanReport& plan) {
      return plan.hash == order.hash;
    });
    if (known != plans_.end()) report.moved = list_moved_ground(known->ground, report.ground);
  } else if (!report.problems.empty()) {
    report.refusal = "plan-impossible";
  }
}

PlanReport Engine::apply_plan(Present now, EngineSettings given, const PlanOrder& order) {
  state_->now = now;
  if (stale_) restore();
  auto wanted = std::make_unique<EngineSettings>(std::move(given));
  wanted->instance = settings_->instance;
  store::Transaction transaction(*database_);
  begin_turn({});
  const Planning planning = make_plan(*state_, *wanted);
  PlanReport report = planning.report;
  judge_order(order, report);
  if (!report.refusal.empty()) return report;
  auto fresh = std::make_unique<State>(*database_, *wanted, vault_, log_);
  fresh->run = state_->run;
  fresh->figures = state_->figures;
  fresh->guesses = state_->guesses;
  std::swap(settings_, wanted);
  std::swap(state_, fresh);
  try {
    carry_out_plan(now, planning, *wanted, order);
    state_->model.adopt_records(fresh->model);
    save_shared();
    transaction.commit();
  } catch (const Fault&) {
    std::swap(settings_, wanted);
    std::swap(state_, fresh);
    stale_ = true;
    throw;
  }
  ++known_turn_;
  publish();
  return report;
}

void Engine::carry_out_plan(Present now, const Planning& planning, const EngineSettings& before,
                            const PlanOrder& order) {
  State& state = *state_;
  state.now = now;
  state.remade = true;
  state.actor.name = order.actor;
  state.turn = known_turn_ + 1;
  state.campaign = store::upsert_campaign(*database_, settings_->campaign.id);
  state.load(now.steady);
  carry_out(state, before, planning.difference, order.reason);
  const CampaignSource& source = settings_->source;
  state.version = store::insert_campaign_version(*database_, state.campaign,
                                                 {source.digest, source.text, order.hash, now.at});
  state.audit(order.actor, "campaign_applied", "campaign " + settings_->campaign.id,
              "plan " + order.hash, order.reason);
  state.save();
  const auto left = sync(now);
  if (left.empty()) return;
  throw Fault(FaultKind::corrupt, "applying a plan", "this was left: " + left.front());
}

bool Engine::has_other_campaign() const {
  const std::string& ours = settings_->source.digest;
  return !ours.empty() && !state_->version.digest.empty() && state_->version.digest != ours;
}

std::optional<std::string> Engine::find_other_campaign() {
  if (!is_shared() || stale_ || !has_other_campaign()) return std::nullopt;
  if (offered_campaign_ == state_->version.digest) return std::nullopt;
  std::string text = store::load_campaign_body(*database_, state_->version.id);
  offered_campaign_ = state_->version.digest;
  return text;
}

}  // namespace keste::engine
