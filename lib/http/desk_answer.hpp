// Answers of the desk: reports as JSON, and refusals as problems in the asker's language.
#pragma once

#include <string>
#include <string_view>

#include "engine/desk.hpp"
#include "http/desk_body.hpp"
#include "http/json_writer.hpp"
#include "http/resources.hpp"

namespace keste::http {

/// What one word of refusal means. `detail` may name facts of the report: "{closes_at}".
struct DeskText {
  std::string_view word;  ///< "reason-missing": the last part of the problem's type.
  int status;
  std::string_view title[3];
  std::string_view detail[3];  ///< kk, ru, en
};
/// Those about releases, actions and single messages; null when the word is not among them.
const DeskText* find_action_text(std::string_view word);
/// Null when the word is not known.
const DeskText* find_desk_text(std::string_view word);
/// The same for the words of plans.
const DeskText* find_plan_text(std::string_view word);
/// What is wrong with one row of a sheet, for people; the word itself when it is not known.
std::string_view row_sentence(std::string_view word, Language language);

/// Members of the object that is open.
void write_facts(JsonWriter& json, const engine::Facts& facts);
/// 200 with the facts and, as "rows", the rows; or the problem.
Response make_response(const engine::DeskReport& report, Language language);
Response make_response(const engine::DeskOutcome& outcome, Language language);
/// The same, with the report's messages as their people would get them. io thread.
Response make_response(const Service& service, const engine::DeskOutcome& outcome,
                       Language language);
/// Puts ,"messages":[…] before the end of a body that is one object.
void append_messages(const Service& service, const engine::DeskReport& report, std::string& body);

/// `dry_run`: true or false, and nothing else; a problem for anything else.
Result<bool, Problem> read_dry_run(std::string_view query);

/// Performs the command once the body has been read whole; else answers what is wrong with it.
void perform(Service& service, const Request& request, DeskBody& body, engine::DeskCommand command,
             const Reply& reply);
void perform(Service& service, const Request& request, engine::DeskCommand command,
             const Reply& reply);

/// The reader of the body of a request, with what else it may look at.
using CommandReader = engine::DeskCommand (*)(DeskBody& body, const Request& request,
                                              const engine::Snapshot& snapshot);
/// Reads the body, and performs the command that `read` makes of it.
void handle_command(Service& service, const Request& request, const Reply& reply,
                    CommandReader read);

/// The clock by which civil times of a request are meant: the city's, else the campaign's first.
const calendar::Zone& zone_of(const engine::CitySnapshot* city, const engine::Snapshot& snapshot);

}  // namespace keste::http
