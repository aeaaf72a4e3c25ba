// The steps of an import: read aside, performed piece by piece, written aside.
#include "http/import_run.hpp"

#include <algorithm>
#include <exception>

#include "http/desk_answer.hpp"
#include "http/import_page.hpp"

namespace keste::http {
namespace {

std::size_t count_lines(const engine::DeskCommand& command) {
  if (const auto* codes = std::get_if<engine::ImportCodes>(&command)) return codes->lines.size();
  if (const auto* results = std::get_if<engine::TakeResults>(&command)) {
    return results->lines.size();
  }
  const auto* answers = std::get_if<engine::TakeAnswers>(&command);
  return answers == nullptr ? 0 : answers->lines.size();
}

void add(engine::Facts& totals, const engine::Fact& fact) {
  const auto* count = std::get_if<std::int64_t>(&fact.value);
  if (count == nullptr) return;
  for (engine::Fact& total : totals) {
    if (total.name != fact.name) continue;
    std::get<std::int64_t>(total.value) += *count;
    return;
  }
  totals.push_back(fact);
}

ImportRow* find_row(std::vector<ImportRow>& rows, std::int64_t number) {
  const auto found =
      std::lower_bound(rows.begin(), rows.end(), number,
                       [](const ImportRow& row, std::int64_t wanted) { return row.row < wanted; });
  return found == rows.end() || found->row != number ? nullptr : &*found;
}

/// Tells the row what the engine says of it.
void note(ImportRow& row, const engine::Facts& facts) {
  for (const engine::Fact& fact : facts) {
    const auto* text = std::get_if<std::string>(&fact.value);
    if (fact.name == "row") continue;
    if (fact.name == "outcome" && text != nullptr) {
      row.outcome = *text;
    } else if (fact.name == "problem" && text != nullptr) {
      row.problem = *text;
      if (row.outcome.empty()) row.outcome = "refused";
    } else if (text == nullptr || !text->empty()) {
      row.facts.push_back(fact);
    }
  }
}

}  // namespace

void ImportRun::start(std::function<PreparedImport()> prepare) {
  const auto self = shared_from_this();
  service_.backend.run_aside(
      [self, prepare = std::move(prepare)] {
        try {
          self->prepared_ = prepare();
        } catch (const std::exception&) {
          // The answer says that it is the server's mistake; the worker goes on with others.
          self->prepared_ = Problem(ProblemKind::internal_error);
        }
      },
      [self] { self->on_prepared(); });
}

void ImportRun::on_prepared() {
  if (const auto* problem = std::get_if<Problem>(&prepared_)) {
    return answer(make_response(*problem, language_));
  }
  import_ = std::move(std::get<SheetImport>(prepared_));
  if (auto* entry = service_.imports.find(wish_.id)) {
    entry->rows = import_.rows.size();
    entry->done = import_.refused;
  }
  add(totals_, {"taken", std::int64_t{0}});
  add(totals_, {"known", std::int64_t{0}});
  add(totals_, {"refused", static_cast<std::int64_t>(import_.refused)});
  go_on();
}

void ImportRun::go_on() {
  if (next_ == import_.pieces.size()) return finish();
  if (service_.stopping) return answer(make_response(ProblemKind::stopping, language_));
  engine::DeskCommand piece = std::move(import_.pieces[next_++]);
  const std::size_t lines = count_lines(piece);
  auto* results = std::get_if<engine::TakeResults>(&piece);
  if (results != nullptr) results->releases = releases_;
  const auto& perform =
      results != nullptr && wish_.dry_run ? service_.backend.rehearse : service_.backend.perform;
  perform(std::move(piece), actor_,
          [self = shared_from_this(), lines](const engine::DeskOutcome& outcome) {
            const auto* report = std::get_if<engine::DeskReport>(&outcome);
            if (report == nullptr) {
              // What has been taken stays taken; the whole sheet may come again.
              const auto trouble = std::get<engine::Trouble>(outcome);
              return self->answer(make_response(trouble, self->language_));
            }
            self->take(*report);
            self->note_done(lines);
            self->go_on();
          });
}

/// What the sheet tells people, so that it can be stopped.
void ImportRun::note_releases(const engine::DeskReport& report) {
  if (!wish_.dry_run) releases_.insert(report.releases.begin(), report.releases.end());
  if (!examples_.messages.empty()) return;
  examples_.messages = report.messages;
  examples_.every_language = report.every_language;
}

void ImportRun::take(const engine::DeskReport& report) {
  for (const engine::Fact& fact : report.facts) {
    // The numbers of releases are no counts, and the people of one are counted over all pieces.
    if (fact.name != "release" && fact.name != "people") add(totals_, fact);
  }
  note_releases(report);
  for (const engine::Facts& facts : report.rows) {
    if (facts.empty()) continue;
    const auto* number = std::get_if<std::int64_t>(&facts.front().value);
    ImportRow* row = number == nullptr ? nullptr : find_row(import_.rows, *number);
    if (row != nullptr) note(*row, facts);
  }
}

void ImportRun::note_done(std::size_t lines) {
  if (auto* entry = service_.imports.find(wish_.id)) entry->done += lines;
}

void ImportRun::finish() {
  if (releases_.size() == 1) totals_.push_back({"release", releases_.begin()->second});
  if (releases_.size() > 1) {
    totals_.push_back({"releases", static_cast<std::int64_t>(releases_.size())});
  }
  const auto self = shared_from_this();
  service_.backend.run_aside(
      [self] {
        self->body_ =
            render_import(self->import_, self->totals_, self->wish_.dry_run, self->language_);
        // So many rows are not taken apart on the io thread.
        self->import_ = SheetImport{};
      },
      [self] {
        append_messages(self->service_, self->examples_, self->body_);
        self->answer(make_json_response(200, std::move(self->body_)));
      });
}

void ImportRun::answer(Response response) {
  if (auto* entry = service_.imports.find(wish_.id)) entry->finished = true;
  reply_(std::move(response));
}

}  // namespace keste::http
