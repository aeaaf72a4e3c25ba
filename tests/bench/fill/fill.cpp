// bench_fill ETC DATABASE COUNT AT [OPTIONS]: fills a database through the engine, for
// scripts/bench.
#include <charconv>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "config/config.hpp"
#include "engine/engine.hpp"
#include "store/database.hpp"

namespace {

using namespace keste;

constexpr std::string_view usage =
    "bench_fill ETC DATABASE COUNT AT [session=ID] [sent] [until=INSTANT]\n"
    "  COUNT applications, all received at AT, spread over the sessions that can be applied for.\n"
    "  session=ID      all of them in this session\n"
    "  sent            their notifications are recorded as sent\n"
    "  until=INSTANT   then the agenda fires up to this instant\n";

struct Plan {
  std::string etc;
  std::string database;
  std::int64_t count = 0;
  Instant at;
  std::string session;
  bool sent = false;
  std::optional<Instant> until;
};

Instant read_instant(std::string_view text) {
  const auto instant = parse_instant(text);
  if (!instant) throw std::invalid_argument("not an instant: " + std::string(text));
  return *instant;
}

void read_option(Plan& plan, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  const std::string_view value = word.substr(std::min(name.size() + 1, word.size()));
  if (name == "session") {
    plan.session = value;
  } else if (name == "sent") {
    plan.sent = true;
  } else if (name == "until") {
    plan.until = read_instant(value);
  } else {
    throw std::invalid_argument("unknown option: " + std::string(word));
  }
}

Plan read_plan(const std::vector<std::string_view>& words) {
  Plan plan;
  plan.etc = words[1];
  plan.database = words[2];
  std::from_chars(words[3].data(), words[3].data() + words[3].size(), plan.count);
  plan.at = read_instant(words[4]);
  for (std::size_t i = 5; i < words.size(); ++i) read_option(plan, words[i]);
  return plan;
}

/// The control digit of eleven digits; empty when no such IIN exists.
std::optional<int> control_digit(std::string_view digits) {
  for (const int shift : {0, 2}) {
    int sum = 0;
    for (int i = 0; i < 11; ++i) {
      sum += ((i + shift) % 11 + 1) * (digits[static_cast<std::size_t>(i)] - '0');
    }
    if (sum % 11 < 10) return sum % 11;
  }
  return std::nullopt;
}

/// Synthetic IINs in counting order.
class Iins {
 public:
  std::string next() {
    while (true) {
      std::string digits = std::to_string(++serial_);
      digits.insert(0, 11 - digits.size(), '0');
      const auto control = control_digit(digits);
      if (control) return digits + std::to_string(*control);
    }
  }

 private:
  std::int64_t serial_ = 0;
};

class Filler {
 public:
  Filler(engine::Engine& engine, const Plan& plan, const campaign::Schedule& schedule)
      : engine_(engine), plan_(plan) {
    for (const campaign::SessionTimes& session : schedule.sessions) {
      const bool wanted =
          plan.session.empty() ? session.starts_at > plan.at : session.session == plan.session;
      if (wanted) places_.push_back({session.city, session.session});
    }
    if (places_.empty()) throw std::invalid_argument("no session can be applied for");
  }

  void fill() {
    constexpr std::int64_t per_turn = 1'000;
    for (std::int64_t done = 0; done < plan_.count; done += per_turn) {
      const std::int64_t some = std::min(per_turn, plan_.count - done);
      engine_.turn(present(plan_.at), [&](engine::Turn& turn) {
        for (std::int64_t i = 0; i < some; ++i) apply(turn, done + i);
        if (plan_.sent) mark_sent(turn);
      });
    }
  }

  void fire_until(Instant until) {
    int wrote = 1;
    while (wrote > 0) {
      engine_.turn(present(until), [&](engine::Turn& turn) { wrote = turn.fire_next(); });
    }
  }

 private:
  struct Place {
    std::string city;
    std::string session;
  };

  static engine::Present present(Instant at) { return {at, steady_now()}; }

  void apply(engine::Turn& turn, std::int64_t number) {
    const Place& place = places_[static_cast<std::size_t>(number) % places_.size()];
    engine::ApplyCommand command;
    command.receipt = {plan_.at, steady_now()};
    admission::Applicant& applicant = command.request.applicant;
    applicant.iin = iins_.next();
    applicant.surname = "Үміткер";
    applicant.given_name = "№ " + std::to_string(number);
    applicant.patronymic = "Сынақұлы";
    applicant.email = "applicant-" + std::to_string(number) + "@example.kz";
    applicant.phone = "+77010000000";
    applicant.language = languages[static_cast<std::size_t>(number) % languages.size()];
    command.request.test = "QAZTEST";
    command.request.city = place.city;
    command.request.session = place.session;
    command.request.promo_code = "BENCH-" + std::to_string(number);
    const auto outcome = turn.apply(command);
    if (const auto* refusal = std::get_if<admission::Refusal>(&outcome)) {
      throw std::runtime_error("refused: " + std::string(to_text(*refusal)));
    }
  }

  void mark_sent(engine::Turn& turn) {
    std::vector<engine::Settlement> settlements;
    for (const auto& notification : turn.claim("email", 1'000)) {
      engine::Settlement settlement;
      settlement.id = notification.id;
      settlements.push_back(settlement);
    }
    turn.settle(settlements);
  }

  engine::Engine& engine_;
  const Plan& plan_;
  std::vector<Place> places_;
  Iins iins_;
};

int run(const Plan& plan) {
  const config::Loaded loaded = config::load(plan.etc);
  for (const auto& diagnostic : loaded.diagnostics) {
    std::fprintf(stderr, "%s\n", diagnostic.text().c_str());
  }
  if (!loaded.configuration) return 78;
  const auto& season = loaded.configuration->served();
  engine::EngineSettings settings;
  settings.campaign = season.campaign;
  settings.schedule = season.schedule;
  settings.calendar = season.calendar;
  Log log(null_sink());
  const std::filesystem::path database(plan.database);
  const store::VaultKey key =
      store::load_or_make_vault_key(database.parent_path(), std::filesystem::exists(database));
  engine::Engine engine(std::make_unique<store::Database>(plan.database, store::Access::writer),
                        settings, key, log);
  const Steady begun = steady_now();
  engine.start({plan.at, begun});
  Filler filler(engine, plan, season.schedule);
  filler.fill();
  if (plan.until) filler.fire_until(*plan.until);
  engine.finish({plan.until.value_or(plan.at), steady_now()});
  const std::chrono::duration<double> took = steady_now() - begun;
  std::printf("%lld applications in %.1f s\n", static_cast<long long>(plan.count), took.count());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string_view> words(arguments, arguments + count);
  if (words.size() < 5) {
    std::fprintf(stderr, "%s", usage.data());
    return 64;
  }
  try {
    return run(read_plan(words));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_fill: %s\n", error.what());
    return 1;
  }
}
