// Microseconds of one core for composing a mail, by kind, from the real files in etc.
#include <cstdio>
#include <ctime>
#include <iostream>

#include "base/clock.hpp"
#include "dispatch/composer.hpp"
#include "engine/notification.hpp"

namespace {

using namespace keste;

engine::Notification make_notification(const config::Configuration::Season& season, int number) {
  const auto& sessions = season.schedule.sessions;
  const auto& session = sessions[static_cast<std::size_t>(number) % sessions.size()];
  engine::Notification notification;
  notification.id = {number + 1};
  notification.application = {number + 1};
  notification.language = languages[static_cast<std::size_t>(number) % languages.size()];
  notification.ticket = "0123456789abcdefghjkmnpqrs";
  notification.surname = "Қасымова";
  notification.given_name = "Әсел";
  notification.patronymic = "Болатқызы";
  notification.email = "applicant" + std::to_string(number) + "@example.kz";
  notification.city = session.city;
  notification.session = session.session;
  notification.starts_at = session.starts_at;
  notification.ends_at = session.ends_at;
  notification.due_at = session.due_at;
  notification.received_at = session.starts_at - std::chrono::minutes(number % 20'000);
  notification.queued_at = notification.received_at;
  return notification;
}

void measure(dispatch::Composer& composer, const config::Configuration::Season& season,
             std::string_view kind, int count) {
  std::vector<engine::Notification> notifications;
  for (int i = 0; i < count; ++i) {
    notifications.push_back(make_notification(season, i));
    notifications.back().kind = kind;
  }
  std::size_t bytes = 0;
  const std::clock_t begin = std::clock();
  for (const auto& notification : notifications) {
    const auto mail = composer.compose(notification);
    if (!mail) throw std::runtime_error(mail.error());
    bytes += mail.value().content.size();
  }
  // Processor time: what else runs on the machine does not count.
  const double took = 1e6 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%-22s %8.2f us/mail %7zu bytes/mail %10.0f mails/s\n", std::string(kind).c_str(),
              took / count, bytes / static_cast<std::size_t>(count), count / took * 1e6);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string etc = count > 1 ? arguments[1] : "etc";
  const int mails = count > 2 ? std::stoi(arguments[2]) : 100'000;
  const config::Loaded loaded = config::load(etc);
  for (const auto& diagnostic : loaded.diagnostics) std::cerr << diagnostic.text() << "\n";
  if (!loaded.configuration) return 78;
  dispatch::Messages messages(loaded.configuration->messages);
  for (const auto& problem : messages.check()) {
    std::cerr << to_text(problem.language) << " " << problem.kind << " " << problem.field << ": "
              << problem.message << "\n";
  }
  if (!messages.check().empty()) return 78;
  const auto& season = loaded.configuration->served();
  const RealClock clock;
  dispatch::ComposerSettings settings;
  settings.from = "Кесте <keste@example.kz>";
  dispatch::Composer composer(settings, {loaded.configuration, &season}, std::move(messages),
                              clock);
  for (const auto kind : dispatch::message_kinds) measure(composer, season, kind, mails);
  return 0;
}
