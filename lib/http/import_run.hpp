// ImportRun: one import from the bytes of its sheet to the answer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "http/resources.hpp"
#include "http/sheet_import.hpp"

namespace keste::http {

struct ImportWish {
  std::string id;  ///< For whoever watches its progress; may be empty.
  bool dry_run = false;
  std::string test;  ///< Of codes whose sheet does not say.
};

/// io thread only, except `prepare` and the rendering, which a worker runs. Keeps itself alive
/// until it has answered; dropped, without an answer, when the server goes.
class ImportRun : public std::enable_shared_from_this<ImportRun> {
 public:
  ImportRun(Service& service, const Request& request, ImportWish wish, Reply reply)
      : service_(service),
        language_(request.language),
        actor_(request.asker.actor),
        wish_(std::move(wish)),
        reply_(std::move(reply)) {}

  void start(std::function<PreparedImport()> prepare);

 private:
  void on_prepared();
  void go_on();
  void take(const engine::DeskReport& report);
  void finish();
  void answer(Response response);
  void note_done(std::size_t lines);
  void note_releases(const engine::DeskReport& report);

  Service& service_;
  const Language language_;
  const engine::Actor actor_;
  const ImportWish wish_;
  Reply reply_;
  PreparedImport prepared_{Problem(ProblemKind::internal_error)};
  SheetImport import_;
  engine::Facts totals_;
  std::map<std::string, std::int64_t> releases_;  ///< By city; the pieces share them.
  engine::DeskReport examples_;                   ///< Of a dry run: messages only.
  std::size_t next_ = 0;                          ///< Piece to perform.
  std::string body_;
};

}  // namespace keste::http
