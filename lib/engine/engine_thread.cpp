// The engine's loop, and the doors that the io thread knocks at.
#include "engine/engine_thread.hpp"

#include <limits>
#include <unordered_map>

#include "base/text.hpp"
#include "engine/engine_loop.hpp"
#include "engine/own_application.hpp"
#include "engine/receipts.hpp"
#include "engine/releases.hpp"
#include "engine/searching.hpp"
#include "store/agenda.hpp"
#include "store/search.hpp"

namespace keste::engine {

struct EngineThread::Impl {
  Impl(std::unique_ptr<Engine> engine, const Clock& clock, Log& log, Post post, Options options)
      : campaign(engine->campaign_id()),
        vault(engine->vault()),
        loop(std::move(engine), clock, log, std::move(post), std::move(options)) {}

  /// Reads beside the writer where the database is a file, else in a turn.
  template <class Outcome>
  void read(std::function<Outcome(store::Database&)> work,
            std::function<Outcome(Trouble)> on_failure, std::function<void(Outcome)> done) {
    if (loop.reader() == nullptr) {
      loop.submit(std::make_unique<ValueJob<Outcome>>(
          [work = std::move(work)](Turn& turn) { return work(turn.database()); },
          std::move(on_failure), std::move(done)));
      return;
    }
    const auto answer = [this, done](Outcome outcome) {
      auto shared = std::make_shared<Outcome>(std::move(outcome));
      loop.post([done, shared] { done(std::move(*shared)); });
    };
    const bool taken = loop.reader()->submit(
        [work, answer](store::Database& database) { answer(work(database)); },
        [on_failure, answer](const std::string&) { answer(on_failure(Trouble::storage_failed)); });
    if (!taken) answer(on_failure(Trouble::queue_full));
  }

  FeedSource feeds(store::Database& database) const { return {database, vault, campaign}; }

  const store::CampaignId campaign;
  const store::Vault& vault;  // The engine's, which the loop owns: it outlives the reads.
  EngineLoop loop;
  // Io thread only: idempotency keys under way, with the digest of their bodies.
  std::unordered_map<std::string, std::string> in_flight;
};

EngineThread::EngineThread(std::unique_ptr<Engine> engine, const Clock& clock, Log& log, Post post,
                           Options options)
    : impl_(std::make_unique<Impl>(std::move(engine), clock, log, std::move(post),
                                   std::move(options))) {}

EngineThread::~EngineThread() { stop(); }

void EngineThread::start(std::function<void(const std::string&)> on_fault) {
  impl_->loop.start(std::move(on_fault));
}

void EngineThread::stop() { impl_->loop.stop(); }

bool EngineThread::holds(std::int64_t run) const { return impl_->loop.holds(run); }

std::shared_ptr<const Snapshot> EngineThread::snapshot() const { return impl_->loop.snapshot(); }

std::size_t EngineThread::in_flight() const { return impl_->loop.in_flight(); }

void EngineThread::apply(ApplyCommand command, std::function<void(ApplyOutcome)> done) {
  if (command.idempotency) {
    const auto [entry, fresh] =
        impl_->in_flight.emplace(command.idempotency->key, command.idempotency->body_digest);
    if (!fresh) {
      const bool same = entry->second == command.idempotency->body_digest;
      return done(same ? Trouble::key_in_flight : Trouble::key_reused);
    }
    done = [impl = impl_.get(), key = command.idempotency->key,
            then = std::move(done)](ApplyOutcome outcome) {
      impl->in_flight.erase(key);
      then(std::move(outcome));
    };
  }
  impl_->loop.submit(std::make_unique<ApplyJob>(std::move(command), std::move(done)));
}

void EngineThread::withdraw(std::string ticket, std::function<void(ApplicationOutcome)> done) {
  const Present now = impl_->loop.present();
  impl_->loop.submit(std::make_unique<ValueJob<ApplicationOutcome>>(
      [ticket = std::move(ticket), receipt = Receipt{now.at, now.steady}](Turn& turn) {
        return turn.withdraw(ticket, receipt);
      },
      [](Trouble trouble) { return ApplicationOutcome(trouble); }, std::move(done)));
}

void EngineThread::withdraw_consent(std::string ticket,
                                    std::function<void(ApplicationOutcome)> done) {
  const Present now = impl_->loop.present();
  impl_->loop.submit(std::make_unique<ValueJob<ApplicationOutcome>>(
      [ticket = std::move(ticket), receipt = Receipt{now.at, now.steady}](Turn& turn) {
        return turn.withdraw_consent(ticket, receipt);
      },
      [](Trouble trouble) { return ApplicationOutcome(trouble); }, std::move(done)));
}

void EngineThread::change_session(std::string ticket, std::string session,
                                  std::function<void(ApplicationOutcome)> done) {
  const Present now = impl_->loop.present();
  impl_->loop.submit(std::make_unique<ValueJob<ApplicationOutcome>>(
      [ticket = std::move(ticket), session = std::move(session),
       receipt = Receipt{now.at, now.steady}](Turn& turn) {
        return turn.change_session(ticket, session, receipt);
      },
      [](Trouble trouble) { return ApplicationOutcome(trouble); }, std::move(done)));
}

void EngineThread::perform(DeskCommand command, Actor actor,
                           std::function<void(DeskOutcome)> done) {
  const auto* answers = std::get_if<TakeAnswers>(&command);
  if (answers != nullptr && answers->dry_run) {
    return rehearse(std::move(command), std::move(actor), std::move(done));
  }
  impl_->loop.submit(std::make_unique<ValueJob<DeskOutcome>>(
      [command = std::move(command), actor = std::move(actor)](Turn& turn) {
        return DeskOutcome(turn.perform(command, actor));
      },
      [](Trouble trouble) { return DeskOutcome(trouble); }, std::move(done)));
}

void EngineThread::rehearse(DeskCommand command, Actor actor,
                            std::function<void(DeskOutcome)> done) {
  impl_->loop.submit(
      std::make_unique<RehearseJob>(std::move(command), std::move(actor), std::move(done)));
}

void EngineThread::list_history(ApplicationId application,
                                std::function<void(std::vector<HistoryLine>)> done) {
  impl_->read<std::vector<HistoryLine>>(
      [application](store::Database& database) { return read_history(database, application); },
      [](Trouble) { return std::vector<HistoryLine>{}; }, std::move(done));
}

void EngineThread::find_application(std::string ticket,
                                    std::function<void(ApplicationOutcome)> done) {
  impl_->read<ApplicationOutcome>(
      [ticket = std::move(ticket),
       before = snapshot()->change_until_before](store::Database& database) {
        return engine::find_application({database, before}, ticket);
      },
      [](Trouble trouble) { return ApplicationOutcome(trouble); }, std::move(done));
}

void EngineThread::find_receipt(std::string ticket, std::function<void(ReceiptOutcome)> done) {
  impl_->read<ReceiptOutcome>(
      [ticket = std::move(ticket), campaign = impl_->campaign,
       vault = &impl_->vault](store::Database& database) {
        return engine::find_receipt({database, *vault, campaign}, ticket);
      },
      [](Trouble trouble) { return ReceiptOutcome(trouble); }, std::move(done));
}

void EngineThread::list_agenda(ListWish wish, std::function<void(std::vector<AgendaRow>)> done) {
  impl_->read<std::vector<AgendaRow>>(
      [campaign = impl_->campaign, wish = std::move(wish)](store::Database& database) {
        std::vector<AgendaRow> rows;
        const store::AgendaPage page{wish.state, wish.after_at, store::AgendaId{wish.after_id},
                                     wish.limit, cities_of(wish.actor)};
        for (auto& entry : store::list_agenda(database, campaign, page)) {
          rows.push_back({entry.id.value, entry.at, entry.kind, entry.city, entry.session,
                          entry.state, entry.fired_at, entry.late});
        }
        return rows;
      },
      [](Trouble) { return std::vector<AgendaRow>{}; }, std::move(done));
}

void EngineThread::list_outbox(ListWish wish, std::function<void(std::vector<OutboxRow>)> done) {
  impl_->read<std::vector<OutboxRow>>(
      [wish = std::move(wish)](store::Database& database) {
        std::vector<OutboxRow> rows;
        const store::NotificationId after{wish.after_id};
        for (auto& row :
             store::list_outbox(database, wish.state, after, wish.limit, cities_of(wish.actor))) {
          rows.push_back({NotificationId{row.id.value}, row.kind, row.state,
                          ApplicationId{row.application.value}, row.city, row.session_code,
                          row.not_before, row.attempts, row.reason, row.channel, row.delivery});
        }
        return rows;
      },
      [](Trouble) { return std::vector<OutboxRow>{}; }, std::move(done));
}

void EngineThread::list_changes(std::string city, std::int64_t after, int limit,
                                std::function<void(ChangesOutcome)> done) {
  impl_->read<ChangesOutcome>(
      [=, impl = impl_.get(), city = std::move(city)](store::Database& database) {
        return ChangesOutcome(engine::list_changes(impl->feeds(database), city, after, limit));
      },
      [](Trouble trouble) { return ChangesOutcome(trouble); }, std::move(done));
}

void EngineThread::find_calendar(std::string city, std::string secret,
                                 std::function<void(CalendarOutcome)> done) {
  impl_->read<CalendarOutcome>(
      [impl = impl_.get(), city = std::move(city),
       secret = std::move(secret)](store::Database& database) {
        return engine::find_calendar(impl->feeds(database), city, secret);
      },
      [](Trouble trouble) { return CalendarOutcome(trouble); }, std::move(done));
}

void EngineThread::verify_audit(std::function<void(AuditVerdict)> done) {
  impl_->read<AuditVerdict>(
      [](store::Database& database) {
        const auto verification = store::verify_audit(database);
        return AuditVerdict{verification.lines, to_hex(verification.head), verification.broken_at};
      },
      [](Trouble) { return AuditVerdict{}; }, std::move(done));
}

void EngineThread::list_audit(ListWish wish, std::function<void(std::vector<AuditRow>)> done) {
  impl_->read<std::vector<AuditRow>>(
      [wish = std::move(wish)](store::Database& database) {
        std::vector<AuditRow> rows;
        const std::int64_t before =
            wish.after_id == 0 ? std::numeric_limits<std::int64_t>::max() : wish.after_id;
        for (auto& line : store::list_audit(database, before, wish.limit)) {
          rows.push_back(
              {line.id, line.at, line.actor, line.action, line.subject, line.detail, line.note});
        }
        return rows;
      },
      [](Trouble) { return std::vector<AuditRow>{}; }, std::move(done));
}

void EngineThread::search(SearchWish wish, std::function<void(SearchPage)> done) {
  impl_->read<SearchPage>(
      [place = SearchPlace{impl_->campaign, impl_->vault}, wish = std::move(wish)](
          store::Database& database) { return engine::search(database, place, wish); },
      [](Trouble) { return SearchPage{}; }, std::move(done));
}

void EngineThread::survey(std::vector<Instant> marks, std::function<void(Survey)> done) {
  impl_->read<Survey>([marks = std::move(marks)](
                          store::Database& database) { return take_survey(database, marks); },
                      [](Trouble) { return Survey{}; }, std::move(done));
}

void EngineThread::ping(std::function<void()> done) {
  impl_->loop.submit(std::make_unique<PingJob>(std::move(done)));
}

std::string_view EngineThread::store_state() const { return impl_->loop.store_state(); }

void EngineThread::reload(EngineSettings settings, std::function<void(ReloadOutcome)> done) {
  impl_->loop.submit(std::make_unique<ReloadJob>(std::move(settings), std::move(done)));
}

void EngineThread::plan(EngineSettings wanted, std::function<void(PlanOutcome)> done) {
  const auto settings = std::make_shared<EngineSettings>(std::move(wanted));
  impl_->loop.submit(std::make_unique<AloneJob<PlanOutcome>>(
      [settings](Engine& engine, Present now) { return engine.plan(now, *settings); },
      std::move(done)));
}

void EngineThread::apply_plan(EngineSettings wanted, PlanOrder order,
                              std::function<void(PlanOutcome)> done) {
  if (impl_->loop.store_state() == "clock_wrong") return done(Trouble::clock_wrong);
  const auto settings = std::make_shared<EngineSettings>(std::move(wanted));
  impl_->loop.submit(std::make_unique<AloneJob<PlanOutcome>>(
      [settings, order = std::move(order)](Engine& engine, Present now) {
        return engine.apply_plan(now, *settings, order);
      },
      std::move(done)));
}

void EngineThread::on_other_campaign(std::function<void(std::string)> listener) {
  impl_->loop.on_other_campaign(std::move(listener));
}

void EngineThread::claim(std::string_view channel, int limit,
                         std::function<void(std::vector<Notification>)> done) {
  EngineLoop* loop = &impl_->loop;
  loop->submit(std::make_unique<ValueJob<std::vector<Notification>>>(
      [loop, channel = std::string(channel), limit](Turn& turn) {
        auto claimed = turn.claim(channel, limit);
        loop->set_hungry(channel, claimed.empty());
        return claimed;
      },
      [loop, channel = std::string(channel)](Trouble) {
        // Asked again when the store takes transactions again.
        loop->set_hungry(channel, true);
        return std::vector<Notification>{};
      },
      std::move(done)));
}

void EngineThread::settle(std::vector<Settlement> settlements, std::function<void()> done) {
  impl_->loop.submit(std::make_unique<SettleJob>(std::move(settlements), std::move(done)));
}

void EngineThread::on_due(std::string_view channel, std::function<void()> listener) {
  impl_->loop.on_due(std::string(channel), std::move(listener));
}

void EngineThread::note_deliveries(std::vector<DeliveryReport> reports,
                                   std::function<void()> done) {
  impl_->loop.submit(std::make_unique<DeliveryJob>(std::move(reports), std::move(done)));
}

void EngineThread::list_accepted(std::string_view channel, int limit,
                                 std::function<void(std::vector<std::string>)> done) {
  impl_->read<std::vector<std::string>>(
      [channel = std::string(channel), limit](store::Database& database) {
        return store::list_accepted(database, channel, limit);
      },
      [](Trouble) { return std::vector<std::string>{}; }, std::move(done));
}

}  // namespace keste::engine
