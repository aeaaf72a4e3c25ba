// Wiring, signals, the ordered end.
#include "kested/app.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/fault.hpp"
#include "dispatch/message_check.hpp"
#include "engine/engine.hpp"
#include "http/server.hpp"
#include "kested/certificate_keeper.hpp"
#include "kested/io_loop.hpp"
#include "kested/memory.hpp"
#include "kested/outlets.hpp"
#include "kested/results_folder.hpp"
#include "kested/season_keeper.hpp"
#include "kested/service.hpp"
#include "store/database.hpp"
#include "store/instance_lock.hpp"
#include "store/instance_name.hpp"
#include "store/migration.hpp"
#include "store/vault_key.hpp"

namespace keste::kested {
namespace {

namespace asio = boost::asio;

// Together below TimeoutStopSec of the unit (45 s): requests and dialogues end, then they are cut.
constexpr std::chrono::seconds requests_end_within{10};
constexpr std::chrono::seconds everything_ends_within{30};
constexpr std::chrono::seconds status_every{5};

std::filesystem::path make_state(const std::filesystem::path& state) {
  std::error_code error;
  std::filesystem::create_directories(state, error);
  if (error) throw Fault(FaultKind::io, "making " + state.string(), error.message());
  std::filesystem::permissions(state, std::filesystem::perms::owner_all, error);
  return state;
}

/// A file below the state directory, or a server's URL.
std::string database_location(const std::filesystem::path& state, const std::string& store_url) {
  if (store::is_postgresql(store_url)) return store_url;
  constexpr std::string_view scheme = "sqlite:";
  return state / store_url.substr(scheme.size());
}

/// A database file is one daemon's; a server is everybody's who has its key, and only the state
/// directory is one daemon's then.
std::string lock_path(const std::filesystem::path& state, const std::string& location) {
  return store::is_postgresql(location) ? (state / "kested.lock").string() : location + ".lock";
}

std::filesystem::path socket_path(const std::filesystem::path& state) {
  const char* runtime = std::getenv("RUNTIME_DIRECTORY");
  return (runtime == nullptr ? state : std::filesystem::path(runtime)) / "kested.sock";
}

/// Lives as long as the configuration that it is a part of.
std::shared_ptr<const campaign::Campaign> served_campaign(
    const SharedConfiguration& configuration) {
  return {configuration, &configuration->served().campaign};
}

template <class T>
std::vector<T> joined(std::vector<T> first, const std::vector<T>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

/// Members stand in the order of their making; whatever is used by another stands before it.
struct App::Impl {
  Impl(const Options& given, SharedConfiguration loaded, const Clock& now, Log& to);

  std::unique_ptr<engine::EngineThread> start_engine();
  http::ServerSettings server_settings();
  void listen();
  void await_signal();
  void on_signal(int signal);
  void take_newer(engine::Engine& made, const SharedConfiguration& newer);
  SeasonKeeper::Parts keeper_parts();
  void tick();
  std::string status() const;
  void stop();
  void part_stopped();
  void stop_now(const char* why);
  int run();

  const Options& options;
  SharedConfiguration configuration;  // In force.
  const std::string etc_digest;       // Of the campaign that etc had at the start.
  const Clock& clock;
  Log& log;
  std::filesystem::path state;
  asio::io_context io{1};
  asio::thread_pool workers{1};  // Reads configuration; the io thread never touches the disk.
  asio::thread_pool hashers{1};  // Passwords: 64 MiB each, so one at a time.
  asio::signal_set signals{io, SIGTERM, SIGINT, SIGHUP};
  const std::string location;
  store::InstanceLock lock;
  std::unique_ptr<engine::EngineThread> engine;
  Outlets outlets;
  CertificateKeeper certificate;
  SeasonKeeper keeper;
  std::unique_ptr<http::Server> server;
  ResultsFolder results;
  asio::steady_timer heartbeat{io};
  asio::steady_timer deadline{io};
  bool stopping = false;
  int parts_running = 2;  // The server and the outlets.
  int exit = exit_code::done;
};

App::Impl::Impl(const Options& given, SharedConfiguration loaded, const Clock& now, Log& to)
    : options(given),
      configuration(std::move(loaded)),
      etc_digest(digest_of(*configuration)),
      clock(now),
      log(to),
      state(make_state(given.state)),
      location(database_location(state, configuration->settings.store_url)),
      lock(lock_path(state, location)),
      engine(start_engine()),
      outlets({io, *engine, state, clock, log}, configuration),
      certificate(
          configuration->settings.http.tls,
          {io, workers, log, [this](auto context) { server->use_tls(std::move(context)); }}),
      keeper(keeper_parts(), configuration, etc_digest),
      server(std::make_unique<http::Server>(io, http::make_backend(*engine), clock, log,
                                            server_settings())),
      results(state, {io, workers, log,
                      [this](engine::DeskCommand command, auto done) {
                        engine->perform(std::move(command), {"results folder"}, std::move(done));
                      },
                      [this] { return served_campaign(configuration); }}) {}

std::unique_ptr<engine::EngineThread> App::Impl::start_engine() {
  const bool is_shared = store::is_postgresql(location);
  std::string instance;
  std::unique_ptr<store::Database> database;
  bool is_old = false;
  if (is_shared) {
    instance = store::load_or_make_instance_name(state);
    database = std::make_unique<store::Database>(location, store::Access::writer);
    is_old = store::is_sealed(*database);
  } else {
    is_old = std::filesystem::exists(location);
  }
  const store::VaultKey key = store::load_or_make_vault_key(state, is_old);
  if (!database) database = std::make_unique<store::Database>(location, store::Access::writer);
  const Opening opening = choose_campaign(*database, configuration, log);
  configuration = opening.in_force;
  auto engine_settings = make_engine_settings(*configuration, options.clock_rate);
  engine_settings.instance = instance;
  auto made =
      std::make_unique<engine::Engine>(std::move(database), std::move(engine_settings), key, log);
  for (const std::string& left : made->start({clock.now(), steady_now()})) {
    log.warning("schedule_needs_apply", left);
  }
  if (opening.newer) take_newer(*made, opening.newer);
  engine::EngineThread::Options thread_options;
  thread_options.reader_path = location;
  if (is_shared) thread_options.shared_url = location;
  thread_options.watch_clock = !options.is_virtual();
  return std::make_unique<engine::EngineThread>(
      std::move(made), clock, log,
      [this](std::function<void()> call) { asio::post(io, std::move(call)); }, thread_options);
}

/// As a reload would.
void App::Impl::take_newer(engine::Engine& made, const SharedConfiguration& newer) {
  const auto broken =
      list_broken_promises(configuration->served(), newer->served(), *made.snapshot());
  for (const std::string& sentence : broken) log.warning("schedule_needs_apply", sentence);
  if (!broken.empty()) {
    log.error("campaign_file_waits",
              "etc's campaign file would change what applicants were told: the one in force stays; "
              "kestectl campaign plan shows what it would do.");
    return;
  }
  auto settings = make_engine_settings(*newer, options.clock_rate);
  for (const std::string& left : made.reload({clock.now(), steady_now()}, std::move(settings))) {
    log.warning("schedule_needs_apply", left);
  }
  configuration = newer;
}

http::ServerSettings App::Impl::server_settings() {
  http::ServerSettings settings;
  settings.campaign = served_campaign(configuration);
  settings.calendar = configuration->served().calendar;
  settings.public_url = configuration->settings.http.public_url;
  settings.organizer = configuration->settings.mail.from;
  settings.post_to_worker = [this](std::function<void()> work) {
    asio::post(workers, std::move(work));
  };
  settings.post_to_hasher = [this](std::function<void()> work) {
    asio::post(hashers, std::move(work));
  };
  const config::Settings::Access& access = configuration->settings.access;
  settings.sign_in = {std::chrono::minutes(access.idle_minutes),
                      std::chrono::minutes(access.sign_in_minutes)};
  settings.tls = certificate.first();
  settings.plain_beyond_loopback = configuration->settings.http.plain_beyond_loopback;
  settings.trusted_proxies = configuration->settings.http.trusted_proxies;
  settings.campaign_desk = {[this](http::CampaignWish wish, auto done) {
                              keeper.take_campaign(std::move(wish), std::move(done));
                            },
                            [this] { return keeper.in_force()->served().text; }};
  settings.more_metrics = [this] {
    return joined(outlets.list_metrics(), certificate.list_metrics());
  };
  settings.more_parts = [this] { return joined(outlets.list_parts(), certificate.list_parts()); };
  settings.show_message = [this](const auto& message) { return outlets.show_message(message); };
  settings.take_delivery_hook = [this](const std::string& token, const std::string& body,
                                       const std::string& content_type, auto done) {
    return outlets.take_delivery_hook(token, body, content_type, std::move(done));
  };
  return settings;
}

void App::Impl::listen() {
  const config::Settings::Http& http = configuration->settings.http;
  const std::vector<int> inherited = inherited_sockets();
  for (const int socket : inherited) server->listen_inherited(socket);
  if (inherited.empty()) {
    for (const auto& [host, wanted] : http.listen) {
      const auto port = server->listen_tcp(host, static_cast<std::uint16_t>(wanted));
      log.info(
          "listening", "Answering HTTP requests.",
          {{"host", host}, {"port", static_cast<int>(port)}, {"tls", http.tls ? "yes" : "no"}});
    }
  }
  server->listen_unix(socket_path(state).string());
}

void App::Impl::await_signal() {
  signals.async_wait([this](const boost::system::error_code& error, int signal) {
    if (error) return;
    on_signal(signal);
    await_signal();
  });
}

void App::Impl::on_signal(int signal) {
  if (signal == SIGHUP) {
    // Apart from the rest: a certificate is renewed also while the other files hold an error.
    certificate.look();
    return keeper.reload();
  }
  if (stopping) return stop_now("a second signal");
  stop();
}

SeasonKeeper::Parts App::Impl::keeper_parts() {
  return {io,
          workers,
          *engine,
          log,
          [this] { return dispatch::load_configuration(options.etc); },
          options.clock_rate,
          [this](const SharedConfiguration& wanted) {
            configuration = wanted;
            outlets.use(configuration);
            server->use_campaign(served_campaign(configuration), configuration->served().calendar);
          },
          notify_reloading,
          [this] { notify_ready(status()); }};
}

std::string App::Impl::status() const {
  const auto snapshot = engine->snapshot();
  std::int64_t seated = 0;
  std::int64_t waiting = 0;
  int open = 0;
  for (const auto& city : snapshot->cities) {
    seated += city->applications.seated;
    waiting += city->notifications.pending + city->notifications.claimed;
    open += city->window == engine::WindowState::open ? 1 : 0;
  }
  return snapshot->campaign + ": " + std::to_string(open) + " windows open, " +
         std::to_string(seated) + " applicants seated, " + std::to_string(waiting) +
         " messages waiting";
}

void App::Impl::tick() {
  // The answer goes from the io thread through the engine thread and back: both must turn.
  engine->ping([this] {
    notify_alive();
    if (!stopping) notify_status(status());
  });
  const auto watchdog = watchdog_interval();
  std::chrono::microseconds next = status_every;
  if (watchdog) next = std::min(next, *watchdog / 3);
  heartbeat.expires_after(next);
  heartbeat.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

/// 1. Say so. 2. Take no more requests and finish the open ones, while dispatch claims no more and
/// finishes its dialogues; both still need the engine. 3. When both are done, the io loop runs
/// dry. 4. The engine commits what it has and joins (in run). 5. Members go in reverse.
void App::Impl::stop() {
  stopping = true;
  keeper.stop();
  notify_stopping();
  log.info("stopping", "Finishing open requests and messages; a second signal ends at once.");
  heartbeat.cancel();
  results.stop();
  certificate.stop();
  server->stop(requests_end_within, [this] { part_stopped(); });
  outlets.stop([this] { part_stopped(); });
  deadline.expires_after(everything_ends_within);
  deadline.async_wait([this](const boost::system::error_code& error) {
    if (!error) stop_now("the time for an orderly end ran out");
  });
}

void App::Impl::part_stopped() {
  if (--parts_running > 0) return;
  deadline.cancel();
  signals.cancel();
}

void App::Impl::stop_now(const char* why) {
  log.warning("stopping_now", "Open requests and messages are cut; what is on disk stays.",
              {{"reason", why}});
  io.stop();
}

int App::Impl::run() {
  // First what may fail: nothing has fired yet when a port is taken.
  listen();
  engine->start([this](const std::string& what) {
    asio::post(io, [this, what] {
      log.error("engine_failed", "The engine met a bug; the daemon ends.", {{"reason", what}});
      exit = exit_code::software;
      io.stop();
    });
  });
  outlets.start();
  results.start();
  certificate.start();
  await_signal();
  log.info("started", "Ready.",
           {{"campaign", configuration->served().campaign.id},
            {"clock", options.is_virtual() ? "virtual" : "real"},
            {"now", format_utc(clock.now())},
            {"version", KESTE_VERSION}});
  notify_ready(status());
  tick();
  give_memory_back();
  run_io(io, [this] { return engine->in_flight(); });
  engine->stop();
  workers.join();
  hashers.join();
  log.info("stopped", "Ended.");
  return exit;
}

App::App(const Options& options, SharedConfiguration configuration, const Clock& clock, Log& log)
    : impl_(std::make_unique<Impl>(options, std::move(configuration), clock, log)) {}

App::~App() = default;

int App::run() { return impl_->run(); }

}  // namespace keste::kested
