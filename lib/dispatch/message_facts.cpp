// Filling in arguments: dates in the city's time, names in the message's language.
#include "dispatch/message_facts.hpp"

#include <algorithm>

#include "dispatch/plain_text.hpp"

namespace keste::dispatch {
namespace {

using engine::Notification;

std::string join_words(std::initializer_list<std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

const char* yes_or_no(bool yes) { return yes ? "yes" : "no"; }

/// A word for select: never empty, which no pattern could name.
std::string word_or_none(const std::string& word) { return word.empty() ? "none" : one_line(word); }

const campaign::Session* find_session(const campaign::Campaign& campaign, std::string_view id) {
  const auto found = std::find_if(campaign.sessions.begin(), campaign.sessions.end(),
                                  [&](const auto& session) { return session.id == id; });
  return found == campaign.sessions.end() ? nullptr : &*found;
}

/// The notification's test, else the one that is sat in sessions.
const campaign::Test* find_test(const campaign::Campaign& campaign, const Notification& n) {
  if (const campaign::Test* own = campaign.find_test(n.test)) return own;
  const auto found = std::find_if(campaign.tests.begin(), campaign.tests.end(),
                                  [](const auto& test) { return test.mode == "mobile"; });
  return found == campaign.tests.end() ? nullptr : &*found;
}

struct PlaceText {
  std::string venue;
  std::string address;
};

/// Where a sitting is: what was set at the desk, else its venue in the file, else the city's
/// branch, else at least the city. A venue of the desk does not stand at an address of the file.
PlaceText find_place(Language language, const campaign::City& city,
                     const campaign::Session* session, const PlaceText& desk) {
  if (!desk.venue.empty()) return {one_line(desk.venue), one_line(desk.address)};
  const bool own = session != nullptr && !session->venue.name.in(language).empty();
  const campaign::Place& place = own ? session->venue : city.branch;
  const std::string& name = place.name.in(language);
  const std::string& address = desk.address.empty() ? place.address.in(language) : desk.address;
  return {one_line(name.empty() ? city.name.in(language) : name), one_line(address)};
}

/// Each line harmless by itself; no line break at the end.
std::string some_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    out.append(line.substr(0, indent)).append(one_line(line)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

void fill_result(Arguments& arguments, const engine::ResultNews& result) {
  at(arguments, Argument::document) = word_or_none(result.document);
  at(arguments, Argument::result_status) = word_or_none(result.status);
  at(arguments, Argument::has_document_number) = yes_or_no(!result.document_number.empty());
}

void fill_figures(Arguments& arguments, const engine::BranchFigures& figures) {
  at(arguments, Argument::accepted) = std::to_string(figures.accepted);
  at(arguments, Argument::seated) = std::to_string(figures.seated);
  at(arguments, Argument::waitlisted) = std::to_string(figures.waitlisted);
  at(arguments, Argument::withdrawn) = std::to_string(figures.withdrawn);
  at(arguments, Argument::missing) = std::to_string(figures.missing);
}

void append_number(std::string& key, std::int64_t number) {
  key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// With its length, since people typed some of them.
void append_text(std::string& key, std::string_view text) {
  append_number(key, static_cast<std::int64_t>(text.size()));
  key.append(text);
}

void append_instant(std::string& key, Instant at) {
  append_number(key, at.time_since_epoch().count());
}

}  // namespace

/// What one filling looks at.
struct MessageFacts::Scene {
  const campaign::Campaign& campaign;
  const Notification& n;
  const campaign::City& home;
  const campaign::Test* test;
};

bool is_for_branch(const Notification& n) { return n.application.value == 0; }

std::string choose_text(const Notification& n) {
  const bool online = n.city.empty() && n.kind == "application_received";
  return online ? "application_received_online" : n.kind;
}

const campaign::City* find_home(const campaign::Campaign& campaign, const Notification& n) {
  if (!n.city.empty()) return campaign.find_city(n.city);
  return campaign.cities.empty() ? nullptr : &campaign.cities.front();
}

void append_shared_key(std::string& key, const Notification& n) {
  key.push_back(static_cast<char>(n.language));
  for (const std::string* text : {&n.kind, &n.test, &n.attempt, &n.city, &n.session, &n.outcome,
                                  &n.result.document, &n.result.status, &n.venue, &n.address}) {
    append_text(key, *text);
  }
  for (const Instant at : {n.starts_at, n.ends_at, n.due_at, n.answer_by}) append_instant(key, at);
  append_number(key, n.extra_minutes);
  key.push_back(n.result.document_number.empty() ? '-' : '+');
  key.push_back(n.before ? '+' : '-');
  if (n.before) {
    append_text(key, n.before->session);
    append_text(key, n.before->venue);
    append_instant(key, n.before->starts_at);
    append_instant(key, n.before->due_at);
  }
  key.push_back(is_for_branch(n) ? '+' : '-');
  if (!is_for_branch(n)) return;
  for (const std::int64_t figure : {n.figures.accepted, n.figures.seated, n.figures.waitlisted,
                                    n.figures.withdrawn, n.figures.missing}) {
    append_number(key, figure);
  }
}

void MessageFacts::fill_shared(Arguments& arguments, const Notification& n,
                               const campaign::City& home) {
  const campaign::Campaign& campaign = season_->campaign;
  const Scene scene{campaign, n, home, find_test(campaign, n)};
  at(arguments, Argument::campaign) = one_line(campaign.title.in(n.language));
  at(arguments, Argument::pass_level) = one_line(campaign.pass_level);
  if (!n.city.empty()) at(arguments, Argument::city) = one_line(home.name.in(n.language));
  fill_test(scene, arguments);
  fill_session(scene, arguments);
  fill_window(scene, arguments);
  fill_before(scene, arguments);
  fill_answer(scene, arguments);
  fill_result(arguments, n.result);
  fill_figures(arguments, n.figures);
  at(arguments, Argument::outcome) = word_or_none(n.outcome);
  at(arguments, Argument::attempt) = word_or_none(n.attempt);
}

void MessageFacts::fill_test(const Scene& scene, Arguments& out) const {
  const campaign::Test* test = scene.test;
  at(out, Argument::test) = one_line(test == nullptr ? scene.n.test : test->id);
  if (test == nullptr) return;
  at(out, Argument::test_url) = one_line(test->url);
  at(out, Argument::results_url) =
      one_line(test->results_url.empty() ? test->url : test->results_url);
  at(out, Argument::steps) = some_lines(test->steps.in(scene.n.language));
}

void MessageFacts::fill_session(const Scene& scene, Arguments& out) {
  const Notification& n = scene.n;
  const calendar::Zone& zone = scene.home.zone;
  at(out, Argument::session) = n.session;
  PlaceText place = find_place(n.language, scene.home, find_session(scene.campaign, n.session),
                               {n.venue, n.address});
  at(out, Argument::has_address) = yes_or_no(!place.address.empty());
  at(out, Argument::venue) = std::move(place.venue);
  at(out, Argument::address) = std::move(place.address);
  const campaign::Rule* rule = scene.campaign.find_rule(scene.home.rule);
  const int working_days = rule == nullptr ? 0 : rule->results_within_working_days;
  at(out, Argument::working_days) = std::to_string(working_days);
  at(out, Argument::extra_minutes) = std::to_string(n.extra_minutes);
  const bool seated = n.starts_at != Instant();
  at(out, Argument::has_session) = yes_or_no(seated);
  // Without a session nothing has an hour of its own; the testing's last day has an offset.
  const Instant reference =
      seated ? n.starts_at : Instant(scene.campaign.testing_to.time_since_epoch());
  at(out, Argument::utc) = locale::offset_text(zone.offset_at(reference));
  if (!seated) return;
  const Instant own_end = n.ends_at + std::chrono::minutes(n.extra_minutes);
  at(out, Argument::starts_date) = dates_.date(n.language, zone.date_at(n.starts_at));
  at(out, Argument::starts_time) = dates_.time(n.language, zone.to_local(n.starts_at));
  at(out, Argument::ends_time) = dates_.time(n.language, zone.to_local(own_end));
  at(out, Argument::due_date) = dates_.date(n.language, zone.date_at(n.due_at));
  at(out, Argument::due_time) = dates_.time(n.language, zone.to_local(n.due_at));
}

void MessageFacts::fill_window(const Scene& scene, Arguments& out) {
  const Language language = scene.n.language;
  const calendar::Zone& zone = scene.home.zone;
  for (const auto& window : season_->schedule.windows) {
    if (window.city != scene.n.city) continue;
    const Instant last = window.closes_at - std::chrono::microseconds(1);
    std::string& closes = at(out, Argument::closes_date);
    closes = dates_.date(language, zone.date_at(last));
    // An hour that narrows the last day belongs to the date; a whole day needs none.
    const LocalTime closes_local = zone.to_local(window.closes_at);
    if (closes_local != std::chrono::floor<std::chrono::days>(closes_local)) {
      closes += ", " + dates_.time(language, closes_local);
    }
  }
}

void MessageFacts::fill_before(const Scene& scene, Arguments& out) {
  const Notification& n = scene.n;
  at(out, Argument::has_before) = yes_or_no(n.before.has_value());
  at(out, Argument::due_moved) = "none";
  if (!n.before) return;
  const campaign::Session* session = find_session(scene.campaign, n.before->session);
  const campaign::City* known =
      session == nullptr ? nullptr : scene.campaign.find_city(session->city);
  const campaign::City& city = known == nullptr ? scene.home : *known;
  at(out, Argument::before_city) = one_line(city.name.in(n.language));
  at(out, Argument::before_session) = n.before->session;
  at(out, Argument::before_venue) =
      find_place(n.language, city, session, {n.before->venue, n.before->address}).venue;
  const auto starts = city.zone.to_local(n.before->starts_at);
  const auto due = city.zone.to_local(n.before->due_at);
  using std::chrono::days;
  at(out, Argument::before_date) = dates_.date(n.language, std::chrono::floor<days>(starts));
  at(out, Argument::before_time) = dates_.time(n.language, starts);
  at(out, Argument::before_due_date) = dates_.date(n.language, std::chrono::floor<days>(due));
  at(out, Argument::before_due_time) = dates_.time(n.language, due);
  if (n.due_at == Instant() || n.due_at == n.before->due_at) return;
  at(out, Argument::due_moved) = n.due_at < n.before->due_at ? "earlier" : "later";
}

void MessageFacts::fill_answer(const Scene& scene, Arguments& out) {
  const Notification& n = scene.n;
  const bool there = n.answer_by != Instant();
  at(out, Argument::has_answer) = yes_or_no(there);
  if (!there) return;
  // The end of a day belongs to that day: people read 00:00 of the next as a day more.
  const calendar::Zone& zone = scene.home.zone;
  const LocalTime until = zone.to_local(n.answer_by);
  const bool midnight = until == std::chrono::floor<std::chrono::days>(until);
  const Instant last = n.answer_by - std::chrono::microseconds(1);
  at(out, Argument::answer_date) = dates_.date(n.language, zone.date_at(last));
  at(out, Argument::answer_time) = midnight ? "24:00" : dates_.time(n.language, until);
}

void MessageFacts::fill_person(Arguments& out, const Notification& n, const campaign::City& home,
                               const std::string& ticket_base) {
  at(out, Argument::name) =
      join_words({one_line(n.surname), one_line(n.given_name), one_line(n.patronymic)});
  at(out, Argument::given_name) = one_line(n.given_name);
  at(out, Argument::level) = one_line(n.result.level);
  at(out, Argument::document_number) = one_line(n.result.document_number);
  for (const Argument which : {Argument::application, Argument::received_date,
                               Argument::received_time, Argument::ticket_url}) {
    at(out, which).clear();
  }
  if (is_for_branch(n)) return;
  at(out, Argument::application) = std::to_string(n.application.value);
  const LocalTime received = home.zone.to_local(n.received_at);
  at(out, Argument::received_date) =
      dates_.date(n.language, std::chrono::floor<std::chrono::days>(received));
  at(out, Argument::received_time) = dates_.time(n.language, received);
  at(out, Argument::ticket_url) = ticket_base + n.ticket;
}

}  // namespace keste::dispatch
