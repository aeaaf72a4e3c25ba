// Reading the admission section, key by key.
#include "config/admission_reader.hpp"

#include "config/fields.hpp"
#include "config/values.hpp"

namespace keste::config {
namespace {

using campaign::AdmissionRules;
using std::chrono::hours;
using std::chrono::minutes;

/// Keeps whether the key's word is the first of two.
void keep_first(bool& into, const Node* node, std::vector<std::string_view> words, Report& report) {
  const std::string_view first = words.front();
  const auto word = read_choice(node, std::move(words), report);
  if (word) into = *word == first;
}

template <class Unit>
void keep_span(minutes& into, const Node* node, Span span, Report& report) {
  const auto count = read_whole(node, span, report);
  if (count) into = Unit(*count);
}

}  // namespace

AdmissionRules read_admission(const Node& node, Report& report) {
  AdmissionRules rules;
  const Fields fields(node, "admission",
                      {"promo_code", "promo_codes", "self_funded", "waitlist",
                       "change_until_hours_before", "answer_within_hours", "gather_changes_minutes",
                       "no_show", "consent", "keep_personal_data_days"},
                      report);
  keep_first(rules.code_required, fields.find("promo_code"), {"required", "optional"}, report);
  // Where a code is needed, paying for a first attempt is the exception that a file must name.
  if (rules.code_required) rules.self_funded_first = false;
  const auto codes = read_choice(fields.find("promo_codes"), {"listed", "any"}, report);
  if (codes) {
    rules.codes = *codes == "any" ? AdmissionRules::Codes::any : AdmissionRules::Codes::listed;
  }
  keep_first(rules.self_funded_first, fields.find("self_funded"), {"first_attempt", "retake"},
             report);
  keep(rules.waitlist, read_flag(fields.find("waitlist"), report));
  keep_span<hours>(rules.change_until_before, fields.find("change_until_hours_before"), {0, 8'760},
                   report);
  keep_span<hours>(rules.answer_within, fields.find("answer_within_hours"), {0, 8'760}, report);
  keep_span<minutes>(rules.changes_gathered_for, fields.find("gather_changes_minutes"), {0, 1'440},
                     report);
  keep_first(rules.no_show_spends_code, fields.find("no_show"), {"spends_code", "keeps_code"},
             report);
  keep(rules.consent, read_text(fields.find("consent"), report));
  keep(rules.keep_personal_data_days,
       read_whole(fields.find("keep_personal_data_days"), {0, 36'500}, report));
  return rules;
}

}  // namespace keste::config
