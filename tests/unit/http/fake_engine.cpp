// The fake engine behind the server under test.
#include "fake_engine.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "http/secrets.hpp"

namespace keste::http {
namespace {

Instant at(std::string_view text) { return parse_instant(text).value(); }

calendar::Zone load_zone(std::string_view name) { return calendar::Zone::load(name).value(); }

engine::SessionSnapshot make_session(const std::string& id, int seats, int taken) {
  engine::SessionSnapshot session;
  session.id = id;
  session.starts_at = at("2023-09-20T10:00:00+06:00");
  session.ends_at = at("2023-09-20T12:30:00+06:00");
  session.due_at = at("2023-09-22T18:00:00+06:00");
  session.seats = seats;
  session.seats_taken = taken;
  session.applications.seated = taken;
  return session;
}

std::shared_ptr<const engine::CitySnapshot> make_astana(std::uint64_t version) {
  engine::CitySnapshot city{"astana",
                            LocalizedText{"Астана", "Астана", "Astana"},
                            load_zone("Asia/Almaty"),
                            engine::WindowState::open,
                            at("2023-09-01T00:00:00+06:00"),
                            at("2023-09-23T00:00:00+06:00"),
                            {},
                            {},
                            {},
                            {},
                            version,
                            2};
  city.sessions = {make_session("astana-0920-1", 60, 2), make_session("astana-0920-2", 10, 12)};
  city.next.push_back(
      {at("2023-09-20T10:00:00+06:00"), "session_starts", "astana", "astana-0920-1"});
  city.next.push_back({at("2023-09-23T00:00:00+06:00"), "window_closes", "astana", ""});
  city.applications.seated = 14;
  city.notifications.sent = 14;
  return std::make_shared<const engine::CitySnapshot>(std::move(city));
}

engine::TestSnapshot make_online_test() {
  engine::TestSnapshot test;
  test.id = "QRT";
  test.opens_at = at("2023-09-01T00:00:00+06:00");
  test.closes_at = at("2023-09-16T00:00:00+06:00");
  test.applications.accepted = 3;
  return test;
}

std::shared_ptr<const engine::CitySnapshot> make_oral() {
  engine::CitySnapshot city{"oral",
                            LocalizedText{"Орал", "Уральск", "Oral (Uralsk)"},
                            load_zone("Asia/Oral"),
                            engine::WindowState::closed,
                            at("2023-09-01T00:00:00+05:00"),
                            at("2023-09-18T00:00:00+05:00"),
                            {},
                            {},
                            {},
                            {},
                            1,
                            1};
  return std::make_shared<const engine::CitySnapshot>(std::move(city));
}

}  // namespace

std::shared_ptr<const engine::Access> make_access() {
  engine::Access access;
  for (const engine::Role role :
       {engine::Role::admin, engine::Role::coordinator, engine::Role::auditor, engine::Role::issuer,
        engine::Role::monitor}) {
    engine::Token token;
    token.id = static_cast<std::int64_t>(access.tokens.size()) + 1;
    token.name = engine::to_text(role);
    token.role = role;
    if (role == engine::Role::coordinator) token.cities = {"astana"};
    token.expires_at = at("2123-01-01T00:00:00Z");
    token.used_at = token.expires_at;
    access.token_places.emplace(digest_of(token.name), access.tokens.size());
    access.tokens.push_back(std::move(token));
  }
  return std::make_shared<const engine::Access>(std::move(access));
}

std::shared_ptr<const engine::Snapshot> make_snapshot(std::uint64_t version) {
  static const std::shared_ptr<const engine::Access> access = make_access();
  engine::Snapshot snapshot;
  snapshot.version = version;
  snapshot.taken_at = at("2023-09-19T12:00:00+06:00");
  snapshot.campaign = "pkr-2023";
  snapshot.title = LocalizedText{"Резерв", "Резерв", "Reserve"};
  snapshot.cities = {make_astana(version), make_oral()};
  snapshot.tests = {make_online_test()};
  snapshot.figures.commits = 3;
  snapshot.access = access;
  snapshot.receipt_keys = make_receipt_keys();
  return std::make_shared<const engine::Snapshot>(std::move(snapshot));
}

std::shared_ptr<const store::ReceiptKeys> make_receipt_keys() {
  auto keys = std::make_shared<store::ReceiptKeys>();
  for (const char letter : {'k', 'o'}) {
    const auto signer = std::make_shared<const store::ReceiptSigner>(std::string(32, letter));
    store::ReceiptKeyRow row{signer->id(), signer->public_key(), "", Instant{}, std::nullopt};
    if (keys->present) row.retired_at = Instant{};
    keys->all.push_back(std::move(row));
    if (!keys->present) keys->present = signer;
  }
  return keys;
}

engine::ApplicationView make_view(const std::string& state) {
  engine::ApplicationView view;
  view.id.value = 42;
  view.ticket = "k3st3";
  view.state = state;
  view.received_at = at("2023-09-19T12:00:00.25+06:00");
  view.test = "QAZTEST";
  view.city = "astana";
  view.session = "astana-0920-1";
  view.starts_at = at("2023-09-20T10:00:00+06:00");
  view.ends_at = at("2023-09-20T12:30:00+06:00");
  view.due_at = at("2023-09-22T18:00:00+06:00");
  return view;
}

std::string right_form() {
  return R"({"iin":"900101300017","surname":"Үлгі","given_name":"Үміткер",)"
         R"("email":"applicant@example.kz","phone":"8 701 000 00 00","language":"kk",)"
         R"("test":"QAZTEST","city":"astana","session":"astana-0920-1",)"
         R"("promo_code":"PKR-0001","consent":true})";
}

std::shared_ptr<const campaign::Campaign> make_campaign() {
  auto campaign = std::make_shared<campaign::Campaign>();
  campaign->id = "pkr-2023";
  campaign->pass_level = "B1";
  campaign->testing_from = parse_date("2023-09-01").value();
  campaign->testing_to = parse_date("2023-09-22").value();
  campaign::Test mobile;
  mobile.id = "QAZTEST";
  mobile.mode = "mobile";
  campaign::Test online;
  online.id = "QRT";
  online.mode = "online";
  online.url = "https://online.example.kz";
  online.steps = LocalizedText{"Қадамдар", "Шаги", "Steps"};
  campaign->tests = {mobile, online};
  const auto snapshot = make_snapshot();
  for (const auto& city : snapshot->cities) {
    campaign->cities.push_back({city->code, city->name, city->zone, "quick", {}, {}});
  }
  for (const char* id : {"astana-0920-1", "astana-0920-2"}) {
    campaign::Session session;
    session.id = id;
    session.city = "astana";
    session.starts_local = parse_local_time("2023-09-20T10:00").value();
    campaign->sessions.push_back(session);
  }
  campaign->questionnaire.zone = load_zone("Asia/Almaty");
  return campaign;
}

ServerSettings test_settings() {
  ServerSettings settings;
  settings.limits.sweep_every = std::chrono::milliseconds(10);
  settings.limits.linger_within = std::chrono::milliseconds(300);
  settings.campaign = make_campaign();
  return settings;
}

World::World(ServerSettings settings)
    : clock(at("2023-09-19T12:00:00+06:00")), log_(null_sink()), io_(1), work_(io_.get_executor()) {
  server_.emplace(io_, make_fake(), clock, log_, std::move(settings));
  port_ = server_->listen_tcp("127.0.0.1", 0);
  thread_ = std::thread([this] { io_.run(); });
}

World::~World() {
  boost::asio::post(io_, [this] {
    server_.reset();
    work_.reset();
  });
  thread_.join();
}

void World::on_io(const std::function<void(Server&)>& action) {
  std::promise<void> done;
  boost::asio::post(io_, [&] {
    action(*server_);
    done.set_value();
  });
  done.get_future().wait();
}

std::future<void> World::stop(std::chrono::milliseconds within) {
  const auto stopped = std::make_shared<std::promise<void>>();
  on_io([&](Server& server) { server.stop(within, [stopped] { stopped->set_value(); }); });
  return stopped->get_future();
}

void World::release() {
  on_io([this](Server&) {
    for (const auto& answer : std::exchange(held_, {})) answer();
  });
}

engine::DeskOutcome World::answer_desk() {
  if (desk_trouble) return *desk_trouble;
  return desk_answer ? desk_answer(performed.back()) : engine::DeskReport{};
}

std::string World::unix_path() {
  if (unix_path_.empty()) {
    unix_path_ = (std::filesystem::temp_directory_path() /
                  ("keste-http-" + std::to_string(::getpid()) + "-" + std::to_string(port_)))
                     .string();
    on_io([this](Server& server) { server.listen_unix(unix_path_); });
  }
  return unix_path_;
}

void World::fake_lists(Backend& fake) {
  fake.list_changes = [this](std::string, std::int64_t after, int limit,
                             Backend::Done<engine::ChangesOutcome> done) {
    asked_after = after;
    asked_limit = limit;
    done(changes_outcome);
  };
  fake.find_calendar = [this](std::string, std::string secret,
                              Backend::Done<engine::CalendarOutcome> done) {
    asked_ticket = std::move(secret);
    done(calendar_outcome);
  };
  fake.list_agenda = [this](engine::ListWish wish,
                            Backend::Done<std::vector<engine::AgendaRow>> done) {
    asked_state = wish.state;
    asked_after = wish.after_id;
    asked_limit = wish.limit;
    engine::AgendaRow row;
    row.id = wish.after_id + 1;
    row.at = at("2023-09-18T00:00:00+05:00");
    row.kind = "window_closes";
    row.city = "oral";
    row.state = "done";
    row.fired_at = row.at;
    done(std::vector<engine::AgendaRow>{row});
  };
  fake.list_outbox = [this](engine::ListWish wish,
                            Backend::Done<std::vector<engine::OutboxRow>> done) {
    asked_state = wish.state;
    asked_after = wish.after_id;
    asked_limit = wish.limit;
    engine::OutboxRow row;
    row.id.value = wish.after_id + 1;
    row.kind = "results_due";
    row.channel = "email";
    row.state = "pending";
    row.city = "astana";
    row.session = "astana-0920-1";
    row.not_before = at("2023-09-22T18:00:00+06:00");
    done(std::vector<engine::OutboxRow>{row});
  };
}

Backend World::make_fake() {
  Backend fake;
  fake.survey = [](const std::vector<Instant>& marks, Backend::Done<engine::Survey> done) {
    engine::Survey survey;
    for (const Instant mark : marks) survey.curve.push_back({mark, 7});
    survey.calls["astana"] = 2;
    done(std::move(survey));
  };
  fake.snapshot = [this] { return make_snapshot(version); };
  fake.apply = [this](engine::ApplyCommand command, Backend::Done<engine::ApplyOutcome> done) {
    if (command.request.applicant.surname == "Throw") throw std::runtime_error("the engine threw");
    applied.push_back(std::move(command));
    if (hold_answers) {
      held_.push_back([this, done] { done(apply_outcome); });
    } else {
      boost::asio::post(io_, [this, done] { done(apply_outcome); });
    }
  };
  fake.find_application = [this](std::string ticket,
                                 Backend::Done<engine::ApplicationOutcome> done) {
    asked_ticket = std::move(ticket);
    done(application_outcome);
  };
  fake.find_receipt = [this](std::string ticket, Backend::Done<engine::ReceiptOutcome> done) {
    asked_ticket = std::move(ticket);
    done(receipt_outcome);
  };
  fake.withdraw = fake.find_application;
  fake.withdraw_consent = fake.find_application;
  fake.change_session = [this](std::string ticket, std::string session,
                               Backend::Done<engine::ApplicationOutcome> done) {
    asked_ticket = std::move(ticket);
    asked_session = std::move(session);
    done(application_outcome);
  };
  fake.perform = [this](engine::DeskCommand command, engine::Actor actor,
                        Backend::Done<engine::DeskOutcome> done) {
    actors.push_back(std::move(actor));
    performed.push_back(std::move(command));
    boost::asio::post(io_, [this, done] { done(answer_desk()); });
  };
  fake.rehearse = [this](engine::DeskCommand command, const engine::Actor&,
                         const Backend::Done<engine::DeskOutcome>& done) {
    rehearsed.push_back(std::move(command));
    boost::asio::post(io_, [done] { done(engine::DeskReport{}); });
  };
  fake_lists(fake);
  fake.verify_audit = [](Backend::Done<engine::AuditVerdict> done) {
    done(engine::AuditVerdict{5, "abcd", std::nullopt});
  };
  fake.ping = [](std::function<void()> done) { done(); };
  fake.store_state = [] { return "ok"; };
  return fake;
}

}  // namespace keste::http
