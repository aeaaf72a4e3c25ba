// What the desk asks for: promo codes, sessions, results, imports, persons; plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/access.hpp"
#include "engine/actions.hpp"
#include "engine/commands.hpp"

namespace keste::engine {

/// One of our own codes for a candidate; the same again when they have one.
struct IssueCode {
  std::string iin;
  std::string test;
};
struct CodeLine {
  int row = 0;  ///< As a spreadsheet shows it.
  std::string code;
  std::string iin;
  std::string test;
};
struct ImportCodes {
  std::vector<CodeLine> lines;
};
struct VoidCode {
  std::string code;
  std::string reason;
};
struct ShowCode {
  std::string code;
};
struct ReportCodes {};

/// Ended when it really did; everybody who had a seat and is not named was there.
struct FinishSession {
  std::string session;
  std::optional<Instant> ended_at;  ///< Now, when nothing is said.
  std::vector<ApplicationId> absent;
};
struct MarkAttendance {
  std::string session;
  std::vector<ApplicationId> present;
  std::vector<ApplicationId> absent;
};
/// What is not given stays.
struct MoveSession {
  std::string session;
  std::optional<Instant> starts_at;
  std::optional<Instant> ends_at;
  std::optional<std::string> venue;
  std::optional<std::string> address;
  std::optional<int> seats;
  std::string reason;
};
struct CancelSession {
  std::string session;
  std::string reason;
};
/// Extends a window, reopens a closed one, or closes an open one early.
struct ChangeWindow {
  std::string city;
  Instant closes_at;
  std::string reason;
};
/// A longer window for one person.
struct ExtendPerson {
  std::string iin;
  std::string place;  ///< The city's code, or the online test.
  Instant until;
  std::string reason;
};
struct SetNeeds {
  ApplicationId application;
  std::string needs;
  int extra_minutes = 0;
};

struct ResultLine {
  int row = 0;
  ApplicationId application;  ///< Or the two that follow.
  std::string iin;
  std::string test;  ///< Empty: the one that the person sat.
  std::string level;
  std::string score;
  std::string document_number;
  std::string issued_on;
  std::string status;  ///< "final", "on_hold", "annulled"
};
struct TakeResults {
  std::vector<ResultLine> lines;
  /// By city: the releases that earlier pieces of the same sheet began, which this one goes on
  /// with.
  std::map<std::string, std::int64_t> releases{};
};

struct AnswerLine {
  int row = 0;
  std::string key;  ///< The same for the same answer in every export.
  Instant answered_at;
  admission::ApplicationRequest request;
};
struct TakeAnswers {
  std::vector<AnswerLine> lines;
  bool dry_run = false;
};

struct ErasePerson {
  std::string iin;
  std::string reason;
};
struct ExportPerson {
  std::string iin;
};
struct ReleaseAddress {
  std::string address;  ///< An e-mail address or a phone number.
};
struct MarkCalled {
  ApplicationId application;
  std::string note;
  std::vector<ApplicationId> applications{};  ///< Many at once; then `application` is none.
};
struct ListRoster {
  std::string session;
  std::int64_t after = 0;
  int limit = 1'000;
};
struct ListCalls {
  std::string city;  ///< Empty for all.
  bool with_called = false;
};
/// The secret address of a city's calendar; the same again, unless a new one is asked for.
struct MakeCalendarLink {
  std::string city;
  bool renew = false;
};
/// Receipts are signed by another key from then on.
struct RenewReceiptKey {
  std::string reason;
};
/// What receipts name a person by.
struct FindApplicantTag {
  std::string iin;
};
/// All that is kept of an application.
struct ShowApplication {
  ApplicationId application;
};
/// Writes down that somebody is about to be shown a list of people, and makes ready what it is read
/// from. Answers with how much is `left` to do: then nothing is written down yet, and it is to be
/// asked again.
struct NoteLook {
  std::string action;  ///< "applications_listed"
  std::string subject;
  std::string detail;     ///< No personal data.
  bool surnames = false;  ///< They are to be looked for.
};
/// Whether everybody of each session was told or stands on the call list.
struct AccountForAll {};

using DeskCommand =
    std::variant<IssueCode, ImportCodes, VoidCode, ShowCode, ReportCodes, FinishSession,
                 MarkAttendance, MoveSession, CancelSession, ChangeWindow, ExtendPerson, SetNeeds,
                 TakeResults, TakeAnswers, ErasePerson, ExportPerson, ReleaseAddress, MarkCalled,
                 ListRoster, ListCalls, AccountForAll, SaveUser, SetTotp, BeginSignIn, EndSignIn,
                 EndSignIns, AddToken, RevokeToken, NoteFailedSignIn, NoteUses, ListReleases,
                 StopRelease, ListActions, UndoAction, ResendNotifications, CancelNotification,
                 ShowMessage, ExplainNotification, ExplainDue, ReadHistory, RenewReceiptKey,
                 FindApplicantTag, MakeCalendarLink, ShowApplication, NoteLook>;

/// A name and its value, as it stands in an answer.
using Figure = std::variant<std::string, std::int64_t, bool>;
struct Fact {
  std::string name;
  Figure value;
};
using Facts = std::vector<Fact>;

/// What came of a command: facts, and rows of facts where it was about many. `refusal` is empty, or
/// a stable word such as "session-unknown": then nothing has changed.
struct DeskReport {
  std::string refusal;
  Facts facts;
  std::vector<Facts> rows;
  std::vector<Notification> messages{};            ///< To be shown as their people would get them.
  bool every_language = false;                     ///< Those are examples: shown in each language.
  std::map<std::string, std::int64_t> releases{};  ///< What it tells waits as these, by city.
};
using DeskOutcome = std::variant<DeskReport, Trouble>;

}  // namespace keste::engine
