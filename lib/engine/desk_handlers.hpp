// The desk's commands, one function each, within the turn's transaction. A refusal changes nothing.
#pragma once

#include "engine/desk.hpp"
#include "engine/state.hpp"
#include "store/applications.hpp"

namespace keste::engine {

DeskReport perform(State& state, const IssueCode& command);
DeskReport perform(State& state, const ImportCodes& command);
DeskReport perform(State& state, const VoidCode& command);
DeskReport perform(State& state, const ShowCode& command);
DeskReport perform(State& state, const ReportCodes& command);
DeskReport perform(State& state, const FinishSession& command);
DeskReport perform(State& state, const MarkAttendance& command);
DeskReport perform(State& state, const MoveSession& command);
DeskReport perform(State& state, const CancelSession& command);
DeskReport perform(State& state, const ChangeWindow& command);
DeskReport perform(State& state, const ExtendPerson& command);
DeskReport perform(State& state, const SetNeeds& command);
DeskReport perform(State& state, const TakeResults& command);
DeskReport perform(State& state, const TakeAnswers& command);
DeskReport perform(State& state, const ErasePerson& command);
DeskReport perform(State& state, const ExportPerson& command);
DeskReport perform(State& state, const ReleaseAddress& command);
DeskReport perform(State& state, const MarkCalled& command);
DeskReport perform(State& state, const ListRoster& command);
DeskReport perform(State& state, const ListCalls& command);
DeskReport perform(State& state, const AccountForAll& command);
DeskReport perform(State& state, const ShowApplication& command);
DeskReport perform(State& state, const NoteLook& command);
DeskReport perform(State& state, const SaveUser& command);
DeskReport perform(State& state, const SetTotp& command);
DeskReport perform(State& state, const BeginSignIn& command);
DeskReport perform(State& state, const EndSignIn& command);
DeskReport perform(State& state, const EndSignIns& command);
DeskReport perform(State& state, const AddToken& command);
DeskReport perform(State& state, const RevokeToken& command);
DeskReport perform(State& state, const NoteFailedSignIn& command);
DeskReport perform(State& state, const NoteUses& command);
DeskReport perform(State& state, const RenewReceiptKey& command);
DeskReport perform(State& state, const MakeCalendarLink& command);
DeskReport perform(State& state, const FindApplicantTag& command);
DeskReport perform(State& state, const ListReleases& command);
DeskReport perform(State& state, const StopRelease& command);
DeskReport perform(State& state, const ListActions& command);
DeskReport perform(State& state, const UndoAction& command);
DeskReport perform(State& state, const ResendNotifications& command);
DeskReport perform(State& state, const CancelNotification& command);
DeskReport perform(State& state, const ShowMessage& command);
DeskReport perform(State& state, const ExplainNotification& command);
DeskReport perform(State& state, const ExplainDue& command);
DeskReport perform(State& state, const ReadHistory& command);

/// Null also for what the actor may not see: it looks the same to them.
SessionModel* find_session(State& state, std::string_view code);
CityModel* find_city(State& state, std::string_view code);
std::optional<store::ApplicationRow> find_application(State& state, ApplicationId id);

/// Applications that the city has received, withdrawn ones included.
std::int64_t count_received(const State& state, const CityModel& city);
/// The city's window closes then; at once where that is past.
DeskReport put_window(State& state, CityModel& city, Instant closes_at, std::string_view reason);
/// What a kept change of a person's longer window is about.
std::string subject_of_extension(std::string_view person_key);

/// A report that refuses, with what helps to understand it.
DeskReport refuse(std::string word, Facts facts = {});
/// "application 17"
std::string subject_of(store::ApplicationId id);
/// An instant with its city's offset; in UTC where there is no city.
std::string shown(State& state, Instant at, std::string_view city);
/// A reason is asked for wherever somebody's rights change: 3 to 500 characters.
bool is_reason(std::string_view text);
/// Empties a person's data everywhere but in what is counted; the audit chain stays valid.
void erase_application(State& state, store::ApplicationId id);

}  // namespace keste::engine
