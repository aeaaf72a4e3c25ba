// Reloads, plans and other daemons' campaign files.
#include "kested/season_keeper.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

#include "base/fault.hpp"
#include "dispatch/message_check.hpp"
#include "kested/memory.hpp"
#include "store/campaign_versions.hpp"
#include "store/migration.hpp"

namespace keste::kested {
namespace {

namespace asio = boost::asio;

constexpr const char* in_force_name = "(campaign in force)";
constexpr const char* earlier_file =
    "etc holds an earlier campaign file than the one in force, which stays; kestectl campaign show "
    "prints it, and kestectl campaign plan shows how they differ.";
constexpr const char* plan_shows_it = "; kestectl campaign plan shows what it would do";

}  // namespace

Opening choose_campaign(store::Database& database, const SharedConfiguration& etc, Log& log) {
  store::migrate(database);
  const auto campaign = store::find_campaign(database, etc->served().campaign.id);
  if (!campaign) return {etc, nullptr};
  const store::CampaignVersion version = store::find_campaign_version(database, *campaign);
  const std::string digest = digest_of(*etc);
  if (version.id == 0 || version.digest == digest) return {etc, nullptr};
  const bool is_old = store::is_known_campaign(database, *campaign, digest);
  const config::Loaded loaded = dispatch::with_campaign(
      *etc, {in_force_name, store::load_campaign_body(database, version.id)});
  if (!loaded.configuration) {
    log_diagnostics(log, loaded);
    if (!is_old) return {etc, nullptr};
    throw Fault(FaultKind::usage, "reading the campaign in force",
                "it does not fit the calendars and texts in etc: put back what it needs");
  }
  if (!is_old) return {loaded.configuration, etc};
  log.warning("campaign_file_old", earlier_file);
  return {loaded.configuration, nullptr};
}

SeasonKeeper::SeasonKeeper(Parts parts, SharedConfiguration in_force, std::string etc_digest)
    : parts_(std::move(parts)), in_force_(std::move(in_force)), etc_digest_(std::move(etc_digest)) {
  parts_.engine.on_other_campaign([this](const std::string& text) { follow(text); });
}

void SeasonKeeper::reload() {
  if (stopping_) return;
  if (reloading_) {
    // The files may have changed after the reload under way had read them.
    reload_again_ = true;
    return;
  }
  reloading_ = true;
  parts_.on_reloading();
  read_etc();
}

/// A campaign file that etc had before is not what somebody wants now: the one in force stays, with
/// whatever else of etc has changed.
void SeasonKeeper::read_etc() {
  // One that was applied and has been followed by another is an earlier file too.
  std::set<std::string> earlier = applied_;
  earlier.erase(digest_of(*in_force_));
  asio::post(parts_.workers, [this, text = text_, seen = etc_digest_, earlier,
                              served = in_force_->served().campaign.id] {
    auto loaded = std::make_shared<config::Loaded>(parts_.load());
    std::string digest = seen;
    if (loaded->configuration && loaded->configuration->served().campaign.id == served) {
      digest = digest_of(*loaded->configuration);
      const bool is_old = earlier.contains(digest);
      if (is_old) parts_.log.warning("campaign_file_old", earlier_file);
      if (is_old || digest == seen) {
        auto kept = dispatch::with_campaign(*loaded->configuration, {in_force_name, text});
        loaded->configuration = kept.configuration;
        if (!kept.configuration) loaded->diagnostics = std::move(kept.diagnostics);
      }
    }
    asio::post(parts_.io, [this, loaded, digest] {
      seen_digest_ = digest;
      take(*loaded);
    });
  });
}

void SeasonKeeper::refuse_reload(const char* why) {
  parts_.log.error("reload_refused", why);
  end_reload();
}

void SeasonKeeper::take(const config::Loaded& etc) {
  log_diagnostics(parts_.log, etc);
  if (!etc.configuration) {
    return refuse_reload("The new configuration has errors; the old one stays.");
  }
  const config::Configuration::Season& season = etc.configuration->served();
  if (season.campaign.id != in_force_->served().campaign.id) {
    return refuse_reload("Another campaign needs a restart with a database of its own.");
  }
  const auto broken = list_broken_promises(in_force_->served(), season, *parts_.engine.snapshot());
  for (const std::string& sentence : broken) {
    parts_.log.warning("schedule_needs_apply", sentence + plan_shows_it);
  }
  if (!broken.empty()) {
    return refuse_reload(
        "The new files would change what applicants were told; the old ones stay.");
  }
  submit(etc.configuration);
}

void SeasonKeeper::submit(const SharedConfiguration& wanted) {
  parts_.engine.reload(
      make_engine_settings(*wanted, parts_.clock_rate, digest_of(*in_force_)),
      [this, wanted](const engine::ReloadOutcome& outcome) { finish_reload(wanted, outcome); });
}

void SeasonKeeper::finish_reload(const SharedConfiguration& wanted,
                                 const engine::ReloadOutcome& outcome) {
  if (!outcome.failure.empty()) {
    parts_.log.error("reload_refused",
                     "The store did not take the new schedule; the old one stays.",
                     {{"reason", outcome.failure}});
    return end_reload();
  }
  for (const std::string& left : outcome.left) {
    parts_.log.warning("schedule_needs_apply", left + plan_shows_it);
  }
  for (const std::string& need : list_restart_needs(started_with_->settings, wanted->settings)) {
    parts_.log.warning("restart_needed", need);
  }
  etc_digest_ = seen_digest_;
  use(wanted);
  parts_.log.info("reloaded", "The configuration was read again and taken.",
                  {{"left_alone", outcome.left.size()}});
  end_reload();
}

void SeasonKeeper::end_reload() {
  reloading_ = false;
  if (stopping_) return;
  parts_.on_reloaded();
  if (std::exchange(reload_again_, false)) reload();
}

void SeasonKeeper::use(const SharedConfiguration& wanted) {
  in_force_ = wanted;
  text_ = wanted->served().text;
  parts_.use(wanted);
  // Each thread gives back its own: the worker read the files, this thread held the old ones.
  asio::post(parts_.workers, give_memory_back);
  give_memory_back();
}

void SeasonKeeper::follow(const std::string& text) {
  if (stopping_) return;
  text_ = text;
  asio::post(parts_.workers, [this, text, base = in_force_] {
    auto loaded =
        std::make_shared<config::Loaded>(dispatch::with_campaign(*base, {in_force_name, text}));
    asio::post(parts_.io, [this, loaded] {
      const SharedConfiguration wanted = loaded->configuration;
      if (!wanted) {
        log_diagnostics(parts_.log, *loaded);
        return parts_.log.error("campaign_not_followed",
                                "Another daemon's campaign file does not fit this one's calendars "
                                "and texts; it takes no requests until they are the same.");
      }
      const auto settings = make_engine_settings(*wanted, parts_.clock_rate, digest_of(*wanted));
      parts_.engine.reload(settings, [this, wanted](const engine::ReloadOutcome& outcome) {
        if (!outcome.failure.empty()) {
          return parts_.log.error("campaign_not_followed",
                                  "Another daemon's campaign file was not taken up.",
                                  {{"reason", outcome.failure}});
        }
        use(wanted);
        parts_.log.info("campaign_followed",
                        "The campaign file that another daemon has taken is in force here too.");
      });
    });
  });
}

void SeasonKeeper::take_campaign(http::CampaignWish wish,
                                 std::function<void(http::CampaignAnswer)> done) {
  asio::post(parts_.workers, [this, wish = std::move(wish), base = in_force_, done] {
    auto loaded =
        std::make_shared<config::Loaded>(dispatch::with_campaign(*base, {wish.name, wish.text}));
    asio::post(parts_.io, [this, wish, loaded, done] {
      if (loaded->configuration) return perform(loaded->configuration, wish, done);
      http::CampaignAnswer answer;
      for (const config::Diagnostic& one : loaded->diagnostics) {
        if (one.kind != config::Diagnostic::Kind::error) continue;
        answer.errors.push_back({one.file, one.line, one.column, one.message});
      }
      done(std::move(answer));
    });
  });
}

void SeasonKeeper::perform(const SharedConfiguration& wanted, const http::CampaignWish& wish,
                           std::function<void(http::CampaignAnswer)> done) {
  auto settings = make_engine_settings(*wanted, parts_.clock_rate);
  if (!wish.order) {
    return parts_.engine.plan(std::move(settings), [done](engine::PlanOutcome outcome) {
      done({{}, std::move(outcome)});
    });
  }
  parts_.engine.apply_plan(std::move(settings), *wish.order,
                           [this, wanted, done](engine::PlanOutcome outcome) {
                             const auto* plan = std::get_if<engine::PlanReport>(&outcome);
                             if (plan != nullptr && plan->refusal.empty()) {
                               applied_.insert(digest_of(*wanted));
                               use(wanted);
                             }
                             done({{}, std::move(outcome)});
                           });
}

}  // namespace keste::kested
