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
  void reload();
  void take(config::Loaded loaded);
  void finish_reload(const SharedConfiguration& wanted, const engine::ReloadOutcome& outcome);
  void end_reload();
  void tick();
  std::string status() const;
  void stop();
  void part_stopped();
  void stop_now(const char* why);
  int run();

  const Options& options;
  SharedConfiguration configuration;
  const SharedConfiguration started_with = configuration;  // What only a restart changes.
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
  std::unique_ptr<http::Server> server;
  ResultsFolder results;
  asio::steady_timer heartbeat{io};
  asio::steady_timer deadline{io};
  bool stopping = false;
  bool reloading = false;
  bool reload_again = false;  // Asked for while one was under way.
  int parts_running = 2;      // The server and the outlets.
  int exit = exit_code::done;
};

App::Impl::Impl(const Options& given, SharedConfiguration loaded, const Clock& now, Log& to)
    : options(given),
      configuration(std::move(loaded)),
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
      server(std::make_unique<http::Server>(io, http::make_backend(*engine), clock, log,
                                            server_settings())),
      results(state, {io, workers, log,
                      [this](engine::DeskCommand command, auto done) {
                        engine->perform(std::move(command), {"results folder"}, std::move(done));
                      },
                      [this] { return served_campaign(configuration); }}) {}

std::unique_ptr<engine::EngineThread> App::Impl::start_engine() {
  const bool is_shared = store::is_postgresql(location);
  auto engine_settings = make_engine_settings(*configuration, options.clock_rate);
  std::unique_ptr<store::Database> database;
  bool is_old = false;
  if (is_shared) {
    engine_settings.instance = store::load_or_make_instance_name(state);
    database = std::make_unique<store::Database>(location, store::Access::writer);
    is_old = store::is_sealed(*database);
  } else {
    is_old = std::filesystem::exists(location);
  }
  const store::VaultKey key = store::load_or_make_vault_key(state, is_old);
  if (!database) database = std::make_unique<store::Database>(location, store::Access::writer);
  auto made =
      std::make_unique<engine::Engine>(std::move(database), std::move(engine_settings), key, log);
  for (const std::string& left : made->start({clock.now(), steady_now()})) {
    log.warning("schedule_needs_apply", left);
  }
  engine::EngineThread::Options thread_options;
  thread_options.reader_path = location;
  if (is_shared) thread_options.shared_url = location;
  thread_options.watch_clock = !options.is_virtual();
  return std::make_unique<engine::EngineThread>(
      std::move(made), clock, log,
      [this](std::function<void()> call) { asio::post(io, std::move(call)); }, thread_options);
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
  settings.more_metrics = [this] {
    return joined(outlets.list_metrics(), certificate.list_metrics());
  };
  settings.more_parts = [this] { return joined(outlets.list_parts(), certificate.list_parts()); };
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
  if (signal == SIGHUP) return reload();
  if (stopping) return stop_now("a second signal");
  stop();
}

void App::Impl::reload() {
  if (stopping) return;
  if (reloading) {
    // The files may have changed after the reload under way had read them.
    reload_again = true;
    return;
  }
  reloading = true;
  notify_reloading();
  // Apart from the rest: a certificate is renewed also while the other files hold an error.
  certificate.look();
  asio::post(workers, [this] {
    auto loaded = std::make_shared<config::Loaded>(dispatch::load_configuration(options.etc));
    asio::post(io, [this, loaded] { take(std::move(*loaded)); });
  });
}

void App::Impl::take(config::Loaded loaded) {
  log_diagnostics(log, loaded);
  const auto keep_old = [this](const char* why) {
    log.error("reload_refused", why);
    end_reload();
  };
  if (!loaded.configuration) {
    return keep_old("The new configuration has errors; the old one stays.");
  }
  const config::Configuration::Season& season = loaded.configuration->served();
  if (season.campaign.id != configuration->served().campaign.id) {
    return keep_old("Another campaign needs a restart with a database of its own.");
  }
  const auto broken = list_broken_promises(configuration->served(), season, *engine->snapshot());
  for (const std::string& sentence : broken) log.warning("schedule_needs_apply", sentence);
  if (!broken.empty()) {
    return keep_old("The new files would change what applicants were told; the old ones stay.");
  }
  engine->reload(make_engine_settings(*loaded.configuration, options.clock_rate),
                 [this, wanted = loaded.configuration](const engine::ReloadOutcome& outcome) {
                   finish_reload(wanted, outcome);
                 });
}

void App::Impl::finish_reload(const SharedConfiguration& wanted,
                              const engine::ReloadOutcome& outcome) {
  if (!outcome.failure.empty()) {
    log.error("reload_refused", "The store did not take the new schedule; the old one stays.",
              {{"reason", outcome.failure}});
  } else {
    for (const std::string& left : outcome.left) log.warning("schedule_needs_apply", left);
    for (const std::string& need : list_restart_needs(started_with->settings, wanted->settings)) {
      log.warning("restart_needed", need);
    }
    configuration = wanted;
    outlets.use(configuration);
    server->use_campaign(served_campaign(configuration), configuration->served().calendar);
    // Each thread gives back its own: the worker read the files, this thread held the old ones.
    asio::post(workers, give_memory_back);
    give_memory_back();
    log.info("reloaded", "The configuration was read again and taken.",
             {{"left_alone", outcome.left.size()}});
  }
  end_reload();
}

void App::Impl::end_reload() {
  reloading = false;
  if (stopping) return;
  notify_ready(status());
  if (std::exchange(reload_again, false)) reload();
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
