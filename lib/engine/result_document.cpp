// From a result's words to its document, by the rules of admission.
#include "engine/result_document.hpp"

#include "admission/result.hpp"

namespace keste::engine {

std::string_view document_of(const ResultNews& news, std::string_view pass_level) {
  if (!news.document.empty()) return news.document;
  const auto level = admission::parse_level(pass_level);
  if (!level) return "";
  admission::TestResult result;
  result.status =
      admission::parse_result_status(news.status).value_or(admission::ResultStatus::on_hold);
  result.level = admission::parse_level(news.level);
  const admission::Document document = admission::decide_document(result, *level);
  return document == admission::Document::none ? "" : to_text(document);
}

}  // namespace keste::engine
