// The etc directory: every file read, checked and turned into values, all errors at once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.hpp"
#include "base/language.hpp"
#include "campaign/schedule.hpp"
#include "config/certificate.hpp"
#include "config/diagnostic.hpp"
#include "config/gateways.hpp"

namespace keste::config {

/// kested.yaml. Hosts and ports are as written; nothing is looked up.
struct Settings {
  struct Http {
    struct Address {
      std::string host = "127.0.0.1";  ///< An address, IPv6 without its brackets, or "localhost".
      int port = 8080;                 ///< 0 to 65535; 0 takes a free one and logs it.
      friend bool operator==(const Address&, const Address&) = default;
    };
    std::vector<Address> listen{Address{}};  ///< At least one.
    std::string public_url = "http://127.0.0.1:8080";
    std::optional<CertificateFiles> tls;  ///< Absent: plain HTTP on all addresses.
    bool plain_beyond_loopback = false;   ///< Without TLS, other machines may be served too.
    std::vector<IpNetwork> trusted_proxies = loopback_networks();
  };
  struct Mail {
    std::string scheme = "maildir";  ///< "smtp", "smtps" or "maildir"
    std::string host;
    int port = 25;
    std::string user;      ///< From the URL, percent-decoded; empty without AUTH.
    std::string password;  ///< From the URL, or from `password_file`.
    std::string tls =
        "opportunistic";  ///< "none", "opportunistic", "required" (smtp); smtps is implicit
    std::string ca_file;  ///< Empty: the system's trust store.
    std::string maildir = "outbox";  ///< Below the state directory unless absolute.
    std::string from = "Keste <keste@localhost>";
    std::string reply_to;  ///< Empty: none.
    int connections = 16;  ///< 1 to 256
    int per_second = 0;    ///< Messages a second at most; 0 is no limit.
  };
  /// How long people stay signed in.
  struct Access {
    int idle_minutes = 60;      ///< Without a request of their own; 1 to 1,440.
    int sign_in_minutes = 720;  ///< In all; 5 to 43,200 (30 days).
  };
  /// What the desk does.
  struct Desk {
    /// What it tells people waits so long, and can be stopped; 0 to 1,440.
    int hold_minutes = 10;
  };
  Http http;
  Access access;
  Desk desk;
  std::string store_url =
      "sqlite:keste.db";  ///< sqlite:PATH below the state directory, or libpq's postgresql://…
  Mail mail;
  std::optional<SmsSettings> sms;          ///< Absent: no SMS is sent.
  std::optional<WebhookSettings> webhook;  ///< Absent: nobody is called.
  std::string campaign;  ///< Needed only when campaigns/ holds more than one file.
};

/// Subject and text of each kind, as ICU message patterns with named arguments.
struct MessagePattern {
  std::string subject;
  std::string text;
  std::string sms = {};  ///< One line; empty for a kind that goes by no SMS.
};
using MessagePatterns = std::map<std::string, MessagePattern>;

/// Everything that etc holds. Shared and immutable once loaded.
struct Configuration {
  Settings settings;
  std::map<std::string, std::shared_ptr<const calendar::WorkingCalendar>> calendars;
  struct Season {
    campaign::Campaign campaign;
    std::shared_ptr<const calendar::WorkingCalendar> calendar;
    campaign::Schedule schedule;
    std::string text{};  ///< The file that all of it was read from.
  };
  std::map<std::string, Season> seasons;  ///< By campaign id.
  std::map<Language, MessagePatterns> messages;
  /// Where each pattern stands, by "kk.results_due.text", with an empty message: whoever checks the
  /// patterns fills that in.
  std::map<std::string, Diagnostic> message_places;
  const Season* find_season(std::string_view id) const;
  /// The season that `settings.campaign` names, or the only one. Present when loading succeeded.
  const Season& served() const;
};

struct Loaded {
  std::shared_ptr<const Configuration> configuration;  ///< Null when there are errors.
  std::vector<Diagnostic> diagnostics;                 ///< Errors and warnings, by file and line.
  bool has_errors() const;
};

/// Reads DIR/kested.yaml, campaigns/, calendars/ and messages/. Blocks on the disk. A file that
/// cannot be read is a diagnostic too.
Loaded load(const std::filesystem::path& etc);

/// A campaign's file from elsewhere: `name` stands for it in diagnostics.
struct CampaignText {
  std::string name;
  std::string text;
};
/// The same configuration with this campaign in place of the one that is served, whose id it must
/// have. Reads nothing else: calendars, messages and settings are those of `configuration`.
Loaded with_campaign(const Configuration& configuration, const CampaignText& file);

}  // namespace keste::config
