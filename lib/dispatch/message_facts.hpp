// Message facts: the arguments of a notification, from itself and its season.
#pragma once

#include <memory>
#include <string>

#include "config/config.hpp"
#include "dispatch/arguments.hpp"
#include "engine/notification.hpp"
#include "locale/local_dates.hpp"

namespace keste::dispatch {

using Season = std::shared_ptr<const config::Configuration::Season>;

/// A message to a branch is no applicant's: it has no name, no ticket and no application.
bool is_for_branch(const engine::Notification& notification);

/// The text of a notification: its kind's, or the variant for an online test.
std::string choose_text(const engine::Notification& notification);

/// The city whose clock counts: the notification's, or, for an online test, the campaign's first.
/// Null when the campaign has no such city any more.
const campaign::City* find_home(const campaign::Campaign& campaign,
                                const engine::Notification& notification);

/// Appends everything in a notification that its shared arguments are made from: two notifications
/// with one key differ in personal arguments only.
void append_shared_key(std::string& key, const engine::Notification& notification);

/// Of one season. One thread.
class MessageFacts {
 public:
  explicit MessageFacts(Season season) : season_(std::move(season)) {}

  void fill_shared(Arguments& arguments, const engine::Notification& notification,
                   const campaign::City& home);
  /// `ticket_base` is followed by the ticket.
  void fill_person(Arguments& arguments, const engine::Notification& notification,
                   const campaign::City& home, const std::string& ticket_base);

 private:
  struct Scene;
  void fill_test(const Scene& scene, Arguments& arguments) const;
  void fill_session(const Scene& scene, Arguments& arguments);
  void fill_window(const Scene& scene, Arguments& arguments);
  void fill_before(const Scene& scene, Arguments& arguments);
  void fill_answer(const Scene& scene, Arguments& arguments);

  Season season_;
  locale::LocalDates dates_;
};

}  // namespace keste::dispatch
