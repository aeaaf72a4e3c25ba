// The small season, its people, and turns with a look at the invariants.
#include "support/engine_fixture.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "store/invariants.hpp"
#include "store/outbox.hpp"
#include "support/test_store.hpp"

namespace keste::test {
namespace {

constexpr int everything = 1'000'000;

/// The control digit of eleven digits; 10 when there is none.
int control_digit(const std::string& digits) {
  int first = 0;
  int second = 0;
  for (int i = 0; i < 11; ++i) {
    const int digit = digits[static_cast<std::size_t>(i)] - '0';
    first += digit * (i + 1);
    second += digit * ((i + 2) % 11 + 1);
  }
  return first % 11 < 10 ? first % 11 : second % 11;
}

std::string_view word_of(engine::Trouble trouble) {
  constexpr std::array<std::string_view, 11> words{
      "queue_full",    "storage_full",      "storage_failed", "outcome_unknown",
      "clock_wrong",   "stopping",          "not_found",      "key_reused",
      "key_in_flight", "session_under_way", "guessing"};
  return words.at(static_cast<std::size_t>(trouble));
}

}  // namespace

campaign::Campaign small_campaign() {
  campaign::Campaign made = pkr_2023();
  made.sessions.push_back(session("astana-0905", "astana", "2023-09-05T10:00", "2023-09-05T12:30"));
  session_in(made, "astana-0905").seats = 3;
  session_in(made, "almaty-0915").seats = 2;
  return made;
}

campaign::Campaign whole_campaign() {
  campaign::Campaign made = small_campaign();
  campaign::Test online;
  online.id = "QRT";
  online.mode = "online";
  online.url = "https://www.qrt.kz";
  made.tests.push_back(online);
  for (campaign::City& city : made.cities) city.branch.email = city.code + "@branch.example.kz";
  return made;
}

engine::EngineSettings settings_of(const campaign::Campaign& campaign,
                                   const calendar::CalendarPlan& plan) {
  engine::EngineSettings settings;
  settings.campaign = campaign;
  settings.calendar = std::make_shared<const calendar::WorkingCalendar>(plan);
  const auto resolution = campaign::resolve(campaign, *settings.calendar);
  if (resolution.has_errors()) throw std::logic_error("the test's campaign has errors");
  settings.schedule = resolution.schedule;
  return settings;
}

engine::EngineSettings small_season() { return settings_of(small_campaign()); }

campaign::Session& session_in(campaign::Campaign& campaign, std::string_view id) {
  for (campaign::Session& found : campaign.sessions) {
    if (found.id == id) return found;
  }
  throw std::logic_error("no such session");
}

std::string make_iin(int n) {
  // Some numbers have no control digit, but never twenty in a row.
  for (int number = n * 20; number < n * 20 + 20; ++number) {
    std::string digits = std::to_string(1'000'000 + number);
    digits.replace(0, 1, "90010");
    const int control = control_digit(digits);
    if (control < 10) return digits + std::to_string(control);
  }
  throw std::logic_error("no control digit");
}

engine::ApplyCommand make_command(int person, const std::string& session, engine::Receipt receipt) {
  engine::ApplyCommand command;
  command.receipt = receipt;
  admission::Applicant& applicant = command.request.applicant;
  applicant.iin = make_iin(person);
  applicant.surname = "Үміткер";
  applicant.given_name = "Сынақ";
  applicant.email = "applicant" + std::to_string(person) + "@example.kz";
  applicant.phone = "+77010000000";
  applicant.language = languages.at(static_cast<std::size_t>(person) % languages.size());
  command.request.test = "QAZTEST";
  command.request.city = session.substr(0, session.find('-'));
  command.request.session = session;
  command.request.promo_code = "PROMO-" + std::to_string(person);
  return command;
}

engine::ApplyCommand make_online_command(int person, engine::Receipt receipt) {
  engine::ApplyCommand command = make_command(person, "", receipt);
  command.request.test = "QRT";
  command.request.online = true;
  return command;
}

store::VaultKey vault_key(char letter) {
  return store::VaultKey(std::string(store::VaultKey::size, letter));
}

World::World(engine::EngineSettings settings, std::string path)
    : location_(store_location(path)),
      settings_(std::move(settings)),
      log_(null_sink()),
      now_(instant("2023-09-01T09:00:00+06:00")) {
  // A daemon that starts again ends its own earlier runs.
  if (settings_.instance.empty()) settings_.instance = "world";
  start();
}

World::~World() = default;

void World::start() {
  auto database = std::make_unique<store::Database>(location_, store::Access::writer);
  database_ = database.get();
  engine_ = std::make_unique<engine::Engine>(std::move(database), settings_, vault_key(), log_);
  left_ = engine_->start(present());
  check_invariants();
}

engine::Present World::present() {
  steady_ += std::chrono::microseconds(1);
  return {now_, steady_};
}

engine::Receipt World::receipt() {
  const engine::Present seen = present();
  return {seen.at, seen.steady};
}

void World::turn(const std::function<void(engine::Turn&)>& work) {
  engine_->turn(present(), work);
  check_invariants();
}

void World::check_invariants() {
  const auto broken = store::list_broken_invariants(*database_);
  if (!broken.empty()) throw std::logic_error("broken invariant: " + broken.front());
}

void World::restart() {
  engine_.reset();
  start();
}

std::vector<std::string> World::reload(engine::EngineSettings settings) {
  left_ = engine_->reload(present(), settings);
  settings.instance = settings_.instance;
  settings_ = std::move(settings);
  check_invariants();
  return left_;
}

engine::ApplyOutcome apply(World& world, const engine::ApplyCommand& command) {
  engine::ApplyOutcome outcome;
  world.turn([&](engine::Turn& turn) { outcome = turn.apply(command); });
  return outcome;
}

engine::ApplyOutcome apply(World& world, int person, const std::string& session) {
  return apply(world, make_command(person, session, world.receipt()));
}

engine::ApplicationView seat(World& world, int person, const std::string& session) {
  const auto outcome = apply(world, person, session);
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) return *view;
  throw std::logic_error("not seated: " + word_of(outcome));
}

engine::ApplicationOutcome withdraw(World& world, const std::string& ticket) {
  engine::ApplicationOutcome outcome;
  const engine::Receipt receipt = world.receipt();
  world.turn([&](engine::Turn& turn) { outcome = turn.withdraw(ticket, receipt); });
  return outcome;
}

engine::ApplicationOutcome change_session(World& world, const std::string& ticket,
                                          const std::string& session) {
  engine::ApplicationOutcome outcome;
  const engine::Receipt receipt = world.receipt();
  world.turn([&](engine::Turn& turn) { outcome = turn.change_session(ticket, session, receipt); });
  return outcome;
}

engine::ApplicationView look(World& world, const std::string& ticket) {
  engine::ApplicationOutcome outcome;
  world.turn([&](engine::Turn& turn) { outcome = turn.find_application(ticket); });
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) return *view;
  throw std::logic_error("no such application: " + word_of(outcome));
}

engine::DeskReport desk(World& world, const engine::DeskCommand& command) {
  engine::DeskReport report;
  world.turn([&](engine::Turn& turn) { report = turn.perform(command); });
  return report;
}

std::string fact(const engine::Facts& facts, std::string_view name) {
  const auto found =
      std::find_if(facts.begin(), facts.end(), [&](const auto& one) { return one.name == name; });
  if (found == facts.end()) return "";
  if (const auto* number = std::get_if<std::int64_t>(&found->value)) {
    return std::to_string(*number);
  }
  if (const auto* yes = std::get_if<bool>(&found->value)) return *yes ? "yes" : "no";
  return std::get<std::string>(found->value);
}

std::vector<engine::Notification> claim(World& world, int limit, std::string_view channel) {
  std::vector<engine::Notification> claimed;
  world.turn([&](engine::Turn& turn) { claimed = turn.claim(channel, limit); });
  return claimed;
}

void settle(World& world, const std::vector<engine::Settlement>& settlements) {
  world.turn([&](engine::Turn& turn) { turn.settle(settlements); });
}

engine::Settlement settlement(engine::NotificationId id, engine::Delivery delivery,
                              Instant retry_at, const std::string& reason) {
  engine::Settlement made;
  made.id = id;
  made.delivery = delivery;
  made.retry_at = retry_at;
  made.reason = reason;
  return made;
}

std::vector<engine::Notification> send(World& world, std::string_view channel) {
  std::vector<engine::Notification> sent;
  for (auto claimed = claim(world, 1'000, channel); !claimed.empty();
       claimed = claim(world, 1'000, channel)) {
    std::vector<engine::Settlement> settlements;
    for (const auto& notification : claimed) {
      settlements.push_back(settlement(notification.id, engine::Delivery::sent));
    }
    settle(world, settlements);
    sent.insert(sent.end(), claimed.begin(), claimed.end());
  }
  return sent;
}

int send_all(World& world) { return static_cast<int>(send(world).size()); }

std::string reason_of(World& world, std::string_view kind) {
  std::string reason;
  for (const store::OutboxListing& row : outbox(world, "dropped")) {
    if (row.kind == kind) reason = row.reason;
  }
  return reason;
}

int fire(World& world) {
  int wrote = 0;
  world.turn([&](engine::Turn& turn) { wrote = turn.fire_next(); });
  return wrote;
}

void fire_all(World& world) {
  while (fire(world) > 0) {
  }
}

void seat_many(World& world, int first, int last, const std::string& session) {
  const engine::Receipt receipt = world.receipt();
  world.turn([&](engine::Turn& turn) {
    for (int person = first; person <= last; ++person) {
      const auto outcome = turn.apply(make_command(person, session, receipt));
      if (word_of(outcome) != "seated") throw std::logic_error("not seated: " + word_of(outcome));
    }
  });
}

std::vector<store::AgendaEntry> agenda(World& world, std::string_view state) {
  store::AgendaPage page;
  page.state = state;
  page.limit = everything;
  return store::list_agenda(world.database(), world.engine().campaign_id(), page);
}

store::AgendaEntry entry(World& world, std::string_view kind, std::string_view place) {
  for (const store::AgendaEntry& found : agenda(world)) {
    if (found.kind == kind && (found.city == place || found.session == place)) return found;
  }
  throw std::logic_error("no such agenda entry");
}

std::vector<store::OutboxListing> outbox(World& world, std::string_view state) {
  return store::list_outbox(world.database(), state, {}, everything);
}

int count_outbox(World& world, std::string_view kind, std::string_view state) {
  int count = 0;
  for (const store::OutboxListing& row : outbox(world, state)) count += row.kind == kind ? 1 : 0;
  return count;
}

std::string word_of(const engine::ApplyOutcome& outcome) {
  if (const auto* view = std::get_if<engine::ApplicationView>(&outcome)) return view->state;
  if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
    return std::string(to_text(*refusal));
  }
  return std::string(word_of(std::get<engine::Trouble>(outcome)));
}

}  // namespace keste::test
