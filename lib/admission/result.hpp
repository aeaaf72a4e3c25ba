// Results: what a level gives, what a correction changes, and what the applicant must be told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace keste::admission {

enum class Level { a1, a2, b1, b2, c1, c2 };  ///< In ascending order; compare with <.
/// "B1", also "b1", "B 1" and with the Cyrillic В, А and С.
std::optional<Level> parse_level(std::string_view text);
std::string_view to_text(Level level);

enum class ResultStatus { final, on_hold, annulled };
std::optional<ResultStatus> parse_result_status(std::string_view text);  ///< "on_hold"
std::string_view to_text(ResultStatus status);

/// One version of one application's result, as it came.
struct TestResult {
  ResultStatus status = ResultStatus::final;
  std::optional<Level> level;  ///< A final result has one; its reader sees to that.
  std::string score;           ///< As written, tidied by its reader; may be empty.
  std::string document_number;
  std::optional<Instant> issued_at;
  friend bool operator==(const TestResult&, const TestResult&) = default;
};

/// What the applicant downloads: сертификат, or анықтама where the pass level was not reached.
enum class Document { none, certificate, reference };
std::string_view to_text(Document document);  ///< "certificate"
/// At the pass level or above a certificate, below a reference; none while the result is on hold,
/// annulled or without a level.
Document decide_document(const TestResult& result, Level pass_level);

/// Whether a self-funded retake is offered: after a reference, after an annulled result, and after
/// a no-show that spent the free attempt. Not while a result is on hold or awaited, and not with a
/// certificate. `latest` is null while there is no result. Pure.
bool may_retake(const TestResult* latest, Level pass_level, bool was_absent);

enum class Arrival {
  fresh,
  repeated,    ///< Equal to the one that stands: nothing happens.
  correction,  ///< Supersedes the one that stands; both are kept.
};
/// `latest` is the version that stands, null when there is none. A version that was superseded and
/// comes again is a correction: so a hold is lifted. An old file read again looks the same, which
/// is for its reader to notice. Pure.
Arrival decide_arrival(const TestResult* latest, const TestResult& incoming);

struct ResultNewsFacts {
  const TestResult* latest = nullptr;  ///< The version that stands.
  const TestResult* told = nullptr;    ///< The version that the applicant was last told of.
  bool is_due = false;  ///< The due instant has come, or the applicant was told that it had.
};
enum class ResultNews { none, ready, on_hold, annulled };
std::string_view to_text(ResultNews news);
/// What the applicant must be told now; asked when a result arrives and when it falls due. A final
/// result is told at once, before the due instant and after, and again when level, score or
/// document number were corrected. A hold is told at once to one who knows of a result; to one who
/// does not, only when the result is due, for until then nothing is late. An annulment is told at
/// once. Nothing is told twice. Without a result there is no news of it: that it is due is the
/// agenda's to tell. Pure.
ResultNews decide_result_news(const ResultNewsFacts& facts);

}  // namespace keste::admission
